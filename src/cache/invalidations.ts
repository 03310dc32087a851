/** More callers than write at the same time through one isolate. */
const MAX_INVALIDATIONS = 10_000

/**
 * When a caller last changed something: what was asked for before it may not show the change, so it does not
 * serve that caller any more, wherever it is stored and however late it arrives.
 */
export interface Invalidations {
  /** Epoch milliseconds; 0 where the caller changed nothing of the kind. */
  of(caller: string, kind: string): number
  /** Never lowers it. */
  raise(caller: string, kind: string, atMs: number): void
}

/**
 * Makes invalidations that no one has raised. A invalidatedAt that was forgotten would bring back what a caller has
 * changed: when there are too many, the highest of them becomes everybody's, at the price of a cold cache.
 */
export function createInvalidations(): Invalidations {
  const invalidations = new Map<string, number>()
  let common = 0
  const keyOf = (caller: string, kind: string) => `${kind}/${caller}`
  const of = (caller: string, kind: string) =>
    invalidations.size === 0
      ? common
      : Math.max(common, invalidations.get(keyOf(caller, kind)) ?? 0)
  return {
    of,
    raise(caller, kind, atMs) {
      if (atMs === 0 || atMs <= of(caller, kind)) return
      invalidations.set(keyOf(caller, kind), atMs)
      if (invalidations.size <= MAX_INVALIDATIONS) return
      for (const invalidatedAt of invalidations.values()) common = Math.max(common, invalidatedAt)
      invalidations.clear()
    },
  }
}
