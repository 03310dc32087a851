import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { HARNESS_NAMES, HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'
import { expectProblem } from '../support/edge-stage.ts'

const ada = { as: 'ada' } as const
const STATS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}/stats`
const EXPIRED_MS = 70_000

let stage: CacheStage

beforeAll(async () => {
  // One at once, and one a minute after that.
  stage = await startCacheStage({ UPSTREAM_CALLS_PER_MINUTE: '1' })
})
beforeEach(async () => {
  await stage.reset()
  await stage.edge.restart()
})
afterAll(() => stage?.stop())

const count = async () => (await stage.calls()).length

test('a read beyond the pace is a 503 problem with its wait, and reaches nobody', async () => {
  expect((await stage.ask(STATS, ada)).status).toBe(200)
  const answer = await stage.ask(`/v1/harnesses/${HARNESSES_ONE.generic}/stats`, ada)
  const { problem } = expectProblem(answer, 503, stage.edge.origin, 'http://127.0.0.1:1/api')
  expect(problem).toMatchObject({
    code: 'upstream_paced',
    retry_after_seconds: 60,
    allowed_actions: [{ rel: 'retry-later', method: 'GET' }],
  })
  expect(await count()).toBe(1)
})

test('what is stored is served in its place, while its stale-if-error holds', async () => {
  await stage.ask(STATS, ada)
  await stage.pass(EXPIRED_MS)
  await stage.ask(`/v1/harnesses/${HARNESSES_ONE.generic}/stats`, ada)
  const answer = await stage.ask(STATS, ada)
  expect([answer.status, answer.cache]).toEqual([200, expect.stringMatching(/stale-if-error$/)])
  expect(await count()).toBe(2)
})

test('when its minute is over a read has its turn', async () => {
  await stage.ask(STATS, ada)
  await stage.pass(60_000)
  expect((await stage.ask(`/v1/harnesses/${HARNESSES_ONE.generic}/stats`, ada)).status).toBe(200)
})

test('a change by a name keeps none either, nor does what is looked up for it', async () => {
  const path = `/v1/harnesses/${HARNESS_NAMES.supportTriage}`
  for (const description of ['one', 'two', 'three']) {
    const changed = await stage.ask(path, { ...ada, method: 'PATCH', body: { description } })
    expect([changed.status, JSON.parse(changed.text).description]).toEqual([200, description])
  }
  expect(await count()).toBe(6)
})

test('what is forwarded keeps no pace', async () => {
  for (let nth = 0; nth < 3; nth++) {
    expect((await stage.ask('/v1/harness-examples', ada)).status).toBe(200)
  }
  expect(await count()).toBe(3)
})
