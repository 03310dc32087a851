import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FaultRule } from '../../sample/app.ts'
import { HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const STATS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}/stats`

let stage: CacheStage
const ada = (path = STATS, headers: Record<string, string> = {}) =>
  stage.ask(path, { as: 'ada', headers })
const callCount = async () => (await stage.calls()).length

beforeAll(async () => {
  stage = await startCacheStage({ UPSTREAM_TIMEOUT_MS: '300' })
})
afterAll(() => stage?.stop())
beforeEach(() => stage.reset())

describe('stale while revalidate', () => {
  test('while stale everyone is answered at once, and exactly one refresh runs behind', async () => {
    const first = await ada()
    await stage.pass(20_000)
    await stage.fault({ match: 'stats', delay_ms: 100 })
    const stale = await Promise.all(Array.from({ length: 20 }, () => ada()))
    for (const { text, cache, headers } of stale) {
      expect(text).toBe(first.text)
      expect(cache).toMatch(/^hit; ttl=-[5-7]; detail=stale-while-revalidate$/)
      expect(headers.get('age')).toMatch(/^2[0-2]$/)
      expect(headers.get('cache-control')).toBe('private, no-cache')
    }
    await stage.edge.idle()
    expect(await callCount()).toBe(2)
    const after = await ada()
    expect(after.cache).toMatch(/^hit; ttl=1[2-5]$/)
    expect(after.text).not.toBe(first.text)
    expect(await callCount()).toBe(2)
  })

  test('the refresh ends though the client that set it off has long been answered', async () => {
    await ada()
    await stage.pass(20_000)
    await stage.fault({ match: 'stats', delay_ms: 200 })
    await ada()
    expect(await stage.edge.idle()).toBe(0)
    expect((await ada()).cache).toMatch(/^hit; ttl=1[2-5]$/)
  })

  test.each([
    [12_000, /^hit; ttl=[0-3]$/],
    [16_000, /^hit; ttl=-[1-4]; detail=stale-while-revalidate$/],
    [57_000, /^hit; ttl=-4[2-5]; detail=stale-while-revalidate$/],
    [61_000, /^fwd=stale; fwd-status=200; stored$/],
  ])('at an age of %d ms: %s', async (age, cache) => {
    await ada()
    await stage.pass(age)
    expect((await ada()).cache).toMatch(cache)
  })

  test('a refresh that fails leaves what there was, and the next request tries again', async () => {
    const first = await ada()
    await stage.pass(20_000)
    await stage.fault({ match: 'stats', form: 'internal_error' })
    await ada()
    await stage.edge.idle()
    expect((await ada()).text).toBe(first.text)
    await stage.edge.idle()
    expect((await ada()).cache).toMatch(/^hit; ttl=1[2-5]$/)
  })
})

describe('a refusal', () => {
  test.each([
    [401, { form: 'unauthorized' }],
    [403, { form: 'forbidden' }],
    [404, { form: 'domain_404' }],
    [410, { status: 410, body: '{}' }],
  ] as const)('of a refresh by %d ends the entry at once, everywhere', async (status, fault) => {
    await ada()
    await stage.pass(20_000)
    await stage.fault({ match: 'stats', times: 0, ...fault } as FaultRule)
    expect((await ada()).status).toBe(200)
    await stage.edge.idle()
    expect((await ada()).status).toBe(status)
    await stage.edge.restart()
    expect((await ada()).status).toBe(status)
  })

  test('ends the entry also for stale-if-error', async () => {
    await ada()
    await stage.fault({ match: 'stats', form: 'forbidden' })
    expect((await ada(STATS, { 'cache-control': 'no-cache' })).status).toBe(403)
    await stage.fault({ match: 'stats', form: 'internal_error', times: 0 })
    expect((await ada()).status).toBe(500)
  })

  test('counts though KV goes on showing what was deleted', async () => {
    await ada()
    await stage.edge.idle()
    await stage.edge.setKv('sticky')
    await stage.fault({ match: 'stats', form: 'forbidden', times: 2 })
    expect((await ada(STATS, { 'cache-control': 'no-cache' })).status).toBe(403)
    expect((await ada()).status).toBe(403)
  })

  test('that comes while another call is under way ends that call’s answer too', async () => {
    await ada()
    await stage.pass(100_000)
    await stage.fault(
      { match: 'stats', delay_ms: 150, form: 'internal_error', times: 1 },
      { match: 'stats', form: 'forbidden', times: 1 },
    )
    const failing = ada()
    while ((await callCount()) < 2) await new Promise(setImmediate)
    expect((await ada(STATS, { 'cache-control': 'no-cache' })).status).toBe(403)
    // The stored answer was good when this one asked, and is not any more.
    expect((await failing).status).toBe(500)
  })

  test('of a member who was removed is seen at the next refresh', async () => {
    await stage.ask(STATS, { as: 'gina' })
    await stage.members({ action: 'remove', user: 'gina', org: 'one' })
    await stage.pass(20_000)
    expect((await stage.ask(STATS, { as: 'gina' })).status).toBe(200)
    await stage.edge.idle()
    expect((await stage.ask(STATS, { as: 'gina' })).status).toBe(401)
  })

  test('of one caller is nothing to another', async () => {
    await ada()
    await stage.ask(STATS, { as: 'gina' })
    await stage.fault({ match: 'stats', caller: 'gina', form: 'forbidden' })
    await stage.ask(STATS, { as: 'gina', headers: { 'cache-control': 'no-cache' } })
    expect((await ada()).cache).toMatch(/^hit/)
  })
})

describe('stale if error', () => {
  const FAILURES: readonly (readonly [string, FaultRule])[] = [
    ['500', { match: 'stats', form: 'internal_error', times: 0 }],
    ['502', { match: 'stats', form: 'html_502', times: 0 }],
    ['503', { match: 'stats', form: 'database_pool_exhausted', times: 0 }],
    ['504', { match: 'stats', status: 504, body: 'late', times: 0 }],
    ['429', { match: 'stats', status: 429, body: '{}', times: 0 }],
    ['silence', { match: 'stats', hang: true, times: 0 }],
    ['an answer that breaks off', { match: 'stats', cut_after: 20, times: 0 }],
  ]

  test.each(FAILURES)('%s: the stored answer as long as stale-if-error holds', async (_, fault) => {
    const first = await ada()
    await stage.fault(fault)
    await stage.pass(100_000)
    const during = await ada()
    expect([during.status, during.text]).toEqual([200, first.text])
    expect(during.cache).toMatch(/^hit; ttl=-8[5-8]; detail=stale-if-error$/)
    expect(during.headers.get('age')).toMatch(/^10[0-3]$/)
    await stage.pass(510_000)
    expect((await ada()).status).toBe(200)
    await stage.pass(6_000)
    expect((await ada()).status).toBeGreaterThanOrEqual(429)
  })

  test.each<readonly [string, FaultRule, number]>([
    ['400', { match: 'stats', form: 'plain_400' }, 400],
    ['409', { match: 'stats', form: 'nested_error' }, 409],
    ['501', { match: 'stats', status: 501, body: '' }, 501],
    [
      'a redirect to a login page',
      { match: 'stats', status: 302, headers: { location: '/in' } },
      502,
    ],
    ['a page where JSON should be', { match: 'stats', form: 'html_200' }, 502],
    ['another shape', { match: 'stats', body: ['hello'] }, 502],
  ])('%s is no error that a stored answer stands in for', async (_, fault, status) => {
    await ada()
    await stage.pass(100_000)
    await stage.fault(fault)
    expect((await ada()).status).toBe(status)
  })

  test('by name too, though the name is long expired', async () => {
    const byName = '/v1/harnesses/support-triage/stats'
    const first = await ada(byName)
    await stage.fault({ match: 'harnesses', form: 'internal_error', times: 0 })
    await stage.pass(400_000)
    const during = await ada(byName)
    expect([during.status, during.text]).toEqual([200, first.text])
  })

  test('from KV when the isolate is a new one', async () => {
    const first = await ada()
    await stage.edge.idle()
    await stage.edge.restart()
    await stage.fault({ match: 'stats', form: 'internal_error', times: 0 })
    await stage.pass(100_000)
    expect((await ada()).text).toBe(first.text)
    expect((await ada(STATS, { 'cache-control': 'no-cache' })).text).toBe(first.text)
  })

  test('a new caller gets the error, and nobody else’s answer', async () => {
    await ada()
    await stage.fault({ match: 'stats', form: 'internal_error', times: 0 })
    expect((await stage.ask(STATS, { as: 'gina' })).status).toBe(500)
    expect((await stage.ask(STATS, { as: 'ben' })).status).toBe(500)
  })
})
