import { JsonTextError, stringEnd, valueEnd } from '../json-text.ts'

/** The text of a list's page, cut into the original texts of its parts. */
export interface PageText {
  /** Each element of `data`. */
  readonly rows: readonly string[]
  /** Every other member, in the page's order. */
  readonly members: ReadonlyMap<string, string>
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b

/**
 * Cuts a page's JSON text into the texts of its rows and members, so that another page can be put
 * together from them with numbers, order and unknown members as they were. Of members of one name
 * the last counts, as with `JSON.parse`.
 *
 * The text must be valid JSON: what it says inside the parts is not checked.
 *
 * @throws JsonTextError when it is no object with a `data` array
 */
export function cutPageText(text: string): PageText {
  const members = new Map<string, string>()
  let position = skipSpace(text, 0)
  if (text.charCodeAt(position) !== OPEN_OBJECT) throw new JsonTextError('The page is no object')
  position = skipSpace(text, position + 1)
  while (text.charCodeAt(position) === QUOTE) {
    const nameEnd = stringEnd(text, position)
    const name: unknown = JSON.parse(text.slice(position, nameEnd))
    const value = skipSpace(text, skipSpace(text, nameEnd, COLON))
    const end = valueEnd(text, value)
    members.set(String(name), text.slice(value, end).trimEnd())
    position = skipSpace(text, end, COMMA)
  }
  const data = members.get('data')
  if (data === undefined) throw new JsonTextError('The page has no data')
  members.delete('data')
  return { rows: cutArray(data), members }
}

/** A page's JSON text from the texts of its rows and of its other members. */
export function composePageText(
  rows: readonly string[],
  members: Iterable<readonly [string, string]>,
): string {
  const others = Array.from(members, ([name, value]) => `,${JSON.stringify(name)}:${value}`)
  return `{"data":[${rows.join(',')}]${others.join('')}}`
}

function cutArray(text: string): string[] {
  if (text.charCodeAt(0) !== OPEN_ARRAY) throw new JsonTextError('The data of the page is no array')
  const elements: string[] = []
  let position = skipSpace(text, 1)
  while (position < text.length && text.charCodeAt(position) !== CLOSE_ARRAY) {
    const end = valueEnd(text, position)
    if (end === position) throw new JsonTextError('The data of the page is no valid JSON')
    elements.push(text.slice(position, end).trimEnd())
    position = skipSpace(text, end, COMMA)
  }
  return elements
}

// The first position from `position` on that holds no white space, nor the one separator given.
function skipSpace(text: string, position: number, separator?: number): number {
  let next = position
  let isSeparated = false
  for (;;) {
    const code = text.charCodeAt(next)
    if (!isSeparated && code === separator) isSeparated = true
    else if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return next
    next += 1
  }
}
