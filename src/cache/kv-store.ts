import { type Entry, lifetimeMs, openEntry } from './entry.ts'
import { kvPrefix } from './key.ts'
import type { WaitUntil } from './single-flight.ts'

/** A KV that does not answer within it is gone on without: it costs latency, never an error. */
const KV_TIMEOUT_MS = 250

/** KV refuses a shorter `expirationTtl`; freshness is the envelope's, expiry only cleans up. */
const MIN_EXPIRATION_TTL_SECONDS = 60

/** An entry that lives shorter is not worth a write: KV takes longer than that to show it elsewhere. */
export const MIN_KV_LIFETIME_MS = 10_000

/** One page of `list`, the most that KV gives; a caller has far fewer entries of one kind. */
const MAX_DROPPED_KEYS = 1_000

/** The tier that a location's isolates share. */
export interface KvStore {
  read(key: string): Promise<Entry | undefined>
  /** Resolves when KV took it or did not, however long that takes; never rejects. */
  write(entry: Entry): Promise<void>
  delete(key: string, waitUntil: WaitUntil): Promise<void>
  /** Drops all of a caller's entries of a kind. */
  drop(kind: string, caller: string, waitUntil: WaitUntil): Promise<void>
}

/** Wraps a namespace so that nothing it does wrong reaches a caller. */
export function createKvStore(kv: KVNamespace): KvStore {
  return {
    async read(key) {
      const found = await timely(attempt(() => kv.getWithMetadata(key, 'arrayBuffer')))
      return found ? openEntry(key, found.value, found.metadata) : undefined
    },

    async write({ envelope, body }) {
      if (lifetimeMs(envelope) < MIN_KV_LIFETIME_MS) return
      const lifetimeSeconds = Math.ceil(lifetimeMs(envelope) / 1_000)
      const expirationTtl = Math.max(MIN_EXPIRATION_TTL_SECONDS, lifetimeSeconds)
      await attempt(() => kv.put(envelope.key, body, { expirationTtl, metadata: envelope }))
    },

    async delete(key, waitUntil) {
      await timely(
        attempt(() => kv.delete(key)),
        waitUntil,
      )
    },

    async drop(kind, caller, waitUntil) {
      const dropping = attempt(async () => {
        const { keys } = await kv.list({ prefix: kvPrefix(kind, caller), limit: MAX_DROPPED_KEYS })
        await Promise.all(keys.map(({ name }) => kv.delete(name)))
      })
      await timely(dropping, waitUntil)
    },
  }
}

/** What an operation gives; undefined where it throws, at once or later. */
async function attempt<T>(operation: () => Promise<T>): Promise<T | undefined> {
  try {
    return await operation()
  } catch {
    return undefined
  }
}

/** What an operation gives in time, else undefined; `waitUntil` lets a late one end all the same. */
function timely<T>(
  operation: Promise<T | undefined>,
  waitUntil?: WaitUntil,
): Promise<T | undefined> {
  waitUntil?.(operation)
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), KV_TIMEOUT_MS)
    operation.then((value) => {
      clearTimeout(timer)
      resolve(value)
    })
  })
}
