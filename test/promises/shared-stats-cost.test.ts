import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { UserName } from '../../sample/callers.ts'
import { HARNESS_NAMES, HARNESSES_ONE } from '../../sample/catalogue.ts'
import { clear } from '../support/kv-tampering.ts'
import { type SharedStage, startSharedStage } from '../support/shared-stage.ts'

const STATS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}/stats`
const BY_NAME = `/v1/harnesses/${HARNESS_NAMES.supportTriage}/stats`
const LIST = 'include_archived'
const PROOF_MS = 60_000
const FREE = { reads: 0, writes: 0, deletes: 0, lists: 0 }

let stage: SharedStage

beforeAll(async () => {
  stage = await startSharedStage()
})
beforeEach(async () => {
  await stage.reset()
  await clear(await stage.edge.kv())
  await stage.edge.restart()
})
afterAll(() => stage?.stop())

const ask = (as: UserName, path = STATS) => stage.ask(path, { as })

/** KV holds the body and Ada's access record, and memory nothing. */
async function settle() {
  await ask('ada')
  await ask('ada', BY_NAME)
  await stage.edge.idle()
  await stage.edge.restart()
}

describe('KV', () => {
  test('is not asked where all is in memory', async () => {
    await ask('ada')
    await ask('ada', BY_NAME)
    for (const path of [STATS, BY_NAME]) {
      const { result, kv } = await stage.watch(() => ask('ada', path))
      expect(result.cache).toMatch(/^hit/)
      expect(kv).toEqual(FREE)
    }
  })

  test.each([STATS, BY_NAME])(
    'is read at most twice where nothing is in memory: %s',
    async (path) => {
      const empty = await stage.watch(() => ask('ada', path))
      expect(empty.kv.reads).toBeLessThanOrEqual(2)
      await stage.edge.restart()
      await clear(await stage.edge.kv())
      await settle()
      const full = await stage.watch(() => ask('ada', path))
      expect(full.result.cache).toMatch(/^hit/)
      expect(full.kv).toEqual({ ...FREE, reads: 2 })
    },
  )

  test.each([STATS, BY_NAME])('and where the list fails besides: %s', async (path) => {
    await settle()
    await stage.pass(2 * PROOF_MS)
    await stage.fault({ match: LIST, form: 'internal_error', times: 0 })
    const { result, kv, calls } = await stage.watch(() => ask('ada', path))
    expect(result.status).toBe(200)
    expect(kv.reads).toBeLessThanOrEqual(2)
    expect(calls.filter((call) => call === 'ada list')).toHaveLength(1)
  })

  test('takes at most one write of the body and one of the caller’s record for an answer', async () => {
    const steps: (() => Promise<unknown>)[] = [
      () => ask('ada'),
      () => ask('gina'),
      () => ask('finn'),
      () => ask('ada', BY_NAME),
      () => stage.pass(20_000),
      () => ask('gina'),
      () => stage.pass(PROOF_MS),
      () => ask('gina'),
      () => ask('ada'),
      () => stage.members({ action: 'remove', user: 'gina', org: 'one' }),
      () => stage.pass(PROOF_MS),
      () => ask('gina'),
      () => ask('gina'),
      () => ask('ada'),
    ]
    for (const step of steps) {
      const { calls, kv } = await stage.watch(step)
      expect(kv.writes).toBeLessThanOrEqual(2 * calls.length)
    }
  })

  test('is not written for a caller without access that could end', async () => {
    await ask('finn')
    await stage.pass(10_000)
    const { calls, kv } = await stage.watch(() => ask('finn'))
    expect(calls).toEqual(['finn stats'])
    expect(kv.writes).toBe(0)
  })
})

describe('what a caller changes', () => {
  const create = (as: UserName) =>
    stage.ask('/v1/sessions', {
      as,
      method: 'POST',
      body: { harness_name: HARNESS_NAMES.supportTriage },
    })
  const sessions = async (as: UserName) =>
    (JSON.parse((await ask(as)).text) as { session_count: number }).session_count

  test('is in its next stats, and in those of a new isolate', async () => {
    const before = await sessions('ada')
    await ask('gina')
    expect((await create('ada')).status).toBe(201)
    expect(await sessions('ada')).toBe(before + 1)
    await create('ada')
    await stage.edge.idle()
    await stage.edge.restart()
    expect(await sessions('ada')).toBe(before + 2)
  })

  test('is hidden by no body that was asked for before, and costs others nothing', async () => {
    const before = await sessions('gina')
    await ask('ada')
    await create('ada')
    const { result, calls } = await stage.watch(() => ask('gina'))
    expect(calls).toEqual([])
    expect(JSON.parse(result.text)).toMatchObject({ session_count: before })
    expect(await sessions('ada')).toBe(before + 1)
    expect(await sessions('gina')).toBe(before + 1)
  })
})

describe('while a whole address may ask no more', () => {
  test('no list is asked for, and what is stored is given to callers with access', async () => {
    await ask('ada')
    await stage.pass(PROOF_MS)
    await stage.fault({ match: '/stats', form: 'address_limit' })
    expect((await ask('gina')).status).toBe(429)
    const { result, calls } = await stage.watch(() => ask('ada'))
    expect(result.cache).toMatch(/detail=access-unrenewed$/)
    expect(calls).toEqual([])
  })
})

describe('with STATS_SHARING=off', () => {
  test('each caller has its own entry, and no list is asked for', async () => {
    const off = await startSharedStage({ STATS_SHARING: 'off' })
    try {
      const first = await off.ask(BY_NAME, { as: 'ada' })
      const second = await off.ask(BY_NAME, { as: 'gina' })
      const hit = await off.watch(() => off.ask(BY_NAME, { as: 'ada' }))
      expect(hit.result.text).toBe(first.text)
      expect(hit.result.text).not.toBe(second.text)
      expect(hit.calls).toEqual([])
      const asked = (await off.calls()).map(({ target }) => target)
      expect(asked.filter((target) => target.includes(LIST))).toEqual([])
    } finally {
      await off.stop()
    }
  })
})
