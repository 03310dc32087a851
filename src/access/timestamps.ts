/** Epoch milliseconds by harness ID. */
export type Timestamps = Record<string, number>

/** Returns the timestamp of an ID; 0 for none. */
export function timestampOf(timestamps: Timestamps, id: string): number {
  return Object.hasOwn(timestamps, id) ? (timestamps[id] ?? 0) : 0
}

/** Returns timestamps with that of an ID set, unless a later one is there. */
export function withTimestamp(timestamps: Timestamps, id: string, at: number): Timestamps {
  return { ...timestamps, [id]: Math.max(at, timestampOf(timestamps, id)) }
}

/** Returns the later timestamp of each ID. */
export function mergeTimestamps(a: Timestamps, b: Timestamps): Timestamps {
  const ids = new Set([...Object.keys(a), ...Object.keys(b)])
  return Object.fromEntries(
    [...ids].map((id) => [id, Math.max(timestampOf(a, id), timestampOf(b, id))]),
  )
}

/** Returns the timestamps that pass. */
export function filterTimestamps(
  timestamps: Timestamps,
  isKept: (at: number) => boolean,
): Timestamps {
  return Object.fromEntries(Object.entries(timestamps).filter(([, at]) => isKept(at)))
}

/** Returns timestamps none of which is later than a moment. */
export function capTimestamps(timestamps: Timestamps, latest: number): Timestamps {
  return Object.fromEntries(
    Object.entries(timestamps).map(([id, at]) => [id, Math.min(at, latest)]),
  )
}
