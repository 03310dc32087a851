import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Failure } from '../../src/problem/failure.ts'
import { type Attempt, createRetryBudget, retryDelayMs } from '../../src/upstream/retry.ts'
import { NOW_MS, upstreamAnswer } from '../problem/requests.ts'

/** A GET that failed for the first time, with all the time there is. */
function attempt(given: Partial<Attempt> = {}): Attempt {
  return {
    method: 'GET',
    failure: upstreamAnswer(503),
    retriesSoFar: 0,
    remainingMs: 10_000,
    path: '/v1/sessions',
    random: 0.5,
    ...given,
  }
}

const FAILURES: readonly [string, Failure, boolean][] = [
  ['no connection', { kind: 'unreachable' }, true],
  ['a body that broke off', { kind: 'invalid-response', reason: 'cut' }, true],
  ...([502, 503, 504] as const).map(
    (status) => [`${status}`, upstreamAnswer(status), true] as [string, Failure, boolean],
  ),
  ...[400, 401, 403, 404, 405, 408, 409, 410, 413, 422, 425, 429, 500, 501, 505, 599].map(
    (status) => [`${status}`, upstreamAnswer(status), false] as [string, Failure, boolean],
  ),
  ['silence', { kind: 'timeout' }, false],
  ...(['redirect', 'status', 'not-json', 'shape', 'too-large'] as const).map(
    (reason) => [reason, { kind: 'invalid-response', reason }, false] as [string, Failure, boolean],
  ),
  ['a fault of the edge', { kind: 'edge', code: 'invalid_request' }, false],
]

const SAFE_TO_REPEAT = ['GET', 'HEAD']
const NEVER_REPEATED = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'get', 'QUERY', '']

describe('GET and HEAD are retried on what passes, and nothing else is', () => {
  for (const [what, failure, isPassing] of FAILURES) {
    it.each(SAFE_TO_REPEAT)(`%s, ${what}`, (method) => {
      expect(retryDelayMs(attempt({ method, failure })) !== undefined).toBe(isPassing)
    })
    it.each(NEVER_REPEATED)(`never "%s", ${what}`, (method) => {
      expect(retryDelayMs(attempt({ method, failure }))).toBeUndefined()
    })
  }
})

describe('a sign-in route takes a code that is good for one use, and is never retried', () => {
  it.each(['/v1/auth/callback/github', '/v1/auth', '/v1/%61uth/callback', '/v1//auth/x'])(
    '%s',
    (path) => {
      expect(retryDelayMs(attempt({ path }))).toBeUndefined()
    },
  )
  it.each(['/v1/authors', '/v1/apps/auth/x', '/v1/%zz'])('but %s is', (path) => {
    expect(retryDelayMs(attempt({ path }))).toBeDefined()
  })
})

it('there are two retries and no third', () => {
  const isRetried = [0, 1, 2, 3].map(
    (retriesSoFar) => retryDelayMs(attempt({ retriesSoFar })) !== undefined,
  )
  expect(isRetried).toEqual([true, true, false, false])
})

describe('a wait that the upstream asks for is kept, or nothing is retried', () => {
  const inBody = (seconds: unknown) => ({ title: 'Busy', retry_after_seconds: seconds })
  const date = (ms: number) => new Date(NOW_MS + ms).toUTCString()
  it.each([
    ['seconds that fit', upstreamAnswer(503, '', { retryAfter: '2' }), 10_000, 2_000],
    ['seconds that do not fit', upstreamAnswer(503, '', { retryAfter: '2' }), 1_999, undefined],
    [
      'seconds up to the last moment',
      upstreamAnswer(503, '', { retryAfter: '2' }),
      2_000,
      undefined,
    ],
    ['an hour', upstreamAnswer(503, '', { retryAfter: '3600' }), 10_000, undefined],
    ['a date that fits', upstreamAnswer(503, '', { retryAfter: date(3_000) }), 10_000, 3_000],
    [
      'a date that does not',
      upstreamAnswer(503, '', { retryAfter: date(60_000) }),
      10_000,
      undefined,
    ],
    ['a date that is over', upstreamAnswer(503, '', { retryAfter: date(-60_000) }), 10_000, 0],
    ['zero', upstreamAnswer(503, '', { retryAfter: '0' }), 10_000, 0],
    ['rubbish', upstreamAnswer(503, '', { retryAfter: 'soon' }), 10_000, 0],
    ['seconds in the body alone', upstreamAnswer(503, inBody(1)), 10_000, 1_000],
    ['seconds in the body that do not fit', upstreamAnswer(503, inBody(30)), 10_000, undefined],
    ['rubbish in the body', upstreamAnswer(503, inBody('30')), 10_000, 0],
    ['the longer of both', upstreamAnswer(503, inBody(4), { retryAfter: '1' }), 10_000, 4_000],
  ] as const)('%s', (_, failure, remainingMs, expected) => {
    expect(retryDelayMs(attempt({ failure, remainingMs, random: 0 }))).toBe(expected)
  })

  it('with the jitter on top, so that not all come back at the same moment', () => {
    const failure = upstreamAnswer(503, '', { retryAfter: '2' })
    expect(retryDelayMs(attempt({ failure, random: 0.5 }))).toBe(2_050)
    expect(retryDelayMs(attempt({ failure, random: 0.5, retriesSoFar: 1 }))).toBe(2_100)
  })
})

