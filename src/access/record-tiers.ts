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
} from './record.ts'

/** Callers that an isolate knows at the same time; forgotten ones are loaded or prove themselves anew. */
const MAX_CALLERS = 2_000
const MAX_CALLERS_BYTES = 16 * 1024 * 1024

/**
 * Where the location's cache has something, KV is looked into so often: it knows only what happened in other
 * locations, and shows that after a minute anyway.
 */
const KV_LOOK_INTERVAL_MS = 240_000

/** KV gives what it gave, or did not give, again for a minute: its own cache of the location keeps it. */
const KV_KEEPS_MS = 60_000

/** A timestamp and its harness ID, and a listed name, roughly. */
const BYTES_PER_ITEM = 128

/** The parts of {@link createRecordTiers}. */
export interface RecordTiersParts {
  kv: KvStore
  location: LocationStore
  flights: SingleFlight
  digestKey: DigestKey
  lifetimes: AccessLifetimes
  /** Bound on one call of the upstream: a claim ends with it. */
  timeoutMs: number
  /** Epoch milliseconds. */
  now: () => number
}

/** The records of callers in memory, over the location's cache, over KV. */
export type RecordTiers = ReturnType<typeof createRecordTiers>

/** A record as a tier below memory had it. */
export interface Stored {
  record: AccessRecord
  /** Epoch milliseconds; 0 for never. */
  kvWrittenAt: number
}

interface Known {
  record: AccessRecord
  isLoaded: boolean
  /** Epoch milliseconds of the last look below memory. */
  loadedAt: number
  /** Epoch milliseconds of the last look into KV; 0 for never. */
  kvReadAt: number
  /** Epoch milliseconds of the last write from this location, as far as is known; 0 for never. */
  kvWrittenAt: number
  locationWrittenAt: number
}

const UNKNOWN: Known = {
  record: NO_ACCESS,
  isLoaded: false,
  loadedAt: 0,
  kvReadAt: 0,
  kvWrittenAt: 0,
  locationWrittenAt: 0,
}

