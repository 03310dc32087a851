import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SortKeyError } from '../../../src/sessions/walk/instant.ts'
import { walkPage } from '../../../src/sessions/walk/walk.ts'
import { SortOrderError, type Window } from '../../../src/sessions/walk/window.ts'
import { wholeBytes } from '../../../src/syntax/edited-bytes.ts'
import { createLiveTable, QUIET_TABLE, type TableHabits } from './live-table.ts'
import { cycle, expectPromise, walkAll } from './promise.ts'
import { timestampOf } from './timestamp.ts'

const habits = fc.record<TableHabits>({
  seed: fc.integer(),
  rows: fc.integer({ min: 0, max: 260 }),
  tieSize: fc.constantFrom(1, 1, 2, 5, 12),
  headInserts: fc.constantFrom(0, 1, 3, 15),
  backdatedInserts: fc.constantFrom(0, 0, 2, 8),
  deletes: fc.constantFrom(0, 1, 3, 12),
  clamp: fc.constantFrom(100, 100, 100, 50, 37),
  ownsUpToClamp: fc.constant(true),
  lyingTotal: fc.constantFrom('no', 'no', 'low', 'high', 'random'),
  touches: fc.constant(0),
  rowBytes: fc.constant(100),
  tieOrder: fc.constantFrom('random', 'by-offset', 'stable'),
})

/** A list that grows by twenty sessions a page of one, and whose total says nothing. */
const RESTLESS: TableHabits = {
  seed: 2147483637,
  rows: 178,
  tieSize: 5,
  headInserts: 15,
  backdatedInserts: 0,
  deletes: 1,
  clamp: 50,
  ownsUpToClamp: true,
  lyingTotal: 'random',
  touches: 0,
  rowBytes: 100,
  tieOrder: 'by-offset',
}

const limits = fc.array(fc.constantFrom(1, 3, 7, 20, 50, 89, 90, 91, 100, 137, 250, 500), {
  minLength: 1,
  maxLength: 4,
})

describe('a walk over a list that changes between any two calls', () => {
  it('delivers every session that stays exactly once and in order, and ends', async () => {
    await fc.assert(
      fc.asyncProperty(habits, limits, async (habit, sizes) => {
        const table = createLiveTable(habit)
        const limitOf = cycle(sizes)
        expectPromise(table, await walkAll(table, limitOf), limitOf)
      }),
      { numRuns: 1200, examples: [[RESTLESS, [1]]] },
    )
  })

  it('sees through an upstream that clamps without saying so, while the list stands still', async () => {
    const hidden = habits.map((habit) => ({
      ...habit,
      ownsUpToClamp: false,
      clamp: Math.min(50, habit.clamp),
      lyingTotal: 'no' as const,
      headInserts: 0,
      backdatedInserts: 0,
      deletes: 0,
    }))
    await fc.assert(
      fc.asyncProperty(hidden, limits, async (habit, sizes) => {
        const table = createLiveTable(habit)
        const limitOf = cycle(sizes)
        expectPromise(table, await walkAll(table, limitOf), limitOf)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the order by last activity', () => {
  it('returns no session twice while sessions move to the head', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), limits, async (seed, sizes) => {
        const table = createLiveTable({ ...QUIET_TABLE, seed, rows: 200, tieSize: 4, touches: 6 })
        const limitOf = cycle(sizes)
        const ids = (await walkAll(table, limitOf)).flatMap((page) => page.items)
        expect(new Set(ids.map((row) => row.id)).size).toBe(ids.length)
        const delivered = new Set(ids.map((row) => row.id))
        const missed = [...table.steady].filter((id) => !delivered.has(id))
        expect(missed.filter((id) => !table.touched.has(id))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

describe('a page', () => {
  it('begins at the offset where there is no state, and the walk goes on from there', async () => {
    const table = createLiveTable(QUIET_TABLE)
    const { fetchWindow } = table
    const first = await walkPage({ limit: 20, state: null, offset: 240, fetchWindow })
    expect(first.items.map((row) => row.id)).toEqual(table.ids().slice(240, 260))
    expect(first).toMatchObject({ offset: 240, total: 300, hasMore: true, calls: 1 })
    const second = await walkPage({ limit: 90, state: first.next, offset: 0, fetchWindow })
    expect(second.items.map((row) => row.id)).toEqual(table.ids().slice(260))
    expect(second).toMatchObject({ offset: 260, next: null, hasMore: false })
  })

  it('behind the end of the list is empty and the last', async () => {
    const { fetchWindow } = createLiveTable(QUIET_TABLE)
    const page = await walkPage({ limit: 20, state: null, offset: 301, fetchWindow })
    expect(page).toEqual({
      items: [],
      next: null,
      hasMore: false,
      total: 300,
      offset: 301,
      calls: 1,
    })
  })

  it('of no rows asks for none and says the total', async () => {
    const asked: number[][] = []
    const { fetchWindow } = createLiveTable(QUIET_TABLE)
    const page = await walkPage({
      limit: 0,
      state: null,
      offset: 7,
      fetchWindow: (...span) => {
        asked.push(span)
        return fetchWindow(...span)
      },
    })
    expect(asked).toEqual([[7, 0]])
    expect(page).toEqual({ items: [], next: null, hasMore: false, total: 300, offset: 7, calls: 1 })
  })

  it('over 500 is clamped to 500', async () => {
    const { fetchWindow } = createLiveTable({ ...QUIET_TABLE, rows: 700 })
    const page = await walkPage({ limit: 4000, state: null, offset: 0, fetchWindow })
    expect(page.items.length).toBe(500)
    expect(page.hasMore).toBe(true)
  })

  it.each([1, 20, 90, 99, 100, 500])(
    'of exactly the %i rows there are is the last',
    async (limit) => {
      const { fetchWindow } = createLiveTable({ ...QUIET_TABLE, rows: limit })
      const page = await walkPage({ limit, state: null, offset: 0, fetchWindow })
      expect(page.items.length).toBe(limit)
      expect(page).toMatchObject({ next: null, hasMore: false })
    },
  )

  const answer = (keys: string[]): Window => ({
    rows: keys.map((key, index) => ({
      id: `session_${index}`,
      key,
      bytes: wholeBytes(new Uint8Array(2)),
    })),
    total: keys.length,
    offset: 0,
    limit: 20,
  })
  const pageOf = (window: Window) =>
    walkPage({ limit: 19, state: null, offset: 0, fetchWindow: async () => window })

  it('is refused where a sort key is no timestamp', async () => {
    await expect(pageOf(answer(['yesterday']))).rejects.toThrow(SortKeyError)
  })

  it('is refused where the list is in another order', async () => {
    const keys = [timestampOf(1, 0), timestampOf(2, 0)]
    await expect(pageOf(answer(keys))).rejects.toThrow(SortOrderError)
  })

  it('fails with the first call that fails, and begins no other', async () => {
    let calls = 0
    const fetchWindow = async (): Promise<Window> => {
      calls += 1
      throw new Error('No answer')
    }
    const page = walkPage({ limit: 500, state: null, offset: 0, fetchWindow })
    await expect(page).rejects.toThrow('No answer')
    expect(calls).toBe(5)
  })
})
