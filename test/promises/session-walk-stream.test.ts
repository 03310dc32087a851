import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { USERS } from '../../sample/callers.ts'
import { type EdgeStage, startEdgeStage } from '../support/edge-stage.ts'
import { openRequest } from '../support/open-request.ts'
import {
  expectOrderly,
  type ListedSession,
  listCalls,
  listPage,
  readSample,
  untilHeld,
} from '../support/session-walk.ts'

const LINES = 'application/x-ndjson'
const lines = { as: 'ada', headers: { accept: LINES } } as const

let stage: EdgeStage
let all: Map<string, ListedSession>

beforeAll(async () => {
  stage = await startEdgeStage()
  all = await readSample((path) => stage.askSample(path, { as: 'ada' }))
})

afterAll(() => stage?.stop())

/** What stands in the last line. */
interface LastLine {
  complete: boolean
  sessions: number
  next_cursor?: string
  problem?: { status: number; code: string }
}

/** A stream's sessions and its last line. */
function readLines(text: string): { rows: ListedSession[]; last: LastLine } {
  expect(text.endsWith('\n')).toBe(true)
  const values = text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line))
  return { rows: values.slice(0, -1), last: values.at(-1) }
}

async function stream(query = '') {
  const { status, headers, text } = await stage.ask(`/v1/sessions${query}`, lines)
  expect([status, headers.get('content-type')]).toEqual([200, LINES])
  expect(headers.get('cache-control')).toBe('private, no-store')
  return readLines(text)
}

const ids = (rows: readonly ListedSession[]) => rows.map(({ id }) => id).sort()

describe('the list as lines', () => {
  it('is all of it once, in order, whatever the limit, and says that it is complete', async () => {
    const { rows, last } = await stream('?limit=3')
    expectOrderly(rows, 'created_at')
    expect(ids(rows)).toEqual([...all.keys()].sort())
    expect(last).toEqual({ complete: true, sessions: 1200 })
  })

  it('holds each session as a page holds it', async () => {
    const { rows } = await stream('?search=refund')
    const page = await listPage((path) => stage.ask(path, { as: 'ada' }), 'search=refund')
    const same = new Map(rows.map((row) => [row.id, row]))
    for (const session of page.data) expect(same.get(session.id)).toEqual(session)
  })

  it('begins at a cursor or an offset', async () => {
    const page = await listPage((path) => stage.ask(path, { as: 'ada' }), 'limit=500')
    const { rows, last } = await stream(`?cursor=${page.next_cursor}`)
    expect(last).toEqual({ complete: true, sessions: 700 })
    expect(ids([...page.data, ...rows])).toEqual([...all.keys()].sort())
    expect((await stream('?offset=1190')).last).toEqual({ complete: true, sessions: 10 })
  })

  it('is empty but for its last line where nothing fits', async () => {
    expect(await stream('?search=no-such-thing')).toEqual({
      rows: [],
      last: { complete: true, sessions: 0 },
    })
  })

  it('is no stream but a problem where it fails at the start', async () => {
    await stage.fail('/v1/sessions?limit=x', 400, lines)
    const { problem } = await stage.fail('/v1/sessions?cursor=AAAA', 400, lines)
    expect(problem.code).toBe('invalid_cursor')
    await stage.fault({ match: 'mark=start', status: 500 })
    await stage.fail('/v1/sessions?mark=start', 500, lines)
    await stage.fail('/v1/sessions', 401, { headers: { accept: LINES } })
  })

  it('comes only to who asks for it by name', async () => {
    const TYPES: [string, string][] = [
      [LINES, LINES],
      ['Application/X-NDJSON; q=0.5, */*', LINES],
      ['application/json;q=0.5, application/x-ndjson', LINES],
      ['application/x-ndjson;q=0', 'application/json'],
      ['application/x-ndjson;q=0.2, application/json', 'application/json'],
      ['*/*', 'application/json'],
      ['application/x-ndjson-other', 'application/json'],
    ]
    for (const [accept, type] of TYPES) {
      const { headers } = await stage.ask('/v1/sessions?offset=1199', {
        as: 'ada',
        headers: { accept },
      })
      expect([accept, headers.get('content-type')]).toEqual([accept, type])
    }
    const head = await stage.ask('/v1/sessions', { ...lines, method: 'HEAD' })
    expect([head.status, head.text, head.headers.get('content-type')]).toEqual([200, '', LINES])
  })
})

describe('a stream that fails in the middle', () => {
  it.each([
    ['503', { status: 503, times: 0 }, 503],
    ['nonsense', { body: '{"data":[', times: 0 }, 502],
    ['401', { status: 401 }, 401],
  ] as const)(
    'by a %s says where to go on, and the rest is what was missing',
    async (name, fault, status) => {
      const query = `?mark=${name}`
      await stage.fault({ match: `mark=${name}&offset=(?:[6-9]\\d\\d|1\\d\\d\\d)`, ...fault })
      const { rows, last } = await stream(query)
      expect(last).toMatchObject({ complete: false, sessions: rows.length, problem: { status } })
      expect(last.problem).toHaveProperty('allowed_actions')
      expect(rows.length).toBeGreaterThan(0)
      expect(rows.length).toBeLessThan(1200)
      // A cursor is bound to its filters; the trouble is over for other queries of the same ones.
      const moved = `?cursor=${last.next_cursor}&%6dark=${name}`
      const rest = await stream(moved)
      expect(rest.last).toEqual({ complete: true, sessions: 1200 - rows.length })
      expectOrderly([...rows, ...rest.rows], 'created_at')
      expect(ids([...rows, ...rest.rows])).toEqual([...all.keys()].sort())
    },
  )
})

describe('a client that leaves', () => {
  // A connection closed in order is seen to be closed by what is written to it next.
  it.each([
    ['by a reset', 0],
    ['in order', 4],
  ] as const)('%s ends the calls upstream', async (how, callsMore) => {
    const mark = `left-${how.replaceAll(' ', '-')}`
    const later = `mark=${mark}&offset=(?:2[5-9]\\d|[3-9]\\d\\d|1\\d\\d\\d)`
    await stage.fault({ match: later, delay_ms: 500, times: 0 })
    await stage.calls()
    const headers = { authorization: USERS.ada.pat, accept: LINES }
    const url = `${stage.edge.origin}/v1/sessions?mark=${mark}`
    const { outgoing, answer } = openRequest(url, 'GET', headers)
    const response = await answer
    response.on('error', () => undefined)
    response.resume()
    // The first step has come, the second is under way.
    await untilHeld(stage, 4)
    expect(await listCalls(stage)).toHaveLength(8)
    if (how === 'in order') outgoing.destroy()
    else outgoing.socket?.resetAndDestroy()
    await untilHeld(stage, 0)
    const after: URLSearchParams[] = []
    // Were there another step, it would have begun before this many other requests are answered.
    for (let asked = 0; asked < 10; asked += 1) {
      await listPage((path) => stage.ask(path, { as: 'ada' }), 'limit=1')
      await untilHeld(stage, 0)
      after.push(...(await listCalls(stage)).filter((query) => query.get('mark') === mark))
    }
    expect(after.length).toBeLessThanOrEqual(callsMore)
  })
})
