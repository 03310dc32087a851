import { describe, expect, test } from 'vitest'
import type { CacheKey } from '../../src/cache/key.ts'
import { createNegativeCache } from '../../src/cache/negative-cache.ts'
import type { Failure } from '../../src/problem/failure.ts'
import { cachingFacts } from '../../src/syntax/caching-facts.ts'
import { upstreamAnswer } from '../problem/requests.ts'

const FRESH_MS = 5_000
const NAME: CacheKey = {
  caller: 'ada',
  kind: 'harness',
  resource: '/v1/harnesses/harness_1',
  query: '',
  linkBase: '',
  lowestTier: 'kv',
}
const answer = (status: number): Failure => upstreamAnswer(status)

function learned(failure: Failure, freshMs = FRESH_MS) {
  const negatives = createNegativeCache(freshMs)
  negatives.learn(NAME, failure, 900, 1_000)
  return negatives
}

describe('a remembered 404', () => {
  test('is given as long as it is fresh, with what is left of that', () => {
    const negatives = learned(answer(404))
    expect(negatives.find(NAME, 0, 1_000)).toEqual({ failure: answer(404), ttlMs: FRESH_MS })
    expect(negatives.find(NAME, 0, 5_999)?.ttlMs).toBe(1)
    expect(negatives.find(NAME, 0, 6_000)).toBeUndefined()
  })

  test.each([
    { ...NAME, caller: 'ben' },
    { ...NAME, kind: 'stats' },
    { ...NAME, resource: '/v1/harnesses/harness_2' },
    { ...NAME, query: '?a=1' },
  ])('is nobody else’s and nothing else’s: %j', (other) => {
    expect(learned(answer(404)).find(other, 0, 1_000)).toBeUndefined()
  })

  test.each([
    [899, true],
    [900, false],
    [1_500, false],
  ])('asked for at 900 and a write at %d: given is %s', (invalidatedAt, isGiven) => {
    expect(learned(answer(404)).find(NAME, invalidatedAt, 2_000) !== undefined).toBe(isGiven)
  })

  test('is forgotten when the thing is there after all', () => {
    const negatives = learned(answer(404))
    negatives.forget(NAME)
    expect(negatives.find(NAME, 0, 1_000)).toBeUndefined()
  })

  test.each([
    [{}, FRESH_MS - 100],
    [{ 'cache-control': 'max-age=3600' }, FRESH_MS - 100],
    [{ 'cache-control': 'max-age=3600', age: '2' }, FRESH_MS - 2_000 - 100],
    [{ 'cache-control': 'max-age=2' }, 1_900],
    [{ 'cache-control': 'private, max-age=2' }, 1_900],
    [{ 'cache-control': 'no-store' }, undefined],
    [{ 'set-cookie': 'seen=1' }, undefined],
  ])('with %j is remembered for %s ms', (headers: Record<string, string>, ttlMs) => {
    const failure = upstreamAnswer(404)
    const caching = cachingFacts(new Headers(headers))
    const withFacts = { ...failure, headers: { fields: [], cookies: [], caching } }
    // The call took 100 ms, which count as age (RFC 9111 section 4.2.3).
    expect(learned(withFacts).find(NAME, 0, 1_000)?.ttlMs).toBe(ttlMs)
  })

  test('is never remembered where that is switched off', () => {
    expect(learned(answer(404), 0).find(NAME, 0, 1_000)).toBeUndefined()
  })
})

test.each<Failure>([
  ...[400, 401, 403, 407, 410, 429, 500, 503].map(answer),
  { kind: 'timeout' },
  { kind: 'unreachable' },
  { kind: 'invalid-response', reason: 'shape' },
  { kind: 'edge', code: 'harness_not_found' },
])('no other failure is remembered: %j', (failure) => {
  expect(learned(failure).find(NAME, 0, 1_000)).toBeUndefined()
})
