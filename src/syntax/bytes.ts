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

/** Returns a short text as UTF-8. ASCII is written here: a call of the platform's encoder takes a microsecond. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code >= 0x80) return new TextEncoder().encode(text)
    bytes[at] = code
  }
  return bytes
}
