import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AGENTS_ONE, HARNESS_NAMES, HARNESSES_ONE, RUNS } from '../../sample/catalogue.ts'
import type { ErrorForm } from '../../sample/error-forms.ts'
import { type CachedAnswer, type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const ada = { as: 'ada' } as const
const gina = { as: 'gina' } as const

const ID = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`
const OTHER_ID = `/v1/harnesses/${HARNESSES_ONE.generic}`
const STATS = `${ID}/stats`
const CHECKS = `/v1/agents/${AGENTS_ONE.healthy}/health-checks`

const CACHED_ROUTES = [
  ID,
  STATS,
  `/v1/harnesses/${HARNESS_NAMES.generic}`,
  `/v1/harnesses/${HARNESS_NAMES.generic}/stats`,
  `${CHECKS}/latest`,
  `${CHECKS}/${RUNS.completed}`,
]

/** Past fresh and stale, and still served while the API fails. */
const EXPIRED_MS = 70_000

/** Both name a wait of a minute: the limit of an address in its header, that of an organisation does not. */
const FORMS = ['address_limit', 'creation_limit'] as const

let stage: CacheStage

beforeAll(async () => {
  stage = await startCacheStage()
})
beforeEach(async () => {
  await stage.reset()
  await stage.edge.restart()
})
afterAll(() => stage?.stop())

/** Lets the API answer one request of Ada's with a 429, and forgets what it was asked until then. */
async function limitAda(form: ErrorForm = 'creation_limit', path = OTHER_ID): Promise<void> {
  await stage.fault({ match: '/v1/', caller: 'ada', form })
  expect(await stage.ask(path, ada)).toMatchObject({ status: 429 })
}

/** What reached the sample while an action ran, all behind its answer included. */
async function callsOf(action: () => Promise<unknown>): Promise<string[]> {
  await stage.edge.idle()
  const before = (await stage.calls()).length
  await action()
  await stage.edge.idle()
  return (await stage.calls())
    .slice(before)
    .map(({ method, caller, target }) => `${caller.split(' ')[0]} ${method} ${target}`)
}

function expectHeld(answer: CachedAnswer, seconds: number): void {
  expect(answer.status).toBe(429)
  const { code, retry_after_seconds, allowed_actions } = JSON.parse(answer.text)
  expect({ code, retry_after_seconds }).toEqual({
    code: 'rate_limited',
    retry_after_seconds: seconds,
  })
  expect(answer.headers.get('retry-after')).toBe(String(seconds))
  expect(allowed_actions[0]).toMatchObject({ rel: 'retry-later', method: 'GET' })
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
}

describe.each(FORMS)('after %s', (form) => {
  test('the caller’s cached routes ask no more until the wait is over', async () => {
    await limitAda(form)
    await stage.pass(20_000)
    const calls = await callsOf(async () => {
      for (const path of CACHED_ROUTES) {
        const answer = await stage.ask(path, ada)
        expectHeld(answer, 40)
        expect(JSON.parse(answer.text).instance).toBe(path)
      }
    })
    expect(calls).toEqual([])
    await stage.pass(40_000)
    for (const path of CACHED_ROUTES)
      expect(await stage.ask(path, ada)).toMatchObject({ status: 200 })
  })

  test('any of the cached routes may be where it was learned', async () => {
    for (const path of CACHED_ROUTES) {
      await limitAda(form, path)
      expect(await callsOf(() => stage.ask(OTHER_ID, ada))).toEqual([])
      await stage.pass(60_000)
    }
  })

  test('any other read of the caller’s may be where it was learned, one that is forwarded too', async () => {
    for (const path of ['/v1/sessions', '/v1/apps', `${CHECKS}/no-such/x`]) {
      await limitAda(form, path)
      expectHeld(await stage.ask(OTHER_ID, ada), 60)
      expect(await callsOf(() => stage.ask(STATS, ada))).toEqual([])
      await stage.pass(60_000)
    }
  })

  test('a change, or an attempt to sign in, that meets a limit of its own holds no read', async () => {
    for (const path of ['/v1/sessions', '/v1/auth/login', `${CHECKS}`]) {
      await stage.fault({ match: '/v1/', caller: 'ada', form })
      const made = await stage.ask(path, { ...ada, method: 'POST', body: {} })
      expect(made).toMatchObject({ status: 429 })
    }
    await stage.fault({ match: '/v1/auth/', caller: 'ada', form })
    expect(await stage.ask('/v1/auth/me', ada)).toMatchObject({ status: 429 })
    expect(await stage.ask(OTHER_ID, ada)).toMatchObject({ status: 200 })
    expect(await stage.ask(STATS, gina)).toMatchObject({ status: 200 })
  })

  test('what is stored is served while its stale-if-error holds, and the same 429 after', async () => {
    await stage.ask(STATS, ada)
    await stage.pass(590_000)
    await limitAda(form)
    const calls = await callsOf(async () => {
      const served = await stage.ask(STATS, ada)
      expect(served.status).toBe(200)
      expect(served.cache).toMatch(/^hit; ttl=-57\d; detail=stale-if-error$/)
      await stage.pass(30_000)
      expectHeld(await stage.ask(STATS, ada), 30)
    })
    expect(calls).toEqual([])
  })

  test('what was asked for and got the 429 itself is served from the store', async () => {
    await stage.ask(STATS, ada)
    await stage.pass(EXPIRED_MS)
    await stage.fault({ match: '/stats', form })
    expect(await stage.ask(STATS, ada)).toMatchObject({ status: 200 })
    expect(await callsOf(() => stage.ask(STATS, ada))).toEqual([])
  })

  test('nothing is refreshed behind a stale answer', async () => {
    await stage.ask(STATS, ada)
    await stage.pass(20_000)
    await limitAda(form)
    const calls = await callsOf(async () => {
      expect((await stage.ask(STATS, ada)).cache).toMatch(/detail=stale-while-revalidate$/)
    })
    expect(calls).toEqual([])
  })

  test('no directive of a request asks either', async () => {
    await stage.ask(STATS, ada)
    await limitAda(form)
    const calls = await callsOf(async () => {
      for (const value of ['no-cache', 'max-age=0', 'no-store']) {
        const headers = { 'cache-control': value }
        expect(await stage.ask(STATS, { ...ada, headers })).toMatchObject({ status: 200 })
        expectHeld(await stage.ask(ID, { ...ada, headers }), 60)
      }
      expectHeld(await stage.ask(ID, { ...ada, headers: { 'x-projects': 'one' } }), 60)
    })
    expect(calls).toEqual([])
  })

  test('routes that are forwarded still are, changes too', async () => {
    await limitAda(form)
    const calls = await callsOf(async () => {
      expect(await stage.ask('/v1/apps', ada)).toMatchObject({ status: 200 })
      expect(await stage.ask(CHECKS, ada)).toMatchObject({ status: 200 })
      expect(await stage.ask('/v1/sessions', ada)).toMatchObject({ status: 200 })
      const body = { description: 'changed' }
      const patched = await stage.ask(ID, { ...ada, method: 'PATCH', body })
      expect(patched).toMatchObject({ status: 200 })
      const path = `/v1/harnesses/${HARNESS_NAMES.supportTriage}`
      const named = await stage.ask(path, { ...ada, method: 'PATCH', body })
      expect(named).toMatchObject({ status: 200 })
    })
    // The last one is looked up first.
    expect(calls).toHaveLength(6)
  })
})

describe('another caller', () => {
  test('is given what is stored first where the whole address is limited', async () => {
    await stage.ask(STATS, gina)
    await stage.pass(EXPIRED_MS)
    await limitAda('address_limit')
    const calls = await callsOf(async () => {
      const served = await stage.ask(STATS, gina)
      expect({ status: served.status, cache: served.cache }).toEqual({
        status: 200,
        cache: expect.stringMatching(/detail=stale-if-error$/),
      })
    })
    expect(calls).toEqual([])
  })

  test('may still ask for what is not stored', async () => {
    await limitAda('address_limit')
    const calls = await callsOf(async () => {
      expect(await stage.ask(STATS, gina)).toMatchObject({ status: 200 })
    })
    expect(calls).toEqual([`gina GET ${STATS}`])
  })

  test('gets its refresh again when the wait is over', async () => {
    await stage.ask(STATS, gina)
    await limitAda('address_limit')
    await stage.pass(20_000)
    expect(await callsOf(() => stage.ask(STATS, gina))).toEqual([])
    await stage.pass(39_000)
    expect(await callsOf(() => stage.ask(STATS, gina))).toEqual([])
    await stage.pass(1_000)
    expect(await callsOf(() => stage.ask(STATS, gina))).toEqual([`gina GET ${STATS}`])
  })

  test('is not affected where the limit is not the address’s', async () => {
    await stage.ask(STATS, gina)
    await stage.pass(EXPIRED_MS)
    await limitAda('creation_limit')
    const calls = await callsOf(async () => {
      expect((await stage.ask(STATS, gina)).cache).toMatch(/^fwd=stale; fwd-status=200/)
    })
    expect(calls).toEqual([`gina GET ${STATS}`])
  })
})

describe('the wait', () => {
  test.each([
    ['an hour in seconds', '3600'],
    ['a year as a date', new Date(Date.now() + 365 * 86_400_000).toUTCString()],
  ])('is held a minute at most: %s', async (_, value) => {
    const headers = { 'retry-after': value }
    await stage.fault({ match: '/v1/', status: 429, headers })
    expect(await stage.ask(ID, ada)).toMatchObject({ status: 429 })
    expectHeld(await stage.ask(ID, ada), 60)
    await stage.pass(59_000)
    expectHeld(await stage.ask(ID, ada), 1)
    await stage.pass(1_000)
    expect(await stage.ask(ID, ada)).toMatchObject({ status: 200 })
  })

  test.each([
    ['a 429 without one', { form: 'stream_limit' as const }],
    ['a 503 with one', { status: 503, headers: { 'retry-after': '60' } }],
  ])('%s holds nobody', async (_, fault) => {
    await stage.fault({ match: '/v1/', ...fault })
    expect((await stage.ask(ID, ada)).status).toBeGreaterThanOrEqual(429)
    expect(await stage.ask(ID, ada)).toMatchObject({ status: 200 })
  })
})
