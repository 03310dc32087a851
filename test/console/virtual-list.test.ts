import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isNearEnd, scrollToRow, visibleRows } from '../../console/virtual-list.ts'

const ROW = 52

it('every row in sight is drawn, few others are, and the list is as high as all of its rows', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -100, max: 400_000 }),
      fc.integer({ min: 0, max: 2000 }),
      fc.integer({ min: 0, max: 8000 }),
      (scrollTop, height, count) => {
        const { first, end, topPx, bottomPx } = visibleRows({ scrollTop, height }, ROW, count, 8)
        expect(topPx + (end - first) * ROW + bottomPx).toBe(count * ROW)
        expect(end - first).toBeLessThanOrEqual(Math.ceil(height / ROW) + 18)
        const highest = Math.max(0, count * ROW - height)
        const top = Math.min(highest, Math.max(0, scrollTop))
        if (count > 0) {
          expect(topPx).toBeLessThanOrEqual(top)
          expect(end * ROW).toBeGreaterThanOrEqual(Math.min(count * ROW, top + height))
        }
      },
    ),
  )
})

it('the next page is asked for before the end is in sight', () => {
  const rows = visibleRows({ scrollTop: 0, height: 520 }, ROW, 100, 8)
  expect([isNearEnd(rows, 100, 30), isNearEnd(rows, 40, 30)]).toEqual([false, true])
})

it('a row that is to be seen moves the list only as far as it has to', () => {
  const viewport = { scrollTop: 1000, height: 520 }
  expect(scrollToRow(20, ROW, viewport)).toBe(1000)
  expect(scrollToRow(35, ROW, viewport)).toBe(36 * ROW - 520)
  expect(scrollToRow(3, ROW, viewport)).toBe(3 * ROW)
})
