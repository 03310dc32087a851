import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLiveTable, QUIET_TABLE, type TableHabits } from './live-table.ts'
import { cycle, expectPromise, walkAll } from './promise.ts'

describe('tie groups', () => {
  const pages = fc.array(fc.constantFrom(1, 7, 30, 90, 100, 250, 500), {
    minLength: 1,
    maxLength: 3,
  })
  const group = fc.record({
    seed: fc.integer(),
    newer: fc.constantFrom(0, 1, 40),
    tieOrder: fc.constantFrom<TableHabits['tieOrder']>('random', 'by-offset'),
  })

  async function walkGroup(habit: TableHabits, size: number, newer: number, sizes: number[]) {
    const table = createLiveTable(habit)
    table.addTied(size)
    for (let left = newer; left > 0; left -= 1) table.addTied(1)
    const limitOf = cycle(sizes)
    expectPromise(table, await walkAll(table, limitOf), limitOf)
  }

  it('that fit into a window are delivered whole though the list changes', async () => {
    const kind = fc.constantFrom([98, 1], [92, 4], [70, 9])
    await fc.assert(
      fc.asyncProperty(group, kind, fc.nat({ max: 8 }), pages, async (habit, of, less, sizes) => {
        const { newer, ...kept } = habit
        const [most = 0, change = 0] = of
        const changes = { headInserts: change, deletes: change, backdatedInserts: 0, rows: 90 }
        await walkGroup({ ...QUIET_TABLE, ...changes, ...kept }, most - less, newer, sizes)
      }),
      { numRuns: 400 },
    )
  })

  it('larger than a window are delivered whole while the list stands still', async () => {
    const size = fc.integer({ min: 99, max: 160 })
    await fc.assert(
      fc.asyncProperty(group, size, pages, async ({ newer, ...kept }, count, sizes) => {
        await walkGroup({ ...QUIET_TABLE, rows: 60, ...kept }, count, newer, sizes)
      }),
      // No more than very likely for random ties, so always the same ones.
      { numRuns: 100, seed: 5 },
    )
  })

  it('larger than a cursor can name make the page run on to the end of the group', async () => {
    const table = createLiveTable({ ...QUIET_TABLE, rows: 30, tieOrder: 'stable' })
    table.addTied(700)
    const pages = await walkAll(table, () => 90)
    expect(pages.map((page) => page.items.length)).toEqual([90, 90, 520, 30])
    expect(new Set(pages.flatMap((page) => page.items.map((row) => row.id))).size).toBe(730)
  })
})
