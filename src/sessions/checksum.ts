/** The polynomial of CRC-32 with its bits reversed (ISO 3309, as in gzip and PNG). */
const POLYNOMIAL = 0xedb88320

/**
 * CRC-32 of the bytes, unsigned. Any change confined to 32 neighbouring bits changes it, so no
 * slip in one or two characters of a token goes unseen. It is no protection against intent.
 */
export function crc32(bytes: Uint8Array): number {
  let remainder = 0xffffffff
  for (const byte of bytes) {
    remainder ^= byte
    for (let bit = 0; bit < 8; bit += 1) {
      remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0)
    }
  }
  return (remainder ^ 0xffffffff) >>> 0
}
