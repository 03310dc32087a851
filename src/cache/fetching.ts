import type { Failure } from '../problem/failure.ts'
import type { Priority } from '../upstream/pacing.ts'
import { type Entry, NO_LIFETIMES } from './entry.ts'
import { isRefusal } from './failure-policy.ts'
import { allowedLifetimes, correctedInitialAgeMs } from './freshness.ts'
import { type CacheKey, memoryKey } from './key.ts'
import type { NegativeCache } from './negative-cache.ts'
import type { CachedRead, CacheUse, LoadResult } from './result.ts'
import type { FlightResult, SingleFlight } from './single-flight.ts'
import type { Store } from './store.ts'

/** The outcome of a call of the upstream, as plain values. */
export type Fetched =
  | {
      ok: true
      entry: Entry
      isStored: boolean
      upstreamStatus: string | null
      cookies: readonly string[]
    }
  | { ok: false; failure: Failure }

/** The parts of {@link createFetching}. */
export interface FetchingParts {
  store: Store
  flights: SingleFlight
  negatives: NegativeCache
  /** Epoch milliseconds. */
  now: () => number
}

/** Tells whether a read's body is stored for all callers who may see it. */
export const isShared = ({ key, ownKey }: CachedRead): boolean => key.caller !== ownKey.caller

/** Returns the key of a read's flight: callers who may share a body share it; one who may not yet asks alone. */
export const flightKey = ({ key, ownKey, maySeeStored }: CachedRead): string =>
  memoryKey(maySeeStored ? key : ownKey)

/** Creates what asks the upstream, once for all who ask the same, and stores the answer. One per isolate. */
export function createFetching({ store, flights, negatives, now }: FetchingParts) {
  /** Makes an entry of what was loaded, and stores it where it may. */
  async function keep(
    key: CacheKey,
    { body, lifetimes, clientMaxAgeMs, facts, cookies }: Extract<LoadResult, { ok: true }>,
    { mayStore, requestedAt }: { mayStore: boolean; requestedAt: number },
    use: CacheUse,
  ): Promise<Extract<Fetched, { ok: true }>> {
    const storedAt = now()
    const allowed = mayStore ? allowedLifetimes(lifetimes, facts, storedAt) : undefined
    const entry = await store.createEntry(key, body, {
      ...(allowed ?? NO_LIFETIMES),
      requestedAt,
      storedAt,
      clientMaxAgeMs,
      correctedInitialAgeMs: correctedInitialAgeMs(facts, requestedAt, storedAt),
    })
    const isStored = allowed !== undefined && store.put(key, entry, use)
    return { ok: true, entry, isStored, upstreamStatus: facts.cacheStatus, cookies }
  }

  async function fetchAndStore(
    read: CachedRead,
    requestedAt: number,
    priority: Priority,
  ): Promise<Fetched> {
    const { key, ownKey } = read
    const mayStore = !read.isBypass && !read.directives.isNoStore
    const loaded = await read.load(priority)
    if (!loaded.ok) {
      // A shared body is not this caller's to remove: its access to it has ended, not the body.
      if (!isShared(read) && isRefusal(loaded.failure)) await store.remove(ownKey, read)
      if (mayStore) negatives.learn(ownKey, loaded.failure, requestedAt, now())
      return loaded
    }
    if (mayStore) negatives.forget(ownKey)
    return keep(key, loaded, { mayStore, requestedAt }, read)
  }

  return {
    keep,

    /** Asks the upstream, or joins the flight of those who do. */
    fetchOnce(
      read: CachedRead,
      isJoinable: boolean,
      priority: Priority = 'waiting',
    ): Promise<FlightResult<Fetched>> {
      const startedAt = now()
      const flight = {
        startedAt,
        notBefore: read.invalidatedAt,
        isJoinable: isJoinable && !read.isBypass,
        load: () => fetchAndStore(read, startedAt, priority),
      }
      return flights.run(flightKey(read), flight, read.waitUntil)
    },
  }
}
