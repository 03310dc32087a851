/**
 * Keeps a page that is somebody's file from acting in the name of the origin that it comes from, which holds
 * people's cookies: Content Security Policy Level 3 section 6.3.2.
 */
export const SANDBOX = 'sandbox allow-scripts allow-forms allow-popups allow-downloads'

/** The types of documents that a browser runs scripts of, besides every `…+xml`, SVG among them. */
const ACTIVE_TYPES: ReadonlySet<string> = new Set([
  ...['text/html', 'text/xml', 'application/xml', 'text/xsl', 'multipart/x-mixed-replace'],
])

/**
 * Tells whether a `Content-Type` is one of documents that a browser runs scripts of. Of several types in one
 * header any counts: which of them a browser takes is not the edge's to guess.
 */
export function isActiveContent(contentType: string | null): boolean {
  if (contentType === null) return false
  return contentType.split(/[,;]/).some((part) => {
    const type = part.trim().toLowerCase()
    return ACTIVE_TYPES.has(type) || type.endsWith('+xml')
  })
}
