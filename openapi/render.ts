import type { Json } from './json.ts'

/** Levels of the description whose members stand on lines of their own. */
const OPENED: ReadonlySet<string> = new Set(['', 'paths', 'components'])

/** Returns the text of a description: small, and a line for each path and component, so that changes can be read. */
export function renderDescription(description: Json): string {
  return `${render(description, '')}\n`
}

function render(value: unknown, at: string): string {
  const isOpened = OPENED.has(at) || /^components\.\w+$/.test(at)
  if (!isOpened || typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${render(member, at ? `${at}.${name}` : name)}`,
  )
  return `{\n${members.join(',\n')}\n}`
}
