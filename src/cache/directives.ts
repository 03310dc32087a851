import { leastSeconds, parseDirectives } from '../syntax/cache-control.ts'
import type { ReadableHeaders } from '../syntax/header-table.ts'

/** What a request asks of the cache, RFC 9111 section 5.2.1. */
export interface RequestDirectives {
  /** Oldest answer in milliseconds that will do; 0 where the upstream must be asked. */
  maxAgeMs: number
  /** The answer must not be stored. */
  isNoStore: boolean
  /** The upstream must not be asked. */
  isOnlyIfCached: boolean
}

/** The directives of a request that has none. */
export const ANY_AGE: RequestDirectives = {
  maxAgeMs: Number.POSITIVE_INFINITY,
  isNoStore: false,
  isOnlyIfCached: false,
}

/** The directives of a request for which nothing stored will do: the upstream is asked, and its answer stored. */
export const ASK_AND_STORE: RequestDirectives = { ...ANY_AGE, maxAgeMs: 0 }

/**
 * Reads `Cache-Control`, and `Pragma: no-cache` in its absence (section 5.4). Garbage asks nothing, and of
 * duplicates the strictest counts.
 */
export function requestDirectives(headers: ReadableHeaders): RequestDirectives {
  const cacheControl = headers.get('cache-control')
  const pragma = headers.get('pragma')
  const text = cacheControl ?? pragma
  if (text === null || isAddedByFetch(cacheControl, pragma, headers)) return ANY_AGE
  const directives = parseDirectives(text)
  const isNoStore = directives.has('no-store')
  const mustAsk = isNoStore || directives.has('no-cache')
  const maxAge = leastSeconds(directives.get('max-age'), undefined)
  return {
    maxAgeMs: mustAsk ? 0 : (maxAge ?? Number.POSITIVE_INFINITY) * 1_000,
    isNoStore,
    isOnlyIfCached: directives.has('only-if-cached'),
  }
}

/**
 * Tells whether `fetch()` added the directives itself: to a request whose script set `If-None-Match` it adds both of
 * these (Fetch standard, "HTTP-network-or-cache fetch"). A client that means to force an answer sends `max-age=0`; so
 * does Chromium, unasked, in the mode `default`, and nothing tells the two apart.
 */
function isAddedByFetch(
  cacheControl: string | null,
  pragma: string | null,
  headers: ReadableHeaders,
): boolean {
  return cacheControl === 'no-cache' && pragma === 'no-cache' && headers.has('if-none-match')
}
