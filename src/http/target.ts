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
  const start = pathStart(url)
  const queryStart = pathEnd(url, start)
  const instance = url.slice(start, queryStart) || '/'
  const origin = cleanOrigin(url.slice(0, start))
  return {
    origin,
    publicBase: origin,
    apiBase: isPrefixed(instance) ? origin + API_PREFIX : origin,
    instance,
    path: servedPath(instance),
    query: url.slice(queryStart, endOf(url, '#', queryStart)),
  }
}

/** The asterisk form of `OPTIONS *` has no slash at all. */
const pathStart = (url: string) => endOf(url, '/', url.indexOf('://') + 3)

const pathEnd = (url: string, start: number) =>
  Math.min(endOf(url, '?', start), endOf(url, '#', start))

const isPrefixed = (instance: string) =>
  instance.startsWith(`${API_PREFIX}/v1/`) || instance === `${API_PREFIX}/v1`

const servedPath = (instance: string) =>
  isPrefixed(instance) ? instance.slice(API_PREFIX.length) : instance

/** Cleans an origin: the absolute form of a target may carry userinfo, the asterisk form its asterisk; no link does. */
function cleanOrigin(origin: string): string {
  if (!origin.includes('@') && !origin.endsWith('*')) return origin
  const scheme = origin.indexOf('//') + 2
  const host = origin.slice(Math.max(scheme, origin.lastIndexOf('@') + 1))
  return origin.slice(0, scheme) + (host.endsWith('*') ? host.slice(0, -1) : host)
}

function endOf(url: string, mark: string, from: number): number {
  const at = url.indexOf(mark, from)
  return at === -1 ? url.length : at
}

/** Returns the path that Hono routes by: as the edge serves it, still percent-encoded. */
export function routedPath({ url }: Request): string {
  const start = pathStart(url)
  return servedPath(url.slice(start, pathEnd(url, start)) || '/')
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
 * Sets the bases of a target's links where the edge is known by another address than it was reached by. No header says
 * that address, since any client can send one.
 *
 * @param publicUrl base of the edge as clients know it, without a slash at its end
 */
export function setPublicUrl(target: RequestTarget, publicUrl: string): void {
  target.publicBase = publicUrl
  target.apiBase = publicUrl + target.apiBase.slice(target.origin.length)
}
