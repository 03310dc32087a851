import { describe, expect, it } from 'vitest'
import { toProblem } from '../../src/problem/failure.ts'
import { problemHeaders } from '../../src/problem/problem.ts'
import { parseRetryAfter } from '../../src/problem/retry-after.ts'
import { failedRequest, NOW_MS, upstreamAnswer } from './requests.ts'

const at = (seconds: number) => new Date(NOW_MS + seconds * 1_000)

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['60', 60],
    [' 60 ', 60],
    ['007', 7],
    ['86401', 86_400],
    ['9999999999', 86_400],
    ['99999999999999999999', 86_400],
    [at(90).toUTCString(), 90],
    [at(-90).toUTCString(), 0],
    [at(10 * 86_400).toUTCString(), 86_400],
    ['Thursday, 01-Oct-26 12:00:30 GMT', 30],
  ])('%j is %i seconds', (value, seconds) => {
    expect(parseRetryAfter(value, NOW_MS)).toBe(seconds)
  })

  it.each([
    null,
    '',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    'soon',
    'Monday',
    'Mon, 99 Foo 2026 00:00:00 GMT',
    '2026-10-01T12:00:30Z',
    'Sun, Mon',
    '٦٠',
  ])('%j is none', (value) => {
    expect(parseRetryAfter(value, NOW_MS)).toBeUndefined()
  })

  it.each([
    ['60, 120', 120],
    ['120,60', 120],
    ['soon, 7, -1', 7],
    [`${at(90).toUTCString()}, 20`, 90],
    [`5, ${at(10).toUTCString()}, ${at(30).toUTCString()}`, 30],
  ])('that came twice, %j, is the longest wait: %i seconds', (value, seconds) => {
    expect(parseRetryAfter(value, NOW_MS)).toBe(seconds)
    const answer = upstreamAnswer(429, {}, { retryAfter: value })
    expect(answer).toMatchObject({ retryAfterSeconds: seconds, hasRetryAfter: true })
  })

  it('is rounded up, so that nobody comes too early', () => {
    expect(parseRetryAfter(at(5).toUTCString(), NOW_MS + 200)).toBe(5)
    expect(parseRetryAfter(at(5).toUTCString(), NOW_MS - 200)).toBe(6)
  })
})

describe('the advised wait', () => {
  const FORMS: [string, number, string | null, unknown, number | undefined][] = [
    ['from the header', 429, '30', {}, 30],
    ['from a date', 429, at(45).toUTCString(), {}, 45],
    ['from the body', 429, null, { retry_after_seconds: 20 }, 20],
    ['the longer of both', 429, '30', { retry_after_seconds: 60 }, 60],
    ['whole seconds of a fraction', 503, null, { retry_after_seconds: 1.2 }, 2],
    ['a minute where a 429 names none', 429, null, {}, 60],
    ['a minute where a 429 names rubbish', 429, 'soon', { retry_after_seconds: 'x' }, 60],
    ['five seconds where a 503 names none', 503, null, {}, 5],
    ['one second of a 502', 502, null, {}, 1],
    ['a day at most', 503, '9999999999', {}, 86_400],
    ['not below zero', 503, null, { retry_after_seconds: -5 }, 5],
    ['zero where it is zero', 503, '0', {}, 0],
    ['none of a 400', 400, null, {}, undefined],
    ['none of a 500', 500, null, {}, undefined],
    ['that of a 400 with one', 400, '7', {}, 7],
  ]
  it.each(FORMS)('is %s, the same in body and header', (_, status, retryAfter, body, seconds) => {
    const answer = upstreamAnswer(status, body, { retryAfter })
    const problem = toProblem(answer, failedRequest())
    expect(problem.retry_after_seconds).toBe(seconds)
    const header = problemHeaders(problem)['Retry-After']
    expect(header).toBe(seconds === undefined ? undefined : String(seconds))
  })
})
