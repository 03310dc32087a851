import * as z from 'zod/mini'
import { etagOf } from '../cache/entry.ts'
import { type CacheKey, kvKey } from '../cache/key.ts'
import { createKvStore } from '../cache/kv-store.ts'
import { createSingleFlight, type SingleFlight, type WaitUntil } from '../cache/single-flight.ts'
import { createLru } from '../lru.ts'
import {
  type AccessRecord,
  type AccessWindows,
  accessRecord,
  dropFuture,
  merge,
  NO_ACCESS,
  prune,
} from './record.ts'

/** Callers that an isolate knows at the same time; forgotten ones are read from KV or prove themselves anew. */
const MAX_CALLERS = 2_000
const MAX_CALLERS_BYTES = 16 * 1024 * 1024

/**
 * KV takes one write a second a key, and a dashboard that opens admits its caller twenty times in one. An
 * end cannot wait as long as an admission can.
 */
const MIN_WRITE_INTERVAL_MS = { now: 1_000, spaced: 5_000 } as const

/** A stamp and its harness ID, and a listed name, roughly. */
const BYTES_PER_ITEM = 128

/** The rights of callers to shared stats: in memory over KV, one record a caller. */
export interface Access {
  readonly windows: AccessWindows
  /** One renewal of a caller's proof for all its requests. */
  readonly renewals: SingleFlight
  /** Of this isolate's memory; costs nothing. */
  peek(caller: string): AccessRecord
  /** Whether this isolate has looked into KV for the caller. */
  knows(caller: string): boolean
  /** Whether no other isolate is known to have asked for the list that proves the caller's access now. */
  isRenewer(caller: string): boolean
  /** This isolate asked for the list that counts from a moment on. */
  claimRenewal(caller: string, listedAt: number): void
  /** Takes along what other isolates wrote. One KV read. */
  recall(caller: string, waitUntil: WaitUntil): Promise<AccessRecord>
  /** Changes a record in memory now, and in KV behind the answer where it matters. */
  update(caller: string, change: AccessChange, write: WritePolicy, waitUntil: WaitUntil): void
}

/** What a record becomes. */
export type AccessChange = (record: AccessRecord) => AccessRecord

/**
 * `now`: it must not be lost, and is written as soon as KV takes it; `spaced`: unless one was just written;
 * `later`: with the next that is.
 */
export type WritePolicy = 'now' | 'spaced' | 'later'

/** What {@link createAccess} is made of. */
export interface AccessOptions {
  kv: KVNamespace
  upstreamUrl: string
  windows: AccessWindows
  /** Bound on waiting for another request's KV read, in milliseconds. */
  timeoutMs: number
  /** Epoch milliseconds. */
  now: () => number
}

interface Known {
  record: AccessRecord
  isRecalled: boolean
  /** Epoch milliseconds; when a write that had to wait will be made, else in the past. */
  writeDueAt: number
  writtenAt: number
  /** Epoch milliseconds; when this isolate last asked for the caller's list. */
  ownListedAt: number
}

const UNKNOWN: Known = {
  record: NO_ACCESS,
  isRecalled: false,
  writeDueAt: 0,
  writtenAt: 0,
  ownListedAt: 0,
}

