/** Returns pieces of bytes as one; a single piece is not copied. */
export function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const [first, ...rest] = pieces
  if (first && rest.length === 0) return first
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
