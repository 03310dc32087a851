/**
 * Returns the base under which the edge's `/v1` lies, without a slash at its end. `/v1` at the end of what is given
 * is taken off; another path, `/api` among them, stays: the edge may lie under one.
 *
 * @throws TypeError that says what is wrong with it
 */
export function normalizeBaseUrl(given: string): string {
  const here = (globalThis as { location?: { href?: string } }).location?.href
  let url: URL
  try {
    url = new URL(given, here)
  } catch {
    throw new TypeError(
      `baseUrl has to be an absolute URL such as https://edge.example, not "${given}"`,
    )
  }
  const fault = faultOf(url)
  if (fault) throw new TypeError(`baseUrl ${fault}`)
  const path = url.pathname.split('/').filter((segment) => segment !== '')
  if (path.at(-1) === 'v1') path.pop()
  return [url.origin, ...path].join('/')
}

function faultOf({ protocol, username, password, search, hash }: URL): string | undefined {
  if (protocol !== 'https:' && protocol !== 'http:') return 'has to begin with https: or http:'
  if (username || password) return 'may hold no user name or password: give the token as `token`'
  if (search || hash) return 'may hold no query or fragment'
  return undefined
}
