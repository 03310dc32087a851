import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { UserName } from '../../sample/callers.ts'
import { HARNESS_NAMES, HARNESSES_ONE } from '../../sample/catalogue.ts'
import { clear, plant, sealed, textOf, valuesOf } from '../support/kv-tampering.ts'
import { type SharedStage, startSharedStage } from '../support/shared-stage.ts'

const STATS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}/stats`
const BY_NAME = `/v1/harnesses/${HARNESS_NAMES.supportTriage}/stats`
const OTHER_STATS = `/v1/harnesses/${HARNESSES_ONE.orgDefault}/stats`
const PROOF_MS = 60_000
const RECORDS = '2/access/'
const BODIES = '2/stats/'

let stage: SharedStage
let kv: KVNamespace

beforeAll(async () => {
  stage = await startSharedStage()
  kv = await stage.edge.kv()
})
beforeEach(async () => {
  await stage.reset()
  await clear(kv)
  await stage.edge.restart()
})
afterAll(() => stage?.stop())

const ask = (as: UserName, path = STATS) => stage.ask(path, { as })

/** Admits callers so that KV holds the body and each one's access record, and forgets all in memory. */
async function settle(...callers: UserName[]) {
  for (const as of callers) await ask(as)
  for (const as of callers) await ask(as, BY_NAME)
  await stage.edge.idle()
  await stage.edge.restart()
}

/** In the future for any clock of these tests; as an end it counts as the present. */
const FAR = 8.64e15

describe('what KV holds', () => {
  test('is one body for all, one access record for each, and nothing that tells whose', async () => {
    await settle('ada', 'gina')
    expect(await valuesOf(kv, BODIES)).toHaveLength(1)
    expect(await valuesOf(kv, RECORDS)).toHaveLength(2)
    const all = await valuesOf(kv, '')
    const written = all.map((value) => [value.name, textOf(value), JSON.stringify(value.metadata)])
    expect(written.flat().join()).not.toMatch(/evr_pat|ada|gina|[1-6]{16}/)
  })

  test('serves a caller with admission and proof in another isolate', async () => {
    await settle('ada', 'gina')
    const { result, calls, kv: cost } = await stage.watch(() => ask('gina'))
    expect(result.cache).toMatch(/^hit; ttl=1\d$/)
    expect(calls).toEqual([])
    expect(cost).toMatchObject({ reads: 2, writes: 0 })
  })

  test('gives no body to a caller without a record in it', async () => {
    await settle('ada')
    expect((await stage.watch(() => ask('gina'))).calls).toEqual(['gina stats'])
    expect((await ask('finn')).status).toBe(403)
    expect((await ask('ben')).status).toBe(404)
  })

  test('ends there with a refusal', async () => {
    await settle('ada', 'gina')
    await stage.members({ action: 'add', user: 'gina', org: 'one', stats: false })
    const headers = { 'cache-control': 'no-cache' }
    expect((await stage.ask(STATS, { as: 'gina', headers })).status).toBe(403)
    await stage.edge.idle()
    await stage.edge.restart()
    expect((await ask('gina')).status).toBe(403)
    expect((await ask('ada')).cache).toMatch(/^hit/)
  })

  test('is not revived by an isolate that did not see the refusal', async () => {
    await settle('ada', 'gina')
    const [before] = [await valuesOf(kv, RECORDS)]
    await stage.members({ action: 'add', user: 'gina', org: 'one', stats: false })
    await stage.ask(STATS, { as: 'gina', headers: { 'cache-control': 'no-cache' } })
    await stage.edge.idle()
    for (const record of before) await plant(kv, record)
    await stage.pass(PROOF_MS)
    await ask('ada')
    expect((await ask('gina')).status).toBe(403)
  })

  test('reaches an isolate that renews a proof', async () => {
    await settle('ada', 'gina')
    const kept = await valuesOf(kv, RECORDS)
    expect((await ask('gina')).cache).toMatch(/^hit/)
    for (const value of kept) {
      const record = JSON.parse(textOf(value)) as { admittedAt: Record<string, number> }
      const ended = Object.fromEntries(Object.keys(record.admittedAt).map((id) => [id, FAR]))
      await plant(kv, value, await sealed(value, JSON.stringify({ ...record, revokedAt: ended })))
    }
    await stage.pass(59_000)
    await stage.ask(STATS, { as: 'ada', headers: { 'cache-control': 'no-cache' } })
    const { calls } = await stage.watch(async () => {
      await ask('gina')
      await stage.edge.idle()
      return ask('gina')
    })
    expect(calls).toEqual(['gina stats'])
  })
})

describe('an access record that is not the caller’s', () => {
  test('found under the caller’s key gives nothing', async () => {
    await settle('ada')
    const [adas] = await valuesOf(kv, RECORDS)
    await stage.edge.restart()
    await settle('finn')
    await ask('gina', OTHER_STATS)
    await stage.pass(5_000)
    await ask('gina', OTHER_STATS)
    await stage.pass(PROOF_MS)
    await ask('gina', OTHER_STATS)
    await stage.edge.idle()
    await ask('ada')
    await stage.edge.idle()
    const records = await valuesOf(kv, RECORDS)
    expect(records.length).toBeGreaterThan(1)
    if (!adas) throw new Error('Ada has a record in KV')
    for (const { name } of records) if (name !== adas.name) await plant(kv, adas, { name })
    await stage.edge.restart()
    expect((await stage.watch(() => ask('gina'))).calls).toEqual(['gina stats'])
    expect((await ask('finn')).status).toBe(403)
  })

  test.each<[string, string]>([
    ['half of one', '{"listedAt":1'],
    ['none', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['of another shape', '{"admittedAt":true}'],
    ['with words for timestamps', '{"listedAt":"9e99","listed":{},"admittedAt":{"x":"1"}}'],
  ])('that is rubbish (%s) gives nothing and breaks nothing', async (_, text) => {
    await settle('ada')
    for (const record of await valuesOf(kv, RECORDS)) {
      await plant(kv, record, await sealed(record, text))
    }
    const { result, calls } = await stage.watch(() => ask('ada'))
    expect(result.status).toBe(200)
    expect(calls).toEqual(['ada stats'])
  })

  test('that was changed without its digest, or came without one, gives nothing', async () => {
    await settle('ada')
    const records = await valuesOf(kv, RECORDS)
    for (const record of records) {
      const { body } = await sealed(record, `${textOf(record)} `)
      await plant(kv, record, { body })
    }
    expect((await stage.watch(() => ask('ada'))).calls).toEqual(['ada stats'])
    await stage.edge.restart()
    for (const record of records) await plant(kv, record, { metadata: {} })
    expect((await stage.watch(() => ask('ada'))).calls).toEqual(['ada stats'])
  })

  test('with timestamps of the future gives nothing', async () => {
    await settle('ada')
    for (const record of await valuesOf(kv, RECORDS)) {
      const forever = textOf(record).replaceAll(/\d{13}/g, String(FAR))
      await plant(kv, record, await sealed(record, forever))
    }
    await stage.edge.restart()
    expect((await stage.watch(() => ask('ada'))).calls).toEqual(['ada stats'])
    await stage.pass(1_000)
    expect((await ask('ada')).cache).toMatch(/^hit/)
  })
})

describe('a body that is not the harness’s', () => {
  test('found under its key is asked for again', async () => {
    await settle('ada')
    await ask('ada', OTHER_STATS)
    await stage.edge.idle()
    const [one, two] = await valuesOf(kv, BODIES)
    if (!one || !two) throw new Error('KV holds two bodies')
    await plant(kv, one, { name: two.name })
    await plant(kv, two, { name: one.name })
    await stage.edge.restart()
    const { result, calls } = await stage.watch(() => ask('ada'))
    expect(calls).toEqual(['ada stats'])
    expect(JSON.parse(result.text)).toMatchObject({ session_count: expect.any(Number) })
  })

  test('changed without its digest is asked for again', async () => {
    await settle('ada')
    for (const value of await valuesOf(kv, BODIES)) {
      const { body } = await sealed(value, '{"session_count":666}')
      await plant(kv, value, { body })
    }
    const { result, calls } = await stage.watch(() => ask('ada'))
    expect(calls).toEqual(['ada stats'])
    expect(result.text).not.toContain('666')
  })
})

describe('a KV that is out of order', () => {
  test.each(['throws', 'rubbish', 'swapped'] as const)(
    '(%s) gives nobody a body, and costs no error',
    async (mode) => {
      await settle('ada', 'gina')
      await stage.edge.setKv(mode)
      expect((await stage.watch(() => ask('ada'))).calls).toEqual(['ada stats'])
      expect((await stage.watch(() => ask('gina'))).calls).toEqual(['gina stats'])
      expect((await ask('finn')).status).toBe(403)
      expect((await stage.watch(() => ask('ada'))).calls).toEqual([])
    },
  )

  test('while a refusal comes does not bring access back when it is in order again', async () => {
    await settle('ada', 'gina')
    await stage.edge.setKv('throws')
    await stage.members({ action: 'add', user: 'gina', org: 'one', stats: false })
    expect((await ask('gina')).status).toBe(403)
    await stage.edge.setKv('healthy')
    const body = { harness_name: HARNESS_NAMES.generic }
    const made = await stage.ask('/v1/sessions', { as: 'gina', method: 'POST', body })
    expect(made.status).toBe(201)
    await stage.pass(1_000)
    await ask('ada')
    expect((await ask('gina')).status).toBe(403)
  })
})
