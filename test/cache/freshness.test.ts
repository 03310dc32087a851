import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Envelope } from '../../src/cache/entry.ts'
import {
  allowedLifetimes,
  cachingFacts,
  correctedInitialAgeMs,
  entryState,
  parseDirectives,
  seconds,
} from '../../src/cache/freshness.ts'

/** Epoch milliseconds of a whole second: `Date` and `Expires` have no finer one. */
const NOW_MS = 1_700_000_000_000
const LIFETIMES = { maxAgeMs: 60_000, staleWhileRevalidateMs: 30_000, staleIfErrorMs: 600_000 }

const factsOf = (headers: Record<string, string>) => cachingFacts(new Headers(headers))
const lifetimesOf = (headers: Record<string, string>) =>
  allowedLifetimes(LIFETIMES, factsOf(headers))
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
    ['Expires without Date', { expires: at(7_000) }, 0],
  ])('a shorter freshness: %s', (_, headers, maxAgeMs) => {
    expect(lifetimesOf(headers)).toEqual({ ...LIFETIMES, maxAgeMs })
  })

  test.each([
    ['must-revalidate', 60_000],
    ['proxy-revalidate', 60_000],
    ['max-age=20, Must-Revalidate', 20_000],
    ['s-maxage=20', 20_000],
    ['s-maxage=20, max-age=5', 20_000],
  ])('nothing stale, ever: %s', (cacheControl, maxAgeMs) => {
    const strict = { maxAgeMs, staleWhileRevalidateMs: 0, staleIfErrorMs: 0 }
    expect(lifetimesOf({ 'cache-control': cacheControl })).toEqual(strict)
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

  test('no header of the upstream’s widens any window', () => {
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
  const envelope = envelopeOf(LIFETIMES, 1_000)
  const states = [0, 58_999, 59_000, 88_999, 89_000, 9e9].map((later) =>
    entryState(envelope, NOW_MS + later),
  )
  expect(states).toEqual(['fresh', 'fresh', 'stale', 'stale', 'expired', 'expired'])
})

describe('directives', () => {
  test('are read whatever their case, quotes and space', () => {
    const read = parseDirectives(' Max-Age = "5" ,no-store,, x=1=2, private="a')
    expect([...read]).toEqual([
      ['max-age', '5'],
      ['no-store', ''],
      ['x', '1=2'],
      ['private', 'a'],
    ])
  })

  test.each([
    ['0', 0],
    ['007', 7],
    ['2147483648', 2 ** 31],
    ['99999999999999999999999', 2 ** 31],
    ['', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    [' 1', undefined],
    [undefined, undefined],
  ])('%j is %j seconds', (value, expected) => {
    expect(seconds(value)).toBe(expected)
  })
})

function envelopeOf(lifetimes: typeof LIFETIMES, initialAge: number): Envelope {
  return {
    key: '',
    etag: '',
    requestedAt: 0,
    storedAt: NOW_MS,
    correctedInitialAgeMs: initialAge,
    ...lifetimes,
  }
}
