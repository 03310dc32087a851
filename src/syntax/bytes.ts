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

const decoder = new TextDecoder()

/** Tells whether the bytes hold others from a position on. */
export function holdsAt(bytes: Uint8Array, start: number, others: Uint8Array): boolean {
  for (let at = 0; at < others.length; at += 1) {
    if (bytes[start + at] !== others[at]) return false
  }
  return true
}

/** Texts up to this are read here where they are ASCII: a call of the platform's decoder takes longer. */
const SHORT_TEXT = 24

/** Returns what the bytes between two positions say as text. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT_TEXT) return decoder.decode(bytes.subarray(start, end))
  let text = ''
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number
    if (byte >= 0x80) return decoder.decode(bytes.subarray(start, end))
    text += String.fromCharCode(byte)
  }
  return text
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Returns bytes as base64url without padding (RFC 4648 section 5). */
export function base64url(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const first = bytes[at] as number
    const second = left > 1 ? (bytes[at + 1] as number) : 0
    const third = left > 2 ? (bytes[at + 2] as number) : 0
    text += BASE64URL.charAt(first >> 2) + BASE64URL.charAt(((first & 3) << 4) | (second >> 4))
    if (left > 1) text += BASE64URL.charAt(((second & 15) << 2) | (third >> 6))
    if (left > 2) text += BASE64URL.charAt(third & 63)
  }
  return text
}

const NO_VALUE = 0xff

/** The value of each ASCII character of {@link BASE64URL}. */
const BASE64URL_VALUES = new Uint8Array(128).fill(NO_VALUE)
for (let value = 0; value < BASE64URL.length; value += 1) {
  BASE64URL_VALUES[BASE64URL.charCodeAt(value)] = value
}

/** Reads what {@link base64url} wrote; undefined for any other text, other spellings of the same bytes among them. */
export function bytesOfBase64url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let end = 0
  let held = 0
  let bits = 0
  for (let at = 0; at < text.length; at += 1) {
    const value = BASE64URL_VALUES[text.charCodeAt(at)] ?? NO_VALUE
    if (value === NO_VALUE) return undefined
    held = (held << 6) | value
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[end++] = held >> bits
    held &= (1 << bits) - 1
  }
  return held === 0 ? bytes : undefined
}
