import type { Access, CallerAccess } from '../access/access.ts'
import type { Reads } from '../access/reads.ts'
import type { Cache } from '../cache/cache.ts'
import { ANY_AGE, ASK_AND_STORE } from '../cache/directives.ts'
import { allowsStaleIfError, isRefusal } from '../cache/failure-policy.ts'
import type { Fetched } from '../cache/fetching.ts'
import type { CacheKey } from '../cache/key.ts'
import { bodyTextOf, type CacheResult, type EntryResult, type LoadResult } from '../cache/result.ts'
import type { ClientRequest } from '../caller/client-request.ts'
import type { Config } from '../config.ts'
import type { Reader } from '../resources/reader.ts'
import { resourceOf } from '../resources/table.ts'
import { isPlainId } from '../syntax/harness-reference.ts'
import { isSafeMethod } from '../syntax/method.ts'

/**
 * How a name that is not known is looked up: by reading the harness; by the caller's list of harnesses, where proof
 * of access is needed besides; or by reading it now whatever is known.
 */
export type NameLookup = 'read' | 'list' | 'read-now'

/** Where an ID came from: the path, the cache, the caller's list, or the upstream, whose answer was the harness. */
export type IdSource =
  | { kind: 'path' }
  | { kind: 'cache'; key: CacheKey }
  | { kind: 'list' }
  | { kind: 'upstream'; harness: EntryResult | undefined }

/** The ID that a name has; the answer that says why there is none; or that the upstream is to be asked by name. */
type NameResult =
  | { kind: 'id'; id: string; source: IdSource }
  | { kind: 'answer'; result: CacheResult }
  | { kind: 'unknown' }

/** Finds what names stand for in a caller's organisation. */
export interface HarnessNames {
  /**
   * Returns the ID that a name has. In the end the upstream is asked for the harness by its name, so that its own
   * rules, the alias `default` among them, stay its own. `unknown` only where a lookup by list may not be made,
   * because this request must ask the upstream for what it is about.
   */
  resolve(request: ClientRequest, name: string, lookup: NameLookup): Promise<NameResult>
  /** Returns an answer by a name; where the upstream was asked in vain, what is stored of what the name led to lately. */
  orStored(
    request: ClientRequest,
    name: string,
    kind: 'harness' | 'stats',
    answer: CacheResult,
  ): Promise<CacheResult>
  /** Forgets where a name led, if that is what it was resolved from. */
  forget(request: ClientRequest, source: IdSource): Promise<void>
}

/** What names are made of. */
interface HarnessNamesParts {
  config: Config
  cache: Cache
  reader: Reader
  reads: Reads
  access: Access
  /** Epoch milliseconds. */
  now: () => number
}

