import type { Item, Position } from './cursor-state.ts'
import { compareInstants } from './instant.ts'
import {
  bytesOf,
  closePage,
  doubtEnd,
  isSettled,
  judgeSlice,
  MAX_PAGE_BYTES,
  MAX_PAGE_CALLS,
  maxBytesOf,
  noteClamp,
  noteEnd,
  openWalk,
  type Page,
  searchFrom,
  take,
  type Walk,
  type WalkRequest,
} from './page.ts'
import { planOnward, planRetry, planWindows, slackRows } from './plan.ts'
import { continueTies, type Sweep, sweepTies } from './tie-group.ts'
import {
  fetchSlices,
  isTooSmallToOverlap,
  type Joining,
  placeSlice,
  readWindow,
  type Slice,
  type Span,
  WindowTooLargeError,
} from './window.ts'

/**
 * Returns the next page of a walk over a live list that offers only offset and limit.
 *
 * The list is ordered by its key, newest first, with no tie-break, and changes between any two
 * calls. What makes the walk lose nothing and repeat nothing:
 *
 * 1. One answer is one moment: consecutive rows of the list as it stood then.
 * 2. The position is the key of the last session delivered and the set of sessions delivered with
 *    that key. Delivered is what is newer than the position's key or in the set; all else is to come.
 * 3. A slice is joined to the position only over an overlap: it begins strictly before the position (or at
 *    the head of the list). Then every session still to come that the list holds at that moment
 *    stands in the slice or behind it, in order. Places are compared by key, never by position or
 *    identity, and ties as a set, so the overlap need not hold the last session any more. A row
 *    that differs between two ages of an overlap was created or deleted meanwhile; it cannot
 *    displace one that stayed.
 * 4. The position moves only over rows joined that way. So a session that stays in the list is behind
 *    the position exactly once, on whatever page, whatever the age of the slices on either side.
 * 5. Offsets and totals only say where to look. A wrong one costs calls, not sessions. The list
 *    ends at a slice that joins and is shorter than its limit; if the total claims more, a further
 *    one has to bring nothing (an upstream may clamp without saying so).
 *
 * Guaranteed for tie groups of up to a window less two rows (98). A larger group is delivered
 * whole while the list does not change during its pages (see tie-group.ts; certain where ties keep
 * their order from call to call, else no more than very likely). If the list does change, rows of
 * that group, and only those, may be missed. A page that would end with more than 256 sessions of
 * one group delivered runs on towards the group's end, beyond `limit`; where that takes more calls than
 * a page has, the walk goes on through the group by the number of rows that lie behind.
 *
 * Under an order by last activity a row only moves towards the head, away from what is still to
 * come: none is delivered twice, but one that moves before the walk has reached it is missed.
 *
 * Calls: one for a page of up to 90 when nothing moved and ties are few, 500 rows in two rounds of
 * windows side by side. Otherwise the search (see search.ts) takes a few more, at any depth. A page ends
 * earlier, with what is certain, where its calls or its bytes are used up: then it has more, and its cursor has moved
 * on, over sessions or towards where they are.
 *
 * @throws SortKeyError, SortOrderError when the upstream's list is not what it should be
 */
export async function walkPage(request: WalkRequest): Promise<Page> {
  const walk = openWalk(request)
  if (walk.request.limit === 0) return emptyPage(walk)
  while (!isSettled(walk) && callsLeft(walk) > 0) {
    try {
      await moveOn(walk, walk.position)
    } catch (error) {
      if (!(error instanceof WindowTooLargeError)) throw error
      shrinkWindows(walk, error.rows)
    }
  }
  return closePage(walk)
}

async function moveOn(walk: Walk, position: Position | null): Promise<void> {
  if (isTooSmallToOverlap(walk.windowRows)) return step(walk, position)
  if (position === null) return join(walk)
  if (walk.search === null && position.isCounted) return count(walk, position)
  if (isSweepNeeded(walk, position)) return sweep(walk, position)
  return join(walk)
}

function callsLeft({ calls, request }: Walk): number {
  return (request.maxCalls ?? MAX_PAGE_CALLS) - calls
}

/** Answers a window that was too large: the next ones hold a quarter of its rows, and one of them comes first. */
function shrinkWindows(walk: Walk, rows: number): void {
  walk.windowRows = Math.min(walk.windowRows, Math.ceil(rows / 4))
  if (walk.rowBytes === 0) walk.rowBytes = MAX_PAGE_BYTES / rows
}

async function emptyPage(walk: Walk): Promise<Page> {
  const { total } = await walk.request.fetchWindow(walk.start, 0)
  return { items: [], next: null, hasMore: false, total, offset: walk.start, calls: 1 }
}

// With so many delivered of one tie group a window may show nothing but these.
function isSweepNeeded({ search, windowRows }: Walk, position: Position): boolean {
  return search === null && position.idHashes.size > windowRows - slackRows(windowRows) - 2
}

async function sweep(walk: Walk, position: Position): Promise<void> {
  finish(walk, await sweepTies(sweepRequest(walk, position)))
}

async function count(walk: Walk, position: Position): Promise<void> {
  finish(walk, await continueTies(sweepRequest(walk, position)))
}

function sweepRequest(walk: Walk, position: Position) {
  const end = walk.start + position.end - position.start
  return {
    position: { ...position, start: walk.start, end },
    wanted: Math.max(0, walk.request.limit - walk.items.length) + 1,
    windowRows: walk.windowRows,
    calls: callsLeft(walk),
    readSlice: (span: Span) => readSlice(walk, span),
  }
}

