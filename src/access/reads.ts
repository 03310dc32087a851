import { currentAgeMs } from '../cache/entry.ts'
import type { CachedRead, CacheResult, LoadResult } from '../cache/result.ts'
import type { Callers } from '../caller/caller.ts'
import type { ClientRequest } from '../caller/client-request.ts'
import type { Config } from '../config.ts'
import type { ResourceKind } from '../resources/table.ts'
import { parseDirectives } from '../syntax/cache-control.ts'
import type { CachingFacts } from '../syntax/caching-facts.ts'
import type { Access, AccessDecision, CallerAccess } from './access.ts'
import { type CallerListsParts, createCallerLists } from './caller-lists.ts'

/** Stands for the caller in the key of a body that all callers with access share. */
const ANYONE = ''

/**
 * The last part of a body's fresh time in which a caller may refresh it whose admission is about to lapse. The refreshes
 * that are made anyway so renew the admissions of many callers, and hardly one lapses.
 */
const REFRESH_AHEAD_PART = 2 / 3

/** How fast that part grows with the age of the admission: fast, so that the oldest goes first and no call is wasted. */
const REFRESH_AHEAD_STEEPNESS = 100

/** Reads through the cache, under the caller's access. */
export interface Reads {
  /** Reads a resource of which every caller has an entry of its own. */
  own(request: ClientRequest, kind: ResourceKind, path: string): Promise<CacheResult>
  /** Answers a prepared read of the caller's own. */
  prepared(request: ClientRequest, read: CachedRead): Promise<CacheResult>
  /** Reads a harness's stats: shared where the caller has proved access, its own where sharing is off. */
  stats(request: ClientRequest, harnessId: string): Promise<CacheResult>
  /**
   * Reads a harness's stats as one of many reads of a request: what is not in memory is looked for in the tiers below
   * only where asked to, and costs no more than it must. What is stale is not refreshed: who reads many knows which
   * of them is the oldest.
   */
  member(
    request: ClientRequest,
    harnessId: string,
    how: MemberRead,
  ): Promise<CacheResult | undefined>
  /**
   * Returns what is stored of a harness and may stand in where the upstream was asked in vain, or has not answered in
   * time.
   *
   * @param harness its ID; of the kind `name` its name
   */
  inFailure(
    request: ClientRequest,
    kind: 'harness' | 'name' | 'stats',
    harness: string,
  ): Promise<CacheResult | undefined>
  /** Reads all of the caller's harnesses, archived ones too, for a board: the list that also proves access. */
  boardList(request: ClientRequest): Promise<CacheResult>
  /**
   * Refreshes a member behind the answer.
   *
   * @param isFrugal whether it may cost no more than it must
   */
  refreshMember(request: ClientRequest, harnessId: string, isFrugal: boolean): void
  /** Asks for a harness's stats by a name that is not known: nothing of it can be stored. */
  statsByName(request: ClientRequest, name: string): Promise<CacheResult>
  /** Returns the caller's access, one object per request. */
  accessOf(request: ClientRequest): CallerAccess
}

/** The way in which one of many is read. */
interface MemberRead {
  /** Whether the location's cache is looked into for what memory does not have. */
  isBelowMemory: boolean
  /** Whether the upstream may be asked; else what memory has is all there is. */
  mayAsk: boolean
}

/** The parts of {@link createReads}. */
interface ReadsParts extends CallerListsParts {
  config: Config
  access: Access
  callers: Pick<Callers, 'isChosenByCaller'>
}