/** Creates the names of an isolate. */
export function createHarnessNames(parts: HarnessNamesParts): HarnessNames {
  const { config, cache, reader, reads, access, now } = parts

  const prepareName = (request: ClientRequest, name: string) =>
    reader.prepare(request, 'name', pathOf(name), '')

  /** The list proves access and tells names: where sharing is on, one call does both. */
  async function fromList(
    request: ClientRequest,
    name: string,
    lookup: NameLookup,
  ): Promise<NameResult | undefined> {
    const own = reads.accessOf(request)
    await own.loadIfUnknown()
    const lifetimes = resourceOf('name').lifetimes?.(config, undefined)
    const usableMs = Math.min(
      (lifetimes?.maxAgeMs ?? 0) + (lifetimes?.staleWhileRevalidateMs ?? 0),
      access.lifetimes.proofMs,
    )
    const find = (maxAgeMs: number) => findListed(request, own, name, maxAgeMs)
    const known = find(usableMs)
    if (known.isKnown) return toResult(known.id)
    if (lookup !== 'list' || request.directives.isOnlyIfCached) return undefined
    const remembered = cache.fromMemory(prepareName(request, name))
    if (remembered?.kind === 'negative') return { kind: 'answer', result: remembered }
    const { unrenewedMs } = access.lifetimes
    const renewal = await own.renew(
      () => find(usableMs).isKnown,
      () => find(unrenewedMs).isKnown,
    )
    if (typeof renewal !== 'string' && isRefusal(renewal) && !isForbidden(renewal)) {
      const forwarded = { reason: 'uri-miss', isCollapsed: false } as const
      return { kind: 'answer', result: { kind: 'failed', failure: renewal, ...forwarded } }
    }
    return toResult(find(renewal === 'failed' ? unrenewedMs : usableMs).id)
  }

  function findListed(request: ClientRequest, own: CallerAccess, name: string, maxAgeMs: number) {
    const voidUntil = Math.max(cache.invalidatedAt(request.caller, 'name'), request.writtenAt)
    return own.findName(name, Math.min(maxAgeMs, now() - voidUntil))
  }

  async function fromUpstream(
    request: ClientRequest,
    name: string,
    lookup: NameLookup,
  ): Promise<NameResult> {
    const isNow = lookup === 'read-now'
    let harness: Extract<Fetched, { ok: true }> | undefined
    const prepared = prepareName(request, name)
    const { key } = prepared
    const result = await reads.prepared(request, {
      ...prepared,
      // What was known before does not count: neither instead of the answer nor in place of a failure.
      ...(isNow ? { maySeeStored: false, directives: ASK_AND_STORE } : {}),
      async load(priority): Promise<LoadResult> {
        const requestedAt = now()
        const asking = { ...request, priority }
        const loaded = await reader.load(asking, 'name', key.resource, request.query)
        if (!loaded.ok) return { ok: false, failure: loaded.failure }
        const { id } = loaded.value as { id: string }
        if (!isPlainId(id)) return NO_ID
        const asHarness = reader.toLoadResult(request, 'harness', loaded)
        if (!asHarness.ok) return asHarness
        const byId = reader.ownKey(request, 'harness', `/v1/harnesses/${id}`)
        const mayStore = !request.isBypass && !request.directives.isNoStore
        harness = await cache.storeResponse(byId, asHarness, { requestedAt, mayStore }, request)
        const lifetimes = resourceOf('name').lifetimes?.(config, loaded.value)
        const body = new TextEncoder().encode(id)
        return { ...asHarness, body, ...(lifetimes && { lifetimes }) }
      },
    })
    if (!('entry' in result)) return { kind: 'answer', result }
    const id = new TextDecoder().decode(result.entry.body)
    if (result.kind === 'hit') return { kind: 'id', id, source: { kind: 'cache', key } }
    const answered = harness && { ...result, ...harness }
    return { kind: 'id', id, source: { kind: 'upstream', harness: answered } }
  }

  /** Whether a request must reach the upstream whatever is stored. */
  const mustAsk = ({ isBypass, directives }: ClientRequest) => isBypass || directives.maxAgeMs === 0

  /**
   * What is changed or deleted must be what bears the name at this moment. The look-up is a part of the change: the cache,
   * and a caller who is held, are matters of reads.
   */
  async function forChange(request: ClientRequest, name: string): Promise<NameResult> {
    const loaded = await reader.load(request, 'name', pathOf(name), request.query)
    if (loaded.ok) {
      const { id } = loaded.value as { id: string }
      return { kind: 'id', id, source: { kind: 'upstream', harness: undefined } }
    }
    const { failure } = loaded
    const result = { kind: 'failed', failure, reason: 'request', isCollapsed: false } as const
    return { kind: 'answer', result }
  }

  return {
    async resolve(request, name, lookup) {
      if (!isSafeMethod(request.method)) return forChange(request, name)
      if (mustAsk(request) && lookup !== 'read-now') {
        const isSpared = access.isSpared()
        const mayKnow = isSpared || lookup === 'list'
        const known = mayKnow ? toResult(lastKnown(request, name, isSpared)) : undefined
        if (known) return known
        if (lookup === 'list') return { kind: 'unknown' }
      }
      const isListUsable = config.STATS_SHARING === 'proved' && !mustAsk(request)
      const listed =
        isListUsable && lookup !== 'read-now' ? await fromList(request, name, lookup) : undefined
      return listed ?? fromUpstream(request, name, lookup)
    },
    async orStored(request, name, kind, answer) {
      const isFailure = answer.kind === 'failed' || answer.kind === 'held'
      if (!isFailure || !allowsStaleIfError(answer.failure)) return answer
      await reads.accessOf(request).loadIfUnknown()
      const id =
        lastKnown(request, name, true) ??
        bodyTextOf(await reads.inFailure({ ...request, query: '' }, 'name', name))
      return (id !== undefined && (await reads.inFailure(request, kind, id))) || answer
    },
    async forget(request, source) {
      if (source.kind === 'cache') await cache.remove(source.key, request)
    },
  }

  function lastKnown(request: ClientRequest, name: string, isFailing: boolean): string | undefined {
    if (request.isBypass) return undefined
    const own = reads.accessOf(request)
    const { proofMs, unrenewedMs } = access.lifetimes
    const listed = findListed(request, own, name, isFailing ? unrenewedMs : proofMs)
    if (listed.id !== undefined) return listed.id
    return bodyTextOf(cache.fromMemory({ ...prepareName(request, name), directives: ANY_AGE }))
  }
}

const pathOf = (name: string) => `/v1/harnesses/${name}`

const NO_ID: LoadResult = { ok: false, failure: { kind: 'invalid-response', reason: 'shape' } }

/** A listed ID that is none is no result: the upstream's own answer by the name tells. */
function toResult(id: string | undefined): NameResult | undefined {
  return id === undefined || !isPlainId(id)
    ? undefined
    : { kind: 'id', id, source: { kind: 'list' } }
}

function isForbidden(failure: { kind: string; status?: number }): boolean {
  return failure.kind === 'answer' && failure.status === 403
}
