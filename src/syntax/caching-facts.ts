/** The headers of an upstream's answer that a cache looks at, as plain values. */
export interface CachingFacts {
  date: string | null
  age: string | null
  cacheControl: string | null
  expires: string | null
  vary: string | null
  hasSetCookie: boolean
  /** RFC 9211: what caches before this one said. */
  cacheStatus: string | null
}

/** Takes from the headers what a cache looks at. */
export function cachingFacts(headers: Headers): CachingFacts {
  return {
    date: headers.get('date'),
    age: headers.get('age'),
    cacheControl: headers.get('cache-control'),
    expires: headers.get('expires'),
    vary: headers.get('vary'),
    hasSetCookie: headers.has('set-cookie'),
    cacheStatus: headers.get('cache-status'),
  }
}
