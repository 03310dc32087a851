import { etagOf } from '../cache/digest.ts'
import type { Entry, Envelope } from '../cache/entry.ts'
import type { CacheKey, DigestKey } from '../cache/key.ts'
import type { KvStore } from '../cache/kv-store.ts'
import type { LocationStore } from '../cache/location-store.ts'
import type { CacheUse } from '../cache/result.ts'
import type { SingleFlight } from '../cache/single-flight.ts'
import { createLru } from '../lru.ts'
import {
  type AccessLifetimes,
  type AccessRecord,
  dropFuture,
  merge,
  NO_ACCESS,
  parseRecord,
  prune,
} from './record.ts'

/** Callers that an isolate knows at the same time; forgotten ones are loaded or prove themselves anew. */
const MAX_CALLERS = 2_000
const MAX_CALLERS_BYTES = 16 * 1024 * 1024

/** KV takes one write a second a key, and a dashboard that opens admits its caller twenty times in one. */
const MIN_INTERVAL_MS = 1_000

/**
 * A record is written to KV so many times less often than a body: KV shows it elsewhere when its proof has lapsed
 * anyway, and what it spares there is a call or two. Four minutes and that one fit into the five that an old proof may
 * serve while the upstream fails.
 */
const KV_INTERVAL_FACTOR = 4

/** A timestamp and its harness ID, and a listed name, roughly. */
const BYTES_PER_ITEM = 128

/** The records of callers: in memory over the location's cache over KV. */
export interface AccessStore {
  /** Returns what this isolate knows of a caller; costs one look-up. */
  record(caller: string): AccessRecord
  /** Whether this isolate has looked below memory for the caller. */
  isLoaded(caller: string): boolean
  /** Takes along what other isolates wrote, once for all who ask at the same time. */
  load(caller: string, use: CacheUse): Promise<AccessRecord>
  /** Changes a record in memory now, and in the other tiers behind the answer as often as they are worth it. */
  update(caller: string, change: AccessChange, how: { isNews: boolean }, use: CacheUse): void
  /** Ends something: other isolates are told at once, KV too, where there was anything to end. */
  end(caller: string, change: AccessChange, wasKnown: WasKnown, use: CacheUse): void
  /**
   * Notes a change that the caller made: other isolates are told where the caller is known to this one or to its
   * location. A caller of whom nothing is stored costs KV nothing.
   */
  noteWrite(caller: string, change: AccessChange, use: CacheUse): Promise<void>
  /** Whether another isolate of the location is asking for the caller's list. */
  isClaimed(caller: string, use: CacheUse): Promise<boolean>
  claim(caller: string, use: CacheUse): Promise<void>
}

/** Returns what a record becomes. */
export type AccessChange = (record: AccessRecord) => AccessRecord

/** Whether a record holds anything that an end would end. */
export type WasKnown = (record: AccessRecord) => boolean

/** What {@link createAccessStore} is made of. */
export interface AccessStoreParts {
  kv: KvStore
  location: LocationStore
  flights: SingleFlight
  digestKey: DigestKey
  lifetimes: AccessLifetimes
  /** `KV_WRITE_SECONDS` in milliseconds. */
  kvWriteMs: number
  /** Bound on one call of the upstream: a claim ends with it. */
  timeoutMs: number
  /** Epoch milliseconds. */
  now: () => number
}

/** What a tier below memory had. */
interface Stored {
  record: AccessRecord
  /** Epoch milliseconds; 0 for never. */
  kvWrittenAt: number
}

interface Known {
  record: AccessRecord
  isLoaded: boolean
  /** Epoch milliseconds of the last look below memory. */
  loadedAt: number
  /** Epoch milliseconds of the last write from this location, as far as is known; 0 for never. */
  kvWrittenAt: number
  locationWrittenAt: number
}

const UNKNOWN: Known = {
  record: NO_ACCESS,
  isLoaded: false,
  loadedAt: 0,
  kvWrittenAt: 0,
  locationWrittenAt: 0,
}

