import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const TIMEOUT_MS = 2_000
/** What an answer takes that waits for nobody, on a machine that runs other tests beside. */
const AT_ONCE_MS = 1_200

const ada = { as: 'ada' } as const
const STATS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}/stats`
const OTHER_STATS = `/v1/harnesses/${HARNESSES_ONE.generic}/stats`

/** Past fresh and stale, and still served while the API fails. */
const EXPIRED_MS = 70_000

let stage: CacheStage

beforeAll(async () => {
  stage = await startCacheStage({ UPSTREAM_TIMEOUT_MS: String(TIMEOUT_MS) })
})
beforeEach(async () => {
  await stage.reset()
  await stage.edge.restart()
})
afterAll(() => stage?.stop())

async function timed(path: string) {
  const startedAt = performance.now()
  const answer = await stage.ask(path, ada)
  return { ...answer, tookMs: performance.now() - startedAt }
}

/** What reached the API while an action ran, all behind its answers included. */
async function callsOf(action: () => Promise<unknown>): Promise<number> {
  await stage.edge.idle()
  const before = (await stage.calls()).length
  await action()
  await stage.edge.idle()
  return (await stage.calls()).length - before
}

/** Stores both, lets them expire, and lets the API be silent from then on. */
async function fallSilent(): Promise<void> {
  for (const path of [STATS, OTHER_STATS]) await stage.ask(path, ada)
  await stage.pass(EXPIRED_MS)
  await stage.fault({ match: '/v1/', hang: true, times: 0 })
}

describe('an API that is silent', () => {
  test('costs one reader its deadline and not each, and one call tries again', async () => {
    await fallSilent()
    const first = await timed(STATS)
    expect(first.status).toBe(200)
    expect(first.cache).toMatch(/detail=stale-if-error$/)
    expect(first.tookMs).toBeGreaterThanOrEqual(TIMEOUT_MS)
    const calls = await callsOf(async () => {
      for (const path of [STATS, OTHER_STATS, STATS, OTHER_STATS]) {
        const next = await timed(path)
        expect([next.status, next.cache]).toEqual([200, expect.stringMatching(/stale-if-error$/)])
        expect(next.tookMs).toBeLessThan(AT_ONCE_MS)
      }
    })
    expect(calls).toBe(1)
    // The one that tried met silence too: nobody waits in the next stretch either.
    const later = await timed(OTHER_STATS)
    expect([later.status, later.tookMs < AT_ONCE_MS]).toEqual([200, true])
  })

  test('is asked as before by a reader of whom nothing is stored', async () => {
    await fallSilent()
    await stage.ask(STATS, ada)
    const cold = await timed(`/v1/harnesses/${HARNESSES_ONE.unused}/stats`)
    expect(cold.status).toBe(504)
  })

  test('and that answers again is asked again by everybody', async () => {
    await fallSilent()
    await stage.ask(STATS, ada)
    await stage.clearFaults()
    // The call that tries again, behind what is stored.
    await stage.ask(STATS, ada)
    await stage.edge.idle()
    const calls = await callsOf(async () => {
      expect((await stage.ask(OTHER_STATS, ada)).cache).toMatch(/^fwd=stale; fwd-status=200/)
      expect((await stage.ask(STATS, ada)).cache).toMatch(/^hit; ttl=\d+$/)
    })
    expect(calls).toBe(1)
  })
})
