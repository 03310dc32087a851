import { decodePercent } from '../syntax/percent.ts'

const API_PREFIX = '/api'

/** As the platform itself allows; longer ones come from nobody who means well. */
const MAX_PATH_AND_QUERY_BYTES = 16 * 1024

/** The parts of a request's URL as they came, not decoded. */
export interface RequestTarget {
  /** The request's own origin, `https://edge.example`. */
  origin: string
  /** Base of the edge as clients know it, without a slash at its end. */
  publicBase: string
  /** {@link publicBase}, with `/api` where the request came by it: every `/v1/…` is below it. */
  apiBase: string
  /** As it came. */
  instance: string
  /** As the edge serves it: `/api/v1/…` is `/v1/…`. */
  path: string
  /** `?a=b` or the empty string. */
  query: string
}

/** Cuts a request's absolute URL without decoding anything, so that what is forwarded is what came. */
export function parseTarget(url: string): RequestTarget {
  // The asterisk form of `OPTIONS *` has no slash at all.
  const start = endOf(url, '/', url.length, url.indexOf('://') + 3)
  const end = endOf(url, '#', url.length)
  const queryStart = Math.min(endOf(url, '?', end), end)
  const instance = url.slice(start, queryStart) || '/'
  const isPrefixed = instance === `${API_PREFIX}/v1` || instance.startsWith(`${API_PREFIX}/v1/`)
  const origin = cleanOrigin(url.slice(0, start))
  return {
    origin,
    publicBase: origin,
    apiBase: isPrefixed ? origin + API_PREFIX : origin,
    instance,
    path: isPrefixed ? instance.slice(API_PREFIX.length) : instance,
    query: url.slice(queryStart, end),
  }
}

/** Cleans an origin: the absolute form of a target may carry userinfo, the asterisk form its asterisk; no link does. */
function cleanOrigin(origin: string): string {
  if (!/[@*]/.test(origin)) return origin
  const scheme = origin.indexOf('//') + 2
  const host = origin.slice(Math.max(scheme, origin.lastIndexOf('@') + 1))
  return origin.slice(0, scheme) + (host.endsWith('*') ? host.slice(0, -1) : host)
}

function endOf(url: string, mark: string, otherwise: number, from = 0): number {
  const at = url.indexOf(mark, from)
  return at === -1 ? otherwise : at
}

/**
 * Returns the path that Hono routes by: served form, still percent-encoded. Its router takes a slash at the end for
 * nothing, while to the API `/v1/sessions/` is not `/v1/sessions`: a second slash keeps them apart.
 */
export function routedPath(request: Request): string {
  const { path } = parseTarget(request.url)
  return path.endsWith('/') ? `${path}/` : path
}

/**
 * Dot segments, plain or encoded, and backslashes: `fetch` reads them as another path than the one that was
 * checked and routed by.
 */
const FOLDED_BY_URL_PARSERS = /\\|(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i

/** Returns what makes a path one that no route can have; undefined where it is fine. */
export function pathFault({
  path,
  query,
}: Pick<RequestTarget, 'path' | 'query'>): 'path_too_long' | 'invalid_path' | undefined {
  if (path.length + query.length > MAX_PATH_AND_QUERY_BYTES) return 'path_too_long'
  if (!/[.%\\]/.test(path)) return undefined
  if (FOLDED_BY_URL_PARSERS.test(path)) return 'invalid_path'
  return decodePercent(path) === undefined ? 'invalid_path' : undefined
}

/**
 * Returns the bases of a target's links where the edge is known by another address than it was reached by. No header
 * says that address, since any client can send one.
 *
 * @param publicUrl base of the edge as clients know it, without a slash at its end; empty where it is the origin
 */
export function withPublicUrl(
  { origin, publicBase, apiBase }: Pick<RequestTarget, 'origin' | 'publicBase' | 'apiBase'>,
  publicUrl: string,
): Pick<RequestTarget, 'publicBase' | 'apiBase'> {
  if (publicUrl === '') return { publicBase, apiBase }
  return { publicBase: publicUrl, apiBase: publicUrl + apiBase.slice(origin.length) }
}
