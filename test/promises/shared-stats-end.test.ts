import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type SharedStage, startSharedStage } from '../support/shared-stage.ts'

const HARNESS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`
const STATS = `${HARNESS}/stats`
const OTHER_STATS = `/v1/harnesses/${HARNESSES_ONE.generic}/stats`

const PROOF_MS = 60_000
const POLL_MS = 5_000

let stage: SharedStage

beforeAll(async () => {
  stage = await startSharedStage({ UPSTREAM_TIMEOUT_MS: '400' })
})
// A 401 of an earlier test would have the list asked before the first stored body.
beforeEach(async () => {
  await stage.reset()
  await stage.edge.restart()
})
afterAll(() => stage?.stop())

const ada = (path = STATS) => stage.ask(path, { as: 'ada' })
const gina = (path = STATS) => stage.ask(path, { as: 'gina' })
const removeGina = () => stage.members({ action: 'remove', user: 'gina', org: 'one' })

/** Both are admitted, and a body is there that Ada keeps fresh. */
async function admitBoth() {
  await gina()
  await ada()
}

describe('a caller who is removed', () => {
  test('stops within the proof, though others keep the body fresh', async () => {
    await admitBoth()
    for (let polls = 0; polls < 15; polls++) {
      await stage.pass(POLL_MS)
      await ada()
      expect((await gina()).status).toBe(200)
      await stage.edge.idle()
    }
    await removeGina()
    const given: number[] = []
    for (let since = 0; since <= 3 * PROOF_MS; since += POLL_MS) {
      expect((await ada()).status).toBe(200)
      if ((await gina()).status === 200) given.push(since)
      await stage.edge.idle()
      await stage.pass(POLL_MS)
    }
    expect(Math.max(...given)).toBeLessThan(PROOF_MS)
    expect(given.at(-1)).toBe((given.length - 1) * POLL_MS)
  })

  test('stops at its own next stats call at once, everywhere', async () => {
    await admitBoth()
    await gina(OTHER_STATS)
    await removeGina()
    expect((await gina()).cache).toMatch(/^hit/)
    const headers = { 'cache-control': 'no-cache' }
    expect((await stage.ask(STATS, { as: 'gina', headers })).status).toBe(401)
    expect((await gina()).status).toBe(401)
    expect((await gina(OTHER_STATS)).status).toBe(401)
    await stage.edge.idle()
    await stage.edge.restart()
    expect((await gina()).status).toBe(401)
    expect((await gina(OTHER_STATS)).status).toBe(401)
    expect((await ada()).cache).toMatch(/^hit/)
  })

  test('stops when a read of the harness is refused, in an isolate that knew nothing too', async () => {
    await admitBoth()
    await gina(OTHER_STATS)
    await stage.pass(55_000)
    await gina()
    await stage.edge.idle()
    await stage.edge.restart()
    await removeGina()
    expect((await gina(HARNESS)).status).toBe(401)
    expect((await gina()).status).toBe(401)
    await stage.edge.idle()
    await stage.edge.restart()
    expect((await gina()).status).toBe(401)
  })

  test('does not come back by being added again without the stats', async () => {
    await admitBoth()
    await removeGina()
    await stage.ask(STATS, { as: 'gina', headers: { 'cache-control': 'no-cache' } })
    await stage.members({ action: 'add', user: 'gina', org: 'one', role: 'member', stats: false })
    await stage.pass(1_000)
    expect((await gina()).status).toBe(403)
    await stage.pass(PROOF_MS)
    await ada()
    expect((await gina()).status).toBe(403)
  })
})

describe('a caller who loses the stats and keeps the harness', () => {
  const loseStats = () =>
    stage.members({ action: 'add', user: 'gina', org: 'one', role: 'member', stats: false })

  test('stops when a refresh of its own is refused, and the list does not revive it', async () => {
    await admitBoth()
    await loseStats()
    await stage.pass(20_000)
    expect((await gina()).cache).toMatch(/stale-while-revalidate/)
    await stage.edge.idle()
    await ada()
    await stage.edge.idle()
    for (let polls = 0; polls < 15; polls++) {
      expect((await gina()).status).toBe(403)
      await stage.pass(POLL_MS)
      await ada()
    }
  })

  test('many refusals in one second all reach KV', async () => {
    const paths = Object.values(HARNESSES_ONE).map((id) => `/v1/harnesses/${id}/stats`)
    await Promise.all(paths.map((path) => gina(path)))
    await stage.pass(PROOF_MS)
    await gina()
    await Promise.all(paths.map((path) => ada(path)))
    await loseStats()
    const headers = { 'cache-control': 'no-cache' }
    const { kv } = await stage.watch(() =>
      Promise.all(paths.map((path) => stage.ask(path, { as: 'gina', headers }))),
    )
    expect(kv.writes).toBeLessThanOrEqual(2)
    await stage.edge.restart()
    for (const path of paths) expect((await gina(path)).status).toBe(403)
  })
})
