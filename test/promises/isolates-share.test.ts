import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { UserName } from '../../sample/callers.ts'
import { HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type SharedStage, startSharedStage } from '../support/shared-stage.ts'

const [ONE, TWO, THREE] = Object.values(HARNESSES_ONE).map((id) => `/v1/harnesses/${id}/stats`) as [
  string,
  string,
  string,
]
const BOARD = '/v1/harnesses?expand=stats'
const ADMISSION_MS = 3_600_000

let stage: SharedStage

beforeAll(async () => {
  // Fresh for longer than a slow machine takes for a test.
  stage = await startSharedStage({ STATS_FRESH_SECONDS: '60' })
})
afterAll(() => stage?.stop())

/** Isolates of a test of their own: each name is new. */
let run = 0
const use = (name: string) => stage.edge.useIsolate(`${name} ${run}`)

beforeEach(async () => {
  run++
  await stage.edge.setLocation(true)
  await stage.reset()
  await use('a')
})

const ask = (as: UserName, path: string) => stage.ask(path, { as })

async function askIn(isolate: string, as: UserName, path: string): Promise<string[]> {
  await use(isolate)
  const { calls } = await stage.watch(() => ask(as, path))
  return calls
}

describe('isolates of one location', () => {
  test('keep what each has let a caller in to, whichever wrote last', async () => {
    expect(await askIn('b', 'gina', ONE)).toEqual(['gina stats'])
    expect(await askIn('a', 'gina', TWO)).toEqual(['gina stats'])
    expect(await askIn('b', 'gina', THREE)).toEqual(['gina stats'])
    expect(await askIn('c', 'gina', TWO)).toEqual([])
    expect(await askIn('a', 'gina', THREE)).toEqual([])
    expect(await askIn('b', 'gina', TWO)).toEqual([])
  })

  test('renew a proof once for all of them, behind an answer and before one', async () => {
    for (const isolate of ['a', 'b']) await askIn(isolate, 'gina', ONE)
    for (const passMs of [57_000, 70_000]) {
      await stage.pass(passMs)
      const calls = [
        ...(await askIn('a', 'gina', ONE)),
        ...(await askIn('b', 'gina', ONE)),
        ...(await askIn('c', 'gina', ONE)),
      ]
      expect(calls.filter((call) => call === 'gina list')).toHaveLength(1)
      expect(calls.filter((call) => call === 'gina stats').length).toBeLessThanOrEqual(1)
    }
  })
})

describe('an admission that is about to lapse', () => {
  test('is renewed by the refresh of a body that is fresh, and only then', async () => {
    await ask('gina', ONE)
    await stage.pass(ADMISSION_MS / 2)
    await ask('ada', ONE)
    await stage.pass(45_000)
    expect((await stage.watch(() => ask('gina', ONE))).calls).not.toContain('gina stats')
    await stage.pass(ADMISSION_MS / 2 - 105_000)
    await ask('ada', ONE)
    await stage.edge.idle()
    await ask('gina', ONE)
    await stage.edge.idle()
    await stage.pass(45_000)
    const { result, calls } = await stage.watch(() => ask('gina', ONE))
    expect(result.cache).toMatch(/^hit; ttl=\d+$/)
    expect(calls).toEqual(['gina stats'])
    await stage.pass(20_000)
    expect((await ask('gina', ONE)).cache).toMatch(/^hit/)
  })
})

describe('a board whose list and proof have both ended', () => {
  test('costs one list', async () => {
    await ask('ada', BOARD)
    await stage.edge.idle()
    await stage.pass(80_000)
    const { calls } = await stage.watch(() => ask('ada', BOARD))
    expect(calls.filter((call) => call === 'ada list')).toHaveLength(1)
  })
})
