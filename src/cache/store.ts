import { currentAgeMs, type Entry, type Envelope, etagOf, lifetimeMs } from './envelope.ts'
import type { Flights, WaitUntil } from './flights.ts'
import type { Floors } from './floors.ts'
import { type EntryName, kvKey, memoryKey } from './key.ts'
import type { KvTier } from './kv-tier.ts'
import { createLru } from './lru.ts'

const MAX_MEMORY_ENTRIES = 5_000
const MAX_MEMORY_BYTES = 24 * 1024 * 1024

/** A larger body is delivered but not kept. */
export const MAX_STORED_BYTES = 1024 * 1024

/** Entries in memory over KV. What it gives may be of any age up to its lifetime, never void. */
export interface Store {
  /** Costs nothing but a look into memory. */
  peek(name: EntryName, nowMs: number): Entry | undefined
  /** Looks into KV, once for all who ask at the same time. */
  recall(name: EntryName, nowMs: number, waitUntil: WaitUntil): Promise<Entry | undefined>
  /** Makes an entry without storing it. */
  wrap(name: EntryName, body: Uint8Array, times: Times): Promise<Entry>
  /** Stores in memory now and in KV behind the answer; false where it is too large or void already. */
  put(name: EntryName, entry: Entry, waitUntil: WaitUntil): boolean
  remove(name: EntryName, waitUntil: WaitUntil): Promise<void>
}

/** An envelope's numbers. */
export type Times = Omit<Envelope, 'key' | 'etag'>

/** What a store is made of. */
export interface StoreParts {
  kv: KvTier
  floors: Floors
  flights: Flights
  upstreamUrl: string
}

/** Makes a store whose memory is empty. */
export function createStore({ kv, floors, flights, upstreamUrl }: StoreParts): Store {
  const memory = createLru<Entry>({ maxEntries: MAX_MEMORY_ENTRIES, maxBytes: MAX_MEMORY_BYTES })

  function isUsable(name: EntryName, { envelope }: Entry, nowMs: number): boolean {
    const isVoid = envelope.requestedAt <= floors.of(name.caller, name.kind)
    return !isVoid && currentAgeMs(envelope, nowMs) < lifetimeMs(envelope)
  }

  const remember = (key: string, entry: Entry) => memory.set(key, entry, entry.body.byteLength)

  return {
    peek(name, nowMs) {
      const key = memoryKey(name)
      const entry = memory.get(key)
      if (!entry || isUsable(name, entry, nowMs)) return entry
      memory.delete(key)
      return undefined
    },

    async recall(name, nowMs, waitUntil) {
      if (name.tier === 'memory') return undefined
      const key = memoryKey(name)
      const load = async () => kv.read(await kvKey(name, upstreamUrl))
      const flight = { startedAt: nowMs, notBefore: -1, isJoinable: true, load }
      const { value: entry } = await flights.run(`kv ${key}`, flight, waitUntil)
      if (!entry || !isUsable(name, entry, nowMs)) return undefined
      remember(key, entry)
      return entry
    },

    async wrap(name, body, times) {
      const [key, etag] = await Promise.all([kvKey(name, upstreamUrl), etagOf(body)])
      return { envelope: { key, etag, ...times }, body }
    },

    put(name, entry, waitUntil) {
      if (entry.body.byteLength > MAX_STORED_BYTES) return false
      if (!isUsable(name, entry, entry.envelope.storedAt)) return false
      remember(memoryKey(name), entry)
      if (name.tier === 'memory-and-kv') waitUntil(kv.write(entry))
      return true
    },

    async remove(name, waitUntil) {
      memory.delete(memoryKey(name))
      if (name.tier === 'memory') return
      await kv.delete(await kvKey(name, upstreamUrl), waitUntil)
    },
  }
}
