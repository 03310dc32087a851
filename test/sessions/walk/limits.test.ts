import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CursorState } from '../../../src/sessions/walk/cursor-state.ts'
import { MAX_PAGE_BYTES, MAX_PAGE_CALLS, type Page } from '../../../src/sessions/walk/page.ts'
import { walkPage } from '../../../src/sessions/walk/walk.ts'
import { WindowTooLargeError } from '../../../src/sessions/walk/window.ts'
import { createLiveTable, type LiveTable, QUIET_TABLE } from './live-table.ts'
import { expectPromise, walkAll } from './promise.ts'

const MAX_WINDOW_BYTES = 8 * 1024 * 1024

/** A table whose windows over the bound are refused, as a source refuses them. */
function withBound(table: LiveTable): LiveTable {
  return {
    ...table,
    async fetchWindow(offset, limit) {
      const window = await table.fetchWindow(offset, limit)
      const bytes = window.rows.reduce((sum, row) => sum + row.bytes.length, 0)
      if (bytes > MAX_WINDOW_BYTES) throw new WindowTooLargeError(limit)
      return window
    },
  }
}

const idsOf = (pages: readonly Page[]) => pages.flatMap((page) => page.items.map(({ id }) => id))
const bytesOf = ({ items }: Page) => items.reduce((sum, { bytes }) => sum + bytes.length + 1, 0)

describe('thousands of sessions of one instant', () => {
  for (const limit of [1000, 500, 90, 20]) {
    it(`are walked through by ${limit}, each once, in calls that do not grow`, async () => {
      const table = createLiveTable({ ...QUIET_TABLE, rows: 40, tieOrder: 'stable' })
      table.addTied(3_000)
      table.addTied(1)
      const pages = await walkAll(table, () => limit)
      expectOnce(table, pages)
      expect(Math.max(...pages.map(({ calls }) => calls))).toBeLessThanOrEqual(MAX_PAGE_CALLS)
      const rest = pages.slice(-Math.floor(1_000 / limit))
      expect(Math.max(...rest.map(({ calls }) => calls))).toBeLessThanOrEqual(limit > 90 ? 8 : 3)
    })
  }

  it('are passed though they come in another order with each call', async () => {
    const table = createLiveTable({ ...QUIET_TABLE, rows: 40, tieOrder: 'random' })
    table.addTied(2_000)
    const pages = await walkAll(table, () => 500)
    const ids = new Set(idsOf(pages))
    for (const id of table.ids().slice(2_000)) expect(ids).toContain(id)
  })

  it('are passed though sessions come and go meanwhile, many of the instant itself', async () => {
    const table = createLiveTable({ ...QUIET_TABLE, rows: 60, headInserts: 3, tieOrder: 'stable' })
    table.addTied(2_000)
    const { fetchWindow } = table
    const ids = new Set<string>()
    let state: CursorState | null = null
    let isGone = false
    for (let number = 0; number < 100; number += 1) {
      const page: Page = await walkPage({ limit: 200, state, offset: 0, fetchWindow })
      for (const { id } of page.items) ids.add(id)
      state = page.next
      if (state === null) break
      if (!isGone && ids.size > 1_200) {
        table.removeAll(new Set([...ids].slice(0, 900)))
        isGone = true
      }
    }
    expect(state).toBeNull()
    for (const id of table.ids().slice(-60)) expect(ids).toContain(id)
  })

  function expectOnce(table: LiveTable, pages: readonly Page[]) {
    const ids = idsOf(pages)
    const delivered = new Set(ids)
    expect(delivered.size).toBe(ids.length)
    expect([...table.steady].filter((id) => !delivered.has(id))).toEqual([])
  }
})

describe('a page whose calls are used up', () => {
  it('ends with what is certain, has more, and the walk goes on', async () => {
    // Windows of 20 rows give 480 rows in 12 calls at most.
    const table = createLiveTable({ ...QUIET_TABLE, rows: 700, clamp: 20 })
    const pages = await walkAll(table, () => 500)
    expectPromise(table, pages, () => 500)
    const [first] = pages
    expect(first?.calls).toBe(MAX_PAGE_CALLS)
    expect(first?.items.length).toBeGreaterThan(100)
    expect(first?.items.length).toBeLessThan(500)
  })

  it('moves its cursor on towards its place where it has delivered nothing', async () => {
    const table = createLiveTable({ ...QUIET_TABLE, rows: 3_000, lyingTotal: 'high' })
    const { fetchWindow } = table
    const first = await walkPage({ limit: 20, state: null, offset: 1_500, fetchWindow })
    const lost = { ...(first.next as CursorState), offset: 4_294_967_295, total: 1 }
    let state: CursorState | null = lost
    const page = await walkPage({ limit: 20, state, offset: 0, maxCalls: 2, fetchWindow })
    expect(page).toMatchObject({ items: [], hasMore: true, calls: 2 })
    expect(page.next?.offset).toBeLessThan(lost.offset)
    for (let number = 0; number < 20; number += 1) {
      const { next, items }: Page = await walkPage({
        ...{ limit: 20, state, offset: 0, maxCalls: 2, fetchWindow },
      })
      if (items.length > 0) {
        expect(items.map(({ id }) => id)).toEqual(table.ids().slice(1_520, 1_540))
        return
      }
      state = next
    }
    expect.fail('The walk has not found its place')
  })

  it('finds its place in any list of ten thousand, wherever a cursor says it is', async () => {
    const table = createLiveTable({ ...QUIET_TABLE, rows: 10_000 })
    const { fetchWindow } = table
    for (const depth of [20, 3_333, 9_970]) {
      const { next } = await walkPage({ limit: 20, state: null, offset: depth - 20, fetchWindow })
      for (const offset of [0, 5_000, 9_999, 4_294_967_295]) {
        const state = { ...(next as CursorState), offset, total: 1 }
        const page = await walkPage({ limit: 20, state, offset: 0, fetchWindow })
        expect(page.items.map(({ id }) => id)).toEqual(table.ids().slice(depth, depth + 20))
        expect(page.calls).toBeLessThanOrEqual(MAX_PAGE_CALLS)
      }
    }
  })
})

