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
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

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
  for (let at = position; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = stringEnd(text, at) - 1
        break
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        depth += 1
        break
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        if (depth === 0) return at
        depth -= 1
        break
      case COMMA:
        if (depth === 0) return at
    }
  }
  return text.length
}
