import { applyOwnWrites, recall, renew } from '../access/proof.ts'
import { type AccessRecord, listedId } from '../access/record.ts'
import { ASK_AND_STORE, requestDirectives } from '../cache/directives.ts'
import type { CacheKey } from '../cache/key.ts'
import type { CacheAnswer, CacheLoad } from '../cache/result.ts'
import { cachedResponse } from '../http/cached-response.ts'
import { type EdgeContext, waitUntil } from '../http/context.ts'
import { nameLifetimes } from '../resources/lifetimes.ts'
import { createRead, entryName, load, type Read, toCacheLoad } from '../resources/reader.ts'

/** The ID that a name has, or the response that says why there is none. */
export type HarnessId =
  | { ok: true; id: string; source: IdSource }
  | { ok: false; response: Response }

/**
 * Where the ID came from: the path itself, the cache, the caller's list of harnesses, or the upstream, asked
 * in this request, whose answer was the harness itself.
 */
export type IdSource =
  | { kind: 'path' }
  | { kind: 'cache'; name: CacheKey }
  | { kind: 'list' }
  | { kind: 'upstream'; answer: FetchedAnswer }

/** An answer that the upstream was asked for. */
export type FetchedAnswer = Extract<CacheAnswer, { kind: 'fetched' }>

/**
 * How a name that is not known is asked for: by reading the harness; by the list of all, where proof of
 * access is needed besides; or by reading it now whatever is known, because what is changed or deleted must
 * be what bears the name at this moment.
 */
export type NameLookup = 'read' | 'list' | 'read-now'

/**
 * Finds the ID that a name has in the caller's organisation. In the end the upstream is asked for the
 * harness by its name, so that its own rules, the alias `default` among them, stay its own.
 */
export async function resolveHarnessId(
  c: EdgeContext,
  name: string,
  unknownName: NameLookup,
): Promise<HarnessId> {
  const read = createRead(c, 'harness', `/v1/harnesses/${name}`, '')
  const id = unknownName !== 'read-now' && (await listed(c, name, read, unknownName))
  return id ? { ok: true, id, source: { kind: 'list' } } : readName(c, read, unknownName)
}

/** The ID in the caller's list, where that list is known and recent, or may be asked for. */
async function listed(
  c: EdgeContext,
  name: string,
  read: Read<'harness'>,
  unknownName: NameLookup,
): Promise<string | undefined> {
  const { access, cache, callers, config, now } = c.get('edge')
  const { maxAgeMs, isOnlyIfCached } = requestDirectives(c.req.raw.headers)
  if (config.STATS_SHARING === 'off' || read.isBypass || maxAgeMs === 0) return undefined
  const caller = await callers.identify(read.caller)
  const lifetimes = nameLifetimes(config)
  const servedMs = lifetimes.maxAgeMs + lifetimes.staleWhileRevalidateMs
  const usableMs = Math.min(servedMs, access.windows.proofMs)
  const find = (record: AccessRecord, forMs: number) => {
    const isRecent = now() - record.listedAt < forMs
    const isVoid = record.listedAt <= cache.invalidatedAt(caller, 'name')
    return isRecent && !isVoid ? { id: listedId(record, name) } : undefined
  }
  if (access.knows(caller)) applyOwnWrites(c, caller)
  else await recall(c, caller)
  const known = find(access.peek(caller), usableMs)
  if (known || unknownName === 'read' || isOnlyIfCached) return known?.id
  const renewal = await renew(c, caller, read)
  const forMs = renewal === 'failed' ? access.windows.unrenewedMs : usableMs
  return find(access.peek(caller), forMs)?.id
}

async function readName(
  c: EdgeContext,
  read: Read<'harness'>,
  unknownName: NameLookup,
): Promise<HarnessId> {
  const entry = await entryName(c, 'name', read)
  const isNow = unknownName === 'read-now'
  const answer = await c.get('edge').cache.read({
    name: entry,
    reader: entry,
    // What was known before does not count: neither instead of the answer nor in place of a failure.
    maySeeStored: !isNow,
    directives: isNow ? ASK_AND_STORE : requestDirectives(c.req.raw.headers),
    isBypass: read.isBypass,
    isRecalled: false,
    waitUntil: waitUntil(c),
    load: () => loadByName(c, read),
  })
  if (!('entry' in answer)) return { ok: false, response: cachedResponse(c, answer) }
  const id = new TextDecoder().decode(answer.entry.body)
  if (answer.kind === 'fetched') return { ok: true, id, source: { kind: 'upstream', answer } }
  return { ok: true, id, source: { kind: 'cache', name: entry } }
}

/** One answer tells two things: which ID bears the name, and the harness itself. */
async function loadByName(c: EdgeContext, read: Read<'harness'>): Promise<CacheLoad> {
  const { cache, config, now } = c.get('edge')
  const requestedAt = now()
  const loaded = await load(c, read)
  const harness = toCacheLoad(c, 'harness', loaded)
  if (!loaded.ok || !harness.ok) return harness
  const { id } = loaded.value
  const { isNoStore } = requestDirectives(c.req.raw.headers)
  if (!read.isBypass && !isNoStore) {
    const byId = await entryName(c, 'harness', { ...read, path: `/v1/harnesses/${id}` })
    await cache.prime(byId, harness, requestedAt, waitUntil(c))
  }
  return { ...harness, body: new TextEncoder().encode(id), lifetimes: nameLifetimes(config) }
}
