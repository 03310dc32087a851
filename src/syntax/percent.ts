/** Decodes percent-encoded text, RFC 3986 section 2.1; undefined where it is malformed. */
export function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
