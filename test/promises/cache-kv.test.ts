import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { USERS, type UserName } from '../../sample/callers.ts'
import { AGENT_SHARED, HARNESSES_ONE, RUNS } from '../../sample/catalogue.ts'
import type { KvCounts } from '../edge/faulty-kv.ts'
import { type CacheStage, emptyKv, startCacheStage } from '../support/cache-stage.ts'

const HARNESS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`
const STATS = `${HARNESS}/stats`
const CHECKS = `/v1/agents/${AGENT_SHARED}/health-checks`

let stage: CacheStage
const ada = (path: string, headers: Record<string, string> = {}) =>
  stage.ask(path, { as: 'ada', headers })

beforeAll(async () => {
  stage = await startCacheStage()
})
afterAll(() => stage?.stop())
beforeEach(() => stage.reset())

/** What KV was asked for, until nothing ran behind the answers any more. */
async function kvCost(work: () => Promise<unknown>): Promise<KvCounts> {
  await stage.edge.idle()
  const before = await stage.edge.kvCounts()
  await work()
  await stage.edge.idle()
  const after = await stage.edge.kvCounts()
  const cost = (name: keyof KvCounts) => after[name] - before[name]
  return {
    reads: cost('reads'),
    writes: cost('writes'),
    deletes: cost('deletes'),
    lists: cost('lists'),
  }
}

const NOTHING: KvCounts = { reads: 0, writes: 0, deletes: 0, lists: 0 }

describe('what a request costs in KV', () => {
  const routes = [
    STATS,
    HARNESS,
    '/v1/harnesses/support-triage',
    '/v1/harnesses/support-triage/stats',
  ]

  test.each([...routes, `${CHECKS}/${RUNS.sharedInOne}`])(
    'a miss of %s: one read, and a write for each answer of the upstream’s',
    async (path) => {
      const { reads, writes, deletes, lists } = await kvCost(() => ada(path))
      expect([deletes, lists]).toEqual([0, 0])
      expect(writes).toBe((await stage.calls()).length)
      expect(reads).toBeLessThanOrEqual(1)
    },
  )

  test.each(routes)('a hit of %s in memory: nothing', async (path) => {
    await ada(path)
    expect(await kvCost(() => ada(path))).toEqual(NOTHING)
    expect(await kvCost(() => ada(path, { 'if-none-match': '*' }))).toEqual(NOTHING)
  })

  test('a hit in KV: one read, once', async () => {
    const { text } = await ada(STATS)
    await stage.edge.idle()
    await stage.edge.restart()
    const hits: string[] = []
    expect(await kvCost(async () => hits.push((await ada(STATS)).text))).toEqual({
      ...NOTHING,
      reads: 1,
    })
    expect(await kvCost(async () => hits.push((await ada(STATS)).text))).toEqual(NOTHING)
    expect(hits).toEqual([text, text])
    expect(await stage.calls()).toHaveLength(1)
  })

  test('fifty at once on a cold isolate: one read for all of them', async () => {
    await ada(STATS)
    await stage.edge.idle()
    await stage.edge.restart()
    const cost = await kvCost(() => Promise.all(Array.from({ length: 50 }, () => ada(STATS))))
    expect(cost).toEqual({ ...NOTHING, reads: 1 })
  })

  test('a stale hit: one write, of what the refresh brought', async () => {
    await ada(STATS)
    await stage.pass(20_000)
    const cost = await kvCost(() => Promise.all([ada(STATS), ada(STATS), ada(STATS)]))
    expect(cost).toEqual({ ...NOTHING, writes: 1 })
  })

  test('no-cache: one write and no read', async () => {
    await ada(STATS)
    const cost = await kvCost(() => ada(STATS, { 'cache-control': 'no-cache' }))
    expect(cost).toEqual({ ...NOTHING, writes: 1 })
  })

  test.each([
    ['no-store', { 'cache-control': 'no-store' }],
    ['a selector that no key knows', { 'x-project': 'blue' }],
  ])('%s: nothing', async (_, headers) => {
    expect(await kvCost(() => ada(STATS, headers))).toEqual(NOTHING)
  })

  test.each(['internal_error', 'unauthorized', 'domain_404'] as const)(
    'a failure (%s): one read at most, and no write',
    async (form) => {
      await stage.fault({ match: 'stats', form, times: 0 })
      const { reads, writes, lists } = await kvCost(() => ada(STATS))
      expect([writes, lists]).toEqual([0, 0])
      expect(reads).toBeLessThanOrEqual(1)
    },
  )

  test('a remembered 404: nothing', async () => {
    const path = '/v1/harnesses/nobody'
    await ada(path)
    expect(await kvCost(() => ada(path))).toEqual(NOTHING)
  })

  test('what lives for two seconds: nothing at all', async () => {
    expect(await kvCost(() => ada(`${CHECKS}/latest`))).toEqual(NOTHING)
  })

  test('what is answered with no-store or a cookie: no write', async () => {
    await stage.fault({ match: 'stats', headers: { 'set-cookie': 'a=b' } })
    expect(await kvCost(() => ada(STATS))).toEqual({ ...NOTHING, reads: 1 })
  })

  test('a forwarded request: nothing', async () => {
    expect(await kvCost(() => ada('/v1/agents'))).toEqual(NOTHING)
  })
})

describe('KV as it fails', () => {
  test.each(['throws', 'rubbish', 'swapped'] as const)(
    'that %s costs nobody an answer',
    async (mode) => {
      const stored = await ada(STATS)
      await stage.ask(STATS, { as: 'gina' })
      await stage.edge.idle()
      await stage.edge.restart()
      await stage.edge.setKv(mode)
      const again = await ada(STATS)
      expect([again.status, again.cache]).toEqual([200, 'fwd=uri-miss; fwd-status=200; stored'])
      expect(again.text).not.toBe(stored.text)
      expect((await ada(STATS)).cache).toMatch(/^hit/)
    },
  )

  test('that hangs costs its 250 ms on a miss, and nothing on a hit', async () => {
    await stage.edge.setKv('hangs')
    const before = performance.now()
    const miss = await ada(STATS)
    expect(performance.now() - before).toBeGreaterThanOrEqual(240)
    expect([miss.status, miss.cache]).toEqual([200, 'fwd=uri-miss; fwd-status=200; stored'])
    expect((await ada(STATS)).cache).toMatch(/^hit/)
    await stage.edge.restart()
  })

  test('that hangs costs fifty at once no more than one of them', async () => {
    await stage.edge.setKv('hangs')
    const before = performance.now()
    const all = await Promise.all(Array.from({ length: 50 }, () => ada(STATS)))
    expect(performance.now() - before).toBeLessThan(5_000)
    expect(all.every(({ status }) => status === 200)).toBe(true)
    expect(await stage.calls()).toHaveLength(1)
    await stage.edge.restart()
  })
})

describe('what somebody else has put into KV', () => {
  type Plant = (own: {
    key: string
    value: ArrayBuffer
    metadata: unknown
  }) => Promise<{ value: ArrayBuffer | string; metadata: unknown }>

  test('is served where it is what it should be: the own entry, put back', async () => {
    const own = await entryOf('ada')
    const { text } = await ada(STATS)
    await (await stage.edge.kv()).put(own.key, own.value, { metadata: own.metadata })
    await stage.edge.restart()
    expect((await ada(STATS)).text).toBe(text)
  })

  const plants: readonly (readonly [string, Plant])[] = [
    ['another caller’s value with its envelope', async () => entryOf('gina')],
    [
      'another caller’s body under the own envelope',
      async ({ metadata }) => ({ value: (await entryOf('gina')).value, metadata }),
    ],
    [
      'the own body under another caller’s envelope',
      async ({ value }) => ({ value, metadata: (await entryOf('gina')).metadata }),
    ],
    [
      'a body with one byte changed',
      async ({ value, metadata }) => ({ value: changed(value), metadata }),
    ],
    ['text without an envelope', async () => ({ value: 'rubbish', metadata: null })],
    [
      'an envelope that is none',
      async ({ value }) => ({ value, metadata: { key: 1, storedAt: 'now' } }),
    ],
    ['half a body', async ({ value, metadata }) => ({ value: value.slice(0, 10), metadata })],
  ]

  test.each(plants)('is never served: %s', async (_, plant) => {
    const own = await entryOf('ada')
    const { text } = await ada(STATS)
    const planted = await plant(own)
    const kv = await stage.edge.kv()
    await kv.put(own.key, planted.value, { metadata: planted.metadata })
    await stage.edge.restart()
    const again = await ada(STATS)
    expect(again.cache).toBe('fwd=uri-miss; fwd-status=200; stored')
    expect(again.text).not.toBe(text)
    expect(again.text).not.toBe((await stage.ask(STATS, { as: 'gina' })).text)
  })

  /** What one caller's read leaves in KV. */
  async function entryOf(as: UserName) {
    const kv = await stage.edge.kv()
    await stage.edge.idle()
    await emptyKv(kv)
    await stage.ask(STATS, { as, headers: { 'cache-control': 'no-cache' } })
    await stage.edge.idle()
    const { keys } = await kv.list<unknown>()
    expect(keys).toHaveLength(1)
    const key = keys[0]?.name ?? ''
    const value = await kv.get(key, 'arrayBuffer')
    return { key, value: value ?? new ArrayBuffer(), metadata: keys[0]?.metadata }
  }
})

test('no key, value or envelope in KV holds a credential', async () => {
  const { pat, jwt } = USERS.ada
  await ada(STATS)
  await stage.ask(STATS, { headers: { cookie: `access_token=${jwt}` } })
  await stage.edge.idle()
  const kv = await stage.edge.kv()
  const { keys } = await kv.list()
  expect(keys.length).toBeGreaterThanOrEqual(2)
  for (const { name, metadata } of keys) {
    const everything = JSON.stringify([name, metadata, await kv.get(name)])
    expect(everything).not.toContain(pat)
    expect(everything).not.toContain(jwt)
  }
})

function changed(value: ArrayBuffer): ArrayBuffer {
  const bytes = new Uint8Array(value.slice())
  bytes[20] = (bytes[20] ?? 0) ^ 1
  return bytes.buffer
}