describe('large sessions', () => {
  for (const [kibibytes, limit] of [
    [20, 500],
    [150, 500],
    [150, 20],
    [400, 500],
    [1_500, 100],
    [3_000, 20],
    [6_000, 5],
  ] as const) {
    it(`of ${kibibytes} KiB, by ${limit}, are walked through in pages of 8 MiB at most`, async () => {
      const rows = Math.min(600, Math.ceil(60_000 / kibibytes))
      const table = withBound(createLiveTable({ ...QUIET_TABLE, rows, rowBytes: kibibytes * 1024 }))
      const pages = await walkAll(table, () => limit)
      expect(idsOf(pages).join(' ')).toBe(table.ids().join(' '))
      for (const page of pages) {
        expect(bytesOf(page)).toBeLessThanOrEqual(MAX_PAGE_BYTES)
        expect(page.calls).toBeLessThanOrEqual(MAX_PAGE_CALLS)
        if (page.hasMore) expect(page.items.length).toBeGreaterThan(0)
      }
      // No page is smaller than it has to be.
      const least = Math.min(
        limit,
        Math.max(1, Math.floor((0.6 * MAX_PAGE_BYTES) / (kibibytes * 1024))),
      )
      for (const { items } of pages.slice(0, -1)) expect(items.length).toBeGreaterThanOrEqual(least)
    })
  }

  it('are walked through, each once, whatever room other pages leave from one moment to the next', async () => {
    const anyRoom = fc.array(fc.integer({ min: 1, max: MAX_PAGE_BYTES }), { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(anyRoom, fc.integer({ min: 1, max: 500 }), async (rooms, limit) => {
        const table = createLiveTable({ ...QUIET_TABLE, rows: 200, rowBytes: 20 * 1024 })
        const { fetchWindow } = table
        const pages: Page[] = []
        let asked = 0
        const maxBytes = () => rooms[asked++ % rooms.length] as number
        for (let state: CursorState | null = null; pages.length < 400; ) {
          const page: Page = await walkPage({ limit, state, offset: 0, maxBytes, fetchWindow })
          pages.push(page)
          // Where room ended a page with the last session, that it was the last is seen by the next page alone.
          if (page.hasMore) expect(page.items.length).toBeGreaterThan(0)
          state = page.next
          if (state === null) break
        }
        expect(idsOf(pages).join(' ')).toBe(table.ids().join(' '))
      }),
      { numRuns: 60 },
    )
  })

  it('are asked again with a quarter of the rows, down to one', async () => {
    const asked: number[] = []
    const table = createLiveTable({ ...QUIET_TABLE, rows: 30 })
    const page = await walkPage({
      limit: 90,
      state: null,
      offset: 0,
      async fetchWindow(offset, limit) {
        asked.push(limit)
        if (limit > 1) throw new WindowTooLargeError(limit)
        return table.fetchWindow(offset, limit)
      },
    })
    expect(asked.slice(0, 5)).toEqual([100, 25, 7, 2, 1])
    expect(page.items.map(({ id }) => id)).toEqual(table.ids().slice(0, page.items.length))
    expect(page).toMatchObject({ hasMore: true, calls: MAX_PAGE_CALLS })
  })
})

describe('a page of sessions of one instant', () => {
  it('is the same twice in whatever order they come, where a window shows all of them', async () => {
    const table = createLiveTable({ ...QUIET_TABLE, rows: 60, tieSize: 5, tieOrder: 'random' })
    const { fetchWindow } = table
    const pages: Page[] = []
    for (let asked = 0; asked < 5; asked += 1) {
      pages.push(await walkPage({ limit: 20, state: null, offset: 0, fetchWindow }))
    }
    for (const page of pages) {
      expect(page.items.map(({ id }) => id)).toEqual(pages[0]?.items.map(({ id }) => id))
      expect(page.next?.idHashes).toEqual(pages[0]?.next?.idHashes)
    }
  })
})
