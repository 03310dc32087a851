import type { Span } from './window.ts'

/**
 * Rows read before the position. As many but one may have gone from above it since, and the window
 * still begins before it. Eight, the position's own row, 90 fresh rows and one to tell whether there
 * are more make a full window.
 */
const SLACK_ROWS = 8

/** Fewer where only then the page fits into one window, for it follows on a tie. */
const SHORT_SLACK_ROWS = 3

/** Rows that two windows asked side by side have in common at least, where nothing moves. */
const OVERLAP_ROWS = 10

/** And at most. */
const WIDE_OVERLAP_ROWS = 25

/** Rows a window has to spare, where there is room: others may come in above the position. */
const SPARE_ROWS = 10

/** Rows read before the position with windows of `windowRows`: a fifth of a small window. */
export function slackRows(windowRows: number): number {
  return Math.max(1, Math.min(SLACK_ROWS, Math.floor(windowRows / 5)))
}

/** Rows that neighbouring windows of `windowRows` share at least: a fifth of a small window. */
export function overlapRows(windowRows: number): number {
  return Math.max(1, Math.min(OVERLAP_ROWS, Math.floor(windowRows / 5)))
}

/**
 * Windows over `rows` rows from `offset` on, each overlapping the one before. `rows` does not count
 * the one behind the page that tells whether there are more: it is read where a window has room
 * for it, and is not worth a call.
 */
export function planWindows(offset: number, rows: number, windowRows: number): Span[] {
  const least = overlapRows(windowRows)
  const joints = Math.max(0, Math.ceil((rows - windowRows) / Math.max(1, windowRows - least)))
  const count = joints + 1
  const room = count * windowRows - rows - 1
  const widest = joints === 0 ? 0 : Math.floor(room / joints)
  const overlap = Math.max(least, Math.min(WIDE_OVERLAP_ROWS, widest))
  const wanted = rows + 1 + count * SPARE_ROWS + joints * overlap
  const limit = Math.min(windowRows, Math.ceil(wanted / count))
  return Array.from({ length: count }, (_, index) => ({
    offset: offset + index * (limit - overlap),
    limit,
  }))
}

/** Windows from shortly before the position, which was last seen at `start`, over `rows` behind it. */
export function planOnward(start: number, rows: number, windowRows: number): Span[] {
  const slack = slackRows(windowRows)
  const room = windowRows - rows
  const before = room < SHORT_SLACK_ROWS ? slack : clamp(room - 1, SHORT_SLACK_ROWS, slack)
  const offset = Math.max(0, start - before)
  return planWindows(offset, start - offset + rows, windowRows)
}

/**
 * Plans one window as large as may be, with the position at `start`, `rows` rows behind it, and what room is
 * left on both sides: for a list that is known to move.
 */
export function planRetry(start: number, rows: number, windowRows: number): Span {
  const before = Math.max(slackRows(windowRows), Math.floor((windowRows - rows - 1) / 2))
  return { offset: Math.max(0, start - before), limit: windowRows }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
