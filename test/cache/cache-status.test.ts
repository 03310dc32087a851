import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cacheStatus } from '../../src/cache/cache-status.ts'
import type { Entry } from '../../src/cache/entry.ts'
import type { CacheResult, HitDetail } from '../../src/cache/result.ts'
import type { Failure } from '../../src/problem/failure.ts'
import { upstreamAnswer } from '../problem/requests.ts'

const NOW_MS = 1_700_000_000_000
const REASONS = ['bypass', 'request', 'uri-miss', 'stale'] as const
const NO_ANSWER: Failure = { kind: 'timeout' }

function entryOf(ageMs: number): Entry {
  const lifetimes = { maxAgeMs: 15_000, staleWhileRevalidateMs: 45_000, staleIfErrorMs: 600_000 }
  const times = {
    requestedAt: NOW_MS,
    storedAt: NOW_MS,
    correctedInitialAgeMs: ageMs,
    clientMaxAgeMs: 0,
    kvWrittenAt: 0,
    ...lifetimes,
  }
  return { envelope: { key: '', etag: '""', ...times }, body: new Uint8Array() }
}

const hit = (ageMs: number, detail?: HitDetail): CacheResult => ({
  kind: 'hit',
  entry: entryOf(ageMs),
  detail,
  tier: 'memory',
})

function fetched(given: Partial<Extract<CacheResult, { kind: 'fetched' }>> = {}): CacheResult {
  const rest = {
    isStored: true,
    isCollapsed: false,
    upstreamStatus: null,
    reason: REASONS[2],
    cookies: [],
  }
  return { kind: 'fetched', entry: entryOf(0), ...rest, ...given }
}

const failed = (failure: Failure): CacheResult => ({
  kind: 'failed',
  failure,
  reason: 'stale',
  isCollapsed: false,
})

describe('what the cache says it did', () => {
  test.each([
    [hit(2_001), 'everruns-edge; hit; ttl=12'],
    [hit(14_999), 'everruns-edge; hit; ttl=0'],
    [
      hit(20_000, 'stale-while-revalidate'),
      'everruns-edge; hit; ttl=-5; detail=stale-while-revalidate',
    ],
    [hit(15_001, 'stale-if-error'), 'everruns-edge; hit; ttl=-1; detail=stale-if-error'],
    [
      { kind: 'negative', negative: { failure: NO_ANSWER, ttlMs: 4_100 } } as const,
      'everruns-edge; hit; ttl=5; detail=negative',
    ],
    [fetched(), 'everruns-edge; fwd=uri-miss; fwd-status=200; stored'],
    [fetched({ isStored: false, reason: 'bypass' }), 'everruns-edge; fwd=bypass; fwd-status=200'],
    [
      fetched({ isCollapsed: true }),
      'everruns-edge; fwd=uri-miss; fwd-status=200; stored; collapsed',
    ],
    [failed(upstreamAnswer(403)), 'everruns-edge; fwd=stale; fwd-status=403'],
    [
      fetched({ upstreamStatus: 'cdn; hit; ttl=3' }),
      'cdn; hit; ttl=3, everruns-edge; fwd=uri-miss; fwd-status=200; stored',
    ],
    [
      fetched({ upstreamStatus: `cdn; detail="${'x'.repeat(300)}"` }),
      'everruns-edge; fwd=uri-miss; fwd-status=200; stored',
    ],
  ])('%#: %o is told as %s', (answer, status) => {
    expect(cacheStatus(answer, NOW_MS)).toBe(status)
  })

  test.each([
    ['no answer', failed(NO_ANSWER)],
    ['an answer that was none', failed({ kind: 'invalid-response', reason: 'shape' })],
    ['only-if-cached', { kind: 'not-cached' } as const],
    ['a limit that is waited for', { kind: 'held', failure: upstreamAnswer(429) } as const],
  ])('nothing of errors that the edge made itself: %s', (_, answer) => {
    expect(cacheStatus(answer, NOW_MS)).toBeUndefined()
  })
})

/** RFC 9651: a list member that is a token, with parameters that are tokens, integers or true. */
const TOKEN = String.raw`[A-Za-z*][\w!#$%&'*+.^|~:/\`-]*`
const PARAMETER = String.raw`; *([a-z*][a-z\d_.*-]*)(?:=(${TOKEN}|-?\d{1,15}))?`
const MEMBER = new RegExp(`^${TOKEN}(?:${PARAMETER})*$`)

describe('RFC 9211', () => {
  const details = ['stale-while-revalidate', 'stale-if-error', undefined] as const
  const forwarded = {
    reason: fc.constantFrom(...REASONS),
    isCollapsed: fc.boolean(),
  }
  const answer: fc.Arbitrary<CacheResult> = fc.oneof(
    fc
      .tuple(fc.nat({ max: 700_000 }), fc.constantFrom(...details))
      .map(([age, detail]) => hit(age, detail)),
    fc
      .nat({ max: 5_000 })
      .map((ttlMs): CacheResult => ({ kind: 'negative', negative: { failure: NO_ANSWER, ttlMs } })),
    fc.record({ ...forwarded, isStored: fc.boolean() }).map(fetched),
    fc.record({ ...forwarded, status: fc.integer({ min: 400, max: 599 }) }).map(
      ({ status, ...rest }): CacheResult => ({
        kind: 'failed',
        failure: upstreamAnswer(status),
        ...rest,
      }),
    ),
  )

  test('every value is one list member with exactly one of hit and fwd', () => {
    fc.assert(
      fc.property(answer, (given) => {
        const status = cacheStatus(given, NOW_MS) ?? ''
        expect(status).toMatch(MEMBER)
        const parameters = new Map(
          [...status.matchAll(new RegExp(PARAMETER, 'g'))].map(([, name, value]) => [name, value]),
        )
        expect(parameters.has('hit')).not.toBe(parameters.has('fwd'))
        if (parameters.has('fwd')) expect(REASONS).toContain(parameters.get('fwd'))
        // Sections 2.4 to 2.6: they say something of a request that was forwarded.
        for (const name of ['fwd-status', 'stored', 'collapsed']) {
          if (parameters.has(name)) expect(parameters.has('fwd')).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})
