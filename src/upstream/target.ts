/** A path that no URL parser reads as another: no dot, nothing encoded, no backslash, nothing that it would strip. */
const PLAIN_PATH = /^\/[\w/~:@!$&'()*+,;=-]*$/

/**
 * Returns the address of a request at the upstream: path and query appended to the base, never resolved against
 * it, so that `//evil.example`, dot segments or an absolute form stay a path of the upstream's.
 *
 * @param base the upstream's base as a URL parser writes it, without a slash at its end
 * @param path begins with `/v1/`
 * @param query `?a=b` or the empty string
 * @throws where the result would lie outside the base all the same
 */
export function upstreamTarget(base: string, path: string, query: string): string {
  const target = base + path + query
  const isPlain = PLAIN_PATH.test(path) && (query === '' || query.startsWith('?'))
  if (!isPlain && !new URL(target).href.startsWith(`${base}/`)) {
    throw new Error('request target outside the upstream')
  }
  return target
}
