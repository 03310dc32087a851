import { bareFailure, type Failure } from '../problem/failure.ts'
import type { HoldOff } from '../upstream/hold-off.ts'
import type { Silence } from '../upstream/silence.ts'
import type { RequestDirectives } from './directives.ts'
import { currentAgeMs, type Entry, type EntryState, entryState } from './entry.ts'
import { allowsStaleIfError, isSharedFailure } from './failure-policy.ts'
import {
  createFetching,
  type Fetched,
  type FetchingParts,
  flightKey,
  isShared,
} from './fetching.ts'
import type { Invalidations } from './invalidations.ts'
import type { CacheKey } from './key.ts'
import type {
  CachedRead,
  CacheResult,
  CacheUse,
  Forwarded,
  ForwardReason,
  LoadResult,
} from './result.ts'
import type { FlightResult } from './single-flight.ts'
import type { Found } from './store.ts'
import type { Connections } from './tier.ts'

/** The cache that every read of the edge's own goes through. */
export interface Cache {
  /** Returns what memory answers by itself: a 404 that is remembered, or an entry that is fresh. */
  fromMemory(read: CachedRead): CacheResult | undefined
  /** Returns what memory has to be served at once, stale answers too; refreshes nothing. */
  staleFromMemory(read: CachedRead): CacheResult | undefined
  /** Answers from the first tier that may, else from the upstream, and stores what it said. */
  read(read: CachedRead): Promise<CacheResult>
  /** Returns what may stand in for an answer that is not to be had. */
  insteadOf(read: CachedRead): Promise<CacheResult | undefined>
  /** Refreshes an entry behind the answer, as for a stale one, unless that is under way. */
  refresh(read: CachedRead): void
  /** Asks the upstream for this caller alone: nothing stored and nobody else's call will do. */
  readAlone(read: CachedRead): Promise<CacheResult>
  /** Looks for an entry below memory, ahead of its read. */
  preload(key: CacheKey, use: CacheUse): Promise<void>
  /** Makes an entry of what was loaded under another key and is one of this key's too, and stores it where it may. */
  storeResponse(
    key: CacheKey,
    loaded: Extract<LoadResult, { ok: true }>,
    how: { requestedAt: number; mayStore: boolean },
    use: CacheUse,
  ): Promise<Extract<Fetched, { ok: true }>>
  /** Returns epoch milliseconds of a caller's last change that concerns a kind. */
  invalidatedAt(caller: string, kind: string): number
  /** Makes a caller's entries void, in every tier before it resolves. */
  invalidate(caller: string, kinds: readonly string[], use: CacheUse): Promise<void>
  /** Notes a change that the caller made elsewhere. */
  noteChange(caller: string, kinds: readonly string[], atMs: number): void
  /** Forgets one entry in this isolate. */
  forget(key: CacheKey): void
  /** Forgets one entry everywhere. */
  remove(key: CacheKey, use: CacheUse): Promise<void>
}

/** The parts of {@link createCache}. */
interface CacheParts extends FetchingParts {
  invalidations: Invalidations
  holdOff: HoldOff
  silence: Silence
  /** Takes note of a refresh behind a stale answer that failed: the line of its request says 200. */
  onRefreshFailed: (kind: string, failure: Failure) => void
}

/** A look into the location's cache, three for a claim, the call, and what it brings in two tiers. */
const REFRESH_OPERATIONS = 7

