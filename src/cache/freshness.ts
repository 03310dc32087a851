import { currentAgeMs, type Envelope } from './entry.ts'

/** How long an answer serves, in milliseconds; see `Envelope`. */
export interface Lifetimes {
  maxAgeMs: number
  staleWhileRevalidateMs: number
  staleIfErrorMs: number
}

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

/**
 * RFC 9111 section 4.2.3, `corrected_initial_age`: a slow upstream counts as age, and so does what a cache
 * before this one or the upstream's own clock says.
 *
 * @param requestedAt epoch milliseconds when the upstream was asked
 * @param storedAt epoch milliseconds when its answer was complete
 */
export function correctedInitialAgeMs(
  facts: CachingFacts,
  requestedAt: number,
  storedAt: number,
): number {
  const date = Date.parse(facts.date ?? '')
  const apparent = Number.isNaN(date) ? 0 : Math.max(0, storedAt - date)
  const delay = Math.max(0, storedAt - requestedAt)
  // Several values are a list: the first counts (RFC 9111 section 5.1).
  const age = (seconds(/^\d+/.exec(facts.age ?? '')?.[0]) ?? 0) * 1_000
  return Math.max(apparent, age + delay)
}

/**
 * What the upstream's own headers leave of the lifetimes: they can shorten them and forbid them, never widen
 * them. Undefined where nothing may be stored.
 */
export function allowedLifetimes(lifetimes: Lifetimes, facts: CachingFacts): Lifetimes | undefined {
  if (facts.hasSetCookie || facts.vary?.includes('*')) return undefined
  const directives = parseDirectives(facts.cacheControl)
  if (directives.has('no-store') || directives.has('no-cache')) return undefined
  const maxAgeMs = Math.min(lifetimes.maxAgeMs, lifetimeMs(directives, facts))
  // RFC 9111 sections 5.2.2.2, 5.2.2.8 and 5.2.2.10: each of them forbids stale answers.
  const isStrict = ['must-revalidate', 'proxy-revalidate', 's-maxage'].some((name) =>
    directives.has(name),
  )
  return isStrict
    ? { maxAgeMs, staleWhileRevalidateMs: 0, staleIfErrorMs: 0 }
    : { ...lifetimes, maxAgeMs }
}

/** RFC 9111 section 4.2.1: no bound where the upstream set none, and none at all where it is invalid. */
function lifetimeMs(directives: Map<string, string>, { expires, date }: CachingFacts): number {
  for (const name of ['s-maxage', 'max-age']) {
    const value = directives.get(name)
    if (value !== undefined) return (seconds(value) ?? 0) * 1_000
  }
  if (expires === null) return Number.POSITIVE_INFINITY
  const until = Date.parse(expires) - Date.parse(date ?? '')
  return Number.isNaN(until) ? 0 : Math.max(0, until)
}

/** RFC 9111 section 5.2: names in lower case; what is not a directive is left out. */
export function parseDirectives(cacheControl: string | null): Map<string, string> {
  const directives = new Map<string, string>()
  for (const item of (cacheControl ?? '').split(',')) {
    const match = /^\s*([\w-]+)\s*(?:=\s*"?([^"]*?)"?\s*)?$/.exec(item)
    if (match?.[1]) directives.set(match[1].toLowerCase(), match[2] ?? '')
  }
  return directives
}

/** RFC 9111 section 1.2.2: what is larger than a cache can count is this, 68 years. */
const MAX_DELTA_SECONDS = 2 ** 31

/** A directive's delta-seconds; undefined where absent or malformed. */
export function seconds(value: string | undefined): number | undefined {
  if (value === undefined || !/^\d+$/.test(value)) return undefined
  return Math.min(Number(value), MAX_DELTA_SECONDS)
}

/** What an entry may be used for; `expired` at most while the upstream fails. */
export type EntryState = 'fresh' | 'stale' | 'expired'

/** Where an entry of an age stands in its lifetimes. */
export function entryState(envelope: Envelope, nowMs: number): EntryState {
  const age = currentAgeMs(envelope, nowMs)
  if (age < envelope.maxAgeMs) return 'fresh'
  if (age < envelope.maxAgeMs + envelope.staleWhileRevalidateMs) return 'stale'
  return 'expired'
}
