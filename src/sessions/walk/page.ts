import {
  type CursorState,
  closeCursorState,
  type Item,
  openCursorState,
  type Position,
  pageLength,
  positionAfter,
  positionBefore,
  type Row,
} from './cursor-state.ts'
import { createSearch, type Search } from './search.ts'
import { type Alignment, type FetchWindow, placeSlice, type Slice, WINDOW_ROWS } from './window.ts'

/** The most sessions of one page; more are clamped, as the upstream clamps its own 100. */
export const MAX_PAGE_ROWS = 500

/** An answer of fewer rows is always taken for the end, never for a clamp. */
const SMALLEST_CLAMP_ROWS = 10

/** What a page is made from. */
export interface WalkRequest {
  /** Sessions wanted, 0 to 500. */
  readonly limit: number
  /** Where the last page ended; null for a walk that begins at `offset`. */
  readonly state: CursorState | null
  /** Position of the first row where there is no state. */
  readonly offset: number
  readonly fetchWindow: FetchWindow
}

/** One page of the walk. */
export interface Page {
  readonly items: readonly Row[]
  /** Where the next page begins; null at the end. */
  readonly next: CursorState | null
  readonly hasMore: boolean
  /** The upstream's latest count, unverified. */
  readonly total: number
  /** Where the first session of the page stood when it was read. */
  readonly offset: number
  /** Upstream calls the page took. */
  readonly calls: number
}

/** The page under way. */
export interface Walk {
  readonly request: WalkRequest
  readonly opening: Position | null
  items: Item[]
  position: Position | null
  search: Search | null
  /** Slices of this page that begin behind the position and may join later. */
  deepSlices: readonly Slice[]
  calls: number
  windowRows: number
  /** The most windows to ask side by side. */
  width: number
  total: number
  /** The total that came with `start`. */
  startTotal: number
  /** Where to look next: the position's tie group, or the asked offset while there is no position. */
  start: number
  /** The position behind a short answer that may have been clamped. */
  doubtedEnd: number | null
  /** No row follows the position. */
  isEnd: boolean
  /** Rows were seen to follow the position, or the upstream's total says so. */
  isContinued: boolean
}

/** A page with nothing read yet. @throws SortKeyError when the state holds no timestamp */
export function openWalk(request: WalkRequest): Walk {
  const limit = Math.min(MAX_PAGE_ROWS, request.limit)
  const opening = request.state === null ? null : openCursorState(request.state)
  return {
    request: { ...request, limit },
    opening,
    items: [],
    position: opening,
    search: null,
    deepSlices: [],
    calls: 0,
    windowRows: WINDOW_ROWS,
    width: MAX_PAGE_ROWS,
    total: request.state?.total ?? 0,
    startTotal: request.state?.total ?? 0,
    start: opening?.start ?? request.offset,
    doubtedEnd: null,
    isEnd: false,
    isContinued: false,
  }
}

/** Whether nothing more has to be read: the page is full and what follows is known, or the end. */
export function isSettled(walk: Walk): boolean {
  if (walk.isEnd) return true
  const length = pageLength(walk.opening, walk.items, walk.request.limit)
  return length !== null && (walk.items.length > length || walk.isContinued)
}

/** Adds rows that follow the position, and moves the position behind them. */
export function take(walk: Walk, fresh: readonly Item[], start: number): void {
  const taken = new Set(walk.items.map((item) => item.row.id))
  // Under an order by last activity a row may be seen at two places of one page.
  const added = fresh.filter((item) => !taken.has(item.row.id))
  walk.items.push(...added)
  walk.position = positionAfter(walk.opening, walk.items)
  walk.start = added.length > 0 ? (walk.position?.start ?? start) : start
  walk.startTotal = walk.total
}

/** Notes whether the list ends with a slice that joined. */
export function noteEnd(walk: Walk, slice: Slice): void {
  walk.isEnd = !slice.isFull
  walk.isContinued = slice.total > slice.end
}

/** Learns from an answer how many rows the upstream gives at most. */
export function noteClamp(walk: Walk, slice: Slice): void {
  if (slice.limit < slice.asked) walk.windowRows = Math.min(walk.windowRows, slice.limit)
}

/**
 * The slice as a full one where it may be short only because the upstream clamps without saying
 * so: it is short, and yet the total claims more.
 */
export function doubtEnd(slice: Slice): Slice {
  const isDoubtful = slice.rows.length >= SMALLEST_CLAMP_ROWS && slice.total > slice.end
  return isDoubtful ? { ...slice, isFull: true } : slice
}

/**
 * Places a slice and settles whether a short one is the end. A doubtful one is not while it leads
 * on: by fresh rows, or, before the position, by most of its length beyond the last doubtful one. At
 * the end neither is so, for a slice begins just before the last row known.
 */
export function judgeSlice(walk: Walk, slice: Slice): { slice: Slice; alignment: Alignment } {
  const alignment = placeSlice(doubtEnd(slice), walk.position)
  if (slice.isFull || alignment.place === 'too-deep') return { slice, alignment }
  const isOnward =
    alignment.place === 'joins'
      ? alignment.fresh.length > 0
      : slice.end - (walk.doubtedEnd ?? 0) >= slice.rows.length / 2
  walk.doubtedEnd = slice.end
  if (isOnward) return { slice: doubtEnd(slice), alignment }
  return { slice, alignment: placeSlice(slice, walk.position) }
}

/** The search for the position, begun where it was last seen. */
export function searchFrom(walk: Walk): Search | null {
  if (walk.position === null) return null
  return createSearch(walk.position.at, walk.start, walk.startTotal)
}

/** The page as far as it has been read. */
export function closePage(walk: Walk): Page {
  const { items, opening, total, request } = walk
  const length = pageLength(opening, items, request.limit) ?? items.length
  const page = items.slice(0, length)
  const hasMore = items.length > length || !walk.isEnd
  const position =
    length > request.limit ? positionBefore(items[length]) : positionAfter(opening, page)
  return {
    items: page.map((item) => item.row),
    next: hasMore && position !== null ? closeCursorState(position, total) : null,
    hasMore,
    total,
    offset: page[0]?.index ?? walk.start,
    calls: walk.calls,
  }
}
