import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../sample/random.ts'
import { type EdgeStage, startEdgeStage } from '../support/edge-stage.ts'
import { sessionId } from '../support/session-list.ts'
import {
  expectOrderly,
  type ListedPage,
  type ListedSession,
  listCalls,
  listPage,
  readSample,
  rowsOf,
  untilHeld,
  walkList,
} from '../support/session-walk.ts'

let stage: EdgeStage
const ask = (path: string) => stage.ask(path, { as: 'ada' })
const askSample = (path: string) => stage.askSample(path, { as: 'ada' })

beforeAll(async () => {
  stage = await startEdgeStage()
})

afterAll(() => stage?.stop())

let inserted = 0

/** Changes the list in every way there is, and knows which sessions of its beginning have stayed. */
async function startChanges(seed: number) {
  const random = createRandom(seed)
  const steady = await readSample(askSample)
  const pick = () => {
    const all = [...steady.values()]
    return all[random.between(0, all.length - 1)] as ListedSession
  }
  const insert = (created_at?: string) => {
    inserted += 1
    return { id: sessionId(inserted), ...(created_at && { created_at }) }
  }
  return {
    steady,
    async change({ data }: ListedPage) {
      const gone = [pick().id, pick().id]
      // The cursor's own session goes too: its place must be found without it.
      const last = data.at(-1)
      if (last && random.between(0, 1) === 0) gone.push(last.id)
      for (const id of gone) steady.delete(id)
      const head = Array.from({ length: random.between(0, 4) }, () => insert())
      const backdated = random.between(0, 1) === 0 ? [insert(pick().created_at)] : []
      await stage.mutate(
        { op: 'insert_sessions', org: 'one', sessions: [...head, ...backdated] },
        { op: 'delete_sessions', org: 'one', ids: gone },
      )
    },
  }
}

const missing = (steady: ReadonlyMap<string, unknown>, rows: readonly ListedSession[]) => {
  const ids = new Set(rows.map(({ id }) => id))
  return [...steady.keys()].filter((id) => !ids.has(id))
}

describe('what a page costs when nothing moves', () => {
  it.each([1, 20, 50, 90])('by %i: one call, at any depth', async (limit) => {
    const costs: number[] = []
    const expected: number[] = []
    let delivered: ListedSession[] = []
    await stage.calls()
    let query = `limit=${limit}&offset=${limit === 1 ? 1165 : 0}`
    for (let page = 0; page < 40; page += 1) {
      const { data, next_cursor } = await listPage(ask, query)
      costs.push((await listCalls(stage)).length)
      const last = delivered.at(-1)?.created_at
      const tied = delivered.filter(({ created_at }) => created_at === last).length
      // Beside 90 rows and three before them a window has room for the delivered of a small tie.
      expected.push(3 + Math.max(4, tied) + limit <= 100 ? 1 : 2)
      delivered = [...delivered, ...data]
      if (next_cursor === null) break
      query = `limit=${limit}&cursor=${next_cursor}`
    }
    expect(costs).toEqual(expected)
    expect(expected.filter((cost) => cost === 1).length).toBeGreaterThan(expected.length * 0.8)
  })

  it('by 100 with its overlap: two calls', async () => {
    const costs: number[] = []
    await stage.calls()
    const between = async () => void costs.push((await listCalls(stage)).length)
    await walkList(ask, { query: 'limit=100', between })
    expect(costs[0]).toBe(1)
    expect(costs.slice(1).filter((cost) => cost !== 2)).toEqual([])
  })
})

describe('the windows of a page of 500', () => {
  it('are asked side by side, five at most', async () => {
    // Behind the largest tie, which is larger than what two windows have in common.
    const { next_cursor } = await listPage(ask, 'limit=20&offset=500')
    for (const query of ['limit=500&offset=500', `limit=500&cursor=${next_cursor}`]) {
      await stage.calls()
      const rule = { match: '^/v1/sessions\\?', delay_ms: 600, times: 6 }
      await stage.fault(rule)
      let isDone = false
      const page = listPage(ask, query).finally(() => {
        isDone = true
      })
      // Five wait at one moment, and the sixth only when they are answered.
      await untilHeld(stage, 5)
      let most = 5
      while (!isDone) most = Math.max(most, (await stage.state()).held)
      expect(most).toBe(5)
      expect((await page).data).toHaveLength(500)
      expect(await listCalls(stage)).toHaveLength(6)
    }
  })
})

describe('a walk while sessions come, come back-dated, and go between its pages', () => {
  it.each([500, 250, 100, 90, 50, 7])(
    'by %i brings every session that stays exactly once, in order',
    async (limit) => {
      const { steady, change } = await startChanges(limit)
      await stage.calls()
      const pages = await walkList(ask, { query: `limit=${limit}`, between: change })
      const calls = await listCalls(stage)
      expectOrderly(rowsOf(pages), 'created_at')
      expect(missing(steady, rowsOf(pages))).toEqual([])
      const sizes = pages.slice(0, -1).map(({ data }) => data.length)
      expect(new Set(sizes)).toEqual(new Set([limit]))
      if (limit <= 90) expect(calls.length / pages.length).toBeLessThanOrEqual(2)
    },
  )

  it('by 1 through the largest tie brings each of it exactly once', async () => {
    const { steady, change } = await startChanges(1)
    let page = 0
    const between = (last: ListedPage) => (page++ % 4 === 0 ? change(last) : Promise.resolve())
    const pages = await walkList(ask, { query: 'limit=1&offset=380', between, maxPages: 110 })
    const rows = rowsOf(pages)
    expectOrderly(rows, 'created_at')
    const [first, last] = [rows[0], rows.at(-1)] as [ListedSession, ListedSession]
    const isBetween = ({ created_at }: ListedSession) =>
      Date.parse(created_at) < Date.parse(first.created_at) &&
      Date.parse(created_at) > Date.parse(last.created_at)
    const passed = new Map([...steady].filter(([, session]) => isBetween(session)))
    expect(passed.size).toBeGreaterThan(50)
    expect(missing(passed, rows)).toEqual([])
  })

  it('in pages of changing size, under a filter', async () => {
    const { steady, change } = await startChanges(2)
    const sizes = [3, 120, 20, 1, 100]
    const rows: ListedSession[] = []
    for (let cursor: string | null | undefined, at = 0; cursor !== null; at += 1) {
      const size = sizes[at % sizes.length]
      const paging = cursor ? `&cursor=${cursor}` : ''
      const page = await listPage(ask, `search=refund&limit=${size}${paging}`)
      rows.push(...page.data)
      cursor = page.next_cursor
      if (cursor) await change(page)
    }
    expectOrderly(rows, 'created_at')
    const fitting = [...steady].filter(([, { title }]) => title?.includes('refund'))
    expect(fitting.length).toBeGreaterThan(80)
    expect(missing(new Map(fitting), rows)).toEqual([])
  })
})
