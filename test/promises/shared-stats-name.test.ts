import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ORG_ONE, ORG_TWO, type UserName } from '../../sample/callers.ts'
import { HARNESS_NAMES, HARNESSES_ONE, HARNESSES_TWO } from '../../sample/catalogue.ts'
import type { CachedAnswer } from '../support/cache-stage.ts'
import { type SharedStage, startSharedStage } from '../support/shared-stage.ts'

const STATS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}/stats`
const BY_NAME = `/v1/harnesses/${HARNESS_NAMES.supportTriage}/stats`
const PROOF_MS = 60_000

let stage: SharedStage

beforeAll(async () => {
  stage = await startSharedStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage?.stop())

const ask = (path: string, as: UserName, headers: Record<string, string> = {}) =>
  stage.ask(path, { as, headers })

const sessionsIn = ({ status, text }: CachedAnswer) =>
  status === 200 ? (JSON.parse(text) as { session_count: number }).session_count : status

/** What the upstream says now; every harness of the sample has another count. */
async function truth(path: string, as: UserName, headers: Record<string, string> = {}) {
  return sessionsIn(await stage.askSample(path, { as, headers }))
}

describe('a name that two organisations have', () => {
  test('is each caller’s own harness', async () => {
    const [one, two] = [await truth(BY_NAME, 'ada'), await truth(BY_NAME, 'ben')]
    expect(one).not.toBe(two)
    for (let round = 0; round < 3; round++) {
      expect(sessionsIn(await ask(BY_NAME, 'ada'))).toBe(one)
      expect(sessionsIn(await ask(BY_NAME, 'ben'))).toBe(two)
    }
  })

  test('follows a caller who is in both from one organisation to the other', async () => {
    await ask(BY_NAME, 'ada')
    await ask(BY_NAME, 'ben')
    const selectors = [ORG_ONE, ORG_TWO].flatMap((org) => [
      { org, headers: { 'x-org-id': org } },
      { org, headers: { cookie: `everruns_org=${org}` } },
    ])
    const expected: Record<string, number> = {
      [ORG_ONE]: await truth(BY_NAME, 'ada'),
      [ORG_TWO]: await truth(BY_NAME, 'ben'),
    }
    for (const { org, headers } of [...selectors, ...selectors.toReversed(), ...selectors]) {
      const answer = await stage.ask(BY_NAME, { as: 'cleo', headers })
      expect(sessionsIn(answer)).toBe(expected[org])
    }
  })
})

describe('a harness of another organisation', () => {
  test('by its ID is not found, however well it is known', async () => {
    await ask(STATS, 'ada')
    await ask(STATS, 'cleo', { 'x-org-id': ORG_ONE })
    expect((await ask(STATS, 'cleo', { 'x-org-id': ORG_TWO })).status).toBe(404)
    expect((await ask(STATS, 'ben')).status).toBe(404)
    expect((await ask(STATS, 'cleo')).status).toBe(400)
    expect((await stage.ask(STATS)).status).toBe(401)
    expect((await ask(STATS, 'cleo', { 'x-org-id': ORG_ONE })).cache).toMatch(/^hit/)
  })

  test('stays closed while the upstream fails', async () => {
    await ask(STATS, 'ada')
    await ask(`/v1/harnesses/${HARNESSES_TWO.supportTriage}/stats`, 'ben')
    await stage.fault({ match: '/', form: 'internal_error', times: 0 })
    for (const path of [STATS, BY_NAME]) {
      expect((await ask(path, 'dora')).status).toBe(500)
      expect((await ask(path, 'cleo', { 'x-org-id': ORG_TWO })).status).toBe(500)
    }
    expect((await ask(STATS, 'ben')).status).toBe(500)
  })
})

describe('a name that is given to another harness', () => {
  const renaming = () =>
    stage.mutate(
      {
        op: 'update_harness',
        org: 'one',
        harness: HARNESSES_ONE.supportTriage,
        name: 'was-triage',
      },
      {
        op: 'update_harness',
        org: 'one',
        harness: HARNESSES_ONE.generic,
        name: HARNESS_NAMES.supportTriage,
      },
    )

  test('leads there within the proof', async () => {
    const [before, after] = [
      await truth(STATS, 'ada'),
      await truth(`/v1/harnesses/${HARNESSES_ONE.generic}/stats`, 'ada'),
    ]
    expect(sessionsIn(await ask(BY_NAME, 'ada'))).toBe(before)
    await renaming()
    await stage.pass(PROOF_MS)
    expect(sessionsIn(await ask(BY_NAME, 'ada'))).toBe(after)
    expect(sessionsIn(await ask('/v1/harnesses/was-triage/stats', 'ada'))).toBe(before)
  })

  test.each(['the same isolate', 'another isolate'])(
    'leads there at once for who renamed it: %s',
    async (where) => {
      const rename = (id: string, name: string) =>
        stage.ask(`/v1/harnesses/${id}`, { as: 'ada', method: 'PATCH', body: { name } })
      expect(sessionsIn(await ask(BY_NAME, 'ada'))).toBeGreaterThan(0)
      expect((await rename(HARNESSES_ONE.supportTriage, 'was-triage')).status).toBe(200)
      expect((await rename(HARNESSES_ONE.unused, HARNESS_NAMES.supportTriage)).status).toBe(200)
      await stage.edge.idle()
      if (where === 'another isolate') await stage.edge.restart()
      expect(sessionsIn(await ask(BY_NAME, 'ada'))).toBe(0)
    },
  )
})

describe('what the list does not name', () => {
  test('the alias `default` is asked for by itself, and its target is shared like any other', async () => {
    const target = `/v1/harnesses/${HARNESSES_ONE.orgDefault}/stats`
    await ask(target, 'ada')
    const path = '/v1/harnesses/default/stats'
    expect(sessionsIn(await ask(path, 'ada'))).toBe(await truth(target, 'ada'))
    await ask(target, 'gina')
    expect((await ask(path, 'ada')).cache).toMatch(/^hit/)
    await stage.members({ action: 'add', user: 'gina', org: 'one', stats: false })
    await ask(target, 'gina', { 'cache-control': 'no-cache' })
    expect((await ask(path, 'gina')).status).toBe(403)
  })

  test('the alias follows its organisation', async () => {
    expect(sessionsIn(await ask('/v1/harnesses/default/stats', 'ada'))).toBe(
      await truth('/v1/harnesses/default/stats', 'ada'),
    )
    await stage.mutate({ op: 'set_default_harness', org: 'one', harness: HARNESSES_ONE.unused })
    await stage.pass(PROOF_MS)
    expect(sessionsIn(await ask('/v1/harnesses/default/stats', 'ada'))).toBe(0)
  })

  test('a harness that was created since is found, and hit from then on', async () => {
    await ask(BY_NAME, 'ada')
    const body = { name: 'made-later' }
    const made = await stage.askSample('/v1/harnesses', { as: 'ada', method: 'POST', body })
    expect(made.status).toBe(201)
    expect((await ask('/v1/harnesses/made-later/stats', 'ada')).status).toBe(200)
    expect((await ask('/v1/harnesses/made-later/stats', 'ada')).cache).toMatch(/^hit/)
    await stage.pass(PROOF_MS)
    expect((await ask('/v1/harnesses/made-later/stats', 'ada')).status).toBe(200)
  })

  test('a harness that is removed ends for all within the proof', async () => {
    await ask(BY_NAME, 'ada')
    await ask(BY_NAME, 'gina')
    await stage.mutate({
      op: 'remove_harness',
      org: 'one',
      harness: HARNESSES_ONE.supportTriage,
    })
    await stage.pass(PROOF_MS)
    for (const path of [BY_NAME, STATS]) {
      expect((await ask(path, 'ada')).status).toBe(404)
      expect((await ask(path, 'gina')).status).toBe(404)
    }
  })
})

test('a name that nobody has is not looked for again while its 404 is remembered', async () => {
  const path = '/v1/harnesses/no-such-name/stats'
  const first = await stage.watch(() => ask(path, 'ada'))
  expect([first.result.status, first.calls]).toEqual([404, ['ada list', 'ada harness']])
  const again = await stage.watch(() => ask(path, 'ada'))
  expect(again.result.cache).toMatch(/^hit; ttl=[2-5]; detail=negative$/)
  expect(again.calls).toEqual([])
  expect((await ask(path, 'ada', { 'cache-control': 'no-cache' })).cache).toMatch(/^fwd=request/)
  await stage.pass(5_000)
  expect((await stage.watch(() => ask(path, 'ada'))).calls.length).toBeGreaterThan(0)
})
