/** More callers than change something within the life of an entry through one isolate. */
const MAX_CALLERS = 20_000

/**
 * When a caller last changed something (RFC 9111 section 4.4): what was asked for at or before it may not show the
 * change, so it does not serve that caller any more, wherever it is stored and however late it arrives.
 */
export interface Invalidations {
  /** Returns epoch milliseconds; 0 where the caller changed nothing of the kind. */
  invalidatedAt(caller: string, kind: string): number
  /** Notes a change. A later one that is known stays. */
  invalidate(caller: string, kinds: readonly string[], atMs: number): void
}

/**
 * Creates invalidations of nobody. One that was forgotten would bring back what its caller has changed: when
 * there are too many, the oldest is forgotten, and nobody is given what was asked for before it. Since the oldest
 * of so many is old, hardly anything is.
 */
export function createInvalidations(maxCallers = MAX_CALLERS): Invalidations {
  const byCaller = new Map<string, Map<string, number>>()
  let forgottenUntil = 0

  function forgetOldest(): void {
    for (const [caller, kinds] of byCaller) {
      if (byCaller.size <= maxCallers) return
      for (const at of kinds.values()) forgottenUntil = Math.max(forgottenUntil, at)
      byCaller.delete(caller)
    }
  }

  return {
    invalidatedAt(caller, kind) {
      if (byCaller.size === 0) return forgottenUntil
      return Math.max(forgottenUntil, byCaller.get(caller)?.get(kind) ?? 0)
    },
    invalidate(caller, kinds, atMs) {
      const known = byCaller.get(caller) ?? new Map<string, number>()
      for (const kind of kinds) known.set(kind, Math.max(atMs, known.get(kind) ?? 0))
      // A Map iterates in the order of insertion: who changed something last goes to its end.
      byCaller.delete(caller)
      byCaller.set(caller, known)
      forgetOldest()
    },
  }
}
