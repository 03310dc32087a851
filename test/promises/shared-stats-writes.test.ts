import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { HARNESS_UNKNOWN, HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const HARNESS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`
const STATS = `${HARNESS}/stats`
const ADA = { as: 'ada' } as const

let stage: CacheStage

beforeAll(async () => {
  stage = await startCacheStage({ STATS_SHARING: 'proved' })
})
afterAll(() => stage?.stop())
beforeEach(() => stage.reset())

/** Lets KV take what is written behind the answers, then empties the isolate's memory. */
async function otherIsolate(): Promise<void> {
  await stage.edge.idle()
  await stage.edge.restart()
}

test.each([
  ['at once', undefined],
  ['after a read by which it came to be known', HARNESS],
  ['after a refusal by which it came to be known', `/v1/harnesses/${HARNESS_UNKNOWN}`],
])('a caller’s own write counts in another isolate: %s', async (_, before) => {
  await stage.ask(STATS, ADA)
  await otherIsolate()
  const { text } = await stage.ask(STATS, ADA)
  expect((await stage.ask(STATS, ADA)).cache).toMatch(/^hit/)
  await stage.ask(HARNESS, { ...ADA, method: 'PATCH', body: { description: 'Changed.' } })
  await otherIsolate()
  if (before) {
    await stage.ask(before, ADA)
    await stage.edge.idle()
  }
  const after = await stage.ask(STATS, ADA)
  expect(after.cache).toMatch(/^fwd=/)
  expect(after.text).not.toBe(text)
})

test('a caller’s own write counts in another isolate: after an end of what it let in elsewhere', async () => {
  const other = `/v1/harnesses/${HARNESSES_ONE.generic}/stats`
  await stage.ask(other, ADA)
  await stage.ask(STATS, ADA)
  await otherIsolate()
  const { text } = await stage.ask(STATS, ADA)
  await stage.ask(HARNESS, { ...ADA, method: 'PATCH', body: { description: 'Changed.' } })
  await otherIsolate()
  await stage.fault({ match: other, status: 403, times: 1 })
  expect((await stage.ask(other, { ...ADA, headers: { 'x-project': 'blue' } })).status).toBe(403)
  await stage.edge.idle()
  const after = await stage.ask(STATS, ADA)
  expect(after.cache).toMatch(/^fwd=/)
  expect(after.text).not.toBe(text)
})
