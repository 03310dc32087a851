import type { CacheAnswer, CacheLoad } from '../cache/cache.ts'
import { ASK_AND_STORE, requestDirectives } from '../cache/directives.ts'
import type { EntryName } from '../cache/key.ts'
import { type EdgeContext, fail, waitUntil } from '../context.ts'
import type { HarnessReference } from '../harness/name.ts'
import { cachedResponse } from './cached-response.ts'
import { nameWindows } from './freshness-policy.ts'
import { createRead, entryName, load, type Read, toCacheLoad } from './read.ts'

/** The ID behind a reference, or the response that says why there is none. */
export type HarnessId =
  | { ok: true; id: string; source: IdSource }
  | { ok: false; response: Response }

/**
 * Where the ID came from: the path itself, the cache, or the upstream, asked in this request, whose answer
 * was the harness itself.
 */
export type IdSource =
  | { kind: 'path' }
  | { kind: 'cache'; name: EntryName }
  | { kind: 'upstream'; answer: FetchedAnswer }

/** An answer that the upstream was asked for. */
export type FetchedAnswer = Extract<CacheAnswer, { kind: 'fetched' }>

/**
 * Finds the ID that a name has in the caller's organisation. The upstream is asked for the harness by its
 * name, so that its own rules, the alias `default` among them, stay its own.
 *
 * @param isFresh whether the upstream must be asked now: what is changed or deleted must be what bears
 *   the name at this moment
 */
export async function harnessId(
  c: EdgeContext,
  reference: Exclude<HarnessReference, { kind: 'static' }>,
  isFresh: boolean,
): Promise<HarnessId> {
  switch (reference.kind) {
    case 'id':
      return { ok: true, id: reference.id, source: { kind: 'path' } }
    case 'invalid':
      return { ok: false, response: fail(c, { kind: 'edge', code: 'harness_not_found' }) }
    case 'name':
      return resolveName(c, reference.name, isFresh)
  }
}

async function resolveName(c: EdgeContext, name: string, isFresh: boolean): Promise<HarnessId> {
  const read = createRead(c, 'harness', `/v1/harnesses/${name}`, '')
  const entry = await entryName(c, 'name', read)
  const answer = await c.var.edge.cache.read({
    name: entry,
    reader: entry,
    isGranted: true,
    directives: isFresh ? ASK_AND_STORE : requestDirectives(c.req.raw.headers),
    isBypass: read.isBypass,
    waitUntil: waitUntil(c),
    load: () => loadByName(c, read),
  })
  if (!('entry' in answer)) return { ok: false, response: cachedResponse(c, answer) }
  const id = new TextDecoder().decode(answer.entry.body)
  if (answer.kind === 'fetched') return { ok: true, id, source: { kind: 'upstream', answer } }
  if (isFresh) {
    return { ok: false, response: fail(c, { kind: 'edge', code: 'upstream_unreachable' }) }
  }
  return { ok: true, id, source: { kind: 'cache', name: entry } }
}

/** One answer tells two things: which ID bears the name, and the harness itself. */
async function loadByName(c: EdgeContext, read: Read<'harness'>): Promise<CacheLoad> {
  const { cache, config, now } = c.var.edge
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
  return { ...harness, body: new TextEncoder().encode(id), windows: nameWindows(config) }
}
