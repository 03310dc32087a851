import type { Eventual } from '../eventual.ts'
import type { HoldOff } from '../upstream/hold-off.ts'
import type { RequestDirectives } from './directives.ts'
import { currentAgeMs, type Entry } from './entry.ts'
import { allowsStaleIfError, isRefusal } from './failure-policy.ts'
import { createFill, type Fetched } from './fill.ts'
import { type EntryState, entryState } from './freshness.ts'
import { MEMORY_KINDS } from './invalidation.ts'
import { createInvalidations } from './invalidations.ts'
import { type CacheKey, memoryKey } from './key.ts'
import { createKvStore } from './kv-store.ts'
import { createNegativeCache } from './negative-cache.ts'
import type { CacheAnswer, CacheLoad, CacheQuery, ForwardReason } from './result.ts'
import { createSingleFlight, type FlightResult, type WaitUntil } from './single-flight.ts'
import { createStore } from './store.ts'

/** The cache that every read of the edge's own goes through. */
export interface Cache {
  read(query: CacheQuery): Eventual<CacheAnswer>
  /** What memory answers by itself: a 404 that is remembered, or an entry that is fresh. */
  inMemory(query: CacheQuery): CacheAnswer | undefined
  /** Stores what was loaded under another name and is an entry of this one too. */
  prime(name: CacheKey, loaded: CacheLoad, requestedAt: number, waitUntil: WaitUntil): Promise<void>
  /** Looks for an entry in memory, else in KV, ahead of its read. */
  warm(name: CacheKey, waitUntil: WaitUntil): Promise<void>
  /** Whether memory holds an entry that is fresh. */
  isFresh(name: CacheKey): boolean
  /** Epoch milliseconds of a caller's last change that concerns a kind. */
  invalidatedAt(caller: string, kind: string): number
  /** Makes known that a caller changed something elsewhere. */
  invalidate(caller: string, kind: string, atMs: number): void
  /** Forgets one entry everywhere. */
  remove(name: CacheKey, waitUntil: WaitUntil): Promise<void>
  /** Makes a caller's entries of some kinds void, in memory at once and in KV before it resolves. */
  drop(caller: string, kinds: readonly string[], waitUntil: WaitUntil): Promise<void>
}

/** What a cache is made of. */
export interface CacheOptions {
  kv: KVNamespace
  upstreamUrl: string
  /** A follower's own deadline; the upstream's. */
  timeoutMs: number
  negativeFreshMs: number
  holdOff: HoldOff
  /** Epoch milliseconds. */
  now: () => number
}

