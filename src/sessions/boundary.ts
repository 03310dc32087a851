import { compareInstants, type Instant, parseInstant } from './instant.ts'
import { MAX_MARKS, markOf, markWidthBytes } from './mark.ts'

/** One session of the upstream's list. `key` is the timestamp the list is ordered by. */
export interface Row {
  readonly id: string
  readonly key: string
  /** The session's original JSON text; the walk never looks into it. */
  readonly raw: string
}

/**
 * The place between two sessions where a page ended, as a cursor carries it.
 *
 * What comes next is every session with an older key, and every session with the same key whose
 * mark is not among `marks`.
 */
export interface Boundary {
  /** The sort key of the last session delivered. */
  readonly key: string
  /** Marks (see mark.ts) of the sessions already delivered with that key, all of one length. */
  readonly marks: readonly string[]
  /** Where the first session with that key stood when the page was read. A hint, never trusted. */
  readonly offset: number
  /** The list's total at that time. A hint, never trusted. */
  readonly total: number
}

/** A row whose key has been read. */
export interface KeyedRow {
  readonly row: Row
  readonly at: Instant
}

/** A row of the page under way. */
export interface Item extends KeyedRow {
  /** Its position in the slice it came from. */
  readonly index: number
  /** The position of the first row of that slice that has the same key. */
  readonly start: number
}

/** The boundary in the form the walk works with. */
export interface Edge {
  readonly key: string
  readonly at: Instant
  readonly marks: ReadonlySet<string>
  /** Characters of each mark. */
  readonly markLength: number
  readonly start: number
}

/**
 * Reads a boundary.
 *
 * @throws SortKeyError when its key is no timestamp
 */
export function openBoundary(boundary: Boundary): Edge {
  const markLength = boundary.marks[0]?.length ?? 2 * markWidthBytes(0)
  return {
    key: boundary.key,
    at: parseInstant(boundary.key),
    marks: new Set(boundary.marks),
    markLength,
    start: boundary.offset,
  }
}

/** The edge as a boundary for the next cursor. */
export function closeBoundary(edge: Edge, total: number): Boundary {
  const length = Math.min(edge.markLength, 2 * markWidthBytes(edge.marks.size))
  const marks = [...new Set([...edge.marks].map((mark) => mark.slice(0, length)))]
  return { key: edge.key, marks, offset: edge.start, total }
}

/** Whether the row has the edge's key and has been delivered already. */
export function isDelivered(edge: Edge, keyed: KeyedRow): boolean {
  if (compareInstants(keyed.at, edge.at) !== 0) return false
  return edge.marks.has(markOf(keyed.row.id).slice(0, edge.markLength))
}

/** The edge behind the last of `items`, which were delivered from `before` on. */
export function edgeAfter(before: Edge | null, items: readonly Item[]): Edge | null {
  const last = items.at(-1)
  if (last === undefined) return before
  const tied = items.slice(tieStart(items, items.length))
  const goesOn = before !== null && compareInstants(before.at, last.at) === 0
  const markLength = goesOn ? before.markLength : 2 * markWidthBytes(0)
  const marks = new Set(goesOn ? before.marks : [])
  for (const item of tied) marks.add(markOf(item.row.id).slice(0, markLength))
  return { key: last.row.key, at: last.at, marks, markLength, start: last.start }
}

/** The edge before a row whose key nothing has been delivered of: behind a whole tie group. */
export function edgeBefore(item: Item | undefined): Edge | null {
  if (item === undefined) return null
  const { row, at, start } = item
  return { key: row.key, at, marks: new Set(), markLength: 2 * markWidthBytes(0), start }
}

/**
 * How many of `items` make a page of `limit`, or null where more have to be read to tell. It is
 * `limit`, except inside a tie group too large to be named in a cursor: there the page runs on.
 */
export function pageLength(
  before: Edge | null,
  items: readonly Item[],
  limit: number,
): number | null {
  const last = items[limit - 1]
  if (last === undefined) return null
  if ((edgeAfter(before, items.slice(0, limit))?.marks.size ?? 0) <= MAX_MARKS) return limit
  const next = items.findIndex(
    (item, index) => index >= limit && compareInstants(item.at, last.at) !== 0,
  )
  return next < 0 ? null : next
}

// The position in `items` of the first of the run of equal keys that ends before `end`.
function tieStart(items: readonly Item[], end: number): number {
  const last = items[end - 1]
  let start = end
  while (last !== undefined && start > 0) {
    const item = items[start - 1]
    if (item === undefined || compareInstants(item.at, last.at) !== 0) break
    start -= 1
  }
  return start
}
