import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { UserName } from '../../sample/callers.ts'
import { HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type SharedStage, startSharedStage } from '../support/shared-stage.ts'

const TIMEOUT_MS = 2_000
/** What an answer takes that waits for nobody, on a machine that runs other tests beside. */
const AT_ONCE_MS = 1_200

const STATS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}/stats`
const BY_NAME = '/v1/harnesses/support-triage/stats'
const BOARD = '/v1/harnesses?expand=stats'

/** The proof of access has lapsed; the bodies are past stale too, and still served while the API fails. */
const LAPSED_MS = 61_000

let stage: SharedStage

beforeAll(async () => {
  stage = await startSharedStage({ UPSTREAM_TIMEOUT_MS: String(TIMEOUT_MS) })
})
beforeEach(async () => {
  await stage.reset()
  await stage.edge.restart()
})
afterAll(() => stage?.stop())

async function timed(as: UserName, path: string, headers: Record<string, string> = {}) {
  const startedAt = performance.now()
  const answer = await stage.ask(path, { as, headers })
  return { ...answer, tookMs: performance.now() - startedAt }
}

const withoutStats = (text: string) =>
  (JSON.parse(text) as { data: { stats: unknown }[] }).data.filter(({ stats }) => stats === null)

/** Ada and Gina have seen the board and the stats; then the proof lapses, and the API is silent. */
async function fallSilent(): Promise<void> {
  for (const as of ['ada', 'gina'] as const) {
    for (const path of [STATS, BOARD]) await stage.ask(path, { as })
  }
  await stage.edge.idle()
  await stage.pass(LAPSED_MS)
  await stage.fault({ match: '/v1/', hang: true, times: 0 })
}

describe('an API that is silent when proofs of access have lapsed', () => {
  test('costs one reader its deadline and not each, by ID, by name or on a board', async () => {
    await fallSilent()
    const first = await timed('ada', STATS)
    expect([first.status, first.cache]).toEqual([200, expect.stringMatching(/access-unrenewed$/)])
    expect(first.tookMs).toBeGreaterThanOrEqual(TIMEOUT_MS)
    const { result, calls } = await stage.watch(async () => {
      const readers = (['ada', 'gina'] as const).flatMap((as) =>
        [STATS, BY_NAME, BOARD].map((path) => ({ as, path })),
      )
      const together = await Promise.all(readers.map(({ as, path }) => timed(as, path)))
      for (const { as, path } of readers) together.push(await timed(as, path))
      return together
    })
    for (const { status, cache, tookMs, text } of result) {
      expect([status, cache]).toEqual([200, expect.stringMatching(/access-unrenewed$/)])
      expect(tookMs).toBeLessThan(AT_ONCE_MS)
      if (text.includes('"data"')) expect(withoutStats(text)).toEqual([])
    }
    expect(calls).toHaveLength(1)
  })

  test('lets nobody wait whose request must ask either, by ID or by name', async () => {
    await fallSilent()
    await stage.ask(STATS, { as: 'ada' })
    for (const path of [STATS, BY_NAME]) {
      const answer = await timed('gina', path, { 'cache-control': 'no-cache' })
      expect([answer.status, answer.cache]).toEqual([200, expect.stringMatching(/unrenewed$/)])
      expect(answer.tookMs).toBeLessThan(AT_ONCE_MS)
    }
  })

  test('leaves a board that waits for it with what is stored', async () => {
    await fallSilent()
    const board = await timed('ada', BOARD)
    expect([board.status, withoutStats(board.text)]).toEqual([200, []])
    expect(board.cache).toMatch(/detail=access-unrenewed$/)
  })

  test('leaves a caller who was refused with nothing, on a board too', async () => {
    await fallSilent()
    await stage.clearFaults()
    await stage.fault({ match: '/v1/agents', form: 'unauthorized', caller: 'ada' })
    expect((await stage.ask('/v1/agents', { as: 'ada' })).status).toBe(401)
    await stage.fault({ match: '/v1/', hang: true, times: 0 })
    expect((await timed('ada', STATS)).status).toBe(504)
    expect((await timed('ada', BOARD)).status).toBe(504)
    expect((await timed('ada', BY_NAME)).status).toBe(504)
    expect((await timed('gina', STATS)).status).toBe(200)
  })

  test('and that answers again renews the proofs of everybody', async () => {
    await fallSilent()
    await stage.ask(STATS, { as: 'ada' })
    await stage.clearFaults()
    // The call that tries again, behind what is stored.
    await stage.ask(STATS, { as: 'gina' })
    await stage.edge.idle()
    for (const as of ['ada', 'gina'] as const) {
      expect((await stage.ask(STATS, { as })).cache).not.toContain('unrenewed')
    }
  })
})
