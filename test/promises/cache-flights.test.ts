import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { USERS } from '../../sample/callers.ts'
import { HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const STATS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}/stats`
const NAME = '/v1/harnesses/support-triage'

let stage: CacheStage
const ada = (path = STATS, headers: Record<string, string> = {}) =>
  stage.ask(path, { as: 'ada', headers })
const callCount = async () => (await stage.calls()).length

async function untilUpstreamHas(calls: number): Promise<void> {
  while ((await callCount()) < calls) await new Promise(setImmediate)
}

beforeAll(async () => {
  stage = await startCacheStage()
})
afterAll(() => stage?.stop())
beforeEach(() => stage.reset())

describe('concurrent identical reads', () => {
  test('200 of them make one upstream call', async () => {
    await stage.fault({ match: 'stats', delay_ms: 200 })
    const all = await Promise.all(Array.from({ length: 200 }, () => ada()))
    expect(await callCount()).toBe(1)
    expect(new Set(all.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    const leaders = all.filter(({ cache }) => cache === 'fwd=uri-miss; fwd-status=200; stored')
    const followers = all.filter(({ cache }) => cache.endsWith('; collapsed'))
    expect(leaders).toHaveLength(1)
    expect(followers.length).toBeGreaterThan(0)
    for (const { cache } of all) {
      expect(cache).toMatch(
        /^(?:fwd=uri-miss; fwd-status=200; stored(?:; collapsed)?|hit; ttl=1\d)$/,
      )
    }
  })

  test('by name make two: one for the name, one for the stats', async () => {
    await stage.fault({ match: 'harnesses', delay_ms: 100, times: 2 })
    const all = await Promise.all(Array.from({ length: 50 }, () => ada(`${NAME}/stats`)))
    expect(await callCount()).toBe(2)
    expect(new Set(all.map(({ text }) => text)).size).toBe(1)
  })

  test('a failure is told to all of them, is no entry, and the next one asks', async () => {
    await stage.fault({ match: 'stats', form: 'forbidden', delay_ms: 100 })
    const all = await Promise.all(Array.from({ length: 20 }, () => ada()))
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([403]))
    const requestIds = all.map(({ text }) => JSON.parse(text).request_id)
    expect(new Set(requestIds).size).toBe(20)
    expect(await callCount()).toBe(1)
    expect((await ada()).status).toBe(200)
  })

  test('that ask for another thing, or in another way, are not identical', async () => {
    await stage.fault({ match: 'harnesses', delay_ms: 100, times: 0 })
    await Promise.all([
      ada(),
      ada(`${STATS}?a=1`),
      ada(STATS, { 'cache-control': 'no-cache' }),
      ada(STATS, { 'x-project': 'blue' }),
      stage.ask(STATS, { as: 'gina' }),
    ])
    expect(await callCount()).toBe(5)
  })
})

describe('two callers at the same time for the same URL', () => {
  test.each([
    ['who both may see it', 'gina', 200],
    ['of whom one may not', 'finn', 403],
    ['of whom one is of another organisation', 'ben', 404],
    ['of whom one is a member of nothing', 'dora', 401],
  ] as const)('%s: two calls, to each its own', async (_, other, status) => {
    await stage.fault({ match: 'stats', delay_ms: 100, times: 0 })
    const [mine, theirs] = await Promise.all([ada(), stage.ask(STATS, { as: other })])
    expect([mine.status, theirs.status]).toEqual([200, status])
    expect(mine.text).not.toBe(theirs.text)
    const callers = (await stage.calls()).map(({ caller }) => caller)
    expect(callers.toSorted()).toEqual(['ada (pat)', `${other} (pat)`].toSorted())
  })

  test('by one name that means two things: to each its own', async () => {
    await stage.fault({ match: 'harnesses', delay_ms: 50, times: 0 })
    const [mine, theirs] = await Promise.all([ada(NAME), stage.ask(NAME, { as: 'ben' })])
    expect(JSON.parse(mine.text).display_name).toBe('Support Triage (Northwind)')
    expect(JSON.parse(theirs.text).display_name).toBe('Support Triage (Contoso)')
  })
})

test('a leader whose client leaves takes nobody down, and its call is not wasted', async () => {
  await stage.fault({ match: 'stats', delay_ms: 300 })
  const { port } = new URL(stage.edge.origin)
  const leader = connect(Number(port), '127.0.0.1')
  leader.on('error', () => undefined)
  leader.write(`GET ${STATS} HTTP/1.1\r\nHost: x\r\nAuthorization: ${USERS.ada.pat}\r\n\r\n`)
  await untilUpstreamHas(1)
  const follower = ada()
  leader.resetAndDestroy()
  const { status, cache } = await follower
  expect([status, cache]).toEqual([200, 'fwd=uri-miss; fwd-status=200; stored; collapsed'])
  expect((await ada()).cache).toMatch(/^hit/)
  expect(await callCount()).toBe(1)
})

test('nothing that ran behind an answer has failed', async () => {
  expect(await stage.edge.idle()).toBe(0)
})
