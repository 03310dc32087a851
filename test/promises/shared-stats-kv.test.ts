import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { UserName } from '../../sample/callers.ts'
import { HARNESS_NAMES, HARNESSES_ONE } from '../../sample/catalogue.ts'
import { clear, plant, sealed, textOf, valuesOf } from '../support/kv-tampering.ts'
import { type SharedStage, startSharedStage } from '../support/shared-stage.ts'

const STATS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}/stats`
const BY_NAME = `/v1/harnesses/${HARNESS_NAMES.supportTriage}/stats`
const PROOF_MS = 60_000
const RIGHTS = '2/access/'
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

/** Admits callers so that KV holds the body and each one's right, and forgets all in memory. */
async function settle(...callers: UserName[]) {
  for (const as of callers) await ask(as)
  for (const as of callers) await ask(as, BY_NAME)
  await stage.edge.idle()
  await stage.edge.restart()
}

/** In the future for any clock of these tests; as an end it counts as the present. */
const FAR = 8.64e15

describe('what KV holds', () => {
  test('is one body for all, one right for each, and nothing that tells who', async () => {
    await settle('ada', 'gina')
    expect(await valuesOf(kv, BODIES)).toHaveLength(1)
    expect(await valuesOf(kv, RIGHTS)).toHaveLength(2)
    const all = await valuesOf(kv, '')
    const written = all.map((value) => [value.name, textOf(value), JSON.stringify(value.metadata)])
    expect(written.flat().join()).not.toMatch(/evr_pat|ada|gina|[1-6]{16}/)
  })

  test('serves who has both parts of the right in another isolate', async () => {
    await settle('ada', 'gina')
    const { result, calls, kv: cost } = await stage.watch(() => ask('gina'))
    expect(result.cache).toMatch(/^hit; ttl=1\d$/)
    expect(calls).toEqual([])
    expect(cost).toMatchObject({ reads: 2, writes: 0 })
  })

  test('gives no body to who has no right in it', async () => {
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
    const [before] = [await valuesOf(kv, RIGHTS)]
    await stage.members({ action: 'add', user: 'gina', org: 'one', stats: false })
    await stage.ask(STATS, { as: 'gina', headers: { 'cache-control': 'no-cache' } })
    await stage.edge.idle()
    for (const right of before) await plant(kv, right)
    await stage.pass(PROOF_MS)
    await ask('ada')
    expect((await ask('gina')).status).toBe(403)
  })

  test('reaches an isolate that renews a proof', async () => {
    await settle('ada', 'gina')
    const right = (await valuesOf(kv, RIGHTS)).map((value) => [value.name, value] as const)
    expect((await ask('gina')).cache).toMatch(/^hit/)
    for (const [, value] of right) {
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
