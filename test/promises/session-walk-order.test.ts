import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ClockedEdge, startClockedEdge } from '../support/clocked-edge.ts'
import { type EdgeStage, expectProblem, startEdgeStage } from '../support/edge-stage.ts'
import { send } from '../support/http-client.ts'
import { json, type ScriptedUpstream, startScriptedUpstream } from '../support/scripted-upstream.ts'
import {
  answerWindow,
  queryOf,
  type ScriptedSession,
  secondsAgo,
  sessionId,
  sortedBy,
} from '../support/session-list.ts'
import {
  expectOrderly,
  type ListedPage,
  listPage,
  readSample,
  rowsOf,
  walkList,
} from '../support/session-walk.ts'

const ORDER = 'order=last_activity'

describe('a walk by last activity', () => {
  let stage: EdgeStage
  const ask = (path: string) => stage.ask(path, { as: 'ada' })

  beforeAll(async () => {
    stage = await startEdgeStage()
  })
  afterAll(() => stage?.stop())

  it.each([500, 60, 17])(
    'by %i brings none twice though rows move, and all that stay',
    async (limit) => {
      const still = await readSample((path) => stage.askSample(path, { as: 'ada' }))
      const ids = [...still.keys()]
      let moved = 0
      const between = async ({ data }: ListedPage) => {
        moved += 97
        const chosen = [data[0]?.id, data.at(-1)?.id, ids[moved % ids.length]]
        for (const id of chosen.filter((each) => each !== undefined)) {
          await stage.mutate({ op: 'update_session', org: 'one', id })
          still.delete(id)
        }
      }
      const pages = await walkList(ask, { query: `${ORDER}&limit=${limit}`, between })
      const rows = rowsOf(pages)
      expectOrderly(rows, 'updated_at')
      const seen = new Set(rows.map(({ id }) => id))
      expect([...still.keys()].filter((id) => !seen.has(id))).toEqual([])
    },
  )
})

describe('an upstream', () => {
  let upstream: ScriptedUpstream
  let edge: ClockedEdge
  let sessions: ScriptedSession[]
  const ask = (path: string) => send(edge.origin + path, {})
  const probes = () => upstream.calls.filter((call) => call.includes('order=unknown')).length

  /** Answers as a deployment that knows `order`, or as one that does not. */
  function serve(isKnown: boolean): void {
    upstream.script((call, answer) => {
      const order = isKnown ? (queryOf(call).get('order') ?? 'created_at') : 'created_at'
      if (!['created_at', 'last_activity'].includes(order))
        return json(answer, 400, { title: 'No' })
      const key = order === 'last_activity' ? 'updated_at' : 'created_at'
      answerWindow(call, answer, sortedBy(sessions, key))
    })
  }

  /** The first so many in the same order by both times, the others not. */
  const listOf = (alike: number) =>
    Array.from({ length: 130 }, (_, n) => ({
      id: sessionId(n),
      created_at: secondsAgo(n * 100),
      updated_at: secondsAgo(n < alike ? n * 100 : n * 100 + ((n * 37) % 61) * 10),
    }))

  beforeAll(async () => {
    upstream = await startScriptedUpstream()
    edge = await startClockedEdge({ UPSTREAM_URL: upstream.url })
  })
  // What an isolate has learnt of its upstream must not reach the next test.
  beforeEach(() => edge.restart())
  afterAll(async () => {
    await edge?.stop()
    await upstream?.stop()
  })

  it.each([
    [0, 1],
    [0, 30],
    [60, 1],
    [60, 20],
    [125, 100],
    [130, 50],
  ])('that ignores the order is walked by creation, alike for %i, by %i', async (alike, limit) => {
    sessions = listOf(alike)
    const expected = sessions.map(({ id }) => id)
    serve(false)
    let created = 0
    const between = async () => {
      created += 1
      const time = secondsAgo(-created)
      sessions = [{ id: `new_${created}`, created_at: time, updated_at: time }, ...sessions]
    }
    const rows = rowsOf(await walkList(ask, { query: `${ORDER}&limit=${limit}`, between }))
    expect(rows.map(({ id }) => id)).toEqual(expected)
    expect(created).toBeGreaterThan(0)
  })

  it.each([0, 60, 130])('that honours it is walked by it, alike for %i', async (alike) => {
    sessions = listOf(alike)
    const expected = sortedBy(sessions, 'updated_at').map(({ id }) => id)
    serve(true)
    for (const limit of [1, 20, 100]) {
      const rows = rowsOf(await walkList(ask, { query: `${ORDER}&limit=${limit}` }))
      expect(rows.map(({ id }) => id)).toEqual(expected)
    }
    // Where the list itself does not show it, the upstream is asked once whether it knows the order.
    expect(probes()).toBe(alike === 0 ? 0 : 1)
  })

  it('that says all there is at once is asked nothing more', async () => {
    sessions = listOf(130).slice(0, 30)
    serve(false)
    expect((await listPage(ask, `${ORDER}&limit=50`)).next_cursor).toBeNull()
    expect(upstream.calls).toHaveLength(1)
  })

  it('that learns or forgets the order makes a cursor void: it leads to the first page', async () => {
    sessions = listOf(0)
    for (const isKnown of [true, false]) {
      serve(isKnown)
      const { next_cursor } = await listPage(ask, `${ORDER}&limit=20`)
      serve(!isKnown)
      const answer = await ask(`/v1/sessions?${ORDER}&limit=20&cursor=${next_cursor}`)
      const { problem } = expectProblem(answer, 400, edge.origin, upstream.url)
      expect(problem.code).toBe('invalid_cursor')
      const { href = '' } = problem.allowed_actions[0] ?? {}
      const first = await listPage(ask, new URL(href).search.slice(1))
      const key = isKnown ? 'created_at' : 'updated_at'
      const expected = sortedBy(sessions, key).slice(0, 20)
      expect(first.data.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
    }
  })

  it('that does not say whether it knows the order gives no page', async () => {
    sessions = listOf(60)
    upstream.script((call, answer) => {
      if (queryOf(call).get('order') === 'unknown') json(answer, 500, { title: 'Broken' })
      else answerWindow(call, answer, sessions)
    })
    const answer = await ask(`/v1/sessions?${ORDER}&limit=20`)
    expectProblem(answer, 500, edge.origin, upstream.url)
    // The next who asks may have more luck.
    serve(false)
    expect((await listPage(ask, `${ORDER}&limit=20`)).data).toHaveLength(20)
  })

  it('that learnt the order and forgets it is walked by creation', async () => {
    sessions = listOf(60)
    const query = `${ORDER}&limit=40`
    serve(true)
    await listPage(ask, query)
    serve(false)
    const [first] = await walkList(ask, { query, maxPages: 1 })
    const path = (cursor: string | null | undefined) => `/v1/sessions?${query}&cursor=${cursor}`
    const second = await ask(path(first?.next_cursor))
    expectProblem(second, 400, edge.origin, upstream.url)
    const rows = rowsOf(await walkList(ask, { query }))
    expect(rows.map(({ id }) => id)).toEqual(sessions.map(({ id }) => id))
  })

  it('that ignores newer filters is walked over all that it gives', async () => {
    sessions = listOf(0)
    serve(false)
    const filters =
      'status=failed&mine=true&created_after=2026-10-05T00:00:00Z&include_archived=true'
    const rows = rowsOf(await walkList(ask, { query: `${filters}&limit=25` }))
    expect(rows.map(({ id }) => id)).toEqual(sessions.map(({ id }) => id))
    for (const call of upstream.calls) expect(call).toContain(`?${filters}&offset=`)
  })
})
