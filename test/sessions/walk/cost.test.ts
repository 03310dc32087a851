import { describe, expect, it } from 'vitest'
import type { CursorState } from '../../../src/sessions/walk/cursor-state.ts'
import type { Page } from '../../../src/sessions/walk/page.ts'
import { walkPage } from '../../../src/sessions/walk/walk.ts'
import type { Window } from '../../../src/sessions/walk/window.ts'
import { createLiveTable, QUIET_TABLE, type TableHabits } from './live-table.ts'
import { expectPromise, walkAll } from './promise.ts'

// A page of 20 that ends at `depth`, so that the next one begins there.
async function stateAt(
  fetchWindow: (offset: number, limit: number) => Promise<Window>,
  depth: number,
): Promise<CursorState | null> {
  if (depth === 0) return null
  const page = await walkPage({ limit: 20, state: null, offset: depth - 20, fetchWindow })
  return page.next
}

describe('upstream calls when nothing moves', () => {
  for (const depth of [0, 200, 9900]) {
    for (const [limit, calls] of [
      [1, 1],
      [20, 1],
      [89, 1],
      [90, 1],
      [100, depth === 0 ? 1 : 2],
      [180, 2],
      [500, 6],
    ] as const) {
      it(`are ${calls} for a page of ${limit} at ${depth}`, async () => {
        const { fetchWindow } = createLiveTable({ ...QUIET_TABLE, rows: 11_000 })
        const state = await stateAt(fetchWindow, depth)
        const page = await walkPage({ limit, state, offset: 0, fetchWindow })
        expect(page.calls).toBe(calls)
        expect(page.items.length).toBe(limit)
      })
    }
  }

  it('are one for every page of 90 with ties of up to six, whatever the total says', async () => {
    for (const lyingTotal of ['no', 'low'] as const) {
      const table = createLiveTable({ ...QUIET_TABLE, rows: 2000, tieSize: 6, lyingTotal })
      const pages = await walkAll(table, () => 90)
      expect(Math.max(...pages.map((page) => page.calls))).toBe(1)
    }
  })

  it('come side by side: a page of 500 waits for two rounds, one of 100 for one', async () => {
    const { fetchWindow } = createLiveTable({ ...QUIET_TABLE, rows: 2000 })
    for (const [limit, rounds] of [
      [100, 1],
      [500, 2],
    ] as const) {
      const waiting: (() => void)[] = []
      const gated = async (offset: number, count: number) => {
        await new Promise<void>((release) => waiting.push(release))
        return fetchWindow(offset, count)
      }
      const state = await stateAt(fetchWindow, 200)
      let isDone = false
      const page = walkPage({ limit, state, offset: 0, fetchWindow: gated })
      void page.then(() => {
        isDone = true
      })
      let seen = 0
      while (!isDone) {
        for (let turns = 0; turns < 50; turns += 1) await Promise.resolve()
        if (waiting.length > 0) seen += 1
        expect(waiting.length).toBeLessThanOrEqual(5)
        for (const release of waiting.splice(0)) release()
      }
      expect((await page).items.length).toBe(limit)
      expect(seen).toBe(rounds)
    }
  })
})

describe('upstream calls under heavy change', () => {
  const heavy = { headInserts: 15, deletes: 12, backdatedInserts: 8, tieSize: 6, rows: 1500 }
  for (const lyingTotal of ['no', 'low', 'high', 'random'] as const) {
    it(`are two on average and six at most up to pages of 90, the total lying: ${lyingTotal}`, async () => {
      for (const limit of [20, 50, 90]) {
        const pages: Page[] = []
        for (let seed = 1; seed <= 4; seed += 1) {
          const habits: TableHabits = { ...QUIET_TABLE, ...heavy, lyingTotal, seed }
          const table = createLiveTable(habits)
          const walked = await walkAll(table, () => limit)
          expectPromise(table, walked, () => limit)
          pages.push(...walked)
        }
        const calls = pages.map((page) => page.calls)
        expect(calls.reduce((sum, count) => sum + count, 0) / calls.length).toBeLessThanOrEqual(2)
        expect(Math.max(...calls)).toBeLessThanOrEqual(6)
      }
    })
  }

  it('are two when thirty sessions above the state go, though the total misleads', async () => {
    const table = createLiveTable({ ...QUIET_TABLE, rows: 2000, lyingTotal: 'high' })
    const { fetchWindow } = table
    const state = await stateAt(fetchWindow, 600)
    const before = table.ids()
    table.removeAll(new Set(before.slice(100, 130)))
    const page = await walkPage({ limit: 90, state, offset: 0, fetchWindow })
    expect(page.items.map((row) => row.id)).toEqual(before.slice(600, 690))
    expect(page.calls).toBe(2)
  })

  const falls = [
    ['head', (position: number) => position < 4000],
    ['tail', (position: number) => position > 6500],
    ['whole list', (position: number) => position % 2 === 0],
  ] as const
  for (const [where, isGone] of falls) {
    it(`are six at most when thousands of sessions go from the ${where} at once`, async () => {
      const table = createLiveTable({ ...QUIET_TABLE, rows: 10_000 })
      const { fetchWindow } = table
      const state = await stateAt(fetchWindow, 6000)
      const before = table.ids()
      const gone = new Set(before.filter((_, position) => isGone(position)))
      table.removeAll(gone)
      const page = await walkPage({ limit: 90, state, offset: 0, fetchWindow })
      const expected = before.slice(6000).filter((id) => !gone.has(id))
      expect(page.items.map((row) => row.id)).toEqual(expected.slice(0, 90))
      expect(page.calls).toBeLessThanOrEqual(6)
    })
  }

  it('are six at most when a thousand sessions have come in at the head', async () => {
    const table = createLiveTable({ ...QUIET_TABLE, rows: 3000 })
    const { fetchWindow } = table
    const state = await stateAt(fetchWindow, 600)
    const expected = table.ids().slice(600, 690)
    for (let left = 1000; left > 0; left -= 1) table.addTied(1)
    const page = await walkPage({ limit: 90, state, offset: 0, fetchWindow })
    expect(page.items.map((row) => row.id)).toEqual(expected)
    expect(page.calls).toBeLessThanOrEqual(6)
  })
})
