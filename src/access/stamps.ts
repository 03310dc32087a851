/** Epoch milliseconds by harness ID. */
export type Stamps = Record<string, number>

/** The stamp of an ID; 0 for none. */
export function stampOf(stamps: Stamps, id: string): number {
  return Object.hasOwn(stamps, id) ? (stamps[id] ?? 0) : 0
}

/** Sets a stamp, unless a later one is there. */
export function stamp(stamps: Stamps, id: string, at: number): Stamps {
  return { ...stamps, [id]: Math.max(at, stampOf(stamps, id)) }
}

/** The later stamp of each ID. */
export function mergeStamps(a: Stamps, b: Stamps): Stamps {
  const ids = new Set([...Object.keys(a), ...Object.keys(b)])
  return Object.fromEntries([...ids].map((id) => [id, Math.max(stampOf(a, id), stampOf(b, id))]))
}

/** The stamps that pass. */
export function filterStamps(stamps: Stamps, isKept: (at: number) => boolean): Stamps {
  return Object.fromEntries(Object.entries(stamps).filter(([, at]) => isKept(at)))
}

/** Stamps none of which is later than a moment. */
export function capStamps(stamps: Stamps, latest: number): Stamps {
  return Object.fromEntries(Object.entries(stamps).map(([id, at]) => [id, Math.min(at, latest)]))
}
