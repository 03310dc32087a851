import { base64url, utf8Bytes } from '../syntax/bytes.ts'

/** Joins parts so that no two different lists give the same text: each is preceded by its length. */
export function lengthPrefixed(parts: readonly string[]): string {
  let joined = ''
  for (const part of parts) joined += `${part.length}:${part}`
  return joined
}

/** Returns SHA-256 as base64url without padding, 43 characters. */
export async function sha256(data: string | Uint8Array): Promise<string> {
  const bytes = typeof data === 'string' ? utf8Bytes(data) : data
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return base64url(new Uint8Array(digest))
}

/** Returns a strong validator over the bytes that are served, RFC 9110 section 8.8.3. */
export async function etagOf(body: Uint8Array): Promise<string> {
  return `"${await sha256(body)}"`
}
