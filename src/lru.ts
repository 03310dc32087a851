/** A map that holds what was used last, bounded in entries and bytes. */
interface Lru<T> {
  get(key: string): T | undefined
  /** @param bytes what the value takes; the key's own length is added */
  set(key: string, value: T, bytes: number): void
  delete(key: string): void
  /** Goes through what is there under keys with a beginning; takes a look at every key. */
  startingWith(prefix: string): Iterable<[string, T]>
  readonly size: number
  readonly bytes: number
}

/** What the map may hold at most. */
interface LruBounds {
  maxEntries: number
  maxBytes: number
}

/** What an entry takes beside its value and key: map slot, object headers; measured roughly, rounded up. */
const ENTRY_OVERHEAD_BYTES = 256

/** A JavaScript string takes up to two bytes a character. */
const BYTES_PER_CHARACTER = 2

/** Makes an empty map. A value larger than the whole bound is not kept. */
export function createLru<T>({ maxEntries, maxBytes }: LruBounds): Lru<T> {
  const slots = new Map<string, { value: T; bytes: number }>()
  let total = 0

  function remove(key: string): void {
    const slot = slots.get(key)
    if (!slot) return
    slots.delete(key)
    total -= slot.bytes
  }

  return {
    get(key) {
      const slot = slots.get(key)
      if (!slot) return undefined
      // A Map iterates in the order of insertion: what is used goes to its end.
      slots.delete(key)
      slots.set(key, slot)
      return slot.value
    },
    set(key, value, bytes) {
      remove(key)
      const taken = bytes + key.length * BYTES_PER_CHARACTER + ENTRY_OVERHEAD_BYTES
      if (taken > maxBytes) return
      slots.set(key, { value, bytes: taken })
      total += taken
      for (const oldest of slots.keys()) {
        if (slots.size <= maxEntries && total <= maxBytes) break
        remove(oldest)
      }
    },
    delete: remove,
    *startingWith(prefix) {
      for (const [key, { value }] of slots) if (key.startsWith(prefix)) yield [key, value]
    },
    get size() {
      return slots.size
    },
    get bytes() {
      return total
    },
  }
}
