import { trimSpace } from './list.ts'

/**
 * Tells whether `If-None-Match` names a representation, RFC 9110 section 13.1.2. Compares weakly, takes lists
 * and `*`; what is not an entity tag matches nothing.
 *
 * @param etag a strong entity tag with its quotes
 */
export function isNotModified(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false
  if (ifNoneMatch === etag) return true
  if (trimSpace(ifNoneMatch) === '*') return true
  let quote = endOf(ifNoneMatch, '"', 0)
  for (let start = 0; start < ifNoneMatch.length; ) {
    let end = endOf(ifNoneMatch, ',', start)
    // A tag may hold a comma, and no quote but the two around it.
    if (quote < end) {
      const closing = endOf(ifNoneMatch, '"', quote + 1)
      end = endOf(ifNoneMatch, ',', closing)
      quote = endOf(ifNoneMatch, '"', Math.max(closing + 1, end))
    }
    if (isTag(trimSpace(ifNoneMatch.slice(start, end)), etag)) return true
    start = end + 1
  }
  return false
}

function isTag(member: string, etag: string): boolean {
  return member === etag || (member.startsWith('W/') && member.slice(2) === etag)
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at < 0 ? text.length : at
}
