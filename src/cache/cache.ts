import type { Failure } from '../problem/failure.ts'
import type { RequestDirectives } from './directives.ts'
import { currentAgeMs, type Entry } from './envelope.ts'
import { endsAccess, mayServeStored } from './failure-policy.ts'
import { createFlights, type WaitUntil } from './flights.ts'
import { createFloors } from './floors.ts'
import {
  allowedWindows,
  type CachingFacts,
  type EntryState,
  entryState,
  initialAgeMs,
  type Windows,
} from './freshness.ts'
import { type EntryName, memoryKey } from './key.ts'
import { createKvTier } from './kv-tier.ts'
import { createNegatives, type Negative } from './negatives.ts'
import { createStore, type Times } from './store.ts'

/** A read that the cache may answer. */
export interface CacheQuery {
  name: EntryName
  directives: RequestDirectives
  /** The upstream is asked and nothing is stored: something about the request is not in the key. */
  isBypass: boolean
  waitUntil: WaitUntil
  load: () => Promise<CacheLoad>
}

/** What the upstream gave, as plain values that requests may share. */
export type CacheLoad =
  | { ok: true; body: Uint8Array; windows: Windows; facts: CachingFacts }
  | { ok: false; failure: Failure }

/** Why the upstream was asked: RFC 9211 section 2.2. */
export type ForwardReason = 'bypass' | 'request' | 'uri-miss' | 'stale'

/** Where an answer came from, and the answer. */
export type CacheAnswer =
  | { kind: 'hit'; entry: Entry; detail: HitDetail | undefined }
  | { kind: 'negative'; negative: Negative }
  | ({
      kind: 'fetched'
      entry: Entry
      isStored: boolean
      upstreamStatus: string | null
    } & Forwarded)
  | ({ kind: 'failed'; failure: Failure } & Forwarded)
  | { kind: 'not-cached' }

/** How the upstream came to be asked. */
export interface Forwarded {
  reason: ForwardReason
  isCollapsed: boolean
}

/** Why a stored answer that is not fresh was served. */
export type HitDetail = 'stale-while-revalidate' | 'stale-if-error'

/** The cache that every read of the edge's own goes through. */
export interface Cache {
  read(query: CacheQuery): Promise<CacheAnswer>
  /** Stores what was loaded under another name and is an entry of this one too. */
  prime(
    name: EntryName,
    loaded: CacheLoad,
    requestedAt: number,
    waitUntil: WaitUntil,
  ): Promise<void>
  /** Forgets one entry everywhere. */
  remove(name: EntryName, waitUntil: WaitUntil): Promise<void>
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
  /** Epoch milliseconds. */
  now: () => number
}

const NO_WINDOWS: Windows = { freshMs: 0, staleMs: 0, errorMs: 0 }

type Fetched =
  | { ok: true; entry: Entry; isStored: boolean; upstreamStatus: string | null }
  | { ok: false; failure: Failure }

