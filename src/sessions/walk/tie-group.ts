import type { Item, Position } from './cursor-state.ts'
import { idHashOf, MAX_ID_HASHES } from './id-hash.ts'
import { compareInstants } from './instant.ts'
import { overlapRows, planRetry } from './plan.ts'
import { countNewer, itemsFrom, type Slice, type Span } from './window.ts'

/** Rows by which one round of a sweep differs from the one before; prime, to fall evenly. */
const ROUND_SHIFT_ROWS = 23

/** What a sweep came to. */
export interface Sweep {
  readonly fresh: readonly Item[]
  readonly outcome: /** `fresh` is enough for the page. */
    | 'filled'
    /** The group is finished, and `fresh` goes on behind it. */
    | 'passed'
    /** The group is finished, and the list with it. */
    | 'ended'
    /** The group is not where it was; `fresh` holds what was found of it. */
    | 'lost'
    | 'out-of-calls'
}

/** The group to sweep: the position stands in it. */
export interface SweepRequest {
  readonly position: Position
  /** Fresh rows that are enough. */
  readonly wanted: number
  readonly windowRows: number
  /** Calls that the page has left. */
  readonly calls: number
  readonly readSlice: (span: Span) => Promise<Slice>
}

/** A slice seen from a tie group: how many rows are newer, its ties, and what follows them. */
interface TiedSlice {
  readonly slice: Slice
  readonly newer: number
  readonly tied: readonly Item[]
  readonly older: readonly Item[]
}

/** A sweep under way. */
interface Progress {
  readonly position: Position
  readonly known: Set<string>
  readonly fresh: Item[]
  /** Where the group begins. */
  start: number
  offset: number
  /** The next slice is to begin before the group. */
  isFirst: boolean
  /** How often the end of the group has been reached, from a number on that differs from page to page. */
  rounds: number
  /** The last slice that showed what follows the group. */
  behind: TiedSlice | null
}

/**
 * Goes through a tie group that may be too large for a window, window after window, and delivers
 * what is fresh of it. Delivering is always safe; going on behind the group is where rows could be
 * lost. It needs one of these:
 *
 * - a slice that begins before the group and ends behind it, which proves that all has been seen;
 * - in a group of which a window could not show that (all but one row of a window are known of
 *   it), as many known as there are positions between its first row and its last. In a list at
 *   rest that is all of it. Until then the group is gone through again from a shifted position,
 *   because ties that keep their order at one offset may have another order at the next;
 * - in such a group, having gone through all of it with all calls of a page and found nothing fresh.
 */
export async function sweepTies(request: SweepRequest): Promise<Sweep> {
  const { position, wanted, windowRows } = request
  const progress = openSweep(position)
  if (isOverWindow(progress, windowRows)) varyRounds(progress, windowRows)
  for (let calls = 1; calls <= request.calls; calls += 1) {
    const slice = await request.readSlice({ offset: progress.offset, limit: windowRows })
    const seen = splitByTie(slice, position)
    if (isLost(progress, seen)) return { fresh: progress.fresh, outcome: 'lost' }
    const isProved = progress.isFirst && hasEnd(seen)
    note(progress, seen)
    if (isProved || isCounted(progress, seen)) return pass(progress, seen)
    if (progress.fresh.length >= wanted && progress.known.size <= MAX_ID_HASHES) {
      return { fresh: progress.fresh, outcome: 'filled' }
    }
    moveOn(progress, seen, windowRows)
  }
  const { behind, fresh } = progress
  const isGivenUp = fresh.length === 0 || progress.known.size > MAX_ID_HASHES
  if (behind !== null && isGivenUp && isOverWindow(progress, windowRows)) {
    return pass(progress, behind)
  }
  return { fresh, outcome: 'out-of-calls' }
}

/**
 * Goes on through a tie group of which more has been delivered than a cursor can name: behind as many of its rows as
 * are behind the position, less a few, of which those delivered last are known. First it looks where the group
 * begins by now.
 */
