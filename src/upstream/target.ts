/**
 * The address of a request at the upstream: path and query appended to the base, never resolved against
 * it, so that `//evil.example`, dot segments or an absolute form stay a path of the upstream's.
 *
 * @param base the upstream's base, without a slash at its end
 * @param path begins with `/v1/`
 * @param query `?a=b` or the empty string
 * @throws where the result would lie outside the base all the same
 */
export function upstreamTarget(base: string, path: string, query: string): string {
  const target = base + path + query
  const url = new URL(target)
  const root = new URL(base)
  const prefix = root.pathname.endsWith('/') ? root.pathname : `${root.pathname}/`
  if (url.origin !== root.origin || !url.pathname.startsWith(prefix)) {
    throw new Error('request target outside the upstream')
  }
  return target
}