/** Makes a cache whose memory is empty. One an isolate. */
export function createCache(options: CacheOptions): Cache {
  const { upstreamUrl, timeoutMs, negativeFreshMs, now } = options
  const floors = createFloors()
  const flights = createFlights(timeoutMs)
  const kv = createKvTier(options.kv)
  const store = createStore({ kv, floors, flights, upstreamUrl })
  const negatives = createNegatives(negativeFreshMs, floors)

  async function read(query: CacheQuery): Promise<CacheAnswer> {
    if (query.isBypass) return ask(query, 'bypass', undefined)
    const { name, directives, waitUntil } = query
    const mustAsk = directives.maxAgeMs === 0
    const negative = mustAsk ? undefined : negatives.find(name, now())
    if (negative) return { kind: 'negative', negative }
    const inMemory = store.peek(name, now())
    const stored = inMemory ?? (mustAsk ? undefined : await store.recall(name, now(), waitUntil))
    const state = stored && usableState(stored, directives)
    if (stored && state === 'fresh') return { kind: 'hit', entry: stored, detail: undefined }
    if (stored && state === 'stale') {
      if (!directives.isOnlyIfCached) refresh(query)
      return { kind: 'hit', entry: stored, detail: 'stale-while-revalidate' }
    }
    if (directives.isOnlyIfCached) return { kind: 'not-cached' }
    return ask(query, forwardReason(directives, stored, now()), stored)
  }

  function usableState(entry: Entry, directives: RequestDirectives): EntryState {
    const isTooOld = currentAgeMs(entry.envelope, now()) >= directives.maxAgeMs
    return isTooOld ? 'expired' : entryState(entry.envelope, now())
  }

  /** One refresh behind all stale answers; what it finds is for the next request. */
  function refresh(query: CacheQuery): void {
    if (flights.isAloft(memoryKey(query.name))) return
    query.waitUntil(fly(query))
  }

  async function ask(
    query: CacheQuery,
    reason: ForwardReason,
    stored: Entry | undefined,
  ): Promise<CacheAnswer> {
    const { value: fetched, isCollapsed } = await fly(query)
    if (fetched.ok) return { kind: 'fetched', ...fetched, reason, isCollapsed }
    const { failure } = fetched
    if (reason !== 'bypass' && mayServeStored(failure)) {
      const fallback = stored ?? (await fallbackFor(query))
      if (fallback) return { kind: 'hit', entry: fallback, detail: 'stale-if-error' }
    }
    return { kind: 'failed', failure, reason, isCollapsed }
  }

  /** A request that had to ask looked into no tier before. */
  async function fallbackFor({ name, waitUntil }: CacheQuery): Promise<Entry | undefined> {
    return store.peek(name, now()) ?? store.recall(name, now(), waitUntil)
  }

  function fly(query: CacheQuery) {
    const { name, directives, isBypass, waitUntil } = query
    const startedAt = now()
    const isJoinable = !isBypass && directives.maxAgeMs > 0
    const notBefore = floors.of(name.caller, name.kind)
    const load = () => fetchAndStore(query, startedAt)
    return flights.run(memoryKey(name), { startedAt, notBefore, isJoinable, load }, waitUntil)
  }

  async function fetchAndStore(query: CacheQuery, requestedAt: number): Promise<Fetched> {
    const { name, waitUntil } = query
    const isKept = !query.isBypass && !query.directives.isNoStore
    const loaded = await query.load()
    const storedAt = now()
    if (!loaded.ok) {
      if (endsAccess(loaded.failure)) await store.remove(name, waitUntil)
      if (isKept) negatives.learn(name, loaded.failure, requestedAt, storedAt)
      return loaded
    }
    if (isKept) negatives.forget(name)
    return keep(name, loaded, isKept, { requestedAt, storedAt }, waitUntil)
  }

  async function keep(
    name: EntryName,
    { body, windows, facts }: Extract<CacheLoad, { ok: true }>,
    isKept: boolean,
    times: Pick<Times, 'requestedAt' | 'storedAt'>,
    waitUntil: WaitUntil,
  ): Promise<Extract<Fetched, { ok: true }>> {
    const allowed = isKept ? allowedWindows(windows, facts) : undefined
    const age = initialAgeMs(facts, times.requestedAt, times.storedAt)
    const entry = await store.wrap(name, body, {
      ...(allowed ?? NO_WINDOWS),
      ...times,
      initialAgeMs: age,
    })
    const isStored = allowed !== undefined && store.put(name, entry, waitUntil)
    return { ok: true, entry, isStored, upstreamStatus: facts.cacheStatus }
  }

  return {
    read,
    async prime(name, loaded, requestedAt, waitUntil) {
      if (loaded.ok) await keep(name, loaded, true, { requestedAt, storedAt: now() }, waitUntil)
    },
    remove: store.remove,
    async drop(caller, kinds, waitUntil) {
      for (const kind of kinds) floors.raise(caller, kind, now())
      await Promise.all(kinds.map((kind) => kv.drop(kind, caller, waitUntil)))
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
