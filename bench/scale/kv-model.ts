/** KV as it looks from a number of locations: only the moment of a value counts, so a number stands for it. */
export interface KvModel {
  /** Seconds at which the upstream was asked for what a location sees under a key; undefined for nothing. */
  read(location: number, key: string, now: number): number | undefined
  write(location: number, key: string, askedAt: number, now: number): void
  readonly reads: number
  readonly writes: number
}

interface Written {
  askedAt: number
  at: number
  location: number
}

/**
 * KV whose writes are seen at once where they were made, and elsewhere after a delay; and whose locations keep
 * what they have read, nothing found included.
 *
 * @param delay seconds
 * @param cacheTtl seconds
 */
export function createKvModel(delay: number, cacheTtl: number): KvModel {
  const written = new Map<string, Written[]>()
  const kept = new Map<string, { askedAt: number | undefined; until: number }>()
  let reads = 0
  let writes = 0

  function seen(location: number, key: string, now: number): number | undefined {
    const visible = (written.get(key) ?? []).filter(
      (value) => value.location === location || now - value.at >= delay,
    )
    return visible.at(-1)?.askedAt
  }

  return {
    read(location, key, now) {
      reads++
      const slot = `${location}/${key}`
      const known = kept.get(slot)
      if (known && now < known.until) return known.askedAt
      const askedAt = seen(location, key, now)
      kept.set(slot, { askedAt, until: now + cacheTtl })
      return askedAt
    },
    write(location, key, askedAt, now) {
      writes++
      const values = (written.get(key) ?? []).filter((value) => now - value.at < 2 * delay)
      written.set(key, [...values, { askedAt, at: now, location }])
      kept.set(`${location}/${key}`, { askedAt, until: now + cacheTtl })
    },
    get reads() {
      return reads
    },
    get writes() {
      return writes
    },
  }
}
