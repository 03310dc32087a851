/** More callers than write at the same time through one isolate. */
const MAX_FLOORS = 10_000

/**
 * When a caller last changed something: what was asked for before it may not show the change, so it does not
 * serve that caller any more, wherever it is stored and however late it arrives.
 */
export interface Floors {
  /** Epoch milliseconds; 0 where the caller changed nothing of the kind. */
  of(caller: string, kind: string): number
  /** Never lowers it. */
  raise(caller: string, kind: string, atMs: number): void
}

/**
 * Makes floors that no one has raised. A floor that was forgotten would bring back what a caller has
 * changed: when there are too many, the highest of them becomes everybody's, at the price of a cold cache.
 */
export function createFloors(): Floors {
  const floors = new Map<string, number>()
  let common = 0
  const keyOf = (caller: string, kind: string) => `${kind}/${caller}`
  const of = (caller: string, kind: string) =>
    floors.size === 0 ? common : Math.max(common, floors.get(keyOf(caller, kind)) ?? 0)
  return {
    of,
    raise(caller, kind, atMs) {
      if (atMs === 0 || atMs <= of(caller, kind)) return
      floors.set(keyOf(caller, kind), atMs)
      if (floors.size <= MAX_FLOORS) return
      for (const floor of floors.values()) common = Math.max(common, floor)
      floors.clear()
    },
  }
}
