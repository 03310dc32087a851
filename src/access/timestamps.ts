/** Epoch milliseconds by harness ID. */
export type Timestamps = Record<string, number>

/** The stamp of an ID; 0 for none. */
export function timestampOf(stamps: Timestamps, id: string): number {
  return Object.hasOwn(stamps, id) ? (stamps[id] ?? 0) : 0
}

/** Sets a stamp, unless a later one is there. */
export function stamp(stamps: Timestamps, id: string, at: number): Timestamps {
  return { ...stamps, [id]: Math.max(at, timestampOf(stamps, id)) }
}

/** The later stamp of each ID. */
export function mergeTimestamps(a: Timestamps, b: Timestamps): Timestamps {
  const ids = new Set([...Object.keys(a), ...Object.keys(b)])
  return Object.fromEntries(
    [...ids].map((id) => [id, Math.max(timestampOf(a, id), timestampOf(b, id))]),
  )
}

/** The stamps that pass. */
export function filterTimestamps(stamps: Timestamps, isKept: (at: number) => boolean): Timestamps {
  return Object.fromEntries(Object.entries(stamps).filter(([, at]) => isKept(at)))
}

/** Timestamps none of which is later than a moment. */
export function capTimestamps(stamps: Timestamps, latest: number): Timestamps {
  return Object.fromEntries(Object.entries(stamps).map(([id, at]) => [id, Math.min(at, latest)]))
}
