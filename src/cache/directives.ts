import { parseDirectives, seconds } from './freshness.ts'

/** What a request asks of the cache, RFC 9111 section 5.2.1. */
export interface RequestDirectives {
  /** Oldest answer in milliseconds that will do; 0 where the upstream must be asked. */
  maxAgeMs: number
  /** The answer must not be stored. */
  isNoStore: boolean
  /** The upstream must not be asked. */
  isOnlyIfCached: boolean
}

/** No wish of the request's own. */
export const ANY_AGE: RequestDirectives = {
  maxAgeMs: Number.POSITIVE_INFINITY,
  isNoStore: false,
  isOnlyIfCached: false,
}

/** Nothing stored will do: the upstream is asked, and its answer stored. */
export const ASK_AND_STORE: RequestDirectives = { ...ANY_AGE, maxAgeMs: 0 }

/** Reads `Cache-Control`, and `Pragma: no-cache` in its absence (section 5.4). Garbage asks nothing. */
export function requestDirectives(headers: Headers): RequestDirectives {
  const cacheControl = headers.get('cache-control') ?? headers.get('pragma')
  if (cacheControl === null) return ANY_AGE
  const directives = parseDirectives(cacheControl)
  const isNoStore = directives.has('no-store')
  const mustAsk = isNoStore || directives.has('no-cache')
  const maxAge = seconds(directives.get('max-age'))
  return {
    maxAgeMs: mustAsk ? 0 : (maxAge ?? Number.POSITIVE_INFINITY) * 1_000,
    isNoStore,
    isOnlyIfCached: directives.has('only-if-cached'),
  }
}
