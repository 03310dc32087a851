import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AGENTS_ONE, HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type SharedStage, startSharedStage } from '../support/shared-stage.ts'

const HARNESS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`
const STATS = `${HARNESS}/stats`
const BY_NAME = '/v1/harnesses/support-triage/stats'
const OTHER_STATS = `/v1/harnesses/${HARNESSES_ONE.generic}/stats`
const LATEST = `/v1/agents/${AGENTS_ONE.healthy}/health-checks/latest`
const NO_CACHE = { 'cache-control': 'no-cache' }

let stage: SharedStage

beforeAll(async () => {
  stage = await startSharedStage()
})
beforeEach(async () => {
  await stage.reset()
  await stage.edge.useIsolate('a')
})
afterAll(() => stage?.stop())

const gina = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  stage.ask(path, { as: 'gina', headers, method })

/** Gina is admitted to two harnesses; Ada keeps a body there. */
async function admit(): Promise<void> {
  await gina(STATS)
  await gina(OTHER_STATS)
  await stage.ask(STATS, { as: 'ada' })
  expect((await gina(STATS)).cache).toMatch(/^hit/)
  await stage.edge.idle()
}

const refuse = (status: number, match: string) =>
  stage.fault({ match, status, caller: 'gina', times: 1 })

describe('a refusal by any route ends what it is about', () => {
  test.each([
    ['stats with a header that no key knows', STATS, { 'x-project': 'blue' }],
    ['the harness', HARNESS, NO_CACHE],
    ['the harness by its name', '/v1/harnesses/support-triage', NO_CACHE],
    ['stats by the name', BY_NAME, NO_CACHE],
  ])('403 to %s: stats are asked for as this caller again', async (_, path, headers) => {
    await admit()
    await refuse(403, '/v1/harnesses/')
    expect((await gina(path, headers)).status).toBe(403)
    await stage.edge.idle()
    const { result, calls } = await stage.watch(() => gina(STATS))
    expect([result.cache.split(';')[0], calls.at(-1)]).toEqual(['fwd=uri-miss', 'gina stats'])
    expect((await gina(OTHER_STATS)).cache).toMatch(/^hit/)
  })

  test.each([
    ['a health check', LATEST, {}],
    ['the sessions list', '/v1/sessions?limit=3', {}],
    ['a forwarded call', '/v1/harness-examples', {}],
    ['stats with a header that no key knows', STATS, { 'x-project': 'blue' }],
  ])('401 to %s: the list is asked, and its 401 ends all', async (_, path, headers) => {
    await admit()
    await stage.members({ action: 'remove', user: 'gina', org: 'one' })
    expect((await gina(path, headers)).status).toBe(401)
    await stage.edge.idle()
    for (const stats of [STATS, OTHER_STATS]) expect((await gina(stats)).status).toBe(401)
    expect((await stage.ask(STATS, { as: 'ada' })).cache).toMatch(/^hit/)
  })

  test('401 of one odd route costs one list, and no admission', async () => {
    await admit()
    await refuse(401, 'health-checks')
    expect((await gina(LATEST)).status).toBe(401)
    await stage.edge.idle()
    const first = await stage.watch(() => gina(STATS))
    expect([first.result.cache.split(';')[0], first.calls]).toEqual(['hit', ['gina list']])
    const second = await stage.watch(() => gina(OTHER_STATS))
    expect([second.result.cache.split(';')[0], second.calls]).toEqual(['hit', []])
  })

  test('401 withholds what is the caller’s own too, until the list has spoken', async () => {
    await gina(HARNESS)
    expect((await gina(HARNESS)).cache).toMatch(/^hit/)
    await refuse(401, 'health-checks')
    await gina(LATEST)
    await stage.members({ action: 'remove', user: 'gina', org: 'one' })
    expect((await gina(HARNESS)).status).toBe(401)
  })

  test('403 to a change ends nothing', async () => {
    await admit()
    await stage.fault({ match: HARNESS, status: 403, caller: 'gina', times: 1 })
    const { status } = await gina(HARNESS, { 'content-type': 'application/json' }, 'DELETE')
    expect(status).toBe(403)
    expect((await gina(STATS)).cache).toMatch(/^hit/)
  })

  test('404 by name with no-cache ends the ID too', async () => {
    await gina(BY_NAME)
    expect((await gina(BY_NAME)).cache).toMatch(/^hit/)
    await stage.fault({ match: '/v1/harnesses/', form: 'domain_404', caller: 'gina', times: 0 })
    expect((await gina(BY_NAME, NO_CACHE)).status).toBe(404)
    expect((await gina(BY_NAME)).status).toBe(404)
    await stage.clearFaults()
  })
})

describe('two isolates of one location', () => {
  test.each([true, false])(
    'a refusal in one ends in the other with its next renewal; with a location’s cache: %s',
    async (hasLocation) => {
      await stage.edge.setLocation(hasLocation)
      await admit()
      await stage.edge.useIsolate('b')
      await refuse(403, '/stats')
      expect((await gina(STATS, NO_CACHE)).status).toBe(403)
      await stage.edge.idle()
      await stage.edge.useIsolate('a')
      await stage.fault({ match: '/stats', status: 403, caller: 'gina', times: 0 })
      const given: number[] = []
      for (let since = 0; since <= 120; since += 5) {
        await stage.ask(STATS, { as: 'ada' })
        if ((await gina(STATS)).status === 200) given.push(since)
        await stage.edge.idle()
        await stage.pass(5_000)
      }
      expect(Math.max(-1, ...given)).toBeLessThan(60)
      await stage.clearFaults()
      await stage.edge.setLocation(false)
    },
  )
})

test('what another isolate stored of a harness is not given after a second 403 of its stats', async () => {
  await stage.edge.setLocation(true)
  const refuseStats = async () => {
    await refuse(403, '/stats')
    expect((await gina(STATS, NO_CACHE)).status).toBe(403)
    await stage.edge.idle()
    await stage.pass(1_000)
  }
  await refuseStats()
  await stage.edge.useIsolate('b')
  expect((await gina(HARNESS)).status).toBe(200)
  await stage.edge.idle()
  await stage.pass(1_000)
  await stage.edge.useIsolate('a')
  await refuseStats()
  const { result, calls } = await stage.watch(() => gina(HARNESS))
  expect([result.status, calls]).toEqual([200, ['gina harness']])
  await stage.edge.setLocation(false)
})

describe('what a caller without access costs', () => {
  test('a harness that may be read, and not its stats: KV has a delete of the first 403 alone', async () => {
    const finn = () => stage.ask(STATS, { as: 'finn' })
    const first = await stage.watch(finn)
    expect([first.result.status, first.kv.deletes]).toEqual([403, 1])
    for (let polls = 0; polls < 2; polls++) {
      await stage.pass(5_000)
      const { result, calls, kv } = await stage.watch(finn)
      expect([result.status, calls]).toEqual([403, ['finn stats']])
      expect([kv.writes, kv.deletes]).toEqual([0, 0])
    }
  })

  test.each([STATS, BY_NAME])(
    '%s with a token that nobody has: one call, nothing written',
    async (path) => {
      const token = `evr_pat_${'9'.repeat(64)}`
      const ask = () => stage.ask(path, { headers: { authorization: token } })
      const { result, calls, kv } = await stage.watch(ask)
      expect([result.status, calls.length, kv.writes]).toEqual([401, 1, 0])
      // That of its own harness; of shared stats it has nothing that could be removed.
      expect(kv.deletes).toBeLessThanOrEqual(1)
    },
  )

  test.each(['no-cache', 'no-store', 'max-age=0'])(
    'stats by a name that is not known, with %s, are one call',
    async (directive) => {
      const { result, calls } = await stage.watch(() =>
        gina(BY_NAME, { 'cache-control': directive }),
      )
      expect([result.status, calls]).toEqual([200, ['gina stats']])
    },
  )
})

test('one caller’s words of a limit never reach another who follows the same flight', async () => {
  await admit()
  await stage.pass(700_000)
  for (const as of ['ada', 'gina'] as const) await stage.ask(OTHER_STATS, { as })
  const body = JSON.stringify({
    title: 'x',
    status: 429,
    detail: 'User ada of plan free used 1201',
  })
  await stage.fault({ match: '/stats', status: 429, body, caller: 'ada', delay_ms: 500, times: 1 })
  const before = (await stage.calls()).length
  const leader = stage.ask(STATS, { as: 'ada' })
  await expect.poll(async () => (await stage.calls()).length).toBeGreaterThan(before)
  const [ada, other] = await Promise.all([leader, gina(STATS)])
  expect(ada.status).toBe(429)
  expect([other.status, other.text.includes('plan free')]).toEqual([200, false])
})

test('a cached read carries the cookies that are keyed, and the edge’s own User-Agent', async () => {
  const cookie = 'CF_Authorization=somebody; access_token=x; everruns_org=org_1; theme=dark'
  await stage.ask(STATS, { headers: { cookie, 'user-agent': 'curl/8' } })
  const headers: Record<string, string> = (await stage.calls()).at(-1)?.headers ?? {}
  expect(headers.cookie).toBe('access_token=x; everruns_org=org_1')
  expect(headers['user-agent']).toMatch(/^everruns-edge\//)
})
