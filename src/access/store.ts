import { etagOf } from '../cache/digest.ts'
import type { Entry, Envelope } from '../cache/entry.ts'
import type { CacheKey, DigestKey } from '../cache/key.ts'
import type { KvStore } from '../cache/kv-store.ts'
import type { LocationStore } from '../cache/location-store.ts'
import type { CacheUse } from '../cache/result.ts'
import type { SingleFlight } from '../cache/single-flight.ts'
import { createLru } from '../lru.ts'
import { sleep } from '../sleep.ts'
import {
  type AccessLifetimes,
  type AccessRecord,
  dropFuture,
  isMergedInto,
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

/**
 * Where the location's cache has something, KV is looked into so often: it knows only what happened in other
 * locations, and shows that after a minute anyway.
 */
const KV_LOOK_INTERVAL_MS = 240_000

/** What KV gave, or gave not, it gives again for a minute: a location of its own keeps it. */
const KV_KEEPS_MS = 60_000

/** Isolates that write a record in the same moment overwrite each other: each looks again, and mends what is missing. */
const MAX_MENDS = 4
const MEND_AFTER_MS = 150
const MEND_SPREAD_MS = 600

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
  /** Takes along what other isolates of the location wrote: costs a look into its cache, and never KV. */
  loadFromLocation(caller: string, use: CacheUse): Promise<AccessRecord>
  /** Changes a record in memory now, and in the other tiers behind the answer as often as they are worth it. */
  update(caller: string, change: AccessChange, how: { isNews: boolean }, use: CacheUse): void
  /** Ends something: other isolates are told at once, KV too, where there was anything to end. */
  end(caller: string, change: AccessChange, wasKnown: WasKnown, use: CacheUse): void
  /**
   * Notes a change that the caller made: other isolates are told where the caller is known to this one or to its
   * location. A caller of whom nothing is stored costs KV nothing.
   */
  noteWrite(caller: string, change: AccessChange, use: CacheUse): Promise<void>
  /**
   * Claims the caller's list for this isolate, unless another one of the location asks for it.
   *
   * @param sinceMs epoch milliseconds: a claim of then or before is over, as is one before the last list
   * @returns the claim's token; undefined where another isolate asks
   */
  takeClaim(caller: string, sinceMs: number, use: CacheUse): Promise<string | undefined>
  /** Tells whether an isolate of the location is asking for the caller's list; `sinceMs` as in {@link takeClaim}. */
  isClaimed(caller: string, sinceMs: number, use: CacheUse): Promise<boolean>
  /** Ends a claim that {@link takeClaim} gave: the list did not come. */
  dropClaim(caller: string, token: string, use: CacheUse): Promise<void>
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
  /** 0 to 1, for jitter. */
  random?: () => number
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

/** Creates a store that knows nobody. One an isolate. */
export function createAccessStore(parts: AccessStoreParts): AccessStore {
  const { kv, location, flights, digestKey, lifetimes, kvWriteMs, timeoutMs, now } = parts
  const { random = Math.random } = parts
  const known = createLru<Known>({ maxEntries: MAX_CALLERS, maxBytes: MAX_CALLERS_BYTES })
  /** Ends that wait for KV to take another write: kept until then, whatever memory forgets meanwhile. */
  const pendingEnds = new Map<string, AccessRecord>()
  const pendingNews = new Set<string>()

  /** Refusals of callers of whom nothing is known: theirs may not push out what is known of others. */
  const refused = createLru<AccessRecord>({ maxEntries: MAX_CALLERS, maxBytes: MAX_CALLERS_BYTES })

  const digestOf = (caller: string) => digestKey(keyOf(caller))

  const claimSince = (caller: string, sinceMs: number) => ({
    lifetimeMs: timeoutMs,
    askedAt: Math.max(sinceMs, knownOf(caller).record.listedAt),
  })

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

  async function read(caller: string, isInKv: boolean, use: CacheUse): Promise<Stored | undefined> {
    const key = await digestOf(caller)
    // Side by side: the location knows more, KV knows of what ended in other locations.
    const fromKv = isInKv ? kv.read(key, use.connections) : undefined
    return open(await Promise.all([location.read(key, use), fromKv]))
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
  function mergeInto(caller: string, stored: Stored): void {
    const { record, kvWrittenAt } = knownOf(caller)
    remember(caller, {
      record: merge(record, stored.record),
      kvWrittenAt: Math.max(kvWrittenAt, stored.kvWrittenAt),
    })
    refused.delete(caller)
  }

  /** Notes that all tiers were looked into, and what they had. */
  function take(caller: string, stored: Stored | undefined): void {
    if (stored) mergeInto(caller, stored)
    remember(caller, { isLoaded: true, loadedAt: now() })
    refused.delete(caller)
  }

  async function load(caller: string, use: CacheUse): Promise<void> {
    const { isLoaded, kvReadAt } = knownOf(caller)
    const isInKv = !isLoaded || !location.isWorking() || now() - kvReadAt >= KV_LOOK_INTERVAL_MS
    const load = () => read(caller, isInKv, use)
    take(caller, await flights.join(`access ${caller}`, load, use.waitUntil))
    if (isInKv) remember(caller, { kvReadAt: now() })
  }

  async function loadFromLocation(caller: string, use: CacheUse): Promise<void> {
    const load = () => read(caller, false, use)
    const found = await flights.join(`access near ${caller}`, load, use.waitUntil)
    if (found) mergeInto(caller, found)
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

  /** Writes to the location's cache alone. */
  async function writeNear(caller: string, record: AccessRecord, use: CacheUse): Promise<void> {
    if (known.get(caller)) remember(caller, { locationWrittenAt: now() })
    const entry = await entryOf(caller, record, knownOf(caller).kvWrittenAt)
    await location.write(entry, use)
  }

  /** Writes to KV, with what was written there from other locations meanwhile. */
  async function writeFar(caller: string, record: AccessRecord, use: CacheUse): Promise<void> {
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

  /**
   * Writes what was merged with the location's record there, and looks again until nothing of it is missing: another
   * isolate may have written in between what it had read before.
   */
  async function shareNear(
    caller: string,
    recordOf: () => AccessRecord,
    use: CacheUse,
  ): Promise<void> {
    const key = await digestOf(caller)
    for (let mends = 0; mends <= MAX_MENDS; mends++) {
      if (mends > 0) {
        const near = open([await location.read(key, use)])
        if (near) mergeInto(caller, near)
        if (!near || isMergedInto(recordOf(), near.record)) return
      }
      await writeNear(caller, recordOf(), use)
      if (!location.isWorking()) return
      await sleep(MEND_AFTER_MS + random() * MEND_SPREAD_MS)
    }
  }

  /** Writes what is news, with all that becomes news within the second; KV once in its measure. */
  async function writeNews(caller: string, use: CacheUse): Promise<void> {
    pendingNews.add(caller)
    const { locationWrittenAt } = knownOf(caller)
    await sleep(Math.max(0, Math.min(MIN_INTERVAL_MS, locationWrittenAt + MIN_INTERVAL_MS - now())))
    pendingNews.delete(caller)
    if (!knownOf(caller).isLoaded) return
    await loadFromLocation(caller, use)
    const { record, kvWrittenAt } = knownOf(caller)
    // Where the location's cache has nothing, KV alone tells other isolates.
    const isDueInKv = !location.isWorking() || now() - kvWrittenAt >= KV_INTERVAL_FACTOR * kvWriteMs
    const toKv = isDueInKv ? writeFar(caller, record, use) : undefined
    await Promise.all([shareNear(caller, () => knownOf(caller).record, use), toKv])
  }

  /** What other isolates wrote must not be written over; where they wrote nothing, there is nothing to end. */
  async function endUnknown(
    caller: string,
    change: AccessChange,
    wasKnown: WasKnown,
    use: CacheUse,
  ): Promise<void> {
    if (knownOf(caller).isLoaded) remember(caller, { loadedAt: now() })
    const found = await read(caller, true, use)
    if (!found || !wasKnown(found.record)) return
    take(caller, found)
    remember(caller, { record: change(knownOf(caller).record) })
    await writeEnd(caller, use)
  }

  async function writeEnd(caller: string, use: CacheUse): Promise<void> {
    const { record, kvWrittenAt } = knownOf(caller)
    const waitMs = Math.min(MIN_INTERVAL_MS, kvWrittenAt + MIN_INTERVAL_MS - now())
    const toLocation = loadFromLocation(caller, use).then(() =>
      shareNear(caller, () => merge(record, knownOf(caller).record), use),
    )
    if (waitMs <= 0) {
      await Promise.all([writeFar(caller, record, use), toLocation])
      return
    }
    const isWaiting = pendingEnds.has(caller)
    pendingEnds.set(caller, merge(pendingEnds.get(caller) ?? record, record))
    if (!isWaiting) {
      await sleep(waitMs)
      const pending = pendingEnds.get(caller) ?? record
      pendingEnds.delete(caller)
      await writeFar(caller, merge(pending, knownOf(caller).record), use)
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

    async loadFromLocation(caller, use) {
      await loadFromLocation(caller, use)
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
        const stored = open([await location.read(await digestOf(caller), use)])
        if (!stored) return
        take(caller, stored)
      }
      remember(caller, { record: prune(change(knownOf(caller).record), now(), lifetimes) })
      use.waitUntil(writeEnd(caller, use))
    },

    async takeClaim(caller, sinceMs, use) {
      return location.takeClaim(await digestOf(caller), claimSince(caller, sinceMs), use)
    },
    async isClaimed(caller, sinceMs, use) {
      return location.isClaimed(await digestOf(caller), claimSince(caller, sinceMs), use)
    },
    async dropClaim(caller, token, use) {
      await location.dropClaim(await digestOf(caller), token, use)
    },
  }
}

/** A record is nobody's but its caller's, and its key says so. */
function keyOf(caller: string): CacheKey {
  return { caller, kind: 'access', resource: '', query: '', linkBase: '', lowestTier: 'kv' }
}

function itemsOf({ listed, admittedAt, revokedAt }: AccessRecord): number {
  return [listed, admittedAt, revokedAt].reduce((sum, items) => sum + Object.keys(items).length, 0)
}
