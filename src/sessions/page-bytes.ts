import { concatenate } from '../syntax/bytes.ts'
/** A page's JSON from its rows and its other members, each as it is. */
export function composePage(
  rows: readonly Uint8Array[],
  members: Iterable<readonly [string, string | Uint8Array]>,
): Uint8Array {
  const encoder = new TextEncoder()
  const pieces = [encoder.encode('{"data":[')]
  for (const [index, row] of rows.entries()) {
    if (index > 0) pieces.push(COMMA)
    pieces.push(row)
  }
  let before = ']'
  for (const [name, value] of members) {
    pieces.push(encoder.encode(`${before},${JSON.stringify(name)}:`))
    pieces.push(typeof value === 'string' ? encoder.encode(value) : value)
    before = ''
  }
  pieces.push(encoder.encode(`${before}}`))
  return concatenate(pieces)
}

const COMMA = new Uint8Array([0x2c])
