import { createLru } from './lru.ts'

/** More callers than write at the same time through one isolate. */
const MAX_FLOORS = 10_000
const MAX_FLOORS_BYTES = 8 * 1024 * 1024

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

/** Makes floors that no one has raised. */
export function createFloors(): Floors {
  const floors = createLru<number>({ maxEntries: MAX_FLOORS, maxBytes: MAX_FLOORS_BYTES })
  const keyOf = (caller: string, kind: string) => `${kind}/${caller}`
  return {
    of: (caller, kind) => floors.get(keyOf(caller, kind)) ?? 0,
    raise(caller, kind, atMs) {
      const key = keyOf(caller, kind)
      if (atMs > (floors.get(key) ?? 0)) floors.set(key, atMs, 8)
    },
  }
}
