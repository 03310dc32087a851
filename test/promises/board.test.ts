import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { UserName } from '../../sample/callers.ts'
import { HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const BOARD = '/v1/harnesses?expand=stats'

interface Row {
  id: string
  stats: Record<string, unknown> | null
  stats_problem?: { code: string; status: number; instance: string; request_id?: string }
}

let stage: CacheStage
const rowsOf = (text: string) => (JSON.parse(text) as { data: Row[] }).data
const board = (as: UserName = 'ada', headers: Record<string, string> = {}, path = BOARD) =>
  stage.ask(path, { as, headers })

describe.each(['proved', 'off'])('a board with STATS_SHARING=%s', (sharing) => {
  beforeAll(async () => {
    stage = await startCacheStage({ STATS_SHARING: sharing })
  })
  afterAll(() => stage?.stop())
  beforeEach(() => stage.reset())

  test('is the list, each harness with the bytes of its stats route', async () => {
    const answer = await board()
    expect(answer.status).toBe(200)
    const list = await stage.askSample('/v1/harnesses', { as: 'ada' })
    const rows = rowsOf(answer.text)
    expect(rows.map(({ id }) => id)).toEqual(rowsOf(list.text).map(({ id }) => id))
    for (const { id, stats, stats_problem } of rows) {
      const own = await stage.ask(`/v1/harnesses/${id}/stats`, { as: 'ada' })
      expect([own.cache.split(';')[0], stats_problem]).toEqual(['hit', undefined])
      expect(stats).toEqual(JSON.parse(own.text))
      expect(answer.text).toContain(own.text)
    }
  })

  test('costs one list and one call a harness when cold, and nothing when polled again', async () => {
    const rows = rowsOf((await board()).text)
    expect(await stage.calls()).toHaveLength(rows.length + 1)
    await stage.edge.idle()
    const again = await board()
    expect(again.cache).toMatch(/^hit; ttl=1\d$/)
    expect(Number(again.headers.get('age'))).toBeGreaterThanOrEqual(0)
    expect(await stage.calls()).toHaveLength(rows.length + 1)
    const tag = again.headers.get('etag') ?? ''
    const known = await board('ada', { 'if-none-match': tag })
    expect([known.status, known.text]).toEqual([304, ''])
  })

  test('gives each harness as null with its 403 to a caller who may list and not see stats', async () => {
    const rows = rowsOf((await board('finn')).text)
    expect(rows.length).toBeGreaterThan(2)
    for (const { id, stats, stats_problem } of rows) {
      expect(stats).toBeNull()
      expect(stats_problem).toMatchObject({ status: 403, instance: `/v1/harnesses/${id}/stats` })
      expect(stats_problem?.request_id).toBeUndefined()
    }
  })

  test('has the failure of one harness as that one’s', async () => {
    await stage.fault({ match: `${HARNESSES_ONE.generic}/stats`, status: 500, times: 0 })
    const rows = rowsOf((await board()).text)
    const failed = rows.filter(({ stats }) => stats === null)
    expect(failed.map(({ id }) => id)).toEqual([HARNESSES_ONE.generic])
    expect(failed[0]?.stats_problem?.status).toBe(500)
  })

  test('is of its caller’s organisation alone', async () => {
    const ids = new Set(rowsOf((await board()).text).map(({ id }) => id))
    for (const { id } of rowsOf((await board('ben')).text)) expect(ids.has(id)).toBe(false)
  })

  test('takes search and include_archived as the list does', async () => {
    const spellings = [
      'include_archived=%74rue',
      'include%5Farchived=true',
      'include_archived=false',
    ]
    for (const query of ['search=triage', 'include_archived=true', ...spellings]) {
      const list = await stage.askSample(`/v1/harnesses?${query}`, { as: 'ada' })
      const answer = await board('ada', {}, `/v1/harnesses?${query}&expand=stats`)
      expect(rowsOf(answer.text).map(({ id }) => id)).toEqual(rowsOf(list.text).map(({ id }) => id))
    }
  })

  test('asks for no stats by an id that is none, and says so in that row alone', async () => {
    const { generic } = HARNESSES_ONE
    const data = [
      { id: 'harness_../../agents', name: 'a' },
      { id: '.', name: 'b' },
    ]
    const list = { data: [...data, { id: generic, name: 'generic' }] }
    await stage.fault({ match: '^/v1/harnesses(?:[?]|$)', body: list, times: 0 })
    const rows = rowsOf((await board()).text)
    expect(rows.map(({ stats }) => stats !== null)).toEqual([false, false, true])
    expect(rows[0]?.stats_problem).toMatchObject({
      code: 'upstream_invalid_response',
      instance: '/v1/harnesses/harness_..%2F..%2Fagents/stats',
    })
    const asked = (await stage.calls()).map(({ target }) => target).toSorted()
    expect(asked.filter((target) => target.includes('/stats'))).toEqual([
      `/v1/harnesses/${generic}/stats`,
    ])
    expect(asked).toHaveLength(2)
  })

  test('says that it is of no cache where a header is unknown that may select an answer', async () => {
    await board()
    const { cache, status } = await board('ada', { 'x-foo': '1' })
    expect([status, cache]).toEqual([
      200,
      expect.stringMatching(/^fwd=bypass; fwd-status=200; ttl=-?\d+; detail=unkeyed-header$/),
    ])
  })

  test('with another value of expand is a problem at /expand', async () => {
    for (const query of ['expand=x', 'expand=', 'expand=stats&expand=y']) {
      const { status, text } = await board('ada', {}, `/v1/harnesses?${query}`)
      expect([status, JSON.parse(text).errors]).toEqual([
        400,
        [expect.objectContaining({ pointer: '/expand' })],
      ])
    }
  })

  test('is refreshed member by member behind the answer, and ages like its oldest part', async () => {
    await board()
    await stage.pass(20_000)
    const stale = await board()
    expect(stale.cache).toMatch(/^hit; ttl=-\d+; detail=stale-while-revalidate$/)
    expect(Number(stale.headers.get('age'))).toBeGreaterThanOrEqual(20)
    await stage.edge.idle()
    await board()
    await stage.edge.idle()
    expect((await board()).cache).toMatch(/^hit; ttl=\d+$/)
  })
})
