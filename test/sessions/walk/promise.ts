import { expect } from 'vitest'
import { bindCursor, decodeCursor, encodeCursor } from '../../../src/sessions/cursor.ts'
import type { CursorState } from '../../../src/sessions/walk/cursor-state.ts'
import { MAX_PAGE_CALLS, type Page } from '../../../src/sessions/walk/page.ts'
import { walkPage } from '../../../src/sessions/walk/walk.ts'
import type { LiveTable } from './live-table.ts'

const BINDING = bindCursor('org_1', 'ada', [])

// What a client gets back: the state as the cursor has carried it.
async function carried(state: CursorState | null): Promise<CursorState | null> {
  if (state === null) return null
  const decoded = await decodeCursor(await encodeCursor(state, BINDING), BINDING)
  return decoded.ok ? decoded.state : null
}

/** Pages without a session that may follow each other where a list moves fast; two are the most that were seen. */
const MAX_EMPTY_PAGES = 8

/** Walks to the end; the table changes between the pages too. Fails where the walk stops moving on. */
export async function walkAll(
  table: LiveTable,
  limitOf: (page: number) => number,
): Promise<Page[]> {
  const pages: Page[] = []
  let state: CursorState | null = null
  let empty = 0
  for (let number = 0; number < 2000; number += 1) {
    const { fetchWindow } = table
    const page: Page = await walkPage({ limit: limitOf(number), state, offset: 0, fetchWindow })
    pages.push(page)
    empty = page.items.length > 0 ? 0 : empty + 1
    if (empty > MAX_EMPTY_PAGES) throw new Error('The walk does not move on')
    state = await carried(page.next)
    if (state === null) return pages
    table.change()
  }
  throw new Error('The walk does not end')
}

/** Fails unless the pages keep what the contract promises of a walk. */
export function expectPromise(
  table: LiveTable,
  pages: readonly Page[],
  limitOf: (page: number) => number,
) {
  const ids = pages.flatMap((page) => page.items.map((row) => row.id))
  expect(new Set(ids).size, 'none twice').toBe(ids.length)
  const delivered = new Set(ids)
  expect(
    [...table.steady].filter((id) => !delivered.has(id)),
    'none lost',
  ).toEqual([])
  const ticks = ids.map((id) => table.ticks.get(id) ?? 0)
  expect(
    ticks.findIndex((tick, index) => tick > (ticks[index - 1] ?? tick)),
    'in order',
  ).toBe(-1)
  for (const [number, page] of pages.entries()) {
    const isLast = number === pages.length - 1
    expect(page.hasMore).toBe(!isLast)
    // A page whose calls are used up ends with what is certain.
    const isCut = page.calls >= MAX_PAGE_CALLS
    if (isLast) continue
    if (isCut) expect(page.items.length).toBeLessThanOrEqual(limitOf(number))
    else expect(page.items.length, 'full but for the last').toBe(limitOf(number))
  }
  expect(Math.max(...pages.map(({ calls }) => calls))).toBeLessThanOrEqual(MAX_PAGE_CALLS)
  expect(table.mostInFlight()).toBeLessThanOrEqual(5)
}

/** Page sizes that change on the way. */
export function cycle(limits: readonly number[]): (page: number) => number {
  return (page) => limits[page % limits.length] ?? 20
}
