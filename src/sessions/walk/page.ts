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
import { MAX_ID_HASHES } from './id-hash.ts'
import { compareInstants } from './instant.ts'
import { createSearch, type Search } from './search.ts'
import { type Alignment, type FetchWindow, placeSlice, type Slice, WINDOW_ROWS } from './window.ts'

/** The most sessions of one page; more are clamped, as the upstream clamps its own 100. */
export const MAX_PAGE_ROWS = 500

/** Upstream calls of one page at most. */
export const MAX_PAGE_CALLS = 12

/** Bytes of a page's sessions at most: more end the page earlier. */
export const MAX_PAGE_BYTES = 8 * 1024 * 1024

/** An answer of fewer rows is always taken for the end, never for a clamp. */
const SMALLEST_CLAMP_ROWS = 10

/** What a page is made from. */
export interface WalkRequest {
  /** Sessions wanted, 0 to 500. */
  readonly limit: number
  /** Where the last page ended; null for a walk that begins at `offset`. */
  readonly state: CursorState | null
  /** Place of the first row where there is no state. */
  readonly offset: number
  /** Upstream calls at most, {@link MAX_PAGE_CALLS} where it is not given. */
  readonly maxCalls?: number
  /** Bytes of the page's sessions at most, at this moment; {@link MAX_PAGE_BYTES} at most, and where it is not given. */
  readonly maxBytes?: () => number
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
  /** Where the first session of the page was when it was read. */
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
  /** The most bytes that a row took on average in one of the slices. */
  rowBytes: number
  total: number
  /** The total that came with `start`. */
  startTotal: number
  /** Where to look next: the position's tie group, or the asked offset while there is no position. */
  start: number
  /** The place behind a short answer that may have been clamped. */
  doubtedEnd: number | null
  /** Where the next row is, with windows that are too small to overlap; null before the first of them. */
  behind: number | null
  /** No row follows the position. */
  isEnd: boolean
  /** Rows were seen to follow the position, or the upstream's total says so. */
  isContinued: boolean
}

/** Opens a page with nothing read yet. @throws SortKeyError when the state holds no timestamp */
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
    rowBytes: 0,
    total: request.state?.total ?? 0,
    startTotal: request.state?.total ?? 0,
    start: opening?.start ?? request.offset,
    doubtedEnd: null,
    behind: null,
    isEnd: false,
    isContinued: false,
  }
}

/** Tells whether nothing more has to be read: the page is full and what follows is known, or the end. */
export function isSettled(walk: Walk): boolean {
  if (walk.isEnd) return true
  const length = settledLength(walk)
  return length !== null && (walk.items.length > length || walk.isContinued)
}

/** Rows of the page where that is known: those that were asked for, or those that its bytes allow. */
function settledLength({ opening, items, request }: Walk): number | null {
  const length = pageLength(opening, items, request.limit)
  const fitting = rowsWithin(items, maxBytesOf(request))
  return fitting < Math.min(items.length, length ?? items.length) ? fitting : length
}

/** Returns the bytes that the page's sessions may take at this moment. */
export function maxBytesOf({ maxBytes }: WalkRequest): number {
  return Math.min(MAX_PAGE_BYTES, maxBytes?.() ?? MAX_PAGE_BYTES)
}

/** Returns how many of the first rows take no more bytes; one at least. */
function rowsWithin(items: readonly Item[], maxBytes: number): number {
  let bytes = 0
  const next = items.findIndex(({ row }) => {
    bytes += row.bytes.length + 1
    return bytes > maxBytes
  })
  return next < 0 ? items.length : Math.max(1, next)
}

/** Bytes that the page's rows take so far. */
export function bytesOf({ items }: Walk): number {
  return items.reduce((bytes, { row }) => bytes + row.bytes.length + 1, 0)
}

/** Adds rows that follow the position, and moves the position behind them. */
export function take(walk: Walk, fresh: readonly Item[], start: number): void {
  const added = walk.items.length === 0 ? fresh : notTaken(walk, fresh)
  walk.items.push(...added)
  walk.position = positionAfter(walk.opening, walk.items)
  walk.start = added.length > 0 ? (walk.position?.start ?? start) : start
  walk.startTotal = walk.total
}

/** Under an order by last activity a row may be seen at two places of one page. */
function notTaken(walk: Walk, fresh: readonly Item[]): Item[] {
  const taken = new Set(walk.items.map((item) => item.row.id))
  return fresh.filter((item) => !taken.has(item.row.id))
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
 * Returns the slice as a full one where it may be short only because the upstream clamps without saying
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

/** Returns the search for the position, begun where it was last seen. */
export function searchFrom(walk: Walk): Search | null {
  if (walk.position === null) return null
  return createSearch(walk.position.at, walk.start, walk.startTotal)
}

/**
 * Sorts each tie group of the items by its IDs, so that a page of which nothing has changed is the same bytes whatever
 * order the upstream gave it. A group that a cursor may count through stays as it came.
 */
function orderTies(items: readonly Item[], opening: Position | null): Item[] {
  const ordered: Item[] = []
  for (let start = 0; start < items.length; ) {
    const first = items[start] as Item
    let end = start + 1
    for (let next = items[end]; next && compareInstants(next.at, first.at) === 0; ) {
      end += 1
      next = items[end]
    }
    const goesOn = opening !== null && compareInstants(opening.at, first.at) === 0
    const known = end - start + (goesOn ? opening.idHashes.size : 0)
    const isNamed = known <= MAX_ID_HASHES && !(goesOn && opening.isCounted)
    if (end === start + 1) ordered.push(first)
    else if (isNamed) ordered.push(...items.slice(start, end).sort(byId))
    else ordered.push(...items.slice(start, end))
    start = end
  }
  return ordered
}

const byId = (a: Item, b: Item) => (a.row.id < b.row.id ? -1 : 1)

/** Returns the page as far as it has been read. Where it is not settled the rest is for the next one. */
export function closePage(walk: Walk): Page {
  const { opening, total, calls } = walk
  const items = orderTies(walk.items, opening)
  const length = settledLength({ ...walk, items }) ?? items.length
  const page = items.slice(0, length)
  const hasMore = items.length > length || !walk.isEnd
  return {
    items: page.map((item) => item.row),
    next: hasMore ? nextState(walk, page, items[length]) : null,
    hasMore,
    total,
    offset: page.length > 0 ? (walk.items[0]?.index ?? 0) : walk.start,
    calls,
  }

  function nextState(walk: Walk, page: readonly Item[], following: Item | undefined) {
    const last = page.at(-1)
    if (last && following && page.length > walk.request.limit) {
      // Behind a tie group that the page has run on to the end of.
      if (compareInstants(last.at, following.at) !== 0) {
        return closeCursorState(positionBefore(following), total)
      }
    }
    const position = positionAfter(opening, page)
    if (position === null) return null
    // With nothing delivered, what has been learnt of its place is what moves on.
    const start = page.length > 0 ? position.start : (walk.search?.nextGuess() ?? walk.start)
    return closeCursorState(
      { ...position, start, end: start + position.end - position.start },
      total,
    )
  }
}
