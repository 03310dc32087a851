import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  appendPage,
  EMPTY_LIST,
  offerFirstPage,
  type SessionRow,
  takeNewcomers,
} from '../../console/session-rows.ts'

/** The higher the number, the later. */
const row = (number: number): SessionRow => ({
  id: `session_${number}`,
  created_at: new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString(),
})
const page = (...numbers: number[]) => ({ data: numbers.map(row), next_cursor: 'next' })
const byCreation = ({ created_at }: SessionRow) => created_at
const ids = (rows: readonly SessionRow[]) => rows.map(({ id }) => Number(id.slice(8)))

describe('a list of sessions', () => {
  it('shows each session once, at the place where it came first', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 })
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 8 }), (pages) => {
        const list = pages.reduce((all, each) => appendPage(all, page(...each)), EMPTY_LIST)
        expect(ids(list.rows)).toEqual([...new Set(pages.flat())])
      }),
    )
  })

  it('offers what came since, and moves nothing before it is taken', () => {
    const loaded = appendPage(appendPage(EMPTY_LIST, page(9, 8, 7)), page(6, 5))
    const offered = offerFirstPage(loaded, page(11, 10, 9), byCreation)
    expect(ids(offered.rows)).toEqual([9, 8, 7, 6, 5])
    expect([ids(offered.newcomers), offered.isCutOff]).toEqual([[11, 10], false])
    const taken = takeNewcomers(offered)
    expect([ids(taken.rows), taken.newcomers]).toEqual([[11, 10, 9, 8, 7, 6, 5], []])
  })

  it('does not call old sessions new that moved up because others were deleted', () => {
    const loaded = appendPage(EMPTY_LIST, page(9, 8))
    expect(offerFirstPage(loaded, page(7, 6), byCreation).newcomers).toEqual([])
  })

  it('knows that it misses some when all of the first page is new', () => {
    const loaded = appendPage(EMPTY_LIST, page(3, 2))
    expect(offerFirstPage(loaded, page(9, 8), byCreation).isCutOff).toBe(true)
  })

  it('shows rows that it has as they are now', () => {
    const loaded = appendPage(EMPTY_LIST, page(3, 2))
    const now = { data: [{ ...row(3), status: 'active' }] }
    expect(offerFirstPage(loaded, now, byCreation).rows[0]?.status).toBe('active')
  })

  it('compares times to the last digit, however many digits they have', () => {
    const at = (id: string, created_at: string) => ({ id, created_at })
    const loaded = appendPage(EMPTY_LIST, { data: [at('a', '2026-01-01T00:00:00.5Z')] })
    const came = [at('b', '2026-01-01T00:00:00.500001Z'), at('c', '2026-01-01T00:00:00.50Z')]
    const { newcomers } = offerFirstPage(loaded, { data: came }, byCreation)
    expect(newcomers.map(({ id }) => id)).toEqual(['b'])
  })

  it('that was empty offers everything that comes', () => {
    const loaded = appendPage(EMPTY_LIST, { data: [], next_cursor: null })
    const offered = offerFirstPage(loaded, page(2, 1), byCreation)
    expect([ids(offered.newcomers), offered.isCutOff, loaded.cursor]).toEqual([[2, 1], false, null])
  })
})
