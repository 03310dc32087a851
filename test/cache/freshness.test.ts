import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entryState } from '../../src/cache/entry.ts'
import {
  allowedLifetimes,
  clientMaxAgeSeconds,
  correctedInitialAgeMs,
} from '../../src/cache/freshness.ts'
import { cachingFacts } from '../../src/syntax/caching-facts.ts'
import { envelopeOf } from '../support/envelope.ts'

/** Epoch milliseconds of a whole second: `Date` and `Expires` have no finer one. */
const NOW_MS = 1_700_000_000_000
const LIFETIMES = { maxAgeMs: 60_000, staleWhileRevalidateMs: 30_000, staleIfErrorMs: 600_000 }

const factsOf = (headers: Record<string, string>) => cachingFacts(new Headers(headers))
const lifetimesOf = (headers: Record<string, string>) =>
  allowedLifetimes(LIFETIMES, factsOf(headers), NOW_MS)
const at = (ms: number) => new Date(NOW_MS + ms).toUTCString()

describe('what the upstream leaves of the lifetimes', () => {
  test.each([
    ['nothing said', {}],
    ['longer than ours', { 'cache-control': 'max-age=9999' }],
    ['public', { 'cache-control': 'public' }],
    ['private, as every entry is', { 'cache-control': 'private' }],
    ['words that no one knows', { 'cache-control': 'immutable, fancy=1' }],
    ['an Expires that a max-age overrules', { 'cache-control': 'max-age=99', expires: '0' }],
    ['a later Expires', { date: at(0), expires: at(90_000) }],
    ['a Vary by what all reads have in common', { vary: 'Accept-Encoding' }],
  ])('all: %s', (_, headers) => {
    expect(lifetimesOf(headers)).toEqual(LIFETIMES)
  })

  test.each([
    ['max-age', { 'cache-control': 'max-age=7' }, 7_000],
    ['max-age of nothing', { 'cache-control': 'max-age=0' }, 0],
    ['max-age that is garbage', { 'cache-control': 'max-age=soon' }, 0],
    ['max-age without a value', { 'cache-control': 'max-age' }, 0],
    ['Expires', { date: at(0), expires: at(7_000) }, 7_000],
    ['Expires that has passed', { date: at(0), expires: at(-7_000) }, 0],
    ['Expires that is garbage', { date: at(0), expires: '0' }, 0],
    ['Expires without Date, from its receipt on', { expires: at(7_000) }, 7_000],
    ['Expires beside a Date that is none', { date: '0', expires: at(7_000) }, 7_000],
    ['Expires as a number', { date: at(0), expires: '3600' }, 0],
    ['Expires as a year', { date: at(0), expires: '2030' }, 0],
    ['Expires as an ISO date', { date: at(0), expires: '2030-01-01' }, 0],
    ['Expires as a date of some country', { date: at(0), expires: '1/1/2037' }, 0],
    ['two Expires', { date: at(0), expires: `${at(9_000)}, ${at(7_000)}` }, 0],
    ['the least of two max-age', { 'cache-control': 'max-age=0, max-age=3600' }, 0],
    ['the least, whatever the order', { 'cache-control': 'max-age=3600, max-age=7' }, 7_000],
    ['garbage beside a max-age', { 'cache-control': 'max-age=soon, max-age=30' }, 0],
  ])('a shorter freshness: %s', (_, headers, maxAgeMs) => {
    expect(lifetimesOf(headers)).toEqual({ ...LIFETIMES, maxAgeMs })
  })

  test.each([
    ['must-revalidate', 60_000],
    ['proxy-revalidate', 60_000],
    ['max-age=20, Must-Revalidate', 20_000],
    ['s-maxage=20', 20_000],
    ['s-maxage=20, max-age=5', 20_000],
    ['s-maxage=20, s-maxage=5', 5_000],
    ['s-maxage=5, s-maxage=20', 5_000],
  ])('nothing stale, ever: %s', (cacheControl, maxAgeMs) => {
    const strict = { maxAgeMs, staleWhileRevalidateMs: 0, staleIfErrorMs: 0 }
    expect(lifetimesOf({ 'cache-control': cacheControl })).toEqual(strict)
  })

  test('several lines of a header are one list', () => {
    const headers = new Headers([
      ['cache-control', 'max-age=3600'],
      ['cache-control', 'max-age=7'],
    ])
    expect(allowedLifetimes(LIFETIMES, cachingFacts(headers), NOW_MS)?.maxAgeMs).toBe(7_000)
  })

  test.each([
    ['stale-while-revalidate=0', { staleWhileRevalidateMs: 0 }],
    ['stale-while-revalidate=7', { staleWhileRevalidateMs: 7_000 }],
    ['stale-while-revalidate=9, stale-while-revalidate=7', { staleWhileRevalidateMs: 7_000 }],
    ['stale-while-revalidate=99', {}],
    ['stale-while-revalidate=soon', { staleWhileRevalidateMs: 0 }],
    ['stale-if-error=0', { staleIfErrorMs: 0 }],
    ['stale-if-error=7', { staleIfErrorMs: 7_000 }],
    ['stale-if-error', { staleIfErrorMs: 0 }],
    ['stale-if-error=9999', {}],
    [
      'max-age=5, stale-while-revalidate=3, stale-if-error=4',
      { maxAgeMs: 5_000, staleWhileRevalidateMs: 3_000, staleIfErrorMs: 4_000 },
    ],
  ])('the upstream’s own %s is heard', (cacheControl, shorter) => {
    expect(lifetimesOf({ 'cache-control': cacheControl })).toEqual({ ...LIFETIMES, ...shorter })
  })

  test.each([
    { 'cache-control': 'no-store' },
    { 'cache-control': 'max-age=60, NO-STORE' },
    { 'cache-control': 'no-cache' },
    { 'cache-control': 'no-cache="set-cookie"' },
    { 'set-cookie': 'seen=1' },
    { vary: '*' },
    { vary: 'Accept, *' },
  ])('nothing may be stored: %j', (headers) => {
    expect(lifetimesOf(headers)).toBeUndefined()
  })

  test('no header of the upstream’s widens any lifetime', () => {
    const value = fc.oneof(
      fc.constantFrom(
        'max-age',
        's-maxage',
        'stale-if-error',
        'stale-while-revalidate',
        'immutable',
      ),
      fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
    )
    const directive = fc.tuple(value, fc.nat()).map(([name, n]) => `${name}=${n}`)
    fc.assert(
      fc.property(fc.array(directive, { maxLength: 4 }), (directives) => {
        const lifetimes = lifetimesOf({ 'cache-control': directives.join(', ') }) ?? LIFETIMES
        expect(lifetimes.maxAgeMs).toBeLessThanOrEqual(LIFETIMES.maxAgeMs)
        expect(lifetimes.staleWhileRevalidateMs).toBeLessThanOrEqual(
          LIFETIMES.staleWhileRevalidateMs,
        )
        expect(lifetimes.staleIfErrorMs).toBeLessThanOrEqual(LIFETIMES.staleIfErrorMs)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the age that an answer comes with', () => {
  test.each([
    ['none', {}, 0],
    ['what a cache before this one says', { age: '12' }, 12_000],
    ['the first of several', { age: '12, 99' }, 12_000],
    ['more than can be counted', { age: '9'.repeat(30) }, 2 ** 31 * 1_000],
    ['garbage', { age: 'old' }, 0],
    ['less than nothing', { age: '-5' }, 0],
    ['the upstream’s clock', { date: at(-3_000) }, 3_000],
    ['the larger of both', { date: at(-3_000), age: '1' }, 3_000],
    ['a clock that is ahead', { date: at(60_000) }, 0],
    ['a date that is none', { date: 'yesterday' }, 0],
    ['a number as a date', { date: '0' }, 0],
    ['a year as a date', { date: '2020' }, 0],
    ['an ISO date', { date: '2020-01-01T00:00:00Z' }, 0],
    ['the obsolete forms of a date', { date: 'Tuesday, 14-Nov-23 22:13:10 GMT' }, 10_000],
  ])('%s', (_, headers, age) => {
    expect(correctedInitialAgeMs(factsOf(headers), NOW_MS, NOW_MS)).toBe(age)
  })

  test('a slow upstream counts as age', () => {
    expect(correctedInitialAgeMs(factsOf({}), NOW_MS - 4_000, NOW_MS)).toBe(4_000)
    expect(correctedInitialAgeMs(factsOf({ age: '2' }), NOW_MS - 4_000, NOW_MS)).toBe(6_000)
    expect(correctedInitialAgeMs(factsOf({}), NOW_MS + 4_000, NOW_MS)).toBe(0)
  })
})

test('an entry is fresh, then stale, then expired, and never twice the same', () => {
  const envelope = envelopeOf(LIFETIMES, NOW_MS, 1_000)
  const states = [0, 58_999, 59_000, 88_999, 89_000, 9e9].map((later) =>
    entryState(envelope, NOW_MS + later),
  )
  expect(states).toEqual(['fresh', 'fresh', 'stale', 'stale', 'expired', 'expired'])
})

describe('how long a client’s own cache may use an answer', () => {
  const ages = [0, 4_000, 9_999, 10_000, 70_000]

  test('a client that takes the age off has what is left, and never more', () => {
    const left = ages.map((ageMs) => {
      const maxAge = clientMaxAgeSeconds(envelopeOf(LIFETIMES, NOW_MS, ageMs), 10_000, NOW_MS)
      return Math.max(0, maxAge - Math.floor(ageMs / 1_000))
    })
    expect(left).toEqual([10, 6, 1, 0, 0])
  })

  test('is nothing where the client must ask', () => {
    expect(clientMaxAgeSeconds(envelopeOf(LIFETIMES, NOW_MS, 0), 0, NOW_MS)).toBe(0)
    expect(clientMaxAgeSeconds(envelopeOf(LIFETIMES, NOW_MS, 10_000), 10_000, NOW_MS)).toBe(0)
  })

  test('is never more than the edge itself would serve', () => {
    expect(clientMaxAgeSeconds(envelopeOf(LIFETIMES, NOW_MS, 0), 9e9, NOW_MS)).toBe(60)
  })
})