/** Makes a cache whose memory is empty. One an isolate. */
export function createCache(options: CacheOptions): Cache {
  const { upstreamUrl, timeoutMs, negativeFreshMs, holdOff, now } = options
  const invalidations = createInvalidations()
  const flights = createSingleFlight(timeoutMs)
  const kv = createKvStore(options.kv)
  const store = createStore({ kv, flights, upstreamUrl, now })
  const negatives = createNegativeCache(negativeFreshMs)
  const fill = createFill({ store, negatives, holdOff, now })

  const lastChangeOf = ({ reader }: CacheQuery) => invalidations.of(reader.caller, reader.kind)
  const isShared = ({ name, reader }: CacheQuery) => name.caller !== reader.caller

  function inMemory(query: CacheQuery): CacheAnswer | undefined {
    const { directives, name, reader } = query
    if (query.isBypass || directives.maxAgeMs === 0) return undefined
    const invalidatedAt = lastChangeOf(query)
    const negative = negatives.find(reader, invalidatedAt, now())
    if (negative) return { kind: 'negative', negative }
    const entry = query.maySeeStored ? store.peek(name, invalidatedAt) : undefined
    const isFresh = entry && usableState(entry, directives) === 'fresh'
    return isFresh ? { kind: 'hit', entry, detail: undefined } : undefined
  }

  async function readOn(query: CacheQuery): Promise<CacheAnswer> {
    const { directives } = query
    if (query.isBypass) {
      return directives.isOnlyIfCached ? { kind: 'not-cached' } : ask(query, 'bypass')
    }
    const mustAsk = directives.maxAgeMs === 0
    const stored = query.maySeeStored ? await find(query, mustAsk) : undefined
    const state = stored && usableState(stored, directives)
    if (stored && state === 'fresh') return { kind: 'hit', entry: stored, detail: undefined }
    if (stored && state === 'stale') {
      if (!directives.isOnlyIfCached) refresh(query)
      return { kind: 'hit', entry: stored, detail: 'stale-while-revalidate' }
    }
    if (directives.isOnlyIfCached) return { kind: 'not-cached' }
    return ask(query, forwardReason(directives, stored, now()))
  }

  /** In memory, else in KV; who must ask needs what is stored only should the upstream fail. */
  async function find(query: CacheQuery, isMemoryEnough: boolean): Promise<Entry | undefined> {
    const { name, isRecalled, waitUntil } = query
    const inMemory = store.peek(name, lastChangeOf(query))
    if (inMemory || isMemoryEnough || isRecalled) return inMemory
    return store.recall(name, lastChangeOf(query), waitUntil)
  }

  function usableState(entry: Entry, directives: RequestDirectives): EntryState {
    const isTooOld = currentAgeMs(entry.envelope, now()) >= directives.maxAgeMs
    return isTooOld ? 'expired' : entryState(entry.envelope, now())
  }

  /** One refresh behind all stale answers; what it finds is for the next request. */
  function refresh(query: CacheQuery): void {
    const isHeld = holdOff.of(query.reader.caller) !== undefined || holdOff.isAddressHeld()
    if (!isHeld && !flights.isInFlight(flightKey(query))) query.waitUntil(fly(query, true))
  }

  async function ask(query: CacheQuery, reason: ForwardReason): Promise<CacheAnswer> {
    const held = holdOff.of(query.reader.caller)
    if (held || holdOff.isAddressHeld()) {
      const instead = await fallbackFor(query, reason)
      if (instead) return instead
      if (held) return { kind: 'held', failure: held }
    }
    const result = await fly(query, query.directives.maxAgeMs > 0)
    const { value: fetched, isCollapsed } = isForeignRefusal(query, result)
      ? await fly({ ...query, maySeeStored: false }, true)
      : result
    if (fetched.ok) return { kind: 'fetched', ...fetched, reason, isCollapsed }
    const { failure } = fetched
    const instead = allowsStaleIfError(failure) && (await fallbackFor(query, reason))
    return instead || { kind: 'failed', failure, reason, isCollapsed }
  }

  /**
   * What is stored, where it may stand in for an answer that is not to be had. Looked for anew: while the
   * upstream was asked, a refusal or a write may have ended it. Who had not to ask has looked into KV before.
   */
  async function fallbackFor(
    query: CacheQuery,
    reason: ForwardReason,
  ): Promise<CacheAnswer | undefined> {
    if (reason === 'bypass' || !query.maySeeStored) return undefined
    const entry = await find(query, query.directives.maxAgeMs > 0)
    return entry && { kind: 'hit', entry, detail: 'stale-if-error' }
  }

  /** A refusal of another caller's credential says nothing about this one's. */
  function isForeignRefusal(
    query: CacheQuery,
    { value, isCollapsed }: FlightResult<Fetched>,
  ): boolean {
    return isShared(query) && isCollapsed && !value.ok && isRefusal(value.failure)
  }

  /** Callers who may share a body share its flight; one who may not yet flies alone. */
  function flightKey({ name, reader, maySeeStored }: CacheQuery): string {
    return memoryKey(maySeeStored ? name : reader)
  }

  function fly(query: CacheQuery, isJoinable: boolean): Promise<FlightResult<Fetched>> {
    const startedAt = now()
    const flight = {
      startedAt,
      notBefore: lastChangeOf(query),
      isJoinable: isJoinable && !query.isBypass,
      load: () => fill.fromUpstream(query, startedAt),
    }
    return flights.run(flightKey(query), flight, query.waitUntil)
  }

  return {
    inMemory,
    read: (query) => inMemory(query) ?? readOn(query),
    async prime(name, loaded, requestedAt, waitUntil) {
      if (!loaded.ok) return
      negatives.forget(name)
      await fill.keep(name, loaded, true, { requestedAt, storedAt: now() }, waitUntil)
    },
    async warm(name, waitUntil) {
      if (!store.peek(name, 0)) await store.recall(name, 0, waitUntil)
    },
    isFresh(name) {
      const entry = store.peek(name, 0)
      return entry !== undefined && entryState(entry.envelope, now()) === 'fresh'
    },
    invalidatedAt: invalidations.of,
    invalidate: invalidations.raise,
    remove: store.remove,
    async drop(caller, kinds, waitUntil) {
      for (const kind of kinds) invalidations.raise(caller, kind, now())
      const inKv = kinds.filter((kind) => !MEMORY_KINDS.has(kind))
      await Promise.all(inKv.map((kind) => kv.drop(kind, caller, waitUntil)))
    },
  }
}

function forwardReason(
  directives: RequestDirectives,
  stored: Entry | undefined,
  nowMs: number,
): ForwardReason {
  if (directives.maxAgeMs === 0) return 'request'
  if (!stored) return 'uri-miss'
  return entryState(stored.envelope, nowMs) === 'expired' ? 'stale' : 'request'
}
