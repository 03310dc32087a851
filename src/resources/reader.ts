import { requestDirectives } from '../cache/directives.ts'
import { cachingFacts } from '../cache/freshness.ts'
import type { CacheKey } from '../cache/key.ts'
import type { CacheAnswer, CacheLoad } from '../cache/result.ts'
import type { PreparedCaller } from '../caller/caller.ts'
import { type Eventual, whenKnown } from '../eventual.ts'
import { type EdgeContext, waitUntil } from '../http/context.ts'
import type { HeaderRecord } from '../http/responses.ts'
import { canonicalQuery } from '../syntax/query.ts'
import { readHeaders } from '../upstream/headers.ts'
import { lifetimesOf, tierOf } from './lifetimes.ts'
import { type Loaded, loadResource, type ResourceBody, type ResourceKind } from './load.ts'

/** A kind of body that is cached. */
export type CachedKind = Exclude<ResourceKind, 'sessions' | 'harnesses'>

/** One read on the caller's behalf: what is asked for, and as whom. */
export interface Read<K extends ResourceKind> {
  kind: K
  path: string
  query: string
  /** Who asks. */
  caller: PreparedCaller
  /** All that it takes upstream; most reads are answered without. */
  headers: () => HeaderRecord
  /** Headers that may select what is answered and that no key knows. */
  isBypass: boolean
}

/** A read with everything of the client's request that can change its answer. */
export function createRead<K extends ResourceKind>(
  c: EdgeContext,
  kind: K,
  path: string,
  query = c.get('facts').query,
): Read<K> {
  const client = c.req.raw.headers
  const { callers, now } = c.get('edge')
  const caller = callers.prepare(client, now())
  const headers = () => readHeaders(caller.headers, client, c.get('facts'))
  return { kind, path, query, caller, headers, isBypass: caller.unkeyed.length > 0 }
}

/** Asks the upstream, whatever is stored. */
export function load<K extends ResourceKind>(
  c: EdgeContext,
  read: Pick<Read<K>, 'kind' | 'path' | 'query' | 'headers'>,
): Promise<Loaded<K>> {
  const { config, upstream } = c.get('edge')
  const facts = c.get('facts')
  const call = { path: read.path, query: read.query, headers: read.headers(), counter: facts }
  return loadResource(upstream, read.kind, call, facts.edgeOrigin, config.UPSTREAM_URL)
}

/** Learns of what the upstream answered, before it is stored. */
export type Observer<K extends ResourceKind> = (
  loaded: Loaded<K>,
  caller: string,
  askedAt: number,
) => void

/**
 * Answers from the cache where it may, and fills it where it must ask.
 *
 * @param directives what the request asks of the cache
 */
export function readCached<K extends CachedKind>(
  c: EdgeContext,
  read: Read<K>,
  directives = requestDirectives(c.req.raw.headers),
  observe?: Observer<K>,
): Eventual<CacheAnswer> {
  const { cache, now } = c.get('edge')
  return whenKnown(entryName(c, read.kind, read), (name) =>
    cache.read({
      name,
      reader: name,
      maySeeStored: true,
      directives,
      isBypass: read.isBypass,
      isRecalled: false,
      waitUntil: waitUntil(c),
      async load() {
        const askedAt = now()
        const loaded = await load(c, read)
        observe?.(loaded, name.caller, askedAt)
        return toCacheLoad(c, read.kind, loaded)
      },
    }),
  )
}

/** The name of an entry of this caller's. */
export function entryName(
  c: EdgeContext,
  kind: CachedKind | 'name',
  { path, query, caller: prepared }: Pick<Read<ResourceKind>, 'path' | 'query' | 'caller'>,
): Eventual<CacheKey> {
  const { callers, config } = c.get('edge')
  return whenKnown(callers.identify(prepared), (caller) => ({
    caller,
    kind,
    resource: path,
    query: canonicalQuery(query),
    // Stats hold no links, so that they are the same under every name the edge has.
    edgeOrigin: kind === 'stats' || kind === 'name' ? '' : c.get('facts').edgeOrigin,
    tier: tierOf(kind, config),
  }))
}

/** What was loaded, as the cache keeps it: bytes and plain values. */
export function toCacheLoad<K extends CachedKind>(
  c: EdgeContext,
  kind: K,
  loaded: Loaded<K>,
): CacheLoad {
  if (!loaded.ok) return { ok: false, failure: loaded.failure }
  return {
    ok: true,
    body: new TextEncoder().encode(loaded.text),
    lifetimes: lifetimesOf(kind, loaded.value as ResourceBody<CachedKind>, c.get('edge').config),
    facts: cachingFacts(loaded.headers),
    tiers: 'both',
  }
}
