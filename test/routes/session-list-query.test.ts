import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AGENTS_ONE } from '../../sample/catalogue.ts'
import { type EdgeStage, startEdgeStage } from '../support/edge-stage.ts'
import { listCalls, listPage, rowsOf, walkList } from '../support/session-walk.ts'

let stage: EdgeStage
const ada = { as: 'ada' } as const
const ask = (path: string) => stage.ask(path, ada)

beforeAll(async () => {
  stage = await startEdgeStage()
})

afterAll(() => stage?.stop())

describe('a limit or offset that is no number is a problem that points at it', () => {
  const BAD = ['', '-1', 'x', '1.5', '%201', '4294967296', '9'.repeat(30)]
  const CASES = ['limit', 'offset'].flatMap((name) => [
    ...BAD.map((value) => [name, `${name}=${value}`]),
    [name, `${name}=1&${name}=1`],
  ])
  it.each(CASES)('%s: ?%s', async (name, query) => {
    await stage.calls()
    const { problem } = await stage.fail(`/v1/sessions?search=x&${query}`, 400, ada)
    expect(problem.code).toBe('invalid_request')
    expect(problem.errors).toEqual([
      { pointer: `/query/${name}`, detail: expect.stringMatching(/^must be /) },
    ])
    expect(await listCalls(stage)).toEqual([])
  })

  it('at each of several', async () => {
    const query = 'limit=-1&offset=x&cursor=a&cursor=b'
    const { problem } = await stage.fail(`/v1/sessions?${query}`, 400, ada)
    const pointers = (problem.errors as unknown as { pointer: string }[]).map(
      ({ pointer }) => pointer,
    )
    expect(pointers).toEqual(['/query/limit', '/query/offset', '/query/cursor'])
  })
})

describe('filters', () => {
  it.each([
    `agent_id=${AGENTS_ONE.healthy}`,
    'search=a+b',
    'search=a%2Bb%20c',
    'search=%C3%A9t%C3%A9+%F0%9F%98%80%26limit=3',
    'status=running,paused',
    'mine=true',
    'created_after=2026-09-01T00:00:00%2B02:00&created_before=2026-09-20T00:00:00Z',
    'source=api,slack',
    'include_archived=true',
    'archived_only=false&side_chats_only=false',
    'unknown=1&unknown=2&&other=3',
    'LIMIT=7&Cursor=x',
  ])('%s goes upstream as it came', async (filters) => {
    await stage.calls()
    await listPage(ask, `limit=3&${filters}&offset=1`)
    const targets = (await stage.calls()).map(({ target }) => target)
    const expected = filters.replace('&&', '&')
    expect(targets).toEqual([expect.stringMatching(/^\/v1\/sessions\?.*&offset=1&limit=\d+$/)])
    expect(targets[0]?.startsWith(`/v1/sessions?${expected}&offset=`)).toBe(true)
  })

  it.each(['', '_=1&', 'utm_source=a&utm_%63=b&', 'empty=&bare&agent_id=&%5F=2&'])(
    '%j are none, and nothing of them goes upstream',
    async (query) => {
      await stage.calls()
      await listPage(ask, `limit=3&${query}search=e`)
      const targets = (await stage.calls()).map(({ target }) => target)
      expect(targets).toEqual([
        expect.stringMatching(/^\/v1\/sessions\?search=e&offset=0&limit=\d+$/),
      ])
    },
  )

  it.each([
    `agent_id=${AGENTS_ONE.healthy}`,
    'status=running,paused',
    'created_after=2026-09-20T00:00:00Z&source=api,slack',
  ])('%s holds for every page of a walk', async (filters) => {
    const own = await stage.askSample(`/v1/sessions?limit=0&${filters}`, ada)
    const rows = rowsOf(await walkList(ask, { query: `limit=9&${filters}` }))
    expect(rows.length).toBeGreaterThan(9)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(JSON.parse(own.text).total)
  })

  it.each([
    ...['mine=true&mine=true', 'search=a&search=b', 'agent_id=x', 'order=none', 'mine=yes'],
    ...['order=created_at&order=last_activity', 'status=weird', 'created_after=soon'],
  ])('%s is the upstream’s to refuse', async (filters) => {
    const { problem } = await stage.fail(`/v1/sessions?limit=500&${filters}`, 400, ada)
    expect(problem.code).toBe('bad_request')
    expect(problem.type).toBe('https://docs.everruns.com/errors/bad_request')
  })
})
