import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { USERS } from '../../sample/callers.ts'
import { HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const HARNESS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`
const ADA = { as: 'ada' } as const

let stage: CacheStage

beforeAll(async () => {
  stage = await startCacheStage()
})
afterAll(() => stage?.stop())
beforeEach(async () => {
  await stage.reset()
  await stage.edge.useIsolate('a')
})

const patch = (headers: Record<string, string> = {}) =>
  stage.ask(HARNESS, { ...ADA, method: 'PATCH', body: { description: 'Changed.' }, headers })

describe('Everruns-Edge-Written', () => {
  test('keeps what is older from its client in another isolate', async () => {
    await stage.edge.useIsolate('b')
    await stage.ask(HARNESS, ADA)
    await stage.edge.useIsolate('a')
    const { headers } = await patch()
    const written = headers.get('everruns-edge-written') ?? ''
    expect(Number(written)).toBeGreaterThan(0)
    await stage.edge.useIsolate('b')
    const own = await stage.ask(HARNESS, { ...ADA, headers: { 'everruns-edge-written': written } })
    expect([own.cache.split(';')[0], JSON.parse(own.text).description]).toEqual([
      'fwd=uri-miss',
      'Changed.',
    ])
  })

  test('is a cookie for a caller with a cookie, and goes no further than the edge', async () => {
    const headers = {
      cookie: `access_token=${USERS.ada.jwt}`,
      origin: stage.edge.origin,
      'content-type': 'application/json',
    }
    const body = { description: 'Changed.' }
    const answer = await stage.ask(HARNESS, { method: 'PATCH', headers, body })
    const cookies = answer.headers.getSetCookie()
    const own = cookies.find((each) => each.startsWith('everruns_edge_written='))
    expect(own).toMatch(/^everruns_edge_written=\d+; Path=\/; Max-Age=60; HttpOnly; SameSite=Lax/)
    const back = `${headers.cookie}; ${own?.split(';')[0]}`
    await stage.ask('/v1/users/me', { headers: { cookie: back, 'everruns-edge-written': '5' } })
    const call = (await stage.calls()).at(-1)
    expect(call?.headers.cookie).toBe('access_token=<ada.jwt>')
    expect(call?.headers['everruns-edge-written']).toBeUndefined()
  })

  test('of the future counts as now, and of no time as nothing', async () => {
    await stage.ask(HARNESS, ADA)
    for (const value of ['soon', '-1', '', '1e3']) {
      const { cache } = await stage.ask(HARNESS, {
        ...ADA,
        headers: { 'everruns-edge-written': value },
      })
      expect(cache).toMatch(/^hit/)
    }
    const far = { 'everruns-edge-written': '99999999999999' }
    expect((await stage.ask(HARNESS, { ...ADA, headers: far })).cache).toMatch(/^fwd=/)
    expect((await stage.ask(HARNESS, ADA)).cache).toMatch(/^hit/)
  })
})

describe('a change whose answer is no 2xx', () => {
  test.each([
    ['answered 303', { status: 303, headers: { location: '/v1/harnesses' } }],
    ['answered 500', { status: 500 }],
  ])('%s voids what it may have changed', async (_, answer) => {
    await stage.ask(HARNESS, ADA)
    await stage.fault({ match: HARNESS, method: 'PATCH', times: 1, ...answer })
    await patch()
    expect((await stage.ask(HARNESS, ADA)).cache).toMatch(/^fwd=uri-miss/)
  })

  test('refused with 403 voids nothing', async () => {
    await stage.ask(HARNESS, ADA)
    await stage.fault({ match: HARNESS, method: 'PATCH', times: 1, status: 403 })
    await patch()
    expect((await stage.ask(HARNESS, ADA)).cache).toMatch(/^hit/)
  })
})