/** Creates a cache whose memory is empty. One per isolate. */
export function createCache(parts: CacheParts): Cache {
  const { store, flights, negatives, invalidations, holdOff, silence, now } = parts
  const { keep, fetchOnce } = createFetching(parts)
  /** What refreshes that run behind a request's answer may still begin: one request can have many of them. */
  const reserved = new WeakMap<Connections, number>()

  function fromMemory(read: CachedRead): CacheResult | undefined {
    const { key, ownKey, directives, invalidatedAt } = read
    if (read.isBypass || directives.maxAgeMs === 0) return undefined
    const negative = negatives.find(ownKey, invalidatedAt, now())
    if (negative) return { kind: 'negative', negative }
    const entry = read.maySeeStored ? store.fromMemory(key, invalidatedAt) : undefined
    const isFresh = entry && usableState(entry, directives) === 'fresh'
    return isFresh ? { kind: 'hit', entry, detail: undefined, tier: 'memory' } : undefined
  }

  async function readOn(read: CachedRead): Promise<CacheResult> {
    const { directives, isBypass } = read
    if (isBypass) return directives.isOnlyIfCached ? { kind: 'not-cached' } : ask(read, 'bypass')
    const found = read.maySeeStored ? await find(read) : undefined
    const state = found && usableState(found.entry, directives)
    if (found && state === 'fresh') return { kind: 'hit', ...found, detail: undefined }
    if (found && state === 'stale') {
      if (!directives.isOnlyIfCached && !read.isFrugal) refresh(read)
      return { kind: 'hit', ...found, detail: 'stale-while-revalidate' }
    }
    if (directives.isOnlyIfCached) return { kind: 'not-cached' }
    return ask(read, forwardReason(directives, found?.entry, now()))
  }

  /** Finds what is stored and of use; a read that must ask needs it only should the upstream fail. */
  async function find(read: CachedRead): Promise<Found | undefined> {
    const { key, directives, invalidatedAt } = read
    const entry = store.fromMemory(key, invalidatedAt)
    const known: Found | undefined = entry && { entry, tier: 'memory' }
    if (directives.maxAgeMs === 0 || read.isPreloaded) return known
    if (!known) {
      return read.isFrugal
        ? store.loadFromLocation(key, invalidatedAt, read)
        : store.load(key, invalidatedAt, read)
    }
    // Another isolate may have asked for what this one would ask for now.
    const isSpent = usableState(known.entry, directives) === 'expired'
    return isSpent ? ((await store.load(key, invalidatedAt, read)) ?? known) : known
  }

  function usableState(entry: Entry, directives: RequestDirectives): EntryState {
    const isTooOld = currentAgeMs(entry.envelope, now()) >= directives.maxAgeMs
    return isTooOld ? 'expired' : entryState(entry.envelope, now())
  }

  /** Refreshes once behind all stale answers; what it finds is for the next request. */
  function refresh(read: CachedRead): void {
    const { key, ownKey } = read
    const isHeld = holdOff.of(ownKey.caller) !== undefined || holdOff.isAddressHeld()
    const id = flightKey(read)
    const left = read.connections.left - (reserved.get(read.connections) ?? 0)
    if (left < REFRESH_OPERATIONS || read.connections.hasTimedOut) return
    if (isHeld || flights.isInFlight(id) || flights.isInFlight(`refresh ${id}`)) return
    // While the API is silent one call tries again, behind whichever answer comes first.
    if (silence.isSilent(key.kind) && !silence.mayTry(key.kind)) return
    const load = () => withinReserve(read.connections, () => refreshBehind(read))
    read.waitUntil(flights.join(`refresh ${id}`, load, read.waitUntil))
  }

  async function withinReserve(
    connections: Connections,
    operation: () => Promise<void>,
  ): Promise<void> {
    const reserve = (operations: number) =>
      reserved.set(connections, (reserved.get(connections) ?? 0) + operations)
    reserve(REFRESH_OPERATIONS)
    try {
      await operation()
    } finally {
      reserve(-REFRESH_OPERATIONS)
    }
  }

  async function refreshBehind(read: CachedRead): Promise<void> {
    const { key, invalidatedAt } = read
    if (key.lowestTier !== 'memory') {
      const before = store.fromMemory(key, invalidatedAt)?.envelope.requestedAt ?? 0
      const found = (await store.loadFromLocation(key, invalidatedAt, read))?.entry.envelope
      const askedAt = found?.requestedAt ?? before
      // What is refreshed ahead of its time is fresh still: only what another isolate has brought since will do.
      if (found && askedAt > before && entryState(found, now()) === 'fresh') return
      if (!(await store.takeClaim(key, askedAt, read))) return
    }
    const { value: fetched } = await fetchOnce(read, true, 'refresh')
    if (!fetched.ok) parts.onRefreshFailed(key.kind, fetched.failure)
  }

  async function ask(read: CachedRead, reason: ForwardReason): Promise<CacheResult> {
    const { ownKey, directives } = read
    const held = holdOff.of(ownKey.caller)
    const isSilent = silence.isSilent(read.key.kind)
    if (held || holdOff.isAddressHeld() || isSilent) {
      const instead = await fallbackFor(read, reason)
      if (instead && isSilent) refresh(read)
      if (instead) return instead
      if (held) return { kind: 'held', failure: held }
    }
    // Other isolates of the location serve what is stale meanwhile.
    const isToldOf = read.key.lowestTier !== 'memory' && !read.isPreloaded && !read.isFrugal
    if (isToldOf && reason !== 'bypass' && directives.maxAgeMs > 0) {
      read.waitUntil(store.claim(read.key, read))
    }
    const result = await fetchOnce(read, directives.maxAgeMs > 0)
    const { value: fetched, isCollapsed } = isOnlyForItsCaller(read, result)
      ? await fetchOnce({ ...read, maySeeStored: false }, true)
      : result
    const forwarded: Forwarded = {
      reason,
      isCollapsed,
      ...(reason === 'bypass' ? { detail: 'unkeyed-header' as const } : {}),
    }
    if (fetched.ok) {
      const upstreamStatus = isShared(read) && isCollapsed ? null : fetched.upstreamStatus
      return { kind: 'fetched', ...fetched, upstreamStatus, ...forwarded }
    }
    const failure = isShared(read) && isCollapsed ? bareFailure(fetched.failure) : fetched.failure
    const instead = allowsStaleIfError(failure) && (await fallbackFor(read, reason))
    return instead || { kind: 'failed', failure, ...forwarded }
  }

  /**
   * Finds what is stored, where it may stand in for an answer that is not to be had. It is looked for anew: while the
   * upstream was asked, a refusal or a write may have ended it.
   */
  async function fallbackFor(
    read: CachedRead,
    reason: ForwardReason,
  ): Promise<CacheResult | undefined> {
    if (reason === 'bypass' || !read.maySeeStored) return undefined
    const { key, directives, invalidatedAt } = read
    const entry = store.fromMemory(key, invalidatedAt)
    // A read that had not to ask has looked below memory before.
    const below =
      entry || directives.maxAgeMs > 0 ? undefined : store.load(key, invalidatedAt, read)
    const found: Found | undefined = entry ? { entry, tier: 'memory' } : await below
    return found && { kind: 'hit', ...found, detail: 'stale-if-error' }
  }

  /** Tells whether a flight's result is not for those who joined it: callers share shared bodies and outages alone. */
  function isOnlyForItsCaller(read: CachedRead, { value, isCollapsed }: FlightResult<Fetched>) {
    if (!isShared(read) || !isCollapsed) return false
    return value.ok ? !value.isStored : !isSharedFailure(value.failure)
  }

  return {
    fromMemory,
    staleFromMemory(read) {
      const { key, directives, invalidatedAt } = read
      const entry = read.maySeeStored ? store.fromMemory(key, invalidatedAt) : undefined
      const isUsable = entry && usableState(entry, directives) !== 'expired' && !read.isBypass
      const detail = 'stale-while-revalidate'
      return (
        fromMemory(read) ?? (isUsable ? { kind: 'hit', entry, detail, tier: 'memory' } : undefined)
      )
    },
    insteadOf: (read) => fallbackFor(read, read.isBypass ? 'bypass' : 'stale'),
    refresh,
    read: async (read) => fromMemory(read) ?? readOn(read),
    readAlone: async (read) =>
      ask({ ...read, maySeeStored: false }, read.isBypass ? 'bypass' : 'request'),
    async preload(key, use) {
      const known = store.fromMemory(key, 0)
      const isUsable = known && entryState(known.envelope, now()) !== 'expired'
      if (!isUsable) await store.load(key, 0, use)
    },
    storeResponse(key, loaded, how, use) {
      if (how.mayStore) negatives.forget(key)
      return keep(key, loaded, how, use)
    },
    invalidatedAt: invalidations.invalidatedAt,
    async invalidate(caller, kinds, use) {
      invalidations.invalidate(caller, kinds, now())
      await store.removeOf(caller, new Set(kinds), use)
    },
    noteChange: invalidations.invalidate,
    forget: store.forget,
    remove: store.remove,
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
