import { currentAgeMs, type Envelope } from './envelope.ts'

/** How long an answer serves, in milliseconds; see `Envelope`. */
export interface Windows {
  freshMs: number
  staleMs: number
  errorMs: number
}

/** The headers of an upstream's answer that a cache looks at, as plain values. */
export interface CachingFacts {
  date: string | null
  age: string | null
  cacheControl: string | null
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
export function initialAgeMs(facts: CachingFacts, requestedAt: number, storedAt: number): number {
  const date = Date.parse(facts.date ?? '')
  const apparent = Number.isNaN(date) ? 0 : Math.max(0, storedAt - date)
  const delay = Math.max(0, storedAt - requestedAt)
  const age = /^\d{1,9}$/.test(facts.age ?? '') ? Number(facts.age) * 1_000 : 0
  return Math.max(apparent, age + delay)
}

/**
 * What the upstream's own `Cache-Control` leaves of the windows: it can shorten them and forbid them, never
 * widen them. Undefined where nothing may be stored.
 */
export function allowedWindows(windows: Windows, facts: CachingFacts): Windows | undefined {
  if (facts.hasSetCookie || facts.vary?.includes('*')) return undefined
  const directives = parseDirectives(facts.cacheControl)
  if (directives.has('no-store') || directives.has('no-cache')) return undefined
  const lifetime = seconds(directives.get('s-maxage')) ?? seconds(directives.get('max-age'))
  const freshMs = Math.min(windows.freshMs, (lifetime ?? Number.POSITIVE_INFINITY) * 1_000)
  // RFC 9111 sections 5.2.2.2, 5.2.2.8 and 5.2.2.10: each of them forbids stale answers.
  const isStrict = ['must-revalidate', 'proxy-revalidate', 's-maxage'].some((name) =>
    directives.has(name),
  )
  return isStrict ? { freshMs, staleMs: 0, errorMs: 0 } : { ...windows, freshMs }
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

/** A directive's delta-seconds; undefined where absent or malformed. */
export function seconds(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,10}$/.test(value) ? Number(value) : undefined
}

/** What an entry may be used for; `expired` at most while the upstream fails. */
export type EntryState = 'fresh' | 'stale' | 'expired'

/** Where an entry of an age stands in its windows. */
export function entryState(envelope: Envelope, nowMs: number): EntryState {
  const age = currentAgeMs(envelope, nowMs)
  if (age < envelope.freshMs) return 'fresh'
  if (age < envelope.freshMs + envelope.staleMs) return 'stale'
  return 'expired'
}
