/**
 * Places in the text of valid JSON, found without building what it says: so that parts of it can be kept, cut
 * out or exchanged while all the rest stays byte for byte.
 */

/** The text is not the JSON it was taken for. */
export class JsonTextError extends Error {
  override readonly name = 'JsonTextError'
}

const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const OPEN_OBJECT = 0x7b

/** What a value outside of strings can end or nest with. */
const STRUCTURE = /["{}[\],]/g

/**
 * The position behind the closing quote of the string that begins at `position`.
 *
 * @throws JsonTextError where it has none
 */
export function stringEnd(text: string, position: number): number {
  for (
    let quote = text.indexOf('"', position + 1);
    quote >= 0;
    quote = text.indexOf('"', quote + 1)
  ) {
    let backslash = quote
    while (text.charCodeAt(backslash - 1) === BACKSLASH) backslash -= 1
    if ((quote - backslash) % 2 === 0) return quote + 1
  }
  throw new JsonTextError('The text ends inside a string')
}

/**
 * The position behind the value that begins at `position`; white space may be left before it.
 *
 * @throws JsonTextError where a string in it has no end
 */
export function valueEnd(text: string, position: number): number {
  let depth = 0
  STRUCTURE.lastIndex = position
  for (let found = STRUCTURE.exec(text); found !== null; found = STRUCTURE.exec(text)) {
    const code = text.charCodeAt(found.index)
    if (code === QUOTE) STRUCTURE.lastIndex = stringEnd(text, found.index)
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth += 1
    else if (depth === 0) return found.index
    else if (code !== COMMA) depth -= 1
  }
  return text.length
}
