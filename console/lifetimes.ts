/** How old an entry may be when it is served, each after the one before, in seconds. */
export interface EntryLifetimes {
  fresh: number
  stale: number
  error: number
}

const LIST = { fresh: 5, stale: 10, error: 10 }

/** Which lifetimes apply to a path of the API, by the defaults of the edge's configuration; the first that fits. */
const LIFETIMES: readonly (readonly [pattern: RegExp, lifetimes: EntryLifetimes])[] = [
  [/^\/v1\/(?:harnesses|agents)\/[^/]+\/stats$/, { fresh: 15, stale: 45, error: 600 }],
  [/^\/v1\/agents\/[^/]+\/health-checks\/[^/]+$/, { fresh: 2, stale: 0, error: 0 }],
  [/^\/v1\/(?:agents|apps|harnesses|mcp-servers|models|providers|skills)\/config$/, LIST],
  [/^\/v1\/(?:harnesses|agents|capabilities|models|providers)$/, LIST],
  [/^\/v1\/(?:sessions\/(?:stats|facets)|orgs\/[^/]+(?:\/feature-flags)?)$/, LIST],
  [/^\/v1\/harnesses\/[^/]+$/, { fresh: 30, stale: 30, error: 30 }],
]

/**
 * Returns the lifetimes of the entry behind an answer: what the answer itself says (its age and the freshness that
 * is left) before what the edge has by default.
 *
 * @param path path and query
 */
export function lifetimesOf(
  path: string,
  ageSeconds: number | undefined,
  ttlSeconds: number | undefined,
): EntryLifetimes | undefined {
  const [pathname = '', query = ''] = path.replace(/^\/api(?=\/v1\/)/, '').split('?')
  const isBoard = pathname === '/v1/harnesses' && /(?:^|&)expand=stats(?:&|$)/.test(query)
  const found = isBoard ? LIFETIMES[0] : LIFETIMES.find(([pattern]) => pattern.test(pathname))
  const fresh =
    ttlSeconds === undefined || ageSeconds === undefined ? undefined : ageSeconds + ttlSeconds
  if (!found) return fresh === undefined ? undefined : { fresh, stale: 0, error: 0 }
  const [, defaults] = found
  // Both are cut to whole seconds: together they may be one less than the lifetime.
  if (fresh === undefined || fresh === defaults.fresh - 1) return defaults
  return { ...defaults, fresh: Math.max(0, fresh) }
}
