/** Who asks for what, how often, and through how many isolates. All times in seconds. */
export interface World {
  requestsPerDay: number
  callers: number
  organisations: number
  harnessesEach: number
  locations: number
  isolatesEach: number
  callerExponent: number
  harnessExponent: number
  /** Until a value of KV is seen at another location than it was written at. */
  kvDelay: number
  /** How long a location keeps what it read from KV, nothing found included. */
  kvCacheTtl: number
  /** `KV_WRITE_SECONDS`. */
  kvWriteSeconds: number
  /** Whether the cache of a location ever has anything; where it has not, isolates share nothing but KV. */
  hasLocationCache: boolean
}

/** The edge's lifetimes in seconds, as deployed by default. */
export const FRESH = 15
export const STALE = 45
export const PROOF = 60
export const ADMISSION = 3_600

/** `KV_WRITE_SECONDS`, as deployed by default. */
export const KV_WRITE = 60

/** A caller's record is written so many times less often; see `src/access/store.ts`. */
export const RECORD_WRITE_FACTOR = 4

/** A proof is renewed behind the answer from this age on, in seconds; see `src/access/access.ts`. */
export const RENEW_FROM = 0.915 * PROOF

/** Where the location has a record, KV is looked into so often, in seconds; see `src/access/store.ts`. */
export const KV_LOOK = 240

/** When a fresh body is refreshed by a caller whose admission is about to lapse; see `src/access/reads.ts`. */
export const REFRESH_AHEAD = { part: 2 / 3, steepness: 100 } as const

/** From this part of an admission's life on a new one is news to other isolates; see `src/access/access.ts`. */
export const ADMISSION_NEWS_PART = 1 / 4

/** How long an entry stays in a tier, for the time in which the upstream fails. */
export const KEPT = FRESH + 600

/** Bodies and callers that an isolate keeps; see `src/cache/store.ts` and `src/access/store.ts`. */
export const MAX_BODIES = 5_000
export const MAX_CALLERS = 2_000

const SECONDS_A_DAY = 86_400

/** A dashboard of 20 tiles that asks every 15 seconds for four hours a day asks so often. */
export const REQUESTS_A_CALLER_A_DAY = 20_000

const CALLERS_AN_ORGANISATION = 10
const HARNESSES_AN_ORGANISATION = 20

/** Below this an isolate's one thread is far from busy; the platform starts another above. */
const REQUESTS_PER_SECOND_AN_ISOLATE = 200

/** Frontends of one continent, of several, of all. */
const LOCATIONS: readonly (readonly [requestsPerDay: number, locations: number])[] = [
  [1e6, 2],
  [1e7, 5],
  [1e8, 10],
  [1e9, 20],
]

/** A world of so many requests a day, with everything else in proportion to them. */
export function worldOf(requestsPerDay: number): World {
  const callers = Math.max(
    CALLERS_AN_ORGANISATION,
    Math.round(requestsPerDay / REQUESTS_A_CALLER_A_DAY),
  )
  const locations = LOCATIONS.find(([most]) => requestsPerDay <= most)?.[1] ?? 20
  const perLocation = requestsPerDay / SECONDS_A_DAY / locations
  return {
    requestsPerDay,
    callers,
    organisations: Math.ceil(callers / CALLERS_AN_ORGANISATION),
    harnessesEach: HARNESSES_AN_ORGANISATION,
    locations,
    isolatesEach: Math.max(1, Math.ceil(perLocation / REQUESTS_PER_SECOND_AN_ISOLATE)),
    callerExponent: 0.8,
    harnessExponent: 1,
    kvDelay: 60,
    kvCacheTtl: 60,
    kvWriteSeconds: KV_WRITE,
    hasLocationCache: true,
  }
}

/** Requests a second. */
export const rateOf = ({ requestsPerDay }: World) => requestsPerDay / SECONDS_A_DAY
