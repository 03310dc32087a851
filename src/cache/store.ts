import { createLru } from '../lru.ts'
import { etagOf } from './digest.ts'
import { type Entry, type Envelope, isAlive, lifetimeMs } from './entry.ts'
import { type CacheKey, callerPrefix, type DigestKey, memoryKey, type TierName } from './key.ts'
import { type KvStore, MIN_KV_LIFETIME_MS } from './kv-store.ts'
import type { LocationStore } from './location-store.ts'
import type { CacheUse } from './result.ts'
import type { SingleFlight } from './single-flight.ts'

const MAX_MEMORY_ENTRIES = 5_000
const MAX_MEMORY_BYTES = 24 * 1024 * 1024

/** A larger body is delivered but not stored. */
export const MAX_STORED_BYTES = 1024 * 1024

/** An entry that lives shorter is gone before another isolate could use it. */
const MIN_LOCATION_LIFETIME_MS = 5_000

/** Far more than there are removals while one call is under way. */
const MAX_REMOVALS = 5_000
const MAX_REMOVALS_BYTES = 4 * 1024 * 1024

/** Entries in memory over the location's cache over KV. */
export interface Store {
  /**
   * Returns what memory has; costs one look-up.
   *
   * @param invalidatedAt epoch milliseconds: what was asked for at or before it is void for this caller
   */
  fromMemory(key: CacheKey, invalidatedAt: number): Entry | undefined
  /** Looks into the tiers below memory, once for all who ask at the same time, and keeps what is newer there. */
  load(key: CacheKey, invalidatedAt: number, use: CacheUse): Promise<Found | undefined>
  /** Looks into the location's cache alone: what another isolate has fetched since. */
  loadFromLocation(key: CacheKey, invalidatedAt: number, use: CacheUse): Promise<Found | undefined>
  /** Makes an entry without storing it. */
  createEntry(key: CacheKey, body: Uint8Array, times: Times): Promise<Entry>
  /**
   * Stores in memory now and in the other tiers behind the answer; false where it is too large, or where what was
   * asked for later has been stored or removed in the meantime.
   */
  put(key: CacheKey, entry: Entry, use: CacheUse): boolean
  /** Forgets an entry in this isolate, which takes nothing any more that was asked for before, from any tier. */
  forget(key: CacheKey): void
  /** Does so, and removes it from the other tiers. */
  remove(key: CacheKey, use: CacheUse): Promise<void>
  /** Removes what memory knows of a caller's entries of some kinds, from every tier. */
  removeOf(caller: string, kinds: ReadonlySet<string>, use: CacheUse): Promise<void>
  /** Tells the other isolates of the location that this one asks the upstream for a key. */
  claim(key: CacheKey, use: CacheUse): Promise<void>
  /**
   * Claims a key for this isolate, unless another one of the location asks the upstream for it. Returns whether it did.
   *
   * @param askedAt when the upstream was asked for what is stored, epoch milliseconds: earlier claims are over
   */
  takeClaim(key: CacheKey, askedAt: number, use: CacheUse): Promise<boolean>
}

/** An entry and the tier that it came from. */
export interface Found {
  entry: Entry
  tier: TierName
}

/** An envelope's numbers. */
type Times = Omit<Envelope, 'key' | 'etag' | 'kvWrittenAt'>

/** The parts of {@link createStore}. */
interface StoreParts {
  kv: KvStore
  location: LocationStore
  flights: SingleFlight
  digestKey: DigestKey
  /** `KV_WRITE_SECONDS` in milliseconds. */
  kvWriteMs: number
  /** Bound on one call of the upstream: a claim ends with it. */
  timeoutMs: number
  /** Epoch milliseconds. */
  now: () => number
}

interface Slot {
  entry: Entry
  kind: string
  key: CacheKey
}

