import type { Failure } from '../problem/failure.ts'
import type { HoldOff } from '../upstream/hold-off.ts'
import type { Entry } from './entry.ts'
import { isRefusal } from './failure-policy.ts'
import { allowedLifetimes, correctedInitialAgeMs, type Lifetimes } from './freshness.ts'
import type { CacheKey } from './key.ts'
import type { NegativeCache } from './negative-cache.ts'
import type { CacheLoad, CacheQuery } from './result.ts'
import type { WaitUntil } from './single-flight.ts'
import type { Store, Times } from './store.ts'

/** What a flight brings back, as plain values. */
export type Fetched =
  | { ok: true; entry: Entry; isStored: boolean; upstreamStatus: string | null }
  | { ok: false; failure: Failure }

/** The way from the upstream's answer into the store, and out of it. */
export interface Fill {
  /** @param requestedAt epoch milliseconds when the flight began */
  fromUpstream(query: CacheQuery, requestedAt: number): Promise<Fetched>
  /** Makes an entry of what was loaded, and stores it where that is allowed and wanted. */
  keep(
    name: CacheKey,
    loaded: Extract<CacheLoad, { ok: true }>,
    isKept: boolean,
    times: Pick<Times, 'requestedAt' | 'storedAt'>,
    waitUntil: WaitUntil,
  ): Promise<Extract<Fetched, { ok: true }>>
}

/** What a fill works on. */
export interface FillParts {
  store: Store
  negatives: NegativeCache
  holdOff: HoldOff
  /** Epoch milliseconds. */
  now: () => number
}

const NO_LIFETIME: Lifetimes = { maxAgeMs: 0, staleWhileRevalidateMs: 0, staleIfErrorMs: 0 }

/** Makes the fill of one cache. */
export function createFill({ store, negatives, holdOff, now }: FillParts): Fill {
  async function fromUpstream(query: CacheQuery, requestedAt: number): Promise<Fetched> {
    const { name, reader, waitUntil } = query
    const isKept = !query.isBypass && !query.directives.isNoStore
    const loaded = await query.load()
    const storedAt = now()
    if (!loaded.ok) {
      holdOff.learn(reader.caller, loaded.failure)
      // A shared body is not this caller's to remove: its right to it has ended, not the body.
      const isOwn = name.caller === reader.caller
      if (isOwn && isRefusal(loaded.failure)) await store.remove(reader, waitUntil)
      if (isKept) negatives.learn(reader, loaded.failure, requestedAt, storedAt)
      return loaded
    }
    if (isKept) negatives.forget(reader)
    return keep(name, loaded, isKept, { requestedAt, storedAt }, waitUntil)
  }

  async function keep(
    name: CacheKey,
    { body, lifetimes, facts, tiers }: Extract<CacheLoad, { ok: true }>,
    isKept: boolean,
    times: Pick<Times, 'requestedAt' | 'storedAt'>,
    waitUntil: WaitUntil,
  ): Promise<Extract<Fetched, { ok: true }>> {
    const allowed = isKept ? allowedLifetimes(lifetimes, facts, times.storedAt) : undefined
    const age = correctedInitialAgeMs(facts, times.requestedAt, times.storedAt)
    const entry = await store.wrap(name, body, {
      ...(allowed ?? NO_LIFETIME),
      ...times,
      correctedInitialAgeMs: age,
    })
    const isStored = allowed !== undefined && store.put(name, entry, tiers, waitUntil)
    return { ok: true, entry, isStored, upstreamStatus: facts.cacheStatus }
  }

  return { fromUpstream, keep }
}
