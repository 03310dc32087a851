import { DEFAULT_UPSTREAM_URL } from '../config.ts'

/** Where a forwarded answer's addresses lead from and to. */
export interface LocationScope {
  /** What the edge's `/v1/…` is below, without a slash at its end. */
  apiBase: string
  /** Base of the upstream, with its path prefix, without a slash at its end. */
  upstreamUrl: string
  /** Path and query of the request as it went upstream: what a relative address is relative to. */
  target: string
}

/**
 * Returns where a `Location` of the upstream's leads for a client of the edge, RFC 9110 section 10.2.2: one that the
 * edge serves leads to the edge; another of the upstream's own is absolute, since what is relative to the upstream
 * leads nowhere on the edge; any other is as it came.
 */
export function edgeLocation(location: string, scope: LocationScope): string {
  const own = scope.upstreamUrl + scope.target
  if (!URL.canParse(location, own)) return location
  const url = new URL(location, own)
  for (const base of [scope.upstreamUrl, DEFAULT_UPSTREAM_URL]) {
    const served = servedPath(url, base)
    if (served !== undefined) return scope.apiBase + served
  }
  return url.origin === new URL(own).origin ? url.href : location
}

/**
 * Returns a `Link` header, RFC 8288 section 3, with those links on the edge that are below a base of the upstream;
 * all else is as it came.
 */
export function edgeLinks(links: string, { apiBase, upstreamUrl }: LocationScope): string {
  const [first = '', ...others] = links.split('<')
  const moved = others.map((link) => {
    const base = [upstreamUrl, DEFAULT_UPSTREAM_URL].find((each) => link.startsWith(`${each}/v1/`))
    return base === undefined ? link : apiBase + link.slice(base.length)
  })
  return [first, ...moved].join('<')
}

/** Returns path, query and fragment below a base, where they begin with `/v1`: the edge serves nothing else. */
function servedPath(url: URL, base: string): string | undefined {
  const { origin, pathname } = new URL(base)
  const prefix = pathname.endsWith('/') ? pathname.slice(0, -1) : pathname
  const path = url.pathname.slice(prefix.length)
  const isServed = path === '/v1' || path.startsWith('/v1/')
  if (url.origin !== origin || !url.pathname.startsWith(prefix) || !isServed) return undefined
  return path + url.search + url.hash
}
