import { JsonTextError, stringEnd, valueEnd } from '../syntax/json-text.ts'

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
  let rows: string[] | undefined
  let position = skipSpace(text, 0)
  if (text.charCodeAt(position) !== OPEN_OBJECT) throw new JsonTextError('The page is no object')
  position = skipSpace(text, position + 1)
  while (text.charCodeAt(position) === QUOTE) {
    const nameEnd = stringEnd(text, position)
    const name: unknown = JSON.parse(text.slice(position, nameEnd))
    const value = skipSpace(text, skipSpace(text, nameEnd, COLON))
    if (name === 'data') {
      const data = cutArray(text, value)
      rows = data.elements
      position = skipSpace(text, data.end, COMMA)
    } else {
      const end = valueEnd(text, value)
      members.set(String(name), text.slice(value, end).trimEnd())
      position = skipSpace(text, end, COMMA)
    }
  }
  if (rows === undefined) throw new JsonTextError('The page has no data')
  return { rows, members }
}

/** A page's JSON text from the texts of its rows and of its other members. */
export function composePageText(
  rows: readonly string[],
  members: Iterable<readonly [string, string]>,
): string {
  const others = Array.from(members, ([name, value]) => `,${JSON.stringify(name)}:${value}`)
  return `{"data":[${rows.join(',')}]${others.join('')}}`
}

/** The texts of an array's elements, and the position behind it. */
function cutArray(text: string, start: number): { elements: string[]; end: number } {
  if (text.charCodeAt(start) !== OPEN_ARRAY) {
    throw new JsonTextError('The data of the page is no array')
  }
  const elements: string[] = []
  let position = skipSpace(text, start + 1)
  while (position < text.length && text.charCodeAt(position) !== CLOSE_ARRAY) {
    const end = valueEnd(text, position)
    if (end === position) throw new JsonTextError('The data of the page is no valid JSON')
    elements.push(text.slice(position, end).trimEnd())
    position = skipSpace(text, end, COMMA)
  }
  return { elements, end: position + 1 }
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