/** Creates a store whose memory is empty. One per isolate. */
export function createStore(parts: StoreParts): Store {
  const { kv, location, flights, digestKey, kvWriteMs, timeoutMs, now } = parts
  const memory = createLru<Slot>({ maxEntries: MAX_MEMORY_ENTRIES, maxBytes: MAX_MEMORY_BYTES })
  /** How often something was stored. */
  let puts = 0
  const removals = createLru<number>({ maxEntries: MAX_REMOVALS, maxBytes: MAX_REMOVALS_BYTES })

  /** Tells whether memory has, or has removed, what was asked for later: answers can overtake each other. */
  function isSuperseded(id: string, { envelope }: Entry): boolean {
    const present = memory.get(id)?.entry
    // What was stored in the future, by a clock that has been set back, supersedes nothing.
    const presentAt = present && isAlive(present, now()) ? present.envelope.requestedAt : 0
    return envelope.requestedAt < presentAt || envelope.requestedAt <= (removals.get(id) ?? 0)
  }

  function remember(id: string, key: CacheKey, entry: Entry): void {
    memory.set(id, { entry, kind: key.kind, key }, entry.body.byteLength)
  }

  function fromMemory(key: CacheKey, invalidatedAt: number): Entry | undefined {
    const id = memoryKey(key)
    const entry = memory.get(id)?.entry
    if (!entry) return undefined
    if (!isAlive(entry, now())) {
      memory.delete(id)
      return undefined
    }
    return entry.envelope.requestedAt > invalidatedAt ? entry : undefined
  }

  /** Takes over what a tier gave, unless memory has something newer. */
  function take(
    key: CacheKey,
    found: Entry | undefined,
    invalidatedAt: number,
    tier: TierName,
  ): Found | undefined {
    const id = memoryKey(key)
    const before = memory.get(id)?.entry
    if (found && isAlive(found, now()) && !isSuperseded(id, found)) remember(id, key, found)
    const entry = fromMemory(key, invalidatedAt)
    return entry && { entry, tier: entry === before ? 'memory' : tier }
  }

  async function loadFrom(
    tier: 'location' | 'kv',
    key: CacheKey,
    invalidatedAt: number,
    use: CacheUse,
  ): Promise<Found | undefined> {
    const load = async () => {
      const digest = await digestKey(key)
      return tier === 'kv' ? kv.read(digest, use.connections) : location.read(digest, use)
    }
    const found = await flights.join(`${tier} ${memoryKey(key)}`, load, use.waitUntil)
    return take(key, found, invalidatedAt, tier)
  }

  function forget(key: CacheKey): void {
    const id = memoryKey(key)
    memory.delete(id)
    removals.set(id, now(), 8)
  }

  async function removeBelow(key: CacheKey, use: CacheUse): Promise<void> {
    const digest = await digestKey(key)
    await Promise.all([
      key.lowestTier === 'memory' ? undefined : location.delete(digest, use),
      key.lowestTier === 'kv' ? kv.delete(digest, use.connections, use.waitUntil) : undefined,
    ])
  }

  /** Tells whether KV is to be written: it shows a write elsewhere after a minute, and more often only costs. */
  function isDueInKv(key: CacheKey, { envelope }: Entry): boolean {
    if (key.lowestTier !== 'kv' || envelope.staleIfErrorMs + envelope.maxAgeMs < MIN_KV_LIFETIME_MS)
      return false
    return !location.isWorking() || now() - envelope.kvWrittenAt >= kvWriteMs
  }

  return {
    fromMemory,
    loadFromLocation: (...read) => loadFrom('location', ...read),

    async load(key, invalidatedAt, use) {
      if (key.lowestTier === 'memory') return undefined
      const near = await loadFrom('location', key, invalidatedAt, use)
      // Where the location's cache never has anything, KV may know what is newer than memory.
      const isEnough = near && (near.tier === 'location' || location.isWorking())
      if (isEnough || key.lowestTier !== 'kv') return near
      return (await loadFrom('kv', key, invalidatedAt, use)) ?? near
    },

    async createEntry(key, body, times) {
      const [digest, etag] = await Promise.all([digestKey(key), etagOf(body)])
      const before = memory.get(memoryKey(key))?.entry.envelope.kvWrittenAt ?? 0
      const kvWrittenAt = Math.min(before, now())
      return { envelope: { ...times, key: digest, etag, kvWrittenAt }, body }
    },

    put(key, entry, use) {
      const id = memoryKey(key)
      if (entry.body.byteLength > MAX_STORED_BYTES || isSuperseded(id, entry)) return false
      const { envelope } = entry
      const isDue = !use.isFrugal && isDueInKv(key, entry)
      const stored = isDue ? { ...entry, envelope: { ...envelope, kvWrittenAt: now() } } : entry
      remember(id, key, stored)
      puts++
      const isInLocation =
        key.lowestTier !== 'memory' && lifetimeMs(envelope) >= MIN_LOCATION_LIFETIME_MS
      if (isInLocation) use.waitUntil(location.write(stored, use))
      if (isDue) use.waitUntil(kv.write(stored, use.connections))
      return true
    },

    forget,

    async remove(key, use) {
      forget(key)
      // A refusal ends an entry twice: for the call that met it, and for what the caller may still see. One that comes
      // after something was stored is a removal of its own: the other may have been done before that.
      const load = () => removeBelow(key, use)
      await flights.join(`remove ${puts} ${memoryKey(key)}`, load, use.waitUntil)
    },

    async removeOf(caller, kinds, use) {
      const removed: Slot[] = []
      for (const [id, slot] of memory.startingWith(callerPrefix(caller))) {
        if (!kinds.has(slot.kind)) continue
        memory.delete(id)
        removed.push(slot)
      }
      const removing = removed.map(async ({ key, entry: { envelope } }) => {
        if (key.lowestTier !== 'memory') await location.delete(envelope.key, use)
        if (envelope.kvWrittenAt > 0) await kv.delete(envelope.key, use.connections, use.waitUntil)
      })
      await Promise.all(removing)
    },

    claim: async (key, use) => location.claim(await digestKey(key), timeoutMs, use),

    async takeClaim(key, askedAt, use) {
      const claim = { lifetimeMs: timeoutMs, askedAt }
      return (await location.takeClaim(await digestKey(key), claim, use)) !== undefined
    },
  }
}
