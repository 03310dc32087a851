import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FaultRule } from '../../sample/app.ts'
import { HARNESS_UNKNOWN, HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const HARNESS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`
const STATS = `${HARNESS}/stats`
const MEBIBYTE = 1024 * 1024

let stage: CacheStage
const ada = (path: string, headers: Record<string, string> = {}) =>
  stage.ask(path, { as: 'ada', headers })
const callCount = async () => (await stage.calls()).length

beforeAll(async () => {
  stage = await startCacheStage()
})
afterAll(() => stage?.stop())
beforeEach(() => stage.reset())

describe('never stored', () => {
  test.each<readonly [string, FaultRule]>([
    ['an answer with Set-Cookie', { match: 'stats', headers: { 'set-cookie': 'seen=1' } }],
    ['no-store', { match: 'stats', headers: { 'cache-control': 'no-store' } }],
    ['no-cache', { match: 'stats', headers: { 'cache-control': 'private, no-cache' } }],
    ['Vary: *', { match: 'stats', headers: { vary: '*' } }],
  ])('%s: delivered once, and asked for anew', async (_, fault) => {
    await stage.fault(fault)
    const first = await ada(STATS)
    expect([first.status, first.cache]).toEqual([200, 'fwd=uri-miss; fwd-status=200'])
    expect(first.headers.get('cache-control')).toBe('private, no-store')
    expect(first.headers.get('set-cookie')).toBe(fault.headers?.['set-cookie'] ?? null)
    const second = await ada(STATS)
    expect(second.cache).toBe('fwd=uri-miss; fwd-status=200; stored')
    expect(second.text).not.toBe(first.text)
  })

  test.each([
    ['Set-Cookie', { 'set-cookie': 'seen=1' }],
    ['no-store', { 'cache-control': 'no-store' }],
    ['no-cache', { 'cache-control': 'no-cache' }],
    ['max-age=0', { 'cache-control': 'max-age=0' }],
    ['Expires: 0', { expires: '0' }],
    ['an age beyond it', { 'cache-control': 'max-age=30', age: '30' }],
    ['Vary: *', { vary: '*' }],
  ])('a 404 with %s: the next request asks anew', async (_, headers: Record<string, string>) => {
    await stage.fault({ match: 'stats', form: 'domain_404', headers })
    expect((await ada(STATS)).status).toBe(404)
    expect((await ada(STATS)).cache).toBe('fwd=uri-miss; fwd-status=200; stored')
  })

  test.each<readonly [string, FaultRule, number]>([
    ['401', { match: 'stats', form: 'unauthorized' }, 401],
    ['an older 401', { match: 'stats', form: 'legacy_401' }, 401],
    ['403', { match: 'stats', form: 'policy_403' }, 403],
    ['407', { match: 'stats', status: 407, body: '' }, 407],
    ['410', { match: 'stats', status: 410, body: '{}' }, 410],
    ['429', { match: 'stats', form: 'stream_limit' }, 429],
    ['500', { match: 'stats', form: 'empty_500' }, 500],
    ['503', { match: 'stats', status: 501, body: '' }, 501],
    ['a redirect', { match: 'stats', status: 302, headers: { location: '/' } }, 502],
    ['a page', { match: 'stats', form: 'html_200' }, 502],
    ['half a JSON', { match: 'stats', form: 'invalid_json' }, 502],
    ['JSON that breaks off', { match: 'stats', cut_after: 40 }, 502],
    ['JSON that is no object', { match: 'stats', body: [] }, 502],
    ['204', { match: 'stats', status: 204 }, 502],
    ['206', { match: 'stats', status: 206, body: '{}' }, 502],
  ])('%s: the next request asks anew', async (_, fault, status) => {
    await stage.fault({ ...fault, times: 0 })
    expect((await ada(STATS)).status).toBe(status)
    await stage.clearFaults()
    expect((await ada(STATS)).cache).toBe('fwd=uri-miss; fwd-status=200; stored')
    await stage.edge.idle()
    expect((await (await stage.edge.kv()).list()).keys).toHaveLength(1)
  })

  test.each([
    [MEBIBYTE - 20_000, 'fwd=uri-miss; fwd-status=200; stored', /^hit/],
    [MEBIBYTE, 'fwd=uri-miss; fwd-status=200', /^fwd=uri-miss/],
  ])('a body with %d bytes of text in it: %s', async (length, first, second) => {
    const { text } = await stage.askSample(HARNESS, { as: 'ada' })
    const body = { ...JSON.parse(text), description: 'x'.repeat(length) }
    await stage.fault({ match: HARNESS, body })
    const large = await ada(HARNESS)
    expect([large.status, large.cache]).toEqual([200, first])
    expect(JSON.parse(large.text).description).toHaveLength(length)
    expect((await ada(HARNESS)).cache).toMatch(second)
  })

  test('what the upstream allows only for a time is kept only for that time', async () => {
    await stage.fault({
      match: 'stats',
      headers: { 'cache-control': 'max-age=5, must-revalidate' },
    })
    expect((await ada(STATS)).headers.get('cache-control')).toBe('private, no-cache')
    expect((await ada(STATS)).cache).toMatch(/^hit; ttl=[345]$/)
    await stage.pass(6_000)
    expect((await ada(STATS)).cache).toBe('fwd=uri-miss; fwd-status=200; stored')
  })
})

describe('what a request asks of the cache', () => {
  test.each(['no-cache', 'max-age=0', 'No-Cache, fancy'])('%s asks, and stores', async (asked) => {
    await ada(STATS)
    const again = await ada(STATS, { 'cache-control': asked })
    expect(again.cache).toBe('fwd=request; fwd-status=200; stored')
    expect((await ada(STATS)).text).toBe(again.text)
    expect(await callCount()).toBe(2)
  })

  test('Pragma: no-cache is the same, of old', async () => {
    await ada(STATS)
    expect((await ada(STATS, { pragma: 'no-cache' })).cache).toMatch(/^fwd=request/)
  })

  test('no-store asks, and leaves what is stored as it is', async () => {
    const first = await ada(STATS)
    const own = await ada(STATS, { 'cache-control': 'no-store' })
    expect(own.cache).toBe('fwd=request; fwd-status=200')
    expect(own.headers.get('cache-control')).toBe('private, no-store')
    expect(own.text).not.toBe(first.text)
    expect((await ada(STATS)).text).toBe(first.text)
  })

  test('no-store of what is not there remembers no 404 either, nor a name', async () => {
    const unknown = `/v1/harnesses/${HARNESS_UNKNOWN}`
    await ada(unknown, { 'cache-control': 'no-store' })
    expect((await ada(unknown)).cache).toBe('fwd=uri-miss; fwd-status=404')
    await ada('/v1/harnesses/support-triage', { 'cache-control': 'no-store' })
    expect((await ada('/v1/harnesses/support-triage')).cache).toMatch(/^fwd=uri-miss/)
    expect((await ada(HARNESS)).cache).toMatch(/^hit/)
  })

  test('only-if-cached gives what is stored or a 504, and the upstream is not asked', async () => {
    const only = { 'cache-control': 'only-if-cached' }
    for (const path of [STATS, HARNESS, '/v1/harnesses/support-triage/stats']) {
      const answer = await ada(path, only)
      expect([answer.status, JSON.parse(answer.text).code]).toEqual([504, 'not_cached'])
    }
    expect(await callCount()).toBe(0)
    const { text } = await ada(STATS)
    expect((await ada(STATS, only)).text).toBe(text)
    await stage.pass(20_000)
    expect((await ada(STATS, only)).text).toBe(text)
    await stage.edge.idle()
    expect(await callCount()).toBe(1)
    await stage.pass(60_000)
    expect((await ada(STATS, only)).status).toBe(504)
  })

  test('only-if-cached asks nobody: not for another selector, not for a name that led nowhere', async () => {
    const only = { 'cache-control': 'only-if-cached' }
    for (const path of [STATS, '/v1/harnesses/support-triage/stats', '/v1/sessions']) {
      expect((await ada(path, { ...only, 'x-project': 'blue' })).status).toBe(504)
    }
    // What is never stored is not cached.
    const sessions = await ada('/v1/sessions', only)
    expect([sessions.status, JSON.parse(sessions.text).code]).toEqual([504, 'not_cached'])
    expect(await callCount()).toBe(0)
    await stage.fault({ match: 'stats', form: 'domain_404' })
    await ada(STATS)
    await ada('/v1/harnesses/support-triage')
    const asked = await callCount()
    const { status, cache } = await ada('/v1/harnesses/support-triage/stats', only)
    expect([status, cache]).toEqual([404, expect.stringContaining('negative')])
    expect(await callCount()).toBe(asked)
  })

  test('max-age takes what is young enough, and asks otherwise', async () => {
    await ada(STATS)
    await stage.pass(8_000)
    expect((await ada(STATS, { 'cache-control': 'max-age=12' })).cache).toMatch(/^hit/)
    expect((await ada(STATS, { 'cache-control': 'max-age=8' })).cache).toBe(
      'fwd=request; fwd-status=200; stored',
    )
    expect((await ada(STATS, { 'cache-control': 'max-age=8' })).cache).toMatch(/^hit/)
  })

  test.each(['max-age=-1', 'max-age=soon', 'no_cache', ',,;=', 'max-age'])(
    'garbage asks nothing: %s',
    async (garbage) => {
      await ada(STATS)
      expect((await ada(STATS, { 'cache-control': garbage })).cache).toMatch(/^hit/)
    },
  )

  test('who must not be given anything stored is not, though the query differs in nothing that counts', async () => {
    await ada(`${HARNESS}?x=1`)
    await stage.mutate({
      op: 'update_harness',
      org: 'one',
      harness: 'support-triage',
      content: { description: 'Written elsewhere.' },
    })
    const fresh = await ada('/v1/harnesses/support-triage?x=1', { 'cache-control': 'no-cache' })
    expect(JSON.parse(fresh.text).description).toBe('Written elsewhere.')
  })
})

describe('a header that may select something and that no key knows', () => {
  test('goes to the upstream, and nothing of it is stored or served from the store', async () => {
    const stored = await ada(STATS)
    const project = { 'x-everruns-project': 'blue' }
    const other = await ada(STATS, project)
    expect([other.status, other.cache]).toEqual([
      200,
      'fwd=bypass; fwd-status=200; detail=unkeyed-header',
    ])
    expect(other.headers.get('cache-control')).toBe('private, no-store')
    expect((await stage.calls()).at(-1)?.headers['x-everruns-project']).toBe('blue')
    expect((await ada(STATS)).text).toBe(stored.text)
    expect((await ada(STATS, project)).cache).toBe(
      'fwd=bypass; fwd-status=200; detail=unkeyed-header',
    )
  })

  test('is told of where a name stands for the ID too', async () => {
    const { cache } = await ada('/v1/harnesses/support-triage/stats', { 'x-project': 'blue' })
    expect(cache).toBe('fwd=bypass; fwd-status=200; detail=unkeyed-header')
  })

  test('makes no flight that another could join', async () => {
    await stage.fault({ match: 'stats', delay_ms: 100, times: 0 })
    const all = await Promise.all([
      ada(STATS, { 'x-project': 'blue' }),
      ada(STATS, { 'x-project': 'red' }),
      ada(STATS),
    ])
    expect(all.map(({ cache }) => cache).filter((cache) => cache.includes('collapsed'))).toEqual([])
    expect(new Set(all.map(({ text }) => text)).size).toBe(3)
  })

  test.each(['x-request-id', 'x-correlation-id', 'x-requested-with', 'x-forwarded-for'])(
    'is not one of those that are known to select nothing: %s',
    async (name) => {
      await ada(STATS)
      expect((await ada(STATS, { [name]: 'something' })).cache).toMatch(/^hit/)
    },
  )
})
