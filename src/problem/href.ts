import { DEFAULT_UPSTREAM_URL } from '../config.ts'

/** Where an href of the upstream may lead to and come from. */
export interface LinkScope {
  /** What the edge's `/v1/…` is below, without a slash at its end: `https://edge.example/api`. */
  apiBase: string
  /** Base of the upstream, with its path prefix. */
  upstreamUrl: string
  /** Path of the request that was answered: what a relative href is relative to. */
  path: string
}

/**
 * Turns an href of the upstream's into the same address on the edge. The upstream knows itself by its
 * configured public base, which need not be the base the edge calls it by; both count as the upstream.
 *
 * @returns an absolute edge URL, or undefined for another host, another scheme, or a path outside /v1
 */
export function toEdgeHref(href: string, scope: LinkScope): string | undefined {
  for (const base of [scope.upstreamUrl, DEFAULT_UPSTREAM_URL]) {
    const resolved = resolveUnder(href, base, scope.path)
    if (resolved) return scope.apiBase + resolved
  }
  return undefined
}

function resolveUnder(href: string, base: string, path: string): string | undefined {
  if (!URL.canParse(href, base + path)) return undefined
  const url = new URL(href, base + path)
  const origin = new URL(base)
  if (url.origin !== origin.origin) return undefined
  const served = apiPath(url.pathname, origin.pathname)
  return served && served + url.search
}

/** Returns the path as the edge serves it: `/v1/…`, whatever prefix the upstream puts before it. */
function apiPath(pathname: string, prefix: string): string | undefined {
  const hasPrefix = prefix !== '/' && pathname.startsWith(`${prefix}/`)
  const path = hasPrefix ? pathname.slice(prefix.length) : pathname
  return path === '/v1' || path.startsWith('/v1/') ? path : undefined
}
