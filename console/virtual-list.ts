/** What of a list is on the screen. */
export interface Viewport {
  scrollTop: number
  height: number
}

/** The rows to draw, and the room that the others take. */
export interface VisibleRows {
  first: number
  /** One past the last row. */
  end: number
  topPx: number
  bottomPx: number
}

/** Returns the rows of a list that are in sight, with some more on both sides of them. */
export function visibleRows(
  { scrollTop, height }: Viewport,
  rowHeight: number,
  count: number,
  overscan: number,
): VisibleRows {
  const shown = Math.ceil(Math.max(0, height) / rowHeight)
  const highest = Math.max(0, count - shown)
  const top = Math.min(highest, Math.max(0, Math.floor(scrollTop / rowHeight)))
  const first = Math.max(0, top - overscan)
  const end = Math.min(count, top + shown + 1 + overscan)
  return { first, end, topPx: first * rowHeight, bottomPx: (count - end) * rowHeight }
}

/** Whether so little is left below that the next page should be asked for. */
export function isNearEnd({ end }: VisibleRows, count: number, ahead: number): boolean {
  return end + ahead >= count
}

/** Returns where to scroll so that a row is wholly in sight: where one is if it is already. */
export function scrollToRow(
  at: number,
  rowHeight: number,
  { scrollTop, height }: Viewport,
): number {
  const top = at * rowHeight
  if (top < scrollTop) return top
  return Math.max(scrollTop, top + rowHeight - height)
}
