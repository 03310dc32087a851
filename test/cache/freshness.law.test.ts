import fc from 'fast-check'
import CachePolicy from 'http-cache-semantics'
import { describe, expect, test } from 'vitest'
import { currentAgeMs, entryState } from '../../src/cache/entry.ts'
import { allowedLifetimes, correctedInitialAgeMs } from '../../src/cache/freshness.ts'
import { cachingFacts } from '../../src/syntax/caching-facts.ts'
import { envelopeOf } from '../support/envelope.ts'

/** Epoch milliseconds of a whole second: `Date` and `Expires` have no finer one. */
const NOW_MS = 1_700_000_000_000
const LIFETIMES = { maxAgeMs: 60_000, staleWhileRevalidateMs: 30_000, staleIfErrorMs: 600_000 }

const factsOf = (headers: Record<string, string>) => cachingFacts(new Headers(headers))
const at = (ms: number) => new Date(NOW_MS + ms).toUTCString()

/**
 * http-cache-semantics reads the same headers. Where it differs, and why that is meant:
 *
 * - Without a lifetime of the upstream's it takes nothing for fresh; the edge's own lifetimes are such a lifetime.
 * - It takes a lifetime longer than the edge's lifetimes at its word; they are the most that is served.
 * - It counts neither `Date` nor the time that the answer took as age; RFC 9111 section 4.2.3 does.
 * - As a shared cache it stores nothing `private`; every entry of the edge is its caller's own. So
 *   `s-maxage` and `private` are never given together here.
 * - As a shared cache it takes nothing with `proxy-revalidate` for fresh, which only forbids stale answers.
 * - It reads `5abc` as five; here it is no number, and what has no valid lifetime is stale.
 * - It stores what sets cookies as long as it is `public`; the edge never does.
 */
describe('a second opinion', () => {
  const lifetime = fc.integer({ min: 0, max: 60 })
  const directives = fc.record(
    {
      'max-age': lifetime,
      's-maxage': lifetime,
      'must-revalidate': fc.constant(''),
      public: fc.constant(''),
      immutable: fc.constant(''),
      'no-cache': fc.constant(''),
      'no-store': fc.constant(''),
      'stale-if-error': lifetime,
    },
    { requiredKeys: ['max-age'] },
  )
  const given = fc.record({
    directives: fc.oneof(
      { weight: 5, arbitrary: directives.map(plain) },
      { weight: 1, arbitrary: directives },
    ),
    age: fc.option(fc.nat({ max: 70 }), { nil: undefined }),
    isPrivate: fc.boolean(),
    /** Milliseconds in store. */
    resident: fc.nat({ max: 130_000 }),
  })

  /** Most answers are storable: else there is nothing to compare. */
  function plain(all: Record<string, unknown>): Record<string, unknown> {
    return { ...all, 'no-cache': undefined, 'no-store': undefined }
  }

  function headersOf({
    directives: all,
    age,
    isPrivate,
  }: {
    directives: Record<string, unknown>
    age: number | undefined
    isPrivate: boolean
  }) {
    const items = Object.entries(all).flatMap(([name, value]) => {
      if (value === undefined || (isPrivate && name === 's-maxage')) return []
      return [value === '' ? name : `${name}=${value}`]
    })
    const cacheControl = [...items, ...(isPrivate ? ['private'] : [])].join(', ')
    return { 'cache-control': cacheControl, ...(age === undefined ? {} : { age: `${age}` }) }
  }

  /** The other opinion at a time: whether the answer may be used without asking, and its age in seconds. */
  function opinion(headers: Record<string, string>, isShared: boolean, resident: number) {
    let clock = NOW_MS
    class Policy extends CachePolicy {
      now() {
        return clock
      }
    }
    const request = { url: '/', method: 'GET', headers: {} }
    const policy = new Policy(request, { status: 200, headers }, { shared: isShared })
    clock += resident
    return { isFresh: policy.storable() && !policy.stale(), ageSeconds: policy.age() }
  }

  function ours(headers: Record<string, string>, delay: number, resident: number) {
    const facts = factsOf(headers)
    const allowed = allowedLifetimes(LIFETIMES, facts, NOW_MS)
    if (!allowed) return { isFresh: false, ageSeconds: 0 }
    const envelope = envelopeOf(
      allowed,
      NOW_MS,
      correctedInitialAgeMs(facts, NOW_MS - delay, NOW_MS),
    )
    const isFresh = entryState(envelope, NOW_MS + resident) === 'fresh'
    return { isFresh, ageSeconds: currentAgeMs(envelope, NOW_MS + resident) / 1_000 }
  }

  test('agrees on age and freshness where nothing of the list above is in play', () => {
    fc.assert(
      fc.property(given, (answer) => {
        const headers = headersOf(answer)
        const theirs = opinion(headers, !answer.isPrivate, answer.resident)
        const mine = ours(headers, 0, answer.resident)
        expect(mine.isFresh).toBe(theirs.isFresh)
        if (mine.isFresh) expect(mine.ageSeconds).toBeCloseTo(theirs.ageSeconds, 6)
      }),
      { numRuns: 2_000 },
    )
  })

  test('never finds stale what is served as fresh, however the answer came', () => {
    const more = fc.record({
      answer: given,
      expires: fc.option(fc.integer({ min: -60, max: 60 }), { nil: undefined }),
      date: fc.option(fc.integer({ min: -60, max: 60 }), { nil: undefined }),
      hasLifetime: fc.boolean(),
      vary: fc.constantFrom(undefined, '*', 'accept'),
      delay: fc.nat({ max: 20_000 }),
    })
    fc.assert(
      fc.property(more, ({ answer, expires, date, hasLifetime, vary, delay }) => {
        const { 'max-age': _, ...without } = answer.directives
        const isExplicit = hasLifetime || expires !== undefined
        const headers: Record<string, string> = {
          ...headersOf(hasLifetime ? answer : { ...answer, directives: without }),
          ...(date !== undefined && { date: at(date * 1_000) }),
          ...(expires !== undefined && { expires: at(expires * 1_000) }),
          ...(vary && { vary }),
        }
        const mine = ours(headers, delay, answer.resident)
        if (!mine.isFresh || !isExplicit) return
        const theirs = opinion(headers, !answer.isPrivate, answer.resident)
        expect(theirs.isFresh).toBe(true)
        // Theirs is a sum of seconds, which is not exact.
        expect(mine.ageSeconds).toBeGreaterThan(theirs.ageSeconds - 1e-6)
      }),
      { numRuns: 2_000 },
    )
  })
})
