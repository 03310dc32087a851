import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { UserName } from '../../sample/callers.ts'
import { HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type SharedStage, startSharedStage } from '../support/shared-stage.ts'

const STATS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}/stats`
const PROOF_MS = 60_000
/** Long enough for everyone to be waiting, whatever the machine. */
const SLOW_MS = 400

let stage: SharedStage

beforeAll(async () => {
  stage = await startSharedStage({ STATS_FRESH_SECONDS: '15', STATS_STALE_SECONDS: '0' })
})
beforeEach(() => stage.reset())
afterAll(() => stage?.stop())

const ask = (as: UserName, headers: Record<string, string> = {}) =>
  stage.ask(STATS, { as, headers })
const noStats = (user: UserName) =>
  stage.members({ action: 'add', user, org: 'one', role: 'member', stats: false })

/** Admits callers, and lets the body expire while their proofs stand. */
async function expired(...callers: UserName[]) {
  for (const as of callers) await ask(as)
  await stage.pass(20_000)
}

/** Waits until the sample has been asked so often; each look is an answer of the sample's own. */
async function untilAsked(times: number) {
  const stats = async () => (await stage.calls()).filter(({ target }) => target.includes('/stats'))
  while ((await stats()).length < times) await stage.edge.kvCounts()
}

describe('one flight for callers who may share a body', () => {
  test('takes along whoever has both admission and proof', async () => {
    await expired('ada', 'gina')
    await stage.fault({ match: '/stats', delay_ms: SLOW_MS })
    const { result, calls } = await stage.watch(() =>
      Promise.all([...Array(10)].flatMap(() => [ask('ada'), ask('gina')])),
    )
    expect(calls).toHaveLength(1)
    expect(new Set(result.map(({ text }) => text)).size).toBe(1)
  })

  test('that is refused to its leader sends the others with their own credential', async () => {
    await expired('ada', 'gina')
    await noStats('gina')
    await stage.fault({ match: '/stats', delay_ms: SLOW_MS, caller: 'gina' })
    const before = (await stage.calls()).length
    const { result } = await stage.watch(async () => {
      const leader = ask('gina')
      await untilAsked(before + 1)
      return Promise.all([leader, ask('ada'), ask('gina')])
    })
    expect(result.map(({ status }) => status)).toEqual([403, 200, 403])
    expect((await stage.calls()).slice(before).map(({ caller }) => caller)).toContain('ada (pat)')
    expect((await ask('ada')).cache).toMatch(/^hit/)
  })

  test.each(['unauthorized', 'policy_403', 'domain_404'] as const)(
    'shares no refusal (%s) and no entry ends but its leader’s',
    async (form) => {
      await expired('ada', 'gina', 'cleo')
      await stage.fault({ match: '/stats', form, delay_ms: SLOW_MS, caller: 'gina' })
      const before = (await stage.calls()).length
      const leader = ask('gina')
      await untilAsked(before + 1)
      const follower = await ask('ada')
      expect((await leader).status).not.toBe(200)
      expect(follower.status).toBe(200)
      expect((await ask('ada')).cache).toMatch(/^hit/)
      // A 401 has the list asked, which lifts it here; the other refusals end this harness.
      const after = await stage.watch(() => ask('gina'))
      const asked = after.calls.length > 0 || after.result.cache.endsWith('detail=negative')
      expect(asked, form).toBe(true)
    },
  )

  test.each(['nested_error', 'html_200', 'plain_400'] as const)(
    'shares no answer that is the leader’s own (%s)',
    async (form) => {
      await expired('ada', 'gina')
      await stage.fault({ match: '/stats', form, delay_ms: SLOW_MS, caller: 'gina' })
      const before = (await stage.calls()).length
      const leader = ask('gina')
      await untilAsked(before + 1)
      expect((await ask('ada')).status).toBe(200)
      expect((await leader).status).not.toBe(200)
    },
  )

  test('does not take along who was never let in', async () => {
    await expired('ada')
    await stage.fault({ match: '/stats', delay_ms: SLOW_MS, caller: 'ada' })
    const before = (await stage.calls()).length
    const leader = ask('ada')
    await untilAsked(before + 1)
    const [finn, gina] = await Promise.all([ask('finn'), ask('gina')])
    expect(finn.status).toBe(403)
    expect(gina.status).toBe(200)
    expect(gina.cache).not.toContain('collapsed')
    expect((await leader).status).toBe(200)
  })

  test('gives nothing to who was refused while it was in the air', async () => {
    await expired('ada', 'gina')
    await stage.fault({ match: '/stats', delay_ms: SLOW_MS, caller: 'ada' })
    const before = (await stage.calls()).length
    const leader = ask('ada')
    await untilAsked(before + 1)
    const follower = ask('gina')
    await stage.members({ action: 'remove', user: 'gina', org: 'one' })
    const refused = await ask('gina', { 'cache-control': 'no-cache' })
    expect(refused.status).toBe(401)
    expect((await leader).status).toBe(200)
    expect((await follower).status).toBe(401)
  })

  test('a first volley of one caller is one call', async () => {
    await stage.fault({ match: '/stats', delay_ms: SLOW_MS })
    const { result, calls } = await stage.watch(() =>
      Promise.all([...Array(50)].map(() => ask('ada'))),
    )
    expect(calls).toEqual(['ada stats'])
    expect(new Set(result.map(({ status }) => status))).toEqual(new Set([200]))
  })
})

describe('one renewal for all requests of a caller', () => {
  test('50 at once ask for the list once', async () => {
    await ask('gina')
    await stage.pass(PROOF_MS)
    await ask('ada')
    await stage.fault({ match: 'include_archived', delay_ms: SLOW_MS, times: 0 })
    const { result, calls } = await stage.watch(() =>
      Promise.all([...Array(50)].map(() => ask('gina'))),
    )
    expect(calls).toEqual(['gina list'])
    expect(new Set(result.map(({ cache }) => cache.split(';')[0]))).toEqual(new Set(['hit']))
  })

  test('runs behind the answers before the proof lapses, so that nobody waits for it', async () => {
    await ask('gina')
    await stage.pass(55_000)
    await ask('ada')
    await stage.fault({ match: 'include_archived', delay_ms: SLOW_MS, times: 0 })
    const first = await stage.watch(() => ask('gina'))
    expect(first.calls).toEqual(['gina list'])
    await stage.pass(10_000)
    const next = await stage.watch(() => ask('gina'))
    expect(next.result.cache).toMatch(/^hit; ttl=\d$/)
    expect(next.calls).toEqual([])
  })
})

describe('an upstream that says a body is one caller’s alone', () => {
  test.each([
    { 'cache-control': 'private, max-age=60' },
    { 'cache-control': 'no-store' },
    { vary: 'Accept-Encoding, Authorization' },
    { vary: 'cookie' },
    { 'set-cookie': 'a=b' },
  ])('is believed: %o', async (headers: Record<string, string>) => {
    await stage.fault({ match: '/stats', headers, times: 0 })
    expect((await ask('ada')).cache).toBe('fwd=uri-miss; fwd-status=200')
    expect((await stage.watch(() => ask('gina'))).calls).toEqual(['gina stats'])
    expect((await stage.watch(() => ask('ada'))).calls).toEqual(['ada stats'])
  })

  test('is believed by who waits for the answer', async () => {
    await expired('ada', 'gina')
    const rule = { match: '/stats', delay_ms: SLOW_MS, headers: { 'cache-control': 'private' } }
    await stage.fault({ ...rule, caller: 'ada' })
    const before = (await stage.calls()).length
    const leader = ask('ada')
    await untilAsked(before + 1)
    const follower = await ask('gina')
    expect(follower.status).toBe(200)
    expect(follower.text).not.toBe((await leader).text)
    const callers = (await stage.calls()).slice(before).map(({ caller }) => caller)
    expect(callers).toEqual(['ada (pat)', 'gina (pat)'])
  })
})