/** Creates the reads of an isolate. */
export function createReads(parts: ReadsParts): Reads {
  const { config, cache, reader, access, callers, now } = parts
  const lists = createCallerLists(parts)
  const byRequest = new WeakMap<ClientRequest, CallerAccess>()
  const isSharing = config.STATS_SHARING === 'proved'

  function accessOf(request: ClientRequest): CallerAccess {
    const known = byRequest.get(request)
    if (known) return known
    const created = access.forRequest(request, lists.askList(request))
    byRequest.set(request, created)
    return created
  }

  async function prepared(request: ClientRequest, read: CachedRead): Promise<CacheResult> {
    const own = accessOf(request)
    if (!own.isSuspended()) return cache.read(read)
    // Where memory has nothing to give out there is nothing to ask the list for.
    if (!cache.staleFromMemory(read)) return cache.read({ ...read, maySeeStored: false })
    const maySeeStored = !request.directives.isOnlyIfCached && (await own.liftSuspension())
    return cache.read({ ...read, maySeeStored })
  }

  async function readMember(
    request: ClientRequest,
    harnessId: string,
    { isBelowMemory, mayAsk }: MemberRead,
  ): Promise<CacheResult | undefined> {
    const how = { isPreloaded: !isBelowMemory, isFrugal: true }
    const read = { ...prepareStats(request, harnessId), ...how }
    if (!isShared(request)) return mayAsk ? prepared(request, read) : cache.staleFromMemory(read)
    if (mayAsk) {
      const result = await readProved(request, read, harnessId)
      refreshAhead(request, read, result, harnessId)
      return result
    }
    const decision = await accessOf(request).decide(harnessId, false)
    return cache.staleFromMemory({ ...read, maySeeStored: decision !== 'deny' })
  }

  async function stats(request: ClientRequest, harnessId: string): Promise<CacheResult> {
    const read = prepareStats(request, harnessId)
    if (!isShared(request)) return prepared(request, read)
    const inMemory = read.maySeeStored ? cache.fromMemory(read) : undefined
    if (inMemory) refreshAhead(request, read, inMemory, harnessId)
    return inMemory ?? readProved(request, read, harnessId)
  }

  const inFailure: Reads['inFailure'] = async (request, kind, harness) => {
    const own = accessOf(request)
    const isStats = kind === 'stats'
    const read = isStats
      ? prepareStats(request, harness)
      : reader.prepare(request, kind, `/v1/harnesses/${harness}`)
    const decide = () => {
      if (isStats && isShared(request)) return own.decideInFailure(harness)
      return own.isSuspended() ? 'deny' : 'allow'
    }
    const result = await cache.insteadOf({ ...read, maySeeStored: decide() !== 'deny' })
    // A refusal may have come while it was looked for.
    const decision = decide()
    return result && decision !== 'deny' ? withDecision(result, decision) : undefined
  }

  /** Refreshes a body that is about to be due ahead of time, for a caller whose admission the refresh renews. */
  function refreshAhead(
    request: ClientRequest,
    read: CachedRead,
    result: CacheResult,
    harnessId: string,
  ): void {
    const { isOnlyIfCached, isNoStore } = request.directives
    if (result.kind !== 'hit' || result.detail || isOnlyIfCached || isNoStore) return
    const { envelope } = result.entry
    const leftPart = 1 - currentAgeMs(envelope, now()) / envelope.maxAgeMs
    if (leftPart > REFRESH_AHEAD_PART) return
    const own = accessOf(request)
    if (own.state(harnessId) !== 'valid') return
    const age = own.admissionAge(harnessId)
    if (leftPart < REFRESH_AHEAD_PART * age ** REFRESH_AHEAD_STEEPNESS) {
      cache.refresh({ ...read, maySeeStored: true })
    }
  }

  const isShared = (request: ClientRequest) => isSharing && !request.isBypass

  /** Prepares a read of a harness's stats. Where the body is shared, memory gives it out while access is valid. */
  function prepareStats(request: ClientRequest, harnessId: string): CachedRead {
    const path = `/v1/harnesses/${harnessId}/stats`
    const read = reader.prepare(request, 'stats', path)
    if (!isShared(request)) return read
    const own = accessOf(request)
    return {
      ...read,
      key: { ...read.ownKey, caller: ANYONE },
      maySeeStored: own.state(harnessId) === 'valid',
      load: (priority) => loadStats({ ...request, priority }, path, harnessId, own),
    }
  }

  async function readProved(
    request: ClientRequest,
    asked: CachedRead,
    harnessId: string,
  ): Promise<CacheResult> {
    const own = accessOf(request)
    // Nothing is known of the caller: its access and the body are looked for side by side.
    const isLookedFor = !asked.maySeeStored && !asked.isFrugal
    const preloading = isLookedFor ? cache.preload(asked.key, request) : undefined
    const decision = await own.decide(harnessId, !request.directives.isOnlyIfCached)
    await preloading
    const invalidatedAt = Math.max(
      asked.invalidatedAt,
      cache.invalidatedAt(request.caller, asked.key.kind),
    )
    const read = { ...asked, invalidatedAt, maySeeStored: decision !== 'deny' }
    read.isPreloaded ||= preloading !== undefined
    const result = await cache.read(read)
    if (decision === 'deny' || isOwn(result)) return result
    return own.isStillAllowed(harnessId) ? withDecision(result, decision) : cache.readAlone(read)
  }

  /** Asks with this caller's own credential: the answer is its admission, or its end, and a body for all. */
  async function loadStats(
    request: ClientRequest,
    path: string,
    harnessId: string,
    own: CallerAccess,
  ): Promise<LoadResult> {
    const askedAt = own.nextTimestamp(harnessId)
    const loaded = await reader.load(request, 'stats', path, request.query)
    if (loaded.ok && !request.directives.isNoStore) own.admit(harnessId, askedAt)
    const result = reader.toLoadResult(request, 'stats', loaded)
    if (!result.ok || isForAnyone(result.facts)) return result
    return { ...result, facts: { ...result.facts, cacheControl: 'no-store' } }
  }

  /**
   * Tells whether the upstream does not say that a body is this caller's alone: RFC 9111 section 5.2.2.7, and
   * section 4.1 for an answer that is chosen by what tells callers apart.
   */
  function isForAnyone({ cacheControl, vary }: CachingFacts): boolean {
    return !parseDirectives(cacheControl).has('private') && !callers.isChosenByCaller(vary)
  }

  return {
    accessOf,
    prepared,
    stats,
    inFailure,
    member: readMember,
    refreshMember(request, harnessId, isFrugal) {
      const read = prepareStats(request, harnessId)
      const isAllowed = !isShared(request) || accessOf(request).isStillAllowed(harnessId)
      if (isAllowed) cache.refresh({ ...read, isFrugal, maySeeStored: true })
    },
    boardList: (request) => prepared(request, lists.prepare(request, 'board', accessOf(request))),
    own(request, kind, path) {
      const isProof = kind === 'harnesses' && lists.isOfAll(request)
      return prepared(
        request,
        isProof
          ? lists.prepare(request, kind, accessOf(request))
          : reader.prepare(request, kind, path),
      )
    },
    async statsByName(request, name) {
      if (request.directives.isOnlyIfCached) return { kind: 'not-cached' }
      const path = `/v1/harnesses/${name}/stats`
      const directives = { ...request.directives, maxAgeMs: 0, isNoStore: true }
      return cache.readAlone(reader.prepare({ ...request, directives }, 'stats', path))
    },
  }
}

/** Tells whether the upstream was asked with the credential of the caller that gets the answer. */
function isOwn(result: CacheResult): boolean {
  return result.kind !== 'hit' && !('isCollapsed' in result && result.isCollapsed)
}

function withDecision(result: CacheResult, decision: AccessDecision): CacheResult {
  const isBody = result.kind === 'hit' || result.kind === 'fetched'
  const isUnrenewed = decision === 'allow-unrenewed' && isBody
  return isUnrenewed ? { ...result, detail: 'access-unrenewed' } : result
}
