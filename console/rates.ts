const MINUTE_MS = 60_000

/**
 * Returns how much a total grew per minute up to each of its samples. Unknown (null) is the first one, the one
 * after a gap, and one that fell: a total falls when sessions are deleted, which says nothing about work.
 */
export function ratesPerMinute(
  timesMs: readonly number[],
  totals: readonly (number | null)[],
): (number | null)[] {
  return totals.map((total, at) => {
    const before = totals[at - 1]
    const spanMs = (timesMs[at] ?? 0) - (timesMs[at - 1] ?? 0)
    if (total === null || before === null || before === undefined) return null
    if (spanMs <= 0 || total < before) return null
    return ((total - before) / spanMs) * MINUTE_MS
  })
}

/** Returns by how much a total fell at each of its samples: 0 where it did not. */
export function fallsOf(totals: readonly (number | null)[]): number[] {
  return totals.map((total, at) => {
    const before = totals[at - 1] ?? null
    return total === null || before === null ? 0 : Math.max(0, before - total)
  })
}

/** Returns the columns added up from the first on, for a plot that stacks them; null where any is unknown. */
export function stack(columns: readonly (readonly (number | null)[])[]): (number | null)[][] {
  let below: readonly (number | null)[] | undefined
  return columns.map((column) => {
    const floor = below
    const sums = column.map((value, at) => {
      const base = floor ? (floor[at] ?? null) : 0
      return value === null || base === null ? null : base + value
    })
    below = sums
    return sums
  })
}

/** Returns the last known value, or null. */
export function lastKnown(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null
}