describe('laws of the wait', () => {
  const attempts = fc.record({
    method: fc.constantFrom('GET', 'HEAD'),
    failure: fc.oneof(
      fc.constant<Failure>({ kind: 'unreachable' }),
      fc
        .record({ status: fc.constantFrom(502, 503, 504), seconds: fc.option(fc.nat(20)) })
        .map(({ status, seconds }) =>
          upstreamAnswer(status, '', { retryAfter: seconds === null ? null : String(seconds) }),
        ),
    ),
    retriesSoFar: fc.constantFrom(0, 1),
    remainingMs: fc.integer({ min: -1_000, max: 30_000 }),
    path: fc.constant('/v1/sessions'),
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  })
  const askedMs = ({ failure }: Attempt) =>
    failure.kind === 'answer' ? (failure.retryAfterSeconds ?? 0) * 1_000 : 0

  it('it ends before the deadline, is never shorter than asked and jitters within its bound', () => {
    fc.assert(
      fc.property(attempts, (given) => {
        const delay = retryDelayMs(given)
        const boundMs = given.retriesSoFar === 0 ? 100 : 200
        if (delay === undefined) {
          expect(askedMs(given) + boundMs).toBeGreaterThanOrEqual(given.remainingMs)
          return
        }
        expect(delay).toBeLessThan(given.remainingMs)
        expect(delay).toBeGreaterThanOrEqual(askedMs(given))
        expect(delay).toBeLessThanOrEqual(askedMs(given) + boundMs)
      }),
      { numRuns: 500 },
    )
  })

  it('the jitter is full: it takes every value from nothing to its bound', () => {
    const delays = [0, 0.25, 0.5, 0.99].map((random) => retryDelayMs(attempt({ random })))
    expect(delays).toEqual([0, 25, 50, 99])
    expect(retryDelayMs(attempt({ random: 0.99, retriesSoFar: 1 }))).toBe(198)
  })
})

describe('the budget', () => {
  const SAVED_UP = 10

  it('never lets through more than a fifth of the requests and what was saved up', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 400 }), (events) => {
        const budget = createRetryBudget()
        let requests = 0
        let retries = 0
        for (const isRequest of events) {
          if (isRequest) budget.deposit()
          if (isRequest) requests += 1
          else if (budget.withdraw()) retries += 1
          expect(retries).toBeLessThanOrEqual(SAVED_UP + requests / 5)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('holds over every stretch of time, a quiet one too', () => {
    fc.assert(
      fc.property(fc.nat(2_000), fc.integer({ min: 0, max: 200 }), (quiet, requests) => {
        const budget = createRetryBudget()
        for (let i = 0; i < quiet; i++) budget.deposit()
        let retries = 0
        for (let i = 0; i < requests; i++) {
          budget.deposit()
          if (budget.withdraw()) retries += 1
          if (budget.withdraw()) retries += 1
        }
        expect(retries).toBeLessThanOrEqual(SAVED_UP + requests / 5)
      }),
      { numRuns: 200 },
    )
  })

  it('gives a fifth to an upstream that fails all the time, not less', () => {
    const budget = createRetryBudget()
    while (budget.withdraw());
    let retries = 0
    for (let requests = 0; requests < 1_000; requests++) {
      budget.deposit()
      while (budget.withdraw()) retries += 1
    }
    expect(retries).toBeGreaterThanOrEqual(199)
    expect(retries).toBeLessThanOrEqual(200)
  })

  it('starts full', () => {
    const budget = createRetryBudget()
    expect(Array.from({ length: 12 }, () => budget.withdraw())).toEqual([
      ...Array(10).fill(true),
      ...[false, false],
    ])
  })
})
