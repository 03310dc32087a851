/** The cache of one location: shared by its isolates, seen by no other location, free of charge. */
export interface LocationModel {
  /** Seconds at which the upstream was asked for what is kept under a key; undefined for nothing. */
  get(key: string): number | undefined
  put(key: string, askedAt: number): void
  /** Whether KV may be written for this key now: no location writes one more often than that. */
  takeTurnToWrite(key: string, now: number, everySeconds: number): boolean
}

/**
 * Creates an empty cache of a world that has long been running: each key is somewhere in its time between two writes.
 *
 * @param random 0 to 1; 1 is due
 */
export function createLocationModel(random: () => number): LocationModel {
  const kept = new Map<string, number>()
  const written = new Map<string, number>()
  return {
    get: (key) => kept.get(key),
    put: (key, askedAt) => void kept.set(key, askedAt),
    takeTurnToWrite(key, now, everySeconds) {
      const last = written.get(key) ?? now - random() * everySeconds
      written.set(key, last)
      if (now - last < everySeconds) return false
      written.set(key, now)
      return true
    },
  }
}
