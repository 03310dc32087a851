/**
 * RFC 9110 section 13.1.2: whether `If-None-Match` names the representation. Compares weakly, takes lists
 * and `*`; what is not an entity tag matches nothing.
 */
export function isNotModified(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false
  if (ifNoneMatch === etag) return true
  if (ifNoneMatch.trim() === '*') return true
  const member = /(?:^|,)[ \t]*(?:W\/)?("[\x21\x23-\x7e\x80-\uffff]*")[ \t]*(?=,|$)/g
  return [...ifNoneMatch.matchAll(member)].some(([, tag]) => tag === etag)
}