function finish(walk: Walk, { fresh, outcome }: Sweep): void {
  take(walk, fresh, walk.start)
  walk.isEnd = outcome === 'ended'
  if (outcome === 'lost') walk.search = searchFrom(walk)
}

// Goes on by one window that is too small to overlap, wherever it is.
async function step(walk: Walk, position: Position | null): Promise<void> {
  const offset = walk.behind ?? position?.end ?? walk.start
  const slice = await readSlice(walk, { offset, limit: walk.windowRows })
  const alignment = placeSlice(slice, position)
  if (alignment.place === 'joins') joinSlice(walk, slice, alignment)
  walk.behind = slice.end
}

async function join(walk: Walk): Promise<void> {
  const spans = planSpans(walk).slice(0, callsLeft(walk))
  const slices = await readSlices(walk, spans)
  const { joined, missed } = absorb(walk, slices)
  // Where rows move while windows are asked, the later ones of a long series miss their places.
  if (joined < spans.length) walk.width = Math.max(1, Math.floor(spans.length / 2))
  if (joined > 0) walk.search = null
  else if (slices.length > 0) walk.search ??= searchFrom(walk)
  for (const { slice, place } of missed) walk.search?.note(slice, place)
}

/** A slice that did not join. */
interface Miss {
  readonly slice: Slice
  readonly place: 'too-early' | 'too-deep'
}

// Joins what joins, the new slices first, and keeps those too deep to join as yet: once the gap
// before them is closed, they may.
function absorb(walk: Walk, slices: readonly Slice[]): { joined: number; missed: Miss[] } {
  const missed: Miss[] = []
  for (const answered of slices) {
    noteClamp(walk, answered)
    const { slice, alignment } = judgeSlice(walk, answered)
    if (alignment.place === 'joins') joinSlice(walk, slice, alignment)
    else missed.push({ slice, place: alignment.place })
  }
  const deep = missed.filter((miss) => miss.place === 'too-deep').map((miss) => miss.slice)
  // The end is not taken from a slice kept while its total claims more: it takes a further answer.
  walk.deepSlices = [...deep.map(doubtEnd), ...walk.deepSlices]
  joinDeepSlices(walk)
  return { joined: slices.length - missed.length, missed }
}

function joinDeepSlices(walk: Walk): void {
  for (const slice of walk.deepSlices) {
    const alignment = placeSlice(slice, walk.position)
    if (alignment.place !== 'joins') continue
    joinSlice(walk, slice, alignment)
    walk.deepSlices = walk.deepSlices.filter((other) => other !== slice)
    joinDeepSlices(walk)
    return
  }
}

function joinSlice(walk: Walk, slice: Slice, { fresh, start }: Joining): void {
  if (walk.isEnd) return
  if (walk.position?.isCounted && fresh.some(isTied(walk.position))) {
    // What of these lies behind is known by its number only: this shows where the group begins.
    walk.start = start
    return
  }
  take(walk, fresh, start)
  noteEnd(walk, slice)
}

const isTied =
  ({ at }: Position) =>
  (item: Item) =>
    compareInstants(item.at, at) === 0

async function readSlices(walk: Walk, spans: readonly Span[]): Promise<Slice[]> {
  walk.calls += spans.length
  const answers = await fetchSlices(walk.request.fetchWindow, spans, () => maxBytesOf(walk.request))
  // Behind one that is missing nothing follows on.
  const gap = answers.findIndex((answer) => typeof answer !== 'object')
  const slices = answers
    .slice(0, gap < 0 ? answers.length : gap)
    .filter((answer) => typeof answer === 'object')
  walk.total = slices.at(-1)?.total ?? walk.total
  for (const slice of slices) noteSize(walk, slice)
  const tooLarge = spans.filter((_, index) => answers[index] === 'too-large')
  if (tooLarge.length > 0) shrinkWindows(walk, Math.min(...tooLarge.map(({ limit }) => limit)))
  return slices
}

async function readSlice(walk: Walk, span: Span): Promise<Slice> {
  walk.calls += 1
  const window = await walk.request.fetchWindow(span.offset, span.limit)
  walk.total = window.total
  const slice = readWindow(window, span.limit)
  noteClamp(walk, slice)
  noteSize(walk, slice)
  return doubtEnd(slice)
}

function noteSize(walk: Walk, { bytes, rows }: Slice): void {
  walk.rowBytes = Math.max(walk.rowBytes, bytes / Math.max(1, rows.length))
}

// Windows that fill what is left of the page's bytes, as far as the size of a row is known.
function widthOf(walk: Walk): number {
  if (walk.rowBytes === 0) return walk.width
  const room = maxBytesOf(walk.request) - bytesOf(walk)
  return Math.max(1, Math.min(walk.width, Math.ceil(room / (walk.rowBytes * walk.windowRows))))
}

function planSpans(walk: Walk): Span[] {
  const { position, search, windowRows, start } = walk
  const missing = Math.max(0, walk.request.limit - walk.items.length)
  if (position === null) return planWindows(start, missing, windowRows).slice(0, widthOf(walk))
  const rows = position.idHashes.size + missing
  if (search !== null) {
    const span = planRetry(search.nextGuess(), rows, windowRows)
    return [{ ...span, offset: Math.max(span.offset, search.floor - slackRows(windowRows)) }]
  }
  const spans = planOnward(start, rows, windowRows).slice(0, widthOf(walk))
  // A further call of one window shows that the list moves; but whether it ends at a short answer
  // is seen from the last row.
  const isMoving = walk.calls > 0 && walk.doubtedEnd === null && spans.length === 1
  return isMoving ? [planRetry(start, rows, windowRows)] : spans
}
