import type { EditedBytes } from '../../syntax/edited-bytes.ts'
import { idHashOf, idHashWidthBytes, MAX_ID_HASHES } from './id-hash.ts'
import { compareInstants, type Instant, parseInstant } from './instant.ts'

/** One session of the upstream's list. */
export interface Row {
  readonly id: string
  /** The timestamp that the list is ordered by. */
  readonly key: string
  /** The session's JSON as the page gives it; the walk looks at its length only. */
  readonly bytes: EditedBytes
}

/**
 * The place between two sessions where a page ended, as a cursor carries it.
 *
 * What comes next is every session with an older key, and every session with the same key whose ID hash is not among
 * `idHashes`. In a tie group of which more have been delivered than `idHashes` can name, it is what stands behind
 * the first `passed` rows of the group instead, but for those that `idHashes` names: the last ones delivered.
 */
export interface CursorState {
  /** The sort key of the last session delivered. */
  readonly key: string
  /** Hashes (see id-hash.ts) of sessions already delivered with that key, all of one length. */
  readonly idHashes: readonly string[]
  /** Where the first session with that key was when the page was read. A hint, never trusted. */
  readonly offset: number
  /** The list's total at that time. A hint, never trusted. */
  readonly total: number
  /** Rows of the tie group that lie behind, counted from its first; 0 where `idHashes` names all of them. */
  readonly passed: number
}

/** A row whose key has been read. */
export interface KeyedRow {
  readonly row: Row
  readonly at: Instant
}

/** A row of the page under way. */
export interface Item extends KeyedRow {
  /** Its place in the list, as the slice that it came from has it. */
  readonly index: number
  /** The place of the first row that has the same key. */
  readonly start: number
}

/** The state in the form that the walk works with. */
export interface Position {
  readonly key: string
  readonly at: Instant
  readonly idHashes: ReadonlySet<string>
  /** Characters of each ID hash. */
  readonly idHashLength: number
  /** Where the first row of the key was seen. */
  readonly start: number
  /** The place behind the last row that was delivered. */
  readonly end: number
  /** What lies behind is known by its number, and not by `idHashes` alone. */
  readonly isCounted: boolean
}

/**
 * Reads a state.
 *
 * @throws SortKeyError when its key is no timestamp
 */
export function openCursorState(state: CursorState): Position {
  const { key, idHashes, offset: start, passed } = state
  return {
    key,
    at: parseInstant(key),
    idHashes: new Set(idHashes),
    idHashLength: idHashes[0]?.length ?? 2 * idHashWidthBytes(0),
    start,
    end: start + (passed || idHashes.length),
    isCounted: passed > 0,
  }
}

/** Returns the position as a state for the next cursor. */
export function closeCursorState(position: Position, total: number): CursorState {
  const { key, start, end } = position
  const isCounted = position.isCounted || position.idHashes.size > MAX_ID_HASHES
  const latest = [...position.idHashes].slice(-MAX_ID_HASHES)
  const length = Math.min(position.idHashLength, 2 * idHashWidthBytes(latest.length))
  const idHashes = [...new Set(latest.map((idHash) => idHash.slice(0, length)))]
  return { key, idHashes, offset: start, total, passed: isCounted ? Math.max(1, end - start) : 0 }
}

/** Tells whether the row has the position's key and has been delivered already. */
export function isDelivered(position: Position, keyed: KeyedRow): boolean {
  if (compareInstants(keyed.at, position.at) !== 0) return false
  return position.idHashes.has(idHashOf(keyed.row.id).slice(0, position.idHashLength))
}

/** Returns the position behind the last of `items`, which were delivered from `before` on. */
export function positionAfter(before: Position | null, items: readonly Item[]): Position | null {
  const last = items.at(-1)
  if (last === undefined) return before
  const tied = items.slice(tieStart(items, items.length))
  const goesOn = before !== null && compareInstants(before.at, last.at) === 0
  const idHashLength = goesOn ? before.idHashLength : 2 * idHashWidthBytes(0)
  const idHashes = new Set(goesOn ? before.idHashes : [])
  for (const item of tied) idHashes.add(idHashOf(item.row.id).slice(0, idHashLength))
  return {
    key: last.row.key,
    at: last.at,
    idHashes,
    idHashLength,
    start: last.start,
    end: Math.max(...tied.map(({ index }) => index)) + 1,
    isCounted: goesOn && before.isCounted,
  }
}

/** Returns the position before a row whose key nothing has been delivered of: behind a whole tie group. */
export function positionBefore({ row, at, start }: Item): Position {
  const idHashLength = 2 * idHashWidthBytes(0)
  const idHashes = new Set<string>()
  return { key: row.key, at, idHashes, idHashLength, start, end: start, isCounted: false }
}

/**
 * Returns how many of `items` make a page of `limit`, or null where more have to be read to tell. It is `limit`, but
 * inside a tie group that is too large to be named in a cursor: there the page runs on to the end of the group.
 */
export function pageLength(
  before: Position | null,
  items: readonly Item[],
  limit: number,
): number | null {
  const last = items[limit - 1]
  if (last === undefined) return null
  const position = positionAfter(before, items.slice(0, limit))
  if (position?.isCounted || (position?.idHashes.size ?? 0) <= MAX_ID_HASHES) return limit
  const next = items.findIndex(
    (item, index) => index >= limit && compareInstants(item.at, last.at) !== 0,
  )
  return next < 0 ? null : next
}

// The index in `items` of the first of the run of equal keys that ends before `end`.
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
