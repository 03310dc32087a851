import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HARNESS_NAMES, HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type SharedStage, startSharedStage } from '../support/shared-stage.ts'

const STATS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}/stats`
const OTHER = `/v1/harnesses/${HARNESSES_ONE.generic}`
const BY_NAME = `/v1/harnesses/${HARNESS_NAMES.generic}/stats`

const ada = { as: 'ada' } as const

/** Past the life of a proof, and past fresh and stale. */
const LAPSED_MS = 65_000

let stage: SharedStage

beforeAll(async () => {
  stage = await startSharedStage()
})
beforeEach(async () => {
  await stage.reset()
  await stage.edge.restart()
})
afterAll(() => stage?.stop())

const limitAda = async (path = OTHER, match = '/v1/') => {
  await stage.fault({ match, caller: 'ada', form: 'creation_limit' })
  return stage.ask(path, ada)
}

describe('where stats are shared', () => {
  test('a caller who is held is given the shared body, and nothing is refreshed', async () => {
    await stage.ask(STATS, ada)
    await stage.pass(20_000)
    await limitAda()
    const { result, calls } = await stage.watch(() => stage.ask(STATS, ada))
    expect(result).toMatchObject({ status: 200 })
    expect(calls).toEqual([])
  })

  test('the proof of access is not renewed while its caller is held', async () => {
    await stage.ask(STATS, ada)
    await stage.pass(LAPSED_MS)
    await limitAda()
    const { result, calls } = await stage.watch(() => stage.ask(STATS, ada))
    expect(result.cache).toMatch(/detail=access-unrenewed$/)
    expect(calls).toEqual([])
  })

  test('nor is it behind an answer', async () => {
    await stage.ask(STATS, ada)
    await stage.pass(56_000)
    await limitAda()
    const { result, calls } = await stage.watch(() => stage.ask(STATS, ada))
    expect(result).toMatchObject({ status: 200 })
    expect(calls).toEqual([])
  })

  test('a name that is not known is not looked up while its caller is held', async () => {
    await limitAda()
    const { result, calls } = await stage.watch(() => stage.ask(BY_NAME, ada))
    expect(result).toMatchObject({ status: 429 })
    expect(calls).toEqual([])
  })

  test('a 429 for the list of harnesses holds its caller too', async () => {
    await stage.ask(STATS, ada)
    await stage.pass(LAPSED_MS)
    const first = await limitAda(STATS, '/v1/harnesses\\?')
    expect(first.cache).toMatch(/detail=access-unrenewed$/)
    const { result, calls } = await stage.watch(() => stage.ask(OTHER, ada))
    expect(result).toMatchObject({ status: 429 })
    expect(calls).toEqual([])
  })

  test('another caller of the same body is not held, and what it fetches serves both', async () => {
    await stage.ask(STATS, ada)
    await stage.ask(STATS, { as: 'gina' })
    await stage.pass(20_000)
    await limitAda()
    const others = await stage.watch(() => stage.ask(STATS, { as: 'gina' }))
    expect(others.calls).toEqual(['gina stats'])
    const { result, calls } = await stage.watch(() => stage.ask(STATS, ada))
    expect(result.cache).toMatch(/^hit; ttl=1[45]$/)
    expect(calls).toEqual([])
  })
})
