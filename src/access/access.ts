import * as z from 'zod/mini'
import { etagOf } from '../cache/envelope.ts'
import { createFlights, type Flights, type WaitUntil } from '../cache/flights.ts'
import { type EntryName, kvKey } from '../cache/key.ts'
import { createKvTier } from '../cache/kv-tier.ts'
import { createLru } from '../cache/lru.ts'
import {
  type AccessRecord,
  type AccessWindows,
  accessRecord,
  merge,
  NO_ACCESS,
  prune,
} from './record.ts'

/** Callers that an isolate knows at the same time; forgotten ones are read from KV or prove themselves anew. */
const MAX_CALLERS = 2_000
const MAX_CALLERS_BYTES = 16 * 1024 * 1024

/** KV takes one write a second a key; a dashboard that opens admits its caller twenty times in one. */
const MIN_WRITE_INTERVAL_MS = 5_000

/** A stamp and its harness ID, and a listed name, roughly. */
const BYTES_PER_ITEM = 128

/** The rights of callers to shared stats: in memory over KV, one record a caller. */
export interface Access {
  readonly windows: AccessWindows
  /** One renewal of a caller's proof for all its requests. */
  readonly renewals: Flights
  /** Of this isolate's memory; costs nothing. */
  peek(caller: string): AccessRecord
  /** Whether this isolate knows the caller at all. */
  knows(caller: string): boolean
  /** Takes along what other isolates wrote. One KV read. */
  recall(caller: string, waitUntil: WaitUntil): Promise<AccessRecord>
  /** Changes a record in memory now, and in KV behind the answer where it matters. */
  update(caller: string, change: AccessChange, write: WritePolicy, waitUntil: WaitUntil): void
}

/** What a record becomes. */
export type AccessChange = (record: AccessRecord) => AccessRecord

/** `now`: it must not be lost; `spaced`: unless one was just written; `later`: with the next that is. */
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
  writtenAt: number
}

/** Makes rights that no one has. One an isolate. */
export function createAccess(options: AccessOptions): Access {
  const { upstreamUrl, windows, timeoutMs, now } = options
  const kv = createKvTier(options.kv)
  const flights = createFlights(timeoutMs)
  const known = createLru<Known>({ maxEntries: MAX_CALLERS, maxBytes: MAX_CALLERS_BYTES })

  function remember(caller: string, record: AccessRecord, writtenAt: number): void {
    known.set(caller, { record, writtenAt }, itemsOf(record) * BYTES_PER_ITEM)
  }

  async function fromKv(caller: string): Promise<AccessRecord | undefined> {
    const entry = await kv.read(await kvKey(recordName(caller), upstreamUrl))
    return entry && parseRecord(entry.body)
  }

  async function toKv(caller: string, record: AccessRecord): Promise<void> {
    const body = new TextEncoder().encode(JSON.stringify(record))
    const [key, etag] = await Promise.all([kvKey(recordName(caller), upstreamUrl), etagOf(body)])
    const lifetime = Math.max(windows.admissionMs, windows.proofMs)
    const times = { requestedAt: now(), storedAt: now(), initialAgeMs: 0 }
    const fresh = { freshMs: lifetime, staleMs: 0, errorMs: windows.unrenewedMs }
    await kv.write({ envelope: { key, etag, ...times, ...fresh }, body })
  }

  return {
    windows,
    renewals: createFlights(timeoutMs),
    peek: (caller) => known.get(caller)?.record ?? NO_ACCESS,
    knows: (caller) => known.get(caller) !== undefined,

    async recall(caller, waitUntil) {
      const load = () => fromKv(caller)
      const flight = { startedAt: now(), notBefore: -1, isJoinable: true, load }
      const { value: stored } = await flights.run(caller, flight, waitUntil)
      const { record, writtenAt } = known.get(caller) ?? { record: NO_ACCESS, writtenAt: 0 }
      const merged = stored ? merge(record, stored) : record
      remember(caller, merged, writtenAt)
      return merged
    },

    update(caller, change, policy, waitUntil) {
      const { record, writtenAt } = known.get(caller) ?? { record: NO_ACCESS, writtenAt: 0 }
      const changed = prune(change(record), now(), windows)
      const isSpaced = now() - writtenAt >= MIN_WRITE_INTERVAL_MS
      const isWritten = policy === 'now' || (policy === 'spaced' && isSpaced)
      remember(caller, changed, isWritten ? now() : writtenAt)
      if (isWritten) waitUntil(toKv(caller, changed))
    },
  }
}

/** A record is nobody's but its caller's, and its key says so. */
function recordName(caller: string): EntryName {
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
