import { describe, expect, it } from 'vitest'
import type { Failure } from '../../src/problem/failure.ts'
import { toProblem } from '../../src/problem/failure.ts'
import { createHoldOff } from '../../src/upstream/hold-off.ts'
import { failedRequest, NOW_MS, upstreamAnswer } from '../problem/requests.ts'

/** A hold-off whose clock stands until it is moved. */
function createStage() {
  let nowMs = NOW_MS
  const holdOff = createHoldOff(() => nowMs)
  return {
    ...holdOff,
    pass: (milliseconds: number) => {
      nowMs += milliseconds
    },
    now: () => nowMs,
  }
}

const inHeader = (value: string) => upstreamAnswer(429, '', { retryAfter: value })
const inBody = (seconds: number) =>
  upstreamAnswer(429, { title: 'Too Many Requests', status: 429, retry_after_seconds: seconds })

describe('who was told to wait is held until the wait is over', () => {
  it.each([
    ['seconds in the header', inHeader('5'), 5],
    ['a date in the header', inHeader(new Date(NOW_MS + 7_000).toUTCString()), 7],
    ['seconds in the body alone', inBody(9), 9],
    [
      'the longer of both',
      upstreamAnswer(429, { retry_after_seconds: 30 }, { retryAfter: '10' }),
      30,
    ],
    ['a minute', inHeader('60'), 60],
    ['more than a minute counts as one', inHeader('3600'), 60],
    ['a part of a second counts as one', inBody(0.2), 1],
  ] as const)('%s', (_, failure, seconds) => {
    const stage = createStage()
    stage.learn('ada', failure)
    expect(stage.of('ada')).toMatchObject({ status: 429, retryAfterSeconds: seconds })
    stage.pass(seconds * 1_000 - 1)
    expect(stage.of('ada')).toMatchObject({ retryAfterSeconds: 1 })
    stage.pass(1)
    expect(stage.of('ada')).toBeUndefined()
  })
})

describe('nobody is held by anything else', () => {
  it.each<[string, Failure]>([
    ['a 429 without a wait', upstreamAnswer(429)],
    ['a 429 with rubbish for a wait', inHeader('soon')],
    ['a 429 with a wait of nothing', inHeader('0')],
    ['a 503 with a wait', upstreamAnswer(503, '', { retryAfter: '30' })],
    ['a 403', upstreamAnswer(403)],
    ['silence', { kind: 'timeout' }],
    ['no connection', { kind: 'unreachable' }],
    ['no JSON', { kind: 'invalid-response', reason: 'not-json' }],
    ['a fault of the edge', { kind: 'edge', code: 'not_cached' }],
  ])('%s', (_, failure) => {
    const stage = createStage()
    stage.learn('ada', failure)
    expect(stage.of('ada')).toBeUndefined()
    expect(stage.isAddressHeld()).toBe(false)
  })
})

it('holds the caller who was told, and no other', () => {
  const stage = createStage()
  stage.learn('ada', inBody(60))
  expect(stage.of('ben')).toBeUndefined()
  expect(stage.of('')).toBeUndefined()
})

it('only a header says that the whole address is meant', () => {
  const stage = createStage()
  stage.learn('ada', inBody(60))
  expect(stage.isAddressHeld()).toBe(false)
  stage.learn('ben', inHeader('5'))
  expect(stage.isAddressHeld()).toBe(true)
  stage.pass(4_999)
  expect(stage.isAddressHeld()).toBe(true)
  stage.pass(1)
  expect(stage.isAddressHeld()).toBe(false)
})

it('an address is held a minute at most', () => {
  const stage = createStage()
  stage.learn('ada', inHeader('86400'))
  stage.pass(60_000)
  expect(stage.isAddressHeld()).toBe(false)
})

it('a shorter wait does not end a longer one', () => {
  const stage = createStage()
  stage.learn('ada', inHeader('30'))
  stage.learn('ada', inHeader('2'))
  stage.pass(29_000)
  expect(stage.of('ada')).toMatchObject({ retryAfterSeconds: 1 })
  expect(stage.isAddressHeld()).toBe(true)
})

it('a longer wait lengthens a shorter one', () => {
  const stage = createStage()
  stage.learn('ada', inHeader('2'))
  stage.learn('ada', inHeader('30'))
  stage.pass(29_000)
  expect(stage.of('ada')).toBeDefined()
})

it('is the same problem again, with what is left of its wait, whatever the body says', () => {
  const stage = createStage()
  const failure = upstreamAnswer(429, {
    title: 'Too Many Requests',
    status: 429,
    detail: 'Slow down',
    code: 'org_limit',
    retry_after_seconds: 60,
  })
  stage.learn('ada', failure)
  stage.pass(18_500)
  const held = stage.of('ada')
  const problem = held && toProblem(held, failedRequest())
  expect(problem).toMatchObject({
    status: 429,
    code: 'org_limit',
    detail: 'Slow down',
    retry_after_seconds: 42,
  })
})

it('forgets the oldest rather than grow without bound', () => {
  const stage = createStage()
  for (let caller = 0; caller < 5_000; caller++) stage.learn(`caller ${caller}`, inBody(60))
  expect(stage.of('caller 0')).toBeUndefined()
  expect(stage.of('caller 4999')).toBeDefined()
})
