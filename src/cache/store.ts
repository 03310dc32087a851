import { createLru } from '../lru.ts'
import { currentAgeMs, type Entry, type Envelope, etagOf, lifetimeMs } from './entry.ts'
import { type CacheKey, kvKey, memoryKey } from './key.ts'
import type { KvStore } from './kv-store.ts'
import type { SingleFlight, WaitUntil } from './single-flight.ts'

const MAX_MEMORY_ENTRIES = 5_000
const MAX_MEMORY_BYTES = 24 * 1024 * 1024

/** A larger body is delivered but not kept. */
export const MAX_STORED_BYTES = 1024 * 1024

/** Far more than there are removals while one call is under way. */
const MAX_REMOVALS = 5_000
const MAX_REMOVALS_BYTES = 4 * 1024 * 1024

/** Entries in memory over KV. What it gives may be of any age up to its lifetime. */
export interface Store {
  /**
   * Costs nothing but a look into memory.
   *
   * @param invalidatedAt epoch milliseconds: what was asked for at or before it is void for this reader
   */
  peek(name: CacheKey, invalidatedAt: number): Entry | undefined
  /** Looks into KV, once for all who ask at the same time; takes over what is newer than in memory. */
  recall(name: CacheKey, invalidatedAt: number, waitUntil: WaitUntil): Promise<Entry | undefined>
  /** Makes an entry without storing it. */
  wrap(name: CacheKey, body: Uint8Array, times: Times): Promise<Entry>
  /**
   * Stores in memory now and in KV behind the answer; false where it is too large, or where what was asked
   * for later has been stored or removed in the meantime.
   */
  put(name: CacheKey, entry: Entry, tiers: 'both' | 'memory', waitUntil: WaitUntil): boolean
  /** Forgets an entry, and every answer to a call that is still under way. */
  remove(name: CacheKey, waitUntil: WaitUntil): Promise<void>
}

/** An envelope's numbers. */
export type Times = Omit<Envelope, 'key' | 'etag'>

/** What a store is made of. */
export interface StoreParts {
  kv: KvStore
  flights: SingleFlight
  upstreamUrl: string
  /** Epoch milliseconds. */
  now: () => number
}

/** Makes a store whose memory is empty. */
export function createStore({ kv, flights, upstreamUrl, now }: StoreParts): Store {
  const memory = createLru<Entry>({ maxEntries: MAX_MEMORY_ENTRIES, maxBytes: MAX_MEMORY_BYTES })
  const removals = createLru<number>({ maxEntries: MAX_REMOVALS, maxBytes: MAX_REMOVALS_BYTES })

  function isAlive({ envelope }: Entry): boolean {
    return currentAgeMs(envelope, now()) < lifetimeMs(envelope)
  }

  /** Answers can overtake each other: only what was asked for last counts. */
  function isSuperseded(key: string, { envelope }: Entry): boolean {
    const present = memory.get(key)?.envelope.requestedAt ?? 0
    return envelope.requestedAt < present || envelope.requestedAt <= (removals.get(key) ?? 0)
  }

  const remember = (key: string, entry: Entry) => memory.set(key, entry, entry.body.byteLength)

  function peek(name: CacheKey, invalidatedAt: number): Entry | undefined {
    const key = memoryKey(name)
    const entry = memory.get(key)
    if (!entry) return undefined
    if (!isAlive(entry)) memory.delete(key)
    return isAlive(entry) && entry.envelope.requestedAt > invalidatedAt ? entry : undefined
  }

  return {
    peek,

    async recall(name, invalidatedAt, waitUntil) {
      if (name.tier === 'memory') return undefined
      const key = memoryKey(name)
      const load = async () => kv.read(await kvKey(name, upstreamUrl))
      const flight = { startedAt: now(), notBefore: -1, isJoinable: true, load }
      const { value: entry } = await flights.run(`kv ${key}`, flight, waitUntil)
      if (entry && isAlive(entry) && !isSuperseded(key, entry)) remember(key, entry)
      return peek(name, invalidatedAt)
    },

    async wrap(name, body, times) {
      const [key, etag] = await Promise.all([kvKey(name, upstreamUrl), etagOf(body)])
      return { envelope: { key, etag, ...times }, body }
    },

    put(name, entry, tiers, waitUntil) {
      const key = memoryKey(name)
      if (entry.body.byteLength > MAX_STORED_BYTES || isSuperseded(key, entry)) return false
      remember(key, entry)
      if (tiers === 'both' && name.tier === 'memory-and-kv') waitUntil(kv.write(entry))
      return true
    },

    async remove(name, waitUntil) {
      const key = memoryKey(name)
      memory.delete(key)
      removals.set(key, now(), 8)
      if (name.tier === 'memory') return
      await kv.delete(await kvKey(name, upstreamUrl), waitUntil)
    },
  }
}