/** Creates tiers of which memory knows nobody. One per isolate. */
export function createRecordTiers(parts: RecordTiersParts) {
  const { kv, location, flights, digestKey, lifetimes, timeoutMs, now } = parts
  const known = createLru<Known>({ maxEntries: MAX_CALLERS, maxBytes: MAX_CALLERS_BYTES })

  /** Refusals of callers of whom nothing is known: theirs may not push out what is known of others. */
  const refused = createLru<AccessRecord>({ maxEntries: MAX_CALLERS, maxBytes: MAX_CALLERS_BYTES })

  const digestOf = (caller: string) => digestKey(keyOf(caller))

  /** Returns what memory knows of a caller; costs one look-up. */
  function knownOf(caller: string): Known {
    const found = known.get(caller)
    if (found || refused.size === 0) return found ?? UNKNOWN
    const record = refused.get(caller)
    return record ? { ...UNKNOWN, record } : UNKNOWN
  }

  /** Changes what memory knows of a caller. */
  function remember(caller: string, news: Partial<Known>): void {
    const next = { ...knownOf(caller), ...news }
    known.set(caller, next, itemsOf(next.record) * BYTES_PER_ITEM)
    refused.delete(caller)
  }

  /** Remembers a refusal of a caller of whom nothing else is known. */
  function rememberRefusal(caller: string, record: AccessRecord): void {
    refused.set(caller, record, BYTES_PER_ITEM)
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

  /** Reads what the location's cache has of a caller, and KV where asked to. */
  async function read(caller: string, isInKv: boolean, use: CacheUse): Promise<Stored | undefined> {
    const key = await digestOf(caller)
    // Side by side: the location knows more, KV knows of what ended in other locations.
    const fromKv = isInKv ? kv.read(key, use.connections) : undefined
    return open(await Promise.all([location.read(key, use), fromKv]))
  }

  /** Merges what a tier had into what memory knows. */
  function mergeInto(caller: string, stored: Stored): void {
    const { record, kvWrittenAt } = knownOf(caller)
    remember(caller, {
      record: merge(record, stored.record),
      kvWrittenAt: Math.max(kvWrittenAt, stored.kvWrittenAt),
    })
  }

  /** Notes that all tiers were looked into, and what they had. */
  function take(caller: string, stored: Stored | undefined): void {
    if (stored) mergeInto(caller, stored)
    remember(caller, { isLoaded: true, loadedAt: now() })
  }

  /** Takes along what other isolates wrote, once for all who ask at the same time. */
  async function load(caller: string, use: CacheUse): Promise<AccessRecord> {
    const { isLoaded, kvReadAt } = knownOf(caller)
    const isInKv = !isLoaded || !location.isWorking() || now() - kvReadAt >= KV_LOOK_INTERVAL_MS
    const load = () => read(caller, isInKv, use)
    take(caller, await flights.join(`access ${caller}`, load, use.waitUntil))
    if (isInKv) remember(caller, { kvReadAt: now() })
    return knownOf(caller).record
  }

  /** Takes along what other isolates of the location wrote: costs a look into its cache, and never KV. */
  async function loadFromLocation(caller: string, use: CacheUse): Promise<AccessRecord> {
    const load = () => read(caller, false, use)
    const found = await flights.join(`access near ${caller}`, load, use.waitUntil)
    if (found) mergeInto(caller, found)
    return knownOf(caller).record
  }

  async function entryOf(caller: string, record: AccessRecord, kvWrittenAt: number) {
    const body = new TextEncoder().encode(JSON.stringify(record))
    const [key, etag] = await Promise.all([digestOf(caller), etagOf(body)])
    const envelope: Envelope = {
      ...{ key, etag, kvWrittenAt, correctedInitialAgeMs: 0, clientMaxAgeMs: 0 },
      ...{ requestedAt: now(), storedAt: now() },
      maxAgeMs: Math.max(lifetimes.admissionMs, lifetimes.proofMs),
      staleWhileRevalidateMs: 0,
      staleIfErrorMs: lifetimes.unrenewedMs,
    }
    return { envelope, body }
  }

  /** Writes to the location's cache. */
  async function writeToLocation(
    caller: string,
    record: AccessRecord,
    use: CacheUse,
  ): Promise<void> {
    if (known.get(caller)) remember(caller, { locationWrittenAt: now() })
    const entry = await entryOf(caller, record, knownOf(caller).kvWrittenAt)
    await location.write(entry, use)
  }

  /** Writes to KV, with what was written there from other locations meanwhile. */
  async function writeToKv(caller: string, record: AccessRecord, use: CacheUse): Promise<void> {
    const { kvReadAt } = knownOf(caller)
    const isKnown = known.get(caller) !== undefined
    if (isKnown) remember(caller, { kvWrittenAt: now() })
    if (isKnown && now() - kvReadAt >= KV_KEEPS_MS) {
      remember(caller, { kvReadAt: now() })
      const far = open([await kv.read(await digestOf(caller), use.connections)])
      if (far) mergeInto(caller, far)
    }
    const whole = isKnown ? merge(record, knownOf(caller).record) : record
    await kv.write(await entryOf(caller, whole, now()), use.connections)
  }

  const claimSince = (caller: string, sinceMs: number) => ({
    lifetimeMs: timeoutMs,
    askedAt: Math.max(sinceMs, knownOf(caller).record.listedAt),
  })

  return {
    ...{ knownOf, remember, rememberRefusal, read, mergeInto, take, load, loadFromLocation },
    ...{ writeToLocation, writeToKv },
    isLocationWorking: () => location.isWorking(),

    /**
     * Claims the caller's list for this isolate, unless another one of the location asks for it.
     *
     * @param sinceMs epoch milliseconds: a claim of then or before is over, as is one before the last list
     * @returns the claim's token; undefined where another isolate asks
     */
    async takeClaim(caller: string, sinceMs: number, use: CacheUse): Promise<string | undefined> {
      return location.takeClaim(await digestOf(caller), claimSince(caller, sinceMs), use)
    },
    /** Tells whether an isolate of the location is asking for the caller's list; `sinceMs` as for taking a claim. */
    async isClaimed(caller: string, sinceMs: number, use: CacheUse): Promise<boolean> {
      return location.isClaimed(await digestOf(caller), claimSince(caller, sinceMs), use)
    },
    /** Ends a claim that this isolate has taken: the list did not come. */
    async dropClaim(caller: string, token: string, use: CacheUse): Promise<void> {
      await location.dropClaim(await digestOf(caller), token, use)
    },
  }
}

/** Returns the key of a caller's record, which is nobody else's. */
function keyOf(caller: string): CacheKey {
  return { caller, kind: 'access', resource: '', query: '', linkBase: '', lowestTier: 'kv' }
}

function itemsOf({ listed, admittedAt, revokedAt }: AccessRecord): number {
  return [listed, admittedAt, revokedAt].reduce((sum, items) => sum + Object.keys(items).length, 0)
}
