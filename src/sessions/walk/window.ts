import { type Item, isDelivered, type KeyedRow, type Position, type Row } from './cursor-state.ts'
import { compareInstants, parseInstant } from './instant.ts'

/** The most rows the upstream gives in one answer (it clamps what is over). */
export const WINDOW_ROWS = 100

/** The most calls of one page in flight: a Worker holds six connections, one stays free. */
export const WINDOWS_IN_FLIGHT = 5

/** What the upstream answered to one offset and limit. */
export interface Window {
  readonly rows: readonly Row[]
  /** The upstream's count, from another query than the rows. */
  readonly total: number
  readonly offset: number
  /** The limit the upstream says it applied. */
  readonly limit: number
}

/** Asks the upstream for `limit` rows from `offset` on, in the order of the walk. */
export type FetchWindow = (offset: number, limit: number) => Promise<Window>

/** The upstream's answer is not in the order that was asked for. */
export class SortOrderError extends Error {
  override readonly name = 'SortOrderError'
}

/** The window is too large to be read; one of fewer rows may do. */
export class WindowTooLargeError extends Error {
  override readonly name = 'WindowTooLargeError'
  /** Rows that were asked for. */
  readonly rows: number
  constructor(rows: number) {
    super('The window is too large')
    this.rows = rows
  }
}

/** A window whose keys have been read: consecutive rows of the list at one moment. */
export interface Slice {
  readonly rows: readonly KeyedRow[]
  readonly offset: number
  /** The position behind its last row. */
  readonly end: number
  readonly total: number
  readonly asked: number
  /** Rows the upstream says it was willing to give, at most those asked. */
  readonly limit: number
  /** False when it gave fewer than it was willing to, which it does at the end of the list. */
  readonly isFull: boolean
  /** Bytes of its rows. */
  readonly bytes: number
}

/**
 * Reads a window.
 *
 * @throws SortKeyError when a key is no timestamp
 * @throws SortOrderError when an older row comes before a newer one
 */
export function readWindow(window: Window, asked: number): Slice {
  const rows = window.rows.map((row) => ({ row, at: parseInstant(row.key) }))
  for (const [index, keyed] of rows.entries()) {
    const previous = rows[index - 1]
    if (previous !== undefined && compareInstants(previous.at, keyed.at) < 0) {
      throw new SortOrderError('The list is not ordered by the key it is walked by')
    }
  }
  const limit = window.limit > 0 ? Math.min(window.limit, asked) : asked
  const { offset, total } = window
  const end = offset + rows.length
  const bytes = window.rows.reduce((sum, row) => sum + row.bytes.length, 0)
  return { rows, offset, end, total, asked, limit, isFull: rows.length >= limit, bytes }
}

/** How a slice lies to the position. */
export type Alignment =
  /** It may begin behind rows that are still to come. */
  | { readonly place: 'too-deep' }
  /** It ends before the position. */
  | { readonly place: 'too-early' }
  | Joining

/** The slice holds the position: `fresh` follows it with no gap. `start`: the first row of its key. */
export interface Joining {
  readonly place: 'joins'
  readonly fresh: readonly Item[]
  readonly start: number
}

/** Rows that a window holds at least where it is to overlap: a newer one, the position's own, a fresh one. */
const MIN_OVERLAPPING_ROWS = 3

/** Tells whether a window of so many rows is too small to show that it overlaps what was read before it. */
export function isTooSmallToOverlap(windowRows: number): boolean {
  return windowRows < MIN_OVERLAPPING_ROWS
}

/**
 * Finds the position in a slice by comparing keys.
 *
 * The slice joins only if it overlaps what was read before: it begins with a row strictly newer
 * than the position, or at the head of the list. A first row that merely ties with the position proves
 * nothing, for others of the tie may be before it. With no position every row is fresh. Where rows are so
 * large that windows are too small to overlap, their place in the list must do, as it does for the upstream.
 */
export function placeSlice(slice: Slice, position: Position | null): Alignment {
  if (position === null) return { place: 'joins', fresh: itemsFrom(slice, 0), start: slice.offset }
  const newer = countNewer(slice, position)
  const needsOverlap = slice.offset > 0 && !isTooSmallToOverlap(slice.asked)
  if (newer === 0 && needsOverlap) return { place: 'too-deep' }
  if (newer === slice.rows.length && slice.isFull) return { place: 'too-early' }
  const fresh = itemsFrom(slice, newer).filter((item) => !isDelivered(position, item))
  return { place: 'joins', fresh, start: slice.offset + newer }
}

/** Returns the rows of the slice with a newer key than the position's; they stand first. */
export function countNewer(slice: Slice, position: Position): number {
  const index = slice.rows.findIndex((keyed) => compareInstants(keyed.at, position.at) <= 0)
  return index < 0 ? slice.rows.length : index
}

/** Returns the slice's rows from the `first` on, each with its position. */
export function itemsFrom(slice: Slice, first: number): Item[] {
  let start = first
  return slice.rows.slice(first).map((keyed, nth) => {
    const index = first + nth
    const previous = slice.rows[index - 1]
    if (nth > 0 && previous && compareInstants(previous.at, keyed.at) !== 0) start = index
    return { ...keyed, index: slice.offset + index, start: slice.offset + start }
  })
}

/**
 * Fetches the spans, at most `WINDOWS_IN_FLIGHT` at a time, and reads them in the order given. After a failure no
 * further call is begun. A slice that is missing was too large, or is not worth keeping: those before it fill a page.
 *
 * @param maxBytes of rows that are kept at this moment, but for one slice
 */
export async function fetchSlices(
  fetchWindow: FetchWindow,
  spans: readonly Span[],
  maxBytes: () => number,
): Promise<(Slice | 'too-large' | 'left-out')[]> {
  const slices: (Slice | 'too-large' | 'left-out')[] = []
  const waiting = spans.entries()
  let hasFailed = false
  async function work(): Promise<void> {
    for (const [index, span] of waiting) {
      if (hasFailed) return
      try {
        slices[index] = readWindow(await fetchWindow(span.offset, span.limit), span.limit)
        leaveOut(slices, maxBytes())
      } catch (error) {
        if (error instanceof WindowTooLargeError) {
          slices[index] = 'too-large'
          continue
        }
        hasFailed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: WINDOWS_IN_FLIGHT }, work))
  return slices
}

// Keeps no more than a page can hold: the last of what has come goes while what is before it is enough.
function leaveOut(slices: (Slice | 'too-large' | 'left-out')[], maxBytes: number): void {
  let bytes = 0
  for (const [index, slice] of slices.entries()) {
    if (typeof slice !== 'object') continue
    if (bytes > maxBytes) slices[index] = 'left-out'
    else bytes += slice.bytes
  }
}

/** One call to make. */
export interface Span {
  readonly offset: number
  readonly limit: number
}
