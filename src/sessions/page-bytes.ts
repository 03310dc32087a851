import { utf8Bytes } from '../syntax/bytes.ts'
import { type EditedBytes, joinEdited, wholeBytes } from '../syntax/edited-bytes.ts'

/** Returns a page's JSON from its rows and its other members, each as it is. */
export function composePage(
  rows: readonly EditedBytes[],
  members: Iterable<readonly [string, string | Uint8Array]>,
): Uint8Array {
  const pieces = [text('{"data":[')]
  for (const [index, row] of rows.entries()) {
    if (index > 0) pieces.push(COMMA)
    pieces.push(row)
  }
  let before = ']'
  for (const [name, value] of members) {
    pieces.push(text(`${before},${JSON.stringify(name)}:`))
    pieces.push(typeof value === 'string' ? text(value) : wholeBytes(value))
    before = ''
  }
  pieces.push(text(`${before}}`))
  return joinEdited(pieces)
}

const text = (value: string) => wholeBytes(utf8Bytes(value))

const COMMA = text(',')
