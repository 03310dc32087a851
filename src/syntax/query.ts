/** Returns the parameters of a query as they stand in it, `name=value`; empty ones are left out. */
export function queryPairs(query: string): string[] {
  const text = query.startsWith('?') ? query.slice(1) : query
  return text === '' ? [] : text.split('&').filter((pair) => pair !== '')
}

/** Returns the name of a parameter, not decoded. */
export function pairName(pair: string): string {
  const equals = pair.indexOf('=')
  return equals < 0 ? pair : pair.slice(0, equals)
}

/**
 * Tells whether a parameter is there only to make an address look new, or to tell where a visitor came from:
 * the API knows none of them.
 *
 * @param name decoded
 */
export function isCacheBuster(name: string): boolean {
  return name === '_' || name.startsWith('utm_')
}

/**
 * Returns one spelling for the queries that ask for the same: without cache busters, parameters in order of their
 * names, and those of one name in their own order, which can matter upstream. A query with an encoded name
 * stays as it is: the same name can be spelt in several ways.
 *
 * @param query `?a=b` or the empty string
 */
export function canonicalQuery(query: string): string {
  if (query === '' || query === '?') return ''
  const pairs = queryPairs(query)
  if (pairs.some((pair) => /[%+]/.test(pairName(pair)))) return query
  const kept = pairs.filter((pair) => !isCacheBuster(pairName(pair)))
  if (kept.length === 0) return ''
  return `?${kept.toSorted((a, b) => compare(pairName(a), pairName(b))).join('&')}`
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
