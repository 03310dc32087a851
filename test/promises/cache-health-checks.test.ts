import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ORG_ONE, ORG_TWO } from '../../sample/callers.ts'
import { AGENT_SHARED, AGENT_UNKNOWN, AGENTS_ONE, RUNS } from '../../sample/catalogue.ts'
import { type Asking, type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const checks = (agent: string) => `/v1/agents/${agent}/health-checks`
const LATEST = `${checks(AGENTS_ONE.healthy)}/latest`

let stage: CacheStage
const ada = (path: string, asking: Asking = {}) => stage.ask(path, { as: 'ada', ...asking })
const read = async (path: string) => JSON.parse((await ada(path)).text)

beforeAll(async () => {
  stage = await startCacheStage()
})
afterAll(() => stage?.stop())
beforeEach(() => stage.reset())

describe('a run', () => {
  test.each([
    ['completed', AGENTS_ONE.healthy, RUNS.completed],
    ['failed', AGENTS_ONE.failing, RUNS.failed],
    ['given up and reported as failed', AGENTS_ONE.healthy, RUNS.stale],
  ])('that has %s lives for an hour', async (_, agent, run) => {
    const path = `${checks(agent)}/${run}`
    const { text } = await ada(path)
    await stage.pass(3_500_000)
    const later = await ada(path)
    expect([later.text, later.cache]).toEqual([text, expect.stringMatching(/^hit; ttl=\d+$/)])
    await stage.pass(200_000)
    expect((await ada(path)).cache).toMatch(/^fwd=uri-miss/)
  })

  test.each([
    ['pending', AGENTS_ONE.stuckPending, RUNS.stuckPending],
    ['running', AGENTS_ONE.stuckRunning, RUNS.stuckRunning],
  ])('that is %s lives for two seconds, and is not served stale', async (_, agent, run) => {
    const path = `${checks(agent)}/${run}`
    const { headers } = await ada(path)
    expect(headers.get('cache-control')).toBe('private, no-cache')
    await stage.pass(2_000)
    expect((await ada(path)).cache).toMatch(/^fwd=(?:uri-miss|stale); fwd-status=200; stored$/)
  })

  test('is followed from pending to completed, and then asked for no more', async () => {
    const path = `${checks(AGENTS_ONE.moving)}/${RUNS.moving}`
    const seen: string[] = []
    for (let n = 0; n < 6; n++) {
      seen.push((await read(path)).status)
      await stage.pass(2_000)
    }
    expect([...new Set(seen)]).toEqual(['pending', 'running', 'completed'])
    const calls = (await stage.calls()).length
    await ada(path)
    expect((await stage.calls()).length).toBe(calls)
  })

  test('of an agent ID that two organisations have is each one’s own', async () => {
    const cleo = (org: string, run: string) =>
      stage.ask(`${checks(AGENT_SHARED)}/${run}`, { as: 'cleo', headers: { 'x-org-id': org } })
    const one = await cleo(ORG_ONE, RUNS.sharedInOne)
    const two = await cleo(ORG_TWO, RUNS.sharedInTwo)
    expect([one.status, two.status]).toEqual([200, 200])
    expect((await cleo(ORG_TWO, RUNS.sharedInOne)).status).toBe(404)
    expect((await cleo(ORG_ONE, RUNS.sharedInTwo)).status).toBe(404)
  })
})

describe('the latest run', () => {
  test('moves on with its run: polled once a second, the upstream hears of every other poll', async () => {
    const path = `${checks(AGENTS_ONE.moving)}/latest`
    const seen: string[] = []
    for (let n = 0; n < 10; n++) {
      seen.push((await read(path)).run.status)
      await stage.pass(1_000)
    }
    expect([...new Set(seen)]).toEqual(['pending', 'running', 'completed'])
    expect((await stage.calls()).length).toBeLessThanOrEqual(6)
  })

  test('moves on with config_changed though nothing was written through here', async () => {
    expect((await read(LATEST)).config_changed).toBe(false)
    await stage.mutate({
      op: 'update_agent',
      org: 'one',
      id: AGENTS_ONE.healthy,
      content: { system_prompt: 'Another.' },
    })
    await stage.pass(2_000)
    expect((await read(LATEST)).config_changed).toBe(true)
  })

  test('moves on at once where the caller itself edits the agent or triggers a run', async () => {
    await ada(LATEST)
    const agent = `/v1/agents/${AGENTS_ONE.healthy}`
    await ada(agent, { method: 'PATCH', body: { system_prompt: 'Another.' } })
    expect((await read(LATEST)).config_changed).toBe(true)
    const run = JSON.parse((await ada(`${agent}/health-checks`, { method: 'POST', body: {} })).text)
    const latest = await read(LATEST)
    expect([latest.run.id, latest.config_changed]).toEqual([run.id, false])
  })

  test('without a run is cached as it is', async () => {
    const path = `${checks(AGENTS_ONE.unchecked)}/latest`
    expect(await read(path)).toEqual({ config_changed: false })
    expect((await ada(path)).cache).toMatch(/^hit/)
  })

  test('of an agent ID that two organisations have is each one’s own, at the same time', async () => {
    const path = `${checks(AGENT_SHARED)}/latest`
    const [mine, theirs] = await Promise.all([ada(path), stage.ask(path, { as: 'ben' })])
    expect(JSON.parse(mine.text).run.id).toBe(RUNS.sharedInOne)
    expect(JSON.parse(theirs.text).run.id).toBe(RUNS.sharedInTwo)
  })

  test('is not served while the upstream fails: it would be a lie by then', async () => {
    await ada(LATEST)
    await stage.pass(2_000)
    await stage.fault({ match: 'latest', form: 'internal_error', times: 0 })
    expect((await ada(LATEST)).status).toBe(500)
  })
})

describe('what is not there', () => {
  test.each([
    ['an agent', `${checks(AGENT_UNKNOWN)}/latest`],
    ['a run', `${checks(AGENTS_ONE.healthy)}/${RUNS.unknown}`],
    ['a run of another agent', `${checks(AGENTS_ONE.healthy)}/${RUNS.failed}`],
  ])('%s is remembered for five seconds', async (_, path) => {
    expect((await ada(path)).cache).toBe('fwd=uri-miss; fwd-status=404')
    expect((await ada(path)).cache).toMatch(/^hit; ttl=[3-5]; detail=negative$/)
    await stage.pass(5_000)
    expect((await ada(path)).cache).toBe('fwd=uri-miss; fwd-status=404')
  })

  test('a malformed run ID is a 400, and is remembered by nobody', async () => {
    const path = `${checks(AGENTS_ONE.healthy)}/nonsense`
    await ada(path)
    expect((await ada(path)).cache).toBe('fwd=uri-miss; fwd-status=400')
  })
})
