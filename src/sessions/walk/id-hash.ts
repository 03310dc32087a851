/**
 * The most IDs of one tie group that a state names. A page does not end inside a group of which
 * more than this many have been delivered; it runs on to the end of the group.
 */
export const MAX_ID_HASHES = 256

/** Bytes that all idHashes of a cursor take at most; it keeps the cursor under 1,500 characters. */
const ID_HASHES_BUDGET_BYTES = 1024

const FULL_WIDTH_BYTES = 8

/**
 * Returns the bytes of one idHash where `count` of them are kept: 8 for up to 128, then fewer, 4 for 256.
 *
 * An idHash that two sessions of one tie group share would lose the one not yet delivered. The chance
 * for one state is (delivered × still to come) / 2^(8 × width): below 1e-15 for a group of 200
 * of which 100 are delivered, below 2e-5 for one of 512 of which 256 are.
 */
export function idHashWidthBytes(count: number): number {
  return count === 0
    ? FULL_WIDTH_BYTES
    : Math.min(FULL_WIDTH_BYTES, Math.floor(ID_HASHES_BUDGET_BYTES / count))
}

/**
 * Returns a short stand-in for an ID: 64 bits as 16 hexadecimal digits. It is synchronous because the walk
 * asks for it row by row; it resists accidents, not an attacker, who could only hide sessions from
 * a cursor of his own.
 */
export function idHashOf(id: string): string {
  let low = 0x9e3779b9
  let high = 0x85ebca6b
  for (let index = 0; index < id.length; index += 1) {
    const unit = id.charCodeAt(index)
    low = Math.imul(low ^ unit, 0x01000193)
    high = Math.imul((high << 5) ^ (high >>> 27) ^ unit, 0xc2b2ae35)
  }
  const first = scramble(low ^ Math.imul(high, 0x27d4eb2f) ^ id.length)
  const second = scramble(high ^ Math.imul(first, 0x165667b1))
  return hexadecimal(first) + hexadecimal(second)
}

// Spreads every input bit over the whole word: equal low bits would make short idHashes collide.
function scramble(word: number): number {
  let mixed = word ^ (word >>> 16)
  mixed = Math.imul(mixed, 0x7feb352d)
  mixed ^= mixed >>> 15
  mixed = Math.imul(mixed, 0x846ca68b)
  return mixed ^ (mixed >>> 16)
}

function hexadecimal(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0')
}
