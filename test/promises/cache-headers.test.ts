import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AGENT_SHARED, HARNESS_UNKNOWN, HARNESSES_ONE, RUNS } from '../../sample/catalogue.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const STATS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}/stats`
const HARNESS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`

/** Every cached route, with the freshness of its bodies in seconds. */
const ROUTES = [
  [STATS, 15],
  ['/v1/harnesses/support-triage/stats', 15],
  [HARNESS, 30],
  ['/v1/harnesses/support-triage', 30],
  [`/v1/agents/${AGENT_SHARED}/health-checks/latest`, 9],
  [`/v1/agents/${AGENT_SHARED}/health-checks/${RUNS.sharedInOne}`, 3600],
] as const

/** A client’s own cache asks each time, but for what never changes. */
const clientCacheControl = (path: string) =>
  path.endsWith(RUNS.sharedInOne) ? 'private, max-age=3600' : 'private, no-cache'

let stage: CacheStage
const ada = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  stage.ask(path, { as: 'ada', headers, method })

beforeAll(async () => {
  // Long enough for a test on a slow machine, short enough to stay out of KV.
  stage = await startCacheStage({ CHECK_FRESH_SECONDS: '9' })
})
afterAll(() => stage?.stop())
beforeEach(() => stage.reset())

describe.each(ROUTES)('%s', (path, freshSeconds) => {
  test('a miss says that it was one, and is stored', async () => {
    const { status, headers, cache } = await ada(path)
    expect(status).toBe(200)
    expect(cache).toBe('fwd=uri-miss; fwd-status=200; stored')
    expect(headers.get('cache-control')).toBe(clientCacheControl(path))
    expect(headers.get('vary')).toBe('Authorization, Cookie, X-Org-Id')
    expect(headers.get('etag')).toMatch(/^"[\w-]{43}"$/)
    expect(headers.get('age')).toMatch(/^[01]$/)
    expect(headers.get('content-type')).toBe('application/json')
  })

  test('a hit has the same bytes and tag, the age, and what is left of its freshness', async () => {
    const first = await ada(path)
    await stage.pass(1_000)
    const { status, headers, text, cache } = await ada(path)
    expect([status, text, headers.get('etag')]).toEqual([
      200,
      first.text,
      first.headers.get('etag'),
    ])
    const ttl = Number(/^hit; ttl=(\d+)$/.exec(cache)?.[1])
    expect(ttl).toBeGreaterThanOrEqual(freshSeconds - 4)
    expect(ttl).toBeLessThan(freshSeconds)
    expect(headers.get('age')).toMatch(/^[1-3]$/)
    expect(headers.get('cache-control')).toBe(clientCacheControl(path))
    expect(headers.get('vary')).toBe('Authorization, Cookie, X-Org-Id')
  })

  test('a tag that is known gets a 304 with the headers of the 200, and no body', async () => {
    const { headers } = await ada(path)
    const tag = headers.get('etag') ?? ''
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const again = await ada(path, { 'if-none-match': known })
      expect([again.status, again.text]).toEqual([304, ''])
      expect(again.cache).toMatch(/^hit/)
      for (const name of ['etag', 'vary', 'cache-control', 'date', 'age']) {
        expect(again.headers.get(name), name).not.toBeNull()
      }
      expect(again.headers.get('content-type')).toBeNull()
    }
  })

  test('a tag that is not known, and garbage, get the body', async () => {
    await ada(path)
    for (const unknown of ['"other"', 'W/"other"', 'rubbish', '"', '"a" "b"']) {
      expect((await ada(path, { 'if-none-match': unknown })).status).toBe(200)
    }
  })

  test('a tag that is known gets a 304 also where the upstream was asked', async () => {
    const { headers } = await ada(path)
    const again = await ada(path, {
      'if-none-match': headers.get('etag') ?? '',
      'cache-control': 'no-cache',
    })
    // Stats are counted anew at each call; everything else has not changed.
    expect(again.status).toBe(path.endsWith('/stats') ? 200 : 304)
    expect(again.cache).toBe('fwd=request; fwd-status=200; stored')
  })

  test('HEAD has the headers of the GET, no body, and shares its entry', async () => {
    const head = await ada(path, {}, 'HEAD')
    expect([head.status, head.text]).toEqual([200, ''])
    expect(head.cache).toBe('fwd=uri-miss; fwd-status=200; stored')
    const get = await ada(path)
    expect(get.cache).toMatch(/^hit/)
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'))
    expect(head.headers.get('content-type')).toBe('application/json')
    const tag = get.headers.get('etag') ?? ''
    expect((await ada(path, { 'if-none-match': tag }, 'HEAD')).status).toBe(304)
  })
})

test('the time that the upstream took is age, and does not count as freshness', async () => {
  await stage.fault({ match: 'stats', delay_ms: 1_100 })
  const { headers } = await ada(STATS)
  expect(headers.get('age')).toMatch(/^[1-3]$/)
  expect(headers.get('cache-control')).toBe('private, no-cache')
})

test('the age that a cache before this one gives is age', async () => {
  await stage.fault({ match: 'stats', headers: { age: '9', 'cache-status': 'cdn; hit; ttl=3' } })
  const { headers } = await ada(STATS)
  expect(headers.get('age')).toMatch(/^9|10$/)
  expect(headers.get('cache-status')).toBe(
    'cdn; hit; ttl=3, everruns-edge; fwd=uri-miss; fwd-status=200; stored',
  )
  await stage.pass(6_000)
  expect((await ada(STATS)).cache).toMatch(/^hit; ttl=-[1-3]; detail=stale-while-revalidate$/)
})

describe('problems', () => {
  test.each([
    ['what is not there', `/v1/harnesses/${HARNESS_UNKNOWN}`, {}, 404],
    ['what no harness can be called', '/v1/harnesses/Not_A_Name', {}, 404],
    ['only-if-cached', HARNESS, { 'cache-control': 'only-if-cached' }, 504],
    ['no credential', HARNESS, { authorization: 'none' }, 401],
  ])('are not cacheable and give no tag: %s', async (_, path, headers, status) => {
    const answer = await ada(path, headers)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    expect(answer.headers.get('etag')).toBeNull()
  })

  test('have no Cache-Status where the edge made them, and one where the upstream did', async () => {
    expect((await ada(STATS, { 'cache-control': 'only-if-cached' })).cache).toBe('')
    await stage.fault({ match: 'stats', body: '<html>', status: 200 })
    expect((await ada(STATS)).cache).toBe('')
    await stage.fault({ match: 'stats', form: 'forbidden' })
    expect((await ada(STATS)).cache).toBe('fwd=uri-miss; fwd-status=403')
  })

  test('of what is not there say that they were remembered', async () => {
    const path = `/v1/harnesses/${HARNESS_UNKNOWN}`
    expect((await ada(path)).cache).toBe('fwd=uri-miss; fwd-status=404')
    const again = await ada(path)
    expect(again.status).toBe(404)
    expect(again.cache).toMatch(/^hit; ttl=[2-5]; detail=negative$/)
    expect(await stage.calls()).toHaveLength(1)
    await stage.pass(5_000)
    expect((await ada(path)).cache).toBe('fwd=uri-miss; fwd-status=404')
  })
})