export async function continueTies(request: SweepRequest): Promise<Sweep> {
  const { position, wanted, windowRows, readSlice } = request
  const progress = openSweep(position)
  const first = splitByTie(await readSlice(planRetry(position.start, 0, windowRows)), position)
  if (isLost(progress, first) || first.tied.length === 0) return { fresh: [], outcome: 'lost' }
  progress.start = first.slice.offset + first.newer
  const overlap = overlapRows(windowRows)
  let next = progress.start + Math.max(0, position.end - position.start - overlap)
  let seen = ahead(first, next)
  let offset = Math.max(next, first.slice.end)
  for (let calls = 1; ; calls += 1) {
    noteTied(progress, seen.tied)
    if (hasEnd(seen)) return pass(progress, seen)
    if (progress.fresh.length >= wanted) return { fresh: progress.fresh, outcome: 'filled' }
    if (calls >= request.calls) return { fresh: progress.fresh, outcome: 'out-of-calls' }
    const whole = splitByTie(await readSlice({ offset, limit: windowRows }), position)
    if (whole.newer > 0) return { fresh: progress.fresh, outcome: 'lost' }
    if (whole.tied.length > 0) {
      seen = ahead(whole, next)
      offset = Math.max(offset + 1, whole.slice.end - overlap)
    } else {
      // The group has lost rows and ends before.
      seen = { ...whole, older: [], slice: { ...whole.slice, isFull: true } }
      offset = Math.floor((progress.start + offset) / 2)
      next = offset
    }
  }
}

/** Returns what of a slice is at a place or behind it. */
function ahead(seen: TiedSlice, place: number): TiedSlice {
  return { ...seen, tied: seen.tied.filter(({ index }) => index >= place) }
}

function openSweep(position: Position): Progress {
  const { start } = position
  const offset = Math.max(0, start - 1)
  return {
    position,
    known: new Set(position.idHashes),
    fresh: [],
    start,
    offset,
    isFirst: true,
    rounds: 0,
    behind: null,
  }
}

// Each page of a large group begins elsewhere: the same places would show the same rows again.
function varyRounds(progress: Progress, windowRows: number): void {
  progress.rounds = progress.known.size
  const before = progress.rounds % overlapRows(windowRows)
  progress.offset = Math.max(0, progress.start - 1 - before)
}

function splitByTie(slice: Slice, position: Position): TiedSlice {
  const newer = countNewer(slice, position)
  const rest = itemsFrom(slice, newer)
  const first = rest.findIndex((item) => compareInstants(item.at, position.at) !== 0)
  const count = first < 0 ? rest.length : first
  return { slice, newer, tied: rest.slice(0, count), older: rest.slice(count) }
}

// The sweep begins before the group and then stays in it; else rows have moved too far.
function isLost(progress: Progress, { slice, newer, tied }: TiedSlice): boolean {
  return progress.isFirst ? slice.offset > 0 && newer === 0 : tied.length === 0
}

function hasEnd({ slice, older }: TiedSlice): boolean {
  return older.length > 0 || !slice.isFull
}

function note(progress: Progress, seen: TiedSlice): void {
  if (progress.isFirst) progress.start = seen.slice.offset + seen.newer
  if (hasEnd(seen)) progress.behind = seen
  noteTied(progress, seen.tied)
}

function noteTied({ position, known, fresh, start }: Progress, tied: readonly Item[]): void {
  for (const item of tied) {
    const idHash = idHashOf(item.row.id).slice(0, position.idHashLength)
    if (!known.has(idHash)) fresh.push({ ...item, start })
    known.add(idHash)
  }
}

// A smaller group is never entered, so that nothing but the proof ends it.
function isOverWindow({ known }: Progress, windowRows: number): boolean {
  return known.size >= windowRows - 1
}

function isCounted(progress: Progress, seen: TiedSlice): boolean {
  if (!hasEnd(seen)) return false
  const end = seen.slice.offset + seen.newer + seen.tied.length
  return progress.known.size >= end - progress.start
}

function moveOn(progress: Progress, seen: TiedSlice, windowRows: number): void {
  const { start } = progress
  const overlap = overlapRows(windowRows)
  // The second window of each round begins elsewhere, so that all later ones do.
  const shift = progress.isFirst ? (progress.rounds * ROUND_SHIFT_ROWS) % (windowRows - overlap) : 0
  const isTooEarly = progress.isFirst && seen.newer > 1 && !isOverWindow(progress, windowRows)
  if (isTooEarly) progress.offset = Math.max(0, start - 1)
  else if (hasEnd(seen)) progress.offset = Math.max(0, start - 1 - (progress.rounds % overlap))
  else progress.offset = Math.max(progress.offset + 1, seen.slice.end - overlap - shift)
  progress.isFirst = isTooEarly || hasEnd(seen)
  if (hasEnd(seen)) progress.rounds += 1
}

function pass({ fresh }: Progress, { older, slice }: TiedSlice): Sweep {
  return { fresh: [...fresh, ...older], outcome: slice.isFull ? 'passed' : 'ended' }
}