/** Creates a store that knows nobody. One an isolate. */
export function createAccessStore(parts: AccessStoreParts): AccessStore {
  const { kv, location, flights, digestKey, lifetimes, kvWriteMs, timeoutMs, now } = parts
  const known = createLru<Known>({ maxEntries: MAX_CALLERS, maxBytes: MAX_CALLERS_BYTES })
  /** Ends that wait for KV to take another write: kept until then, whatever memory forgets meanwhile. */
  const pendingEnds = new Map<string, AccessRecord>()
  const pendingNews = new Set<string>()
  const ownClaims = new Map<string, number>()

  /** Refusals of callers of whom nothing is known: theirs may not push out what is known of others. */
  const refused = createLru<AccessRecord>({ maxEntries: MAX_CALLERS, maxBytes: MAX_CALLERS_BYTES })

  function knownOf(caller: string): Known {
    const found = known.get(caller)
    if (found || refused.size === 0) return found ?? UNKNOWN
    const record = refused.get(caller)
    return record ? { ...UNKNOWN, record } : UNKNOWN
  }

  function remember(caller: string, news: Partial<Known>): void {
    const next = { ...knownOf(caller), ...news }
    known.set(caller, next, itemsOf(next.record) * BYTES_PER_ITEM)
  }

  async function read(caller: string, use: CacheUse): Promise<Stored | undefined> {
    const key = await digestKey(keyOf(caller))
    // Side by side: the location knows more, KV knows of what ended in other locations.
    return open(await Promise.all([location.read(key, use), kv.read(key, use.connections)]))
  }

  function open(found: readonly (Entry | undefined)[]): Stored | undefined {
    const records = found.flatMap((entry) => {
      const record = entry && parseRecord(new TextDecoder().decode(entry.body))
      return record ? [dropFuture(record, now())] : []
    })
    const [first, second] = records
    if (!first) return undefined
    const kvWrittenAt = Math.max(...found.map((entry) => entry?.envelope.kvWrittenAt ?? 0))
    const record = second ? merge(first, second) : first
    return { record, kvWrittenAt: Math.min(kvWrittenAt, now()) }
  }

  /** Merges what a tier had into what this isolate knows. */
  function take(caller: string, stored: Stored | undefined): void {
    const { record, kvWrittenAt } = knownOf(caller)
    remember(caller, {
      record: stored ? merge(record, stored.record) : record,
      kvWrittenAt: Math.max(kvWrittenAt, stored?.kvWrittenAt ?? 0),
      isLoaded: true,
      loadedAt: now(),
    })
    refused.delete(caller)
  }

  /** Returns whether any tier below memory had a record. */
  async function load(caller: string, use: CacheUse): Promise<boolean> {
    const flight = {
      startedAt: now(),
      notBefore: -1,
      isJoinable: true,
      load: () => read(caller, use),
    }
    const { value } = await flights.run(`access ${caller}`, flight, use.waitUntil)
    take(caller, value)
    return value !== undefined
  }

  async function entryOf(caller: string, record: AccessRecord, kvWrittenAt: number) {
    const body = new TextEncoder().encode(JSON.stringify(record))
    const [key, etag] = await Promise.all([digestKey(keyOf(caller)), etagOf(body)])
    const envelope: Envelope = {
      ...{ key, etag, kvWrittenAt, correctedInitialAgeMs: 0, clientMaxAgeMs: 0 },
      ...{ requestedAt: now(), storedAt: now() },
      maxAgeMs: Math.max(lifetimes.admissionMs, lifetimes.proofMs),
      staleWhileRevalidateMs: 0,
      staleIfErrorMs: lifetimes.unrenewedMs,
    }
    return { envelope, body }
  }

  async function write(
    caller: string,
    record: AccessRecord,
    isInKv: boolean,
    use: CacheUse,
  ): Promise<void> {
    const kvWrittenAt = isInKv ? now() : knownOf(caller).kvWrittenAt
    if (known.get(caller)) remember(caller, { locationWrittenAt: now(), kvWrittenAt })
    const entry = await entryOf(caller, record, kvWrittenAt)
    const toKv = isInKv ? kv.write(entry, use.connections) : undefined
    await Promise.all([location.write(entry, use), toKv])
  }

  /** Writes what is news, with all that becomes news within the second; KV once in its measure. */
  async function writeNews(caller: string, use: CacheUse): Promise<void> {
    pendingNews.add(caller)
    const { locationWrittenAt } = knownOf(caller)
    await sleep(Math.max(0, Math.min(MIN_INTERVAL_MS, locationWrittenAt + MIN_INTERVAL_MS - now())))
    pendingNews.delete(caller)
    const { record, isLoaded, kvWrittenAt } = knownOf(caller)
    // Where the location's cache has nothing, KV alone tells other isolates.
    const isDueInKv = !location.isWorking() || now() - kvWrittenAt >= KV_INTERVAL_FACTOR * kvWriteMs
    if (isLoaded) await write(caller, record, isDueInKv, use)
  }

  /** What other isolates wrote must not be written over; where they wrote nothing, there is nothing to end. */
  async function endUnknown(
    caller: string,
    change: AccessChange,
    wasKnown: WasKnown,
    use: CacheUse,
  ): Promise<void> {
    if (knownOf(caller).isLoaded) remember(caller, { loadedAt: now() })
    const found = await read(caller, use)
    if (!found || !wasKnown(found.record)) return
    take(caller, found)
    remember(caller, { record: change(knownOf(caller).record) })
    await writeEnd(caller, use)
  }

  async function writeEnd(caller: string, use: CacheUse): Promise<void> {
    const { record, kvWrittenAt } = knownOf(caller)
    const waitMs = Math.min(MIN_INTERVAL_MS, kvWrittenAt + MIN_INTERVAL_MS - now())
    if (waitMs <= 0) return write(caller, record, true, use)
    const isWaiting = pendingEnds.has(caller)
    pendingEnds.set(caller, merge(pendingEnds.get(caller) ?? record, record))
    const toLocation = write(caller, record, false, use)
    if (!isWaiting) {
      await sleep(waitMs)
      const pending = pendingEnds.get(caller) ?? record
      pendingEnds.delete(caller)
      await write(caller, merge(pending, knownOf(caller).record), true, use)
    }
    await toLocation
  }

  return {
    record: (caller) => knownOf(caller).record,
    isLoaded: (caller) => knownOf(caller).isLoaded,

    async load(caller, use) {
      await load(caller, use)
      return knownOf(caller).record
    },

    update(caller, change, { isNews }, use) {
      const { isLoaded, record } = knownOf(caller)
      remember(caller, { record: prune(change(record), now(), lifetimes) })
      refused.delete(caller)
      // A record that was never loaded would write over what other isolates know.
      if (isNews && isLoaded && !pendingNews.has(caller)) use.waitUntil(writeNews(caller, use))
    },

    end(caller, change, wasKnown, use) {
      const { isLoaded, loadedAt, record } = knownOf(caller)
      const isKnown = wasKnown(record)
      const ended = prune(change(record), now(), lifetimes)
      if (isLoaded || isKnown) remember(caller, { record: ended })
      else refused.set(caller, ended, BYTES_PER_ITEM)
      // What this isolate loaded a while ago need not be all there is: another may have let the caller in since.
      const isRecent = isLoaded && now() - loadedAt < MIN_INTERVAL_MS
      if (isKnown && isLoaded) use.waitUntil(writeEnd(caller, use))
      else if (!isRecent) use.waitUntil(endUnknown(caller, change, wasKnown, use))
    },

    async noteWrite(caller, change, use) {
      const { isLoaded } = knownOf(caller)
      if (!isLoaded) {
        const stored = open([await location.read(await digestKey(keyOf(caller)), use)])
        if (!stored) return
        take(caller, stored)
      }
      remember(caller, { record: prune(change(knownOf(caller).record), now(), lifetimes) })
      use.waitUntil(writeEnd(caller, use))
    },

    async isClaimed(caller, use) {
      const until = await location.claimedUntil(await digestKey(keyOf(caller)), use)
      return until > now() && until <= now() + timeoutMs && until !== ownClaims.get(caller)
    },

    async claim(caller, use) {
      const until = now() + timeoutMs
      ownClaims.set(caller, until)
      try {
        await location.claim(await digestKey(keyOf(caller)), until, use)
      } finally {
        if (ownClaims.size > MAX_CALLERS) ownClaims.clear()
      }
    },
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** A record is nobody's but its caller's, and its key says so. */
function keyOf(caller: string): CacheKey {
  return { caller, kind: 'access', resource: '', query: '', linkBase: '', lowestTier: 'kv' }
}

function itemsOf({ listed, admittedAt, revokedAt }: AccessRecord): number {
  return [listed, admittedAt, revokedAt].reduce((sum, items) => sum + Object.keys(items).length, 0)
}
