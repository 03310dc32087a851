import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { AGENT_SHARED, AGENT_UNKNOWN, AGENTS_ONE } from '../../sample/catalogue.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const stats = (agent: string) => `/v1/agents/${agent}/stats`
const STATS = stats(AGENTS_ONE.healthy)

let stage: CacheStage

beforeAll(async () => {
  stage = await startCacheStage({ STATS_SHARING: 'proved' })
})
afterAll(() => stage?.stop())
beforeEach(() => stage.reset())

test('an agent’s stats are fresh for 15 seconds, then served while one refresh runs behind them', async () => {
  const first = await stage.ask(STATS, { as: 'ada' })
  expect([first.status, first.cache]).toEqual([200, 'fwd=uri-miss; fwd-status=200; stored'])
  const own = await stage.askSample(STATS, { as: 'ada' })
  expect(Object.keys(JSON.parse(first.text))).toEqual(Object.keys(JSON.parse(own.text)))
  await stage.pass(14_000)
  expect((await stage.ask(STATS, { as: 'ada' })).cache).toMatch(/^hit; ttl=[01]$/)
  await stage.pass(10_000)
  expect((await stage.ask(STATS, { as: 'ada' })).cache).toMatch(/detail=stale-while-revalidate$/)
  await stage.edge.idle()
  expect((await stage.ask(STATS, { as: 'ada' })).cache).toMatch(/^hit; ttl=1\d$/)
})

test('an agent’s stats are each caller’s own, though two organisations know the agent by one ID', async () => {
  const one = await stage.ask(stats(AGENT_SHARED), { as: 'ada' })
  const two = await stage.ask(stats(AGENT_SHARED), { as: 'ben' })
  expect([one.cache, two.cache]).toEqual(Array(2).fill('fwd=uri-miss; fwd-status=200; stored'))
  expect(two.text).not.toBe(one.text)
})

test('an agent that is not there is a problem, remembered for a moment', async () => {
  const first = await stage.ask(stats(AGENT_UNKNOWN), { as: 'ada' })
  expect([first.status, JSON.parse(first.text).code]).toEqual([404, 'agent_not_found'])
  expect((await stage.ask(stats(AGENT_UNKNOWN), { as: 'ada' })).cache).toMatch(/negative/)
})
