import { etagOf } from './digest.ts'
import { type Entry, type Envelope, lifetimeMs, parseEnvelope } from './entry.ts'
import type { WaitUntil } from './single-flight.ts'
import { type Connections, createTier, type TierCounts } from './tier.ts'

/** A KV that does not answer within it is done without. */
const KV_TIMEOUT_MS = 250

/** KV refuses a shorter `expirationTtl`; freshness is the envelope's, expiry only cleans up. */
const MIN_EXPIRATION_TTL_SECONDS = 60

/** KV takes a minute to show a write elsewhere: an entry that lives shorter is not worth one. */
export const MIN_KV_LIFETIME_MS = 60_000

/** The tier that all locations share. */
export interface KvStore {
  /** Returns the entry of a key; undefined where there is none, or none in time. Never rejects. */
  read(key: string, connections: Connections): Promise<Entry | undefined>
  /** Resolves when KV took it or did not; never rejects. */
  write(entry: Entry, connections: Connections): Promise<void>
  /** Removes the entry of a key. Never rejects. */
  delete(key: string, connections: Connections, waitUntil: WaitUntil): Promise<void>
  readonly counts: TierCounts
}

/** Creates the tier over a namespace. One per isolate. */
export function createKvStore(kv: KVNamespace, now: () => number): KvStore {
  const tier = createTier({ timeoutMs: KV_TIMEOUT_MS, now })
  return {
    counts: tier.counts,

    async read(key, connections) {
      const found = await tier.ask(connections, () => kv.getWithMetadata(key, 'arrayBuffer'))
      return found ? openEntry(key, found.value, found.metadata) : undefined
    },

    async write({ envelope, body }, connections) {
      if (lifetimeMs(envelope) < MIN_KV_LIFETIME_MS) return
      const lifetimeSeconds = Math.ceil(lifetimeMs(envelope) / 1_000)
      const expirationTtl = Math.max(MIN_EXPIRATION_TTL_SECONDS, lifetimeSeconds)
      await tier.tell(connections, () =>
        kv.put(envelope.key, body, { expirationTtl, metadata: envelope }),
      )
    },

    async delete(key, connections, waitUntil) {
      await tier.ask(connections, () => kv.delete(key), waitUntil)
    },
  }
}

/** Creates a tier that has nothing and takes nothing. */
export function createNoKvStore(): KvStore {
  const nothing = async () => undefined
  const counts = { asked: 0, failed: 0, timedOut: 0, leftOut: 0 }
  return { read: nothing, write: nothing, delete: nothing, counts }
}

/**
 * Makes an entry of what a tier gave. Undefined for anything but what was stored under the key: rubbish, another
 * key's entry, another body.
 */
export async function openEntry(
  key: string,
  body: unknown,
  given: unknown,
): Promise<Entry | undefined> {
  const envelope: Envelope | undefined = parseEnvelope(key, given)
  if (!envelope || !(body instanceof ArrayBuffer)) return undefined
  const bytes = new Uint8Array(body)
  return (await etagOf(bytes)) === envelope.etag ? { envelope, body: bytes } : undefined
}
