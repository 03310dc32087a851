import type { Cache } from '../cache/cache.ts'
import { NO_LIFETIMES } from '../cache/entry.ts'
import type { CacheKey } from '../cache/key.ts'
import type { CachedRead, LoadResult } from '../cache/result.ts'
import type { ClientRequest } from '../caller/client-request.ts'
import type { Config } from '../config.ts'
import type { Failure } from '../problem/failure.ts'
import { cachingFacts } from '../syntax/caching-facts.ts'
import { parseJson } from '../syntax/json.ts'
import { isSafeMethod } from '../syntax/method.ts'
import { canonicalQuery } from '../syntax/query.ts'
import { decodeUtf8 } from '../upstream/body.ts'
import type { ReadBytesResult, Upstream } from '../upstream/client.ts'
import type { Limit } from '../upstream/limit.ts'
import { createDriftLog, type Log } from './drift.ts'
import { moveEntityLinks } from './entity-links.ts'
import { hasLinks, type ResourceKind, resourceOf } from './table.ts'

/** What the upstream said to a read: its body as text and as a value, or why there is none. */
export type Loaded =
  | { ok: true; value: unknown; text: string; headers: Headers }
  | { ok: false; failure: Failure }

/** Told of every failure that a call met which was made as a caller. */
export type Observe = (request: ClientRequest, call: ObservedCall) => void

/** One call and its failure. */
export interface ObservedCall {
  method: string
  path: string
  failure: Failure
}

/** Reads resources as a caller. */
export interface Reader {
  /** Returns the key of a caller's own entry. */
  ownKey(request: ClientRequest, kind: ResourceKind, path: string, query?: string): CacheKey
  /** Prepares a read through the cache: an entry of the caller's own. */
  prepare(request: ClientRequest, kind: ResourceKind, path: string, query?: string): CachedRead
  /**
   * Asks the upstream, whatever is stored, for the bytes of a body; nothing of them is checked.
   *
   * @param maxBytes counted after decompression; the client's own bound where it is not given
   */
  readBytes(
    request: ClientRequest,
    path: string,
    query: string,
    maxBytes?: number,
  ): Promise<ReadBytesResult>
  /** Asks the upstream, whatever is stored, and checks what the edge relies on. */
  load(request: ClientRequest, kind: ResourceKind, path: string, query: string): Promise<Loaded>
  /** Returns what was loaded as the cache stores it: bytes with links on the edge, and plain values. */
  toLoadResult(request: ClientRequest, kind: ResourceKind, loaded: Loaded): LoadResult
}

/** What a reader is made of. */
export interface ReaderParts {
  config: Config
  upstream: Upstream
  cache: Pick<Cache, 'invalidatedAt'>
  limit: Limit
  observe: Observe
  log: Log
}

/** Creates the reader of an isolate. */
export function createReader({
  config,
  upstream,
  cache,
  limit,
  observe,
  log,
}: ReaderParts): Reader {
  const { UPSTREAM_URL: upstreamUrl } = config
  const noteDrift = createDriftLog(log)

  function ownKey(
    request: ClientRequest,
    kind: ResourceKind,
    path: string,
    query = request.query,
  ): CacheKey {
    return {
      caller: request.caller,
      kind,
      resource: path,
      query: canonicalQuery(query),
      linkBase: hasLinks(kind) ? request.apiBase : '',
      lowestTier: resourceOf(kind).lowestTier,
    }
  }

  async function readBytes(
    request: ClientRequest,
    path: string,
    query: string,
    maxBytes?: number,
    kind = path,
  ): Promise<ReadBytesResult> {
    const { budget, caller, priority, hasCredential, address } = request
    // What is looked up for a change is a part of it: limited as the change is, and as little paced.
    const isOfChange = !isSafeMethod(request.method)
    const asked = isOfChange ? request : { method: 'GET', path }
    const who = { address, caller: hasCredential ? caller : undefined }
    const limited = { method: asked.method, path: asked.path, ...who }
    if ((await limit.check(limited)) === 'refused') {
      return { ok: false, failure: { kind: 'edge', code: 'edge_rate_limited' } }
    }
    const headers = request.readHeaders()
    const isPaced = !isOfChange
    const call = { path, query, headers, budget, maxBytes, caller, priority, isPaced, kind }
    const result = await upstream.readBytes(call)
    if (result.ok) limit.learn(limited, 200)
    else observe(request, { method: 'GET', path, failure: result.failure })
    return result
  }

  async function load(
    request: ClientRequest,
    kind: ResourceKind,
    path: string,
    query: string,
  ): Promise<Loaded> {
    const result = await readBytes(request, path, query, undefined, kind)
    if (!result.ok) return result
    const text = decodeUtf8(result.bytes)
    const value = text === undefined ? undefined : parseJson(text)
    if (text === undefined || value === undefined) return invalid('not-json')
    if (!resourceOf(kind).isUsable(value)) return invalid('shape')
    noteDrift(kind, value)
    return { ok: true, value, text, headers: result.headers }
  }

  function toLoadResult(request: ClientRequest, kind: ResourceKind, loaded: Loaded): LoadResult {
    if (!loaded.ok) return { ok: false, failure: loaded.failure }
    const { lifetimes: lifetimesOf, isFinal } = resourceOf(kind)
    const lifetimes = lifetimesOf?.(config, loaded.value) ?? NO_LIFETIMES
    const clientMaxAgeMs = isFinal?.(loaded.value)
      ? lifetimes.maxAgeMs
      : config.CLIENT_FRESH_SECONDS * 1_000
    const { apiBase } = request
    const bytes = new TextEncoder().encode(loaded.text)
    return {
      ok: true,
      body: hasLinks(kind) ? moveEntityLinks(bytes, { apiBase, upstreamUrl }) : bytes,
      lifetimes,
      clientMaxAgeMs,
      facts: cachingFacts(loaded.headers),
      cookies: loaded.headers.getSetCookie(),
    }
  }

  return {
    ownKey,
    readBytes,
    load,
    toLoadResult,
    prepare(request, kind, path, query = request.query) {
      const key = ownKey(request, kind, path, query)
      return {
        key,
        ownKey: key,
        maySeeStored: true,
        directives: request.directives,
        isBypass: request.isBypass,
        invalidatedAt: Math.max(cache.invalidatedAt(request.caller, kind), request.writtenAt),
        isPreloaded: false,
        connections: request.connections,
        origin: request.origin,
        waitUntil: request.waitUntil,
        load: async (priority) =>
          toLoadResult(request, kind, await load({ ...request, priority }, kind, path, query)),
      }
    },
  }
}

function invalid(reason: 'not-json' | 'shape'): { ok: false; failure: Failure } {
  return { ok: false, failure: { kind: 'invalid-response', reason } }
}