/** Makes rights that no one has. One an isolate. */
export function createAccess(options: AccessOptions): Access {
  const { upstreamUrl, windows, timeoutMs, now } = options
  const kv = createKvStore(options.kv)
  const flights = createSingleFlight(timeoutMs)
  const known = createLru<Known>({ maxEntries: MAX_CALLERS, maxBytes: MAX_CALLERS_BYTES })

  const knownOf = (caller: string) => known.get(caller) ?? UNKNOWN

  function remember(caller: string, news: Partial<Known>): void {
    const next = { ...knownOf(caller), ...news }
    known.set(caller, next, itemsOf(next.record) * BYTES_PER_ITEM)
  }

  async function fromKv(caller: string): Promise<AccessRecord | undefined> {
    const entry = await kv.read(await kvKey(recordName(caller), upstreamUrl))
    return entry && parseRecord(entry.body)
  }

  async function toKv(caller: string): Promise<void> {
    if (!known.get(caller)) return
    remember(caller, { writtenAt: now() })
    const body = new TextEncoder().encode(JSON.stringify(knownOf(caller).record))
    const [key, etag] = await Promise.all([kvKey(recordName(caller), upstreamUrl), etagOf(body)])
    const lifetime = Math.max(windows.admissionMs, windows.proofMs)
    const times = { requestedAt: now(), storedAt: now(), correctedInitialAgeMs: 0 }
    const fresh = {
      maxAgeMs: lifetime,
      staleWhileRevalidateMs: 0,
      staleIfErrorMs: windows.unrenewedMs,
    }
    await kv.write({ envelope: { key, etag, ...times, ...fresh }, body })
  }

  /** Whether KV had a record. */
  async function recall(caller: string, waitUntil: WaitUntil): Promise<boolean> {
    const load = () => fromKv(caller)
    const flight = { startedAt: now(), notBefore: -1, isJoinable: true, load }
    const { value: stored } = await flights.run(caller, flight, waitUntil)
    const { record } = knownOf(caller)
    const merged = stored ? merge(record, dropFuture(stored, now())) : record
    remember(caller, { record: merged, isRecalled: true })
    return stored !== undefined
  }

  /** What other isolates wrote must not be written over; where they wrote nothing, there is nothing to end. */
  async function toKvUnknown(caller: string, waitUntil: WaitUntil): Promise<void> {
    if (await recall(caller, waitUntil)) await toKv(caller)
  }

  function write(caller: string, policy: 'now' | 'spaced', waitUntil: WaitUntil): void {
    const { isRecalled, writeDueAt, writtenAt } = knownOf(caller)
    const intervalMs = MIN_WRITE_INTERVAL_MS[policy]
    const waitMs = Math.min(intervalMs, writtenAt + intervalMs - now())
    if (!isRecalled) {
      waitUntil(toKvUnknown(caller, waitUntil))
    } else if (waitMs <= 0) {
      waitUntil(toKv(caller))
    } else if (policy === 'now' && writeDueAt <= now()) {
      remember(caller, { writeDueAt: now() + waitMs })
      waitUntil(sleep(waitMs).then(() => toKv(caller)))
    }
  }

  return {
    windows,
    renewals: createSingleFlight(timeoutMs),
    peek: (caller) => knownOf(caller).record,
    knows: (caller) => knownOf(caller).isRecalled,
    isRenewer(caller) {
      const { ownListedAt, record } = knownOf(caller)
      return ownListedAt === record.listedAt || now() - record.listedAt >= windows.proofMs
    },
    claimRenewal: (caller, listedAt) => remember(caller, { ownListedAt: listedAt }),
    async recall(caller, waitUntil) {
      await recall(caller, waitUntil)
      return knownOf(caller).record
    },
    update(caller, change, policy, waitUntil) {
      remember(caller, { record: prune(change(knownOf(caller).record), now(), windows) })
      if (policy !== 'later') write(caller, policy, waitUntil)
    },
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** A record is nobody's but its caller's, and its key says so. */
function recordName(caller: string): CacheKey {
  const none = { resource: '', query: '', edgeOrigin: '' }
  return { caller, kind: 'access', ...none, tier: 'memory-and-kv' }
}

function parseRecord(body: Uint8Array): AccessRecord | undefined {
  try {
    const parsed = z.safeParse(accessRecord, JSON.parse(new TextDecoder().decode(body)))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

function itemsOf({ listed, admittedAt, readAt, endedAt }: AccessRecord): number {
  return [listed, admittedAt, readAt, endedAt].reduce(
    (sum, items) => sum + Object.keys(items).length,
    0,
  )
}
