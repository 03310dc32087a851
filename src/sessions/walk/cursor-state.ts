import { idHashOf, idHashWidthBytes, MAX_ID_HASHES } from './id-hash.ts'
import { compareInstants, type Instant, parseInstant } from './instant.ts'

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
 * idHash is not among `idHashes`.
 */
export interface CursorState {
  /** The sort key of the last session delivered. */
  readonly key: string
  /** Hashes (see idHash.ts) of the sessions already delivered with that key, all of one length. */
  readonly idHashes: readonly string[]
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

/** The state in the form the walk works with. */
export interface Position {
  readonly key: string
  readonly at: Instant
  readonly idHashes: ReadonlySet<string>
  /** Characters of each idHash. */
  readonly idHashLength: number
  readonly start: number
}

/**
 * Reads a state.
 *
 * @throws SortKeyError when its key is no timestamp
 */
export function openCursorState(state: CursorState): Position {
  const idHashLength = state.idHashes[0]?.length ?? 2 * idHashWidthBytes(0)
  return {
    key: state.key,
    at: parseInstant(state.key),
    idHashes: new Set(state.idHashes),
    idHashLength,
    start: state.offset,
  }
}

/** The position as a state for the next cursor. */
export function closeCursorState(position: Position, total: number): CursorState {
  const length = Math.min(position.idHashLength, 2 * idHashWidthBytes(position.idHashes.size))
  const idHashes = [...new Set([...position.idHashes].map((idHash) => idHash.slice(0, length)))]
  return { key: position.key, idHashes, offset: position.start, total }
}

/** Whether the row has the position's key and has been delivered already. */
export function isDelivered(position: Position, keyed: KeyedRow): boolean {
  if (compareInstants(keyed.at, position.at) !== 0) return false
  return position.idHashes.has(idHashOf(keyed.row.id).slice(0, position.idHashLength))
}

/** The position behind the last of `items`, which were delivered from `before` on. */
export function positionAfter(before: Position | null, items: readonly Item[]): Position | null {
  const last = items.at(-1)
  if (last === undefined) return before
  const tied = items.slice(tieStart(items, items.length))
  const goesOn = before !== null && compareInstants(before.at, last.at) === 0
  const idHashLength = goesOn ? before.idHashLength : 2 * idHashWidthBytes(0)
  const idHashes = new Set(goesOn ? before.idHashes : [])
  for (const item of tied) idHashes.add(idHashOf(item.row.id).slice(0, idHashLength))
  return { key: last.row.key, at: last.at, idHashes, idHashLength, start: last.start }
}

/** The position before a row whose key nothing has been delivered of: behind a whole tie group. */
export function positionBefore(item: Item | undefined): Position | null {
  if (item === undefined) return null
  const { row, at, start } = item
  return { key: row.key, at, idHashes: new Set(), idHashLength: 2 * idHashWidthBytes(0), start }
}

/**
 * How many of `items` make a page of `limit`, or null where more have to be read to tell. It is
 * `limit`, except inside a tie group too large to be named in a cursor: there the page runs on.
 */
export function pageLength(
  before: Position | null,
  items: readonly Item[],
  limit: number,
): number | null {
  const last = items[limit - 1]
  if (last === undefined) return null
  if ((positionAfter(before, items.slice(0, limit))?.idHashes.size ?? 0) <= MAX_ID_HASHES)
    return limit
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
