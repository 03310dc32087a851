import {
  type Directives,
  leastSeconds,
  parseDirectives,
  parseSeconds,
} from '../syntax/cache-control.ts'
import type { CachingFacts } from '../syntax/caching-facts.ts'
import { parseHttpDate } from '../syntax/http-date.ts'
import { currentAgeMs, type Envelope, type Lifetimes, NO_LIFETIMES } from './entry.ts'

/**
 * Returns RFC 9111 section 4.2.3 `corrected_initial_age`, in milliseconds: a slow upstream counts as age, and so does
 * what a cache before this one or the upstream's own clock says. A `Date` that is no date says nothing.
 *
 * @param requestedAt epoch milliseconds when the upstream was asked
 * @param storedAt epoch milliseconds when its answer was complete
 */
export function correctedInitialAgeMs(
  facts: CachingFacts,
  requestedAt: number,
  storedAt: number,
): number {
  const date = parseHttpDate(facts.date, storedAt)
  const apparent = date === undefined ? 0 : Math.max(0, storedAt - date)
  const delay = Math.max(0, storedAt - requestedAt)
  // Several values are a list: the first counts (RFC 9111 section 5.1).
  const [age = ''] = (facts.age ?? '').split(',', 1)
  return Math.max(apparent, (parseSeconds(age.trimEnd()) ?? 0) * 1_000 + delay)
}

/** Each of them forbids stale answers, RFC 9111 sections 5.2.2.2, 5.2.2.8 and 5.2.2.10. */
const STRICT_DIRECTIVES = ['must-revalidate', 'proxy-revalidate', 's-maxage']

/**
 * Returns what the upstream's own headers leave of the lifetimes: they can shorten them, down to 0, and forbid them,
 * never widen them. Undefined where nothing may be stored.
 *
 * @param receivedAt epoch milliseconds when the answer came: it stands for a `Date` that is absent or none
 */
export function allowedLifetimes(
  lifetimes: Lifetimes,
  facts: CachingFacts,
  receivedAt: number,
): Lifetimes | undefined {
  if (facts.hasSetCookie || facts.vary?.includes('*')) return undefined
  const directives = parseDirectives(facts.cacheControl)
  if (directives.has('no-store') || directives.has('no-cache')) return undefined
  const maxAgeMs = Math.min(lifetimes.maxAgeMs, lifetimeMs(directives, facts, receivedAt))
  if (STRICT_DIRECTIVES.some((name) => directives.has(name))) {
    return { ...NO_LIFETIMES, maxAgeMs }
  }
  const shortened = (ownMs: number, name: string) =>
    Math.min(ownMs, directiveMs(directives, name) ?? Number.POSITIVE_INFINITY)
  return {
    maxAgeMs,
    staleWhileRevalidateMs: shortened(lifetimes.staleWhileRevalidateMs, 'stale-while-revalidate'),
    staleIfErrorMs: shortened(lifetimes.staleIfErrorMs, 'stale-if-error'),
  }
}

/** Returns RFC 9111 section 4.2.1 `freshness_lifetime`: infinite where the upstream set none, 0 where it is invalid. */
function lifetimeMs(directives: Directives, facts: CachingFacts, receivedAt: number): number {
  const explicit = directiveMs(directives, 's-maxage') ?? directiveMs(directives, 'max-age')
  if (explicit !== undefined) return explicit
  if (facts.expires === null) return Number.POSITIVE_INFINITY
  const expires = parseHttpDate(facts.expires, receivedAt)
  const date = parseHttpDate(facts.date, receivedAt) ?? receivedAt
  return expires === undefined ? 0 : Math.max(0, expires - date)
}

/** Returns the milliseconds that a directive allows; 0 where it is there and holds no number. */
function directiveMs(directives: Directives, name: string): number | undefined {
  const seconds = leastSeconds(directives.get(name), 0)
  return seconds === undefined ? undefined : seconds * 1_000
}

/**
 * Returns the `max-age` in seconds for as long as a client's own cache may use an answer without asking; 0 where it
 * must ask. A client takes `Age` off it (RFC 9111 section 4.2), so that it counts from the moment
 * from which the age counts, and is not reduced by the age here.
 *
 * @param clientFreshMs age until which a client may use an answer
 */
export function clientMaxAgeSeconds(
  envelope: Envelope,
  clientFreshMs: number,
  nowMs: number,
): number {
  const seconds = Math.floor(Math.min(clientFreshMs, envelope.maxAgeMs) / 1_000)
  const ageSeconds = Math.floor(currentAgeMs(envelope, nowMs) / 1_000)
  return ageSeconds < seconds ? seconds : 0
}
