import { noteRead } from '../access/proof.ts'
import { answerStats } from '../access/shared-stats.ts'
import {
  ANY_AGE,
  ASK_AND_STORE,
  type RequestDirectives,
  requestDirectives,
} from '../cache/directives.ts'
import type { CacheAnswer } from '../cache/result.ts'
import { type Eventual, whenKnown } from '../eventual.ts'
import { parseHarnessReference } from '../harness/reference.ts'
import {
  type FetchedAnswer,
  type IdSource,
  type NameLookup,
  resolveHarnessId,
} from '../harness/resolution.ts'
import { cachedResponse } from '../http/cached-response.ts'
import { type EdgeContext, fail, waitUntil } from '../http/context.ts'
import { createRead, readCached } from '../resources/reader.ts'
import { isSafeMethod } from '../syntax/method.ts'
import { forward } from './forward.ts'
import type { Route } from './route.ts'

const ONE = '/v1/harnesses/:harness'

/** Every route under `/v1/harnesses/{id or name}`: the upstream takes names on a few only, the edge on all. */
export const HARNESS_ROUTES: readonly Route[] = [
  { method: 'GET', path: ONE, handle: (c) => withHarness(c, answerHarness) },
  { method: 'GET', path: `${ONE}/stats`, handle: (c) => withHarness(c, answerStats, 'list') },
  { method: 'ALL', path: ONE, handle: (c) => withHarness(c, forwardById) },
  { method: 'ALL', path: `${ONE}/*`, handle: (c) => withHarness(c, forwardById) },
]

function answerHarness(c: EdgeContext, id: string, source: IdSource): Eventual<Response> {
  const read = createRead(c, 'harness', `/v1/harnesses/${id}`)
  const own = requestDirectives(c.req.raw.headers)
  const answer = (directives: RequestDirectives) =>
    readCached(c, read, directives, (loaded, caller, askedAt) =>
      noteRead(c, caller, id, loaded, askedAt),
    )
  if (source.kind !== 'upstream' || own.isNoStore || read.query !== '') {
    return whenKnown(answer(own), (known) => cachedResponse(c, known))
  }
  return answerAsked(c, source.answer, answer)
}

/** A name that was just asked for was asked for by reading the harness: where it may be stored, it is here. */
async function answerAsked(
  c: EdgeContext,
  asked: FetchedAnswer,
  answer: (directives: RequestDirectives) => Eventual<CacheAnswer>,
): Promise<Response> {
  const stored = await answer(ANY_AGE)
  if (stored.kind !== 'hit') return cachedResponse(c, stored)
  const isOlder = stored.entry.envelope.requestedAt < asked.entry.envelope.requestedAt
  return cachedResponse(
    c,
    isOlder ? await answer(ASK_AND_STORE) : { ...asked, entry: stored.entry },
  )
}

function forwardById(c: EdgeContext, id: string): Promise<Response> {
  const rest = c.get('facts').path.split('/').slice(4)
  return forward(c, ['/v1/harnesses', id, ...rest].join('/'))
}

type HarnessHandler = (c: EdgeContext, id: string, source: IdSource) => Eventual<Response>

/** Goes on with the harness's ID; a static route is forwarded as it is. */
function withHarness(
  c: EdgeContext,
  handle: HarnessHandler,
  unknownName: NameLookup = 'read',
): Eventual<Response> {
  const reference = parseHarnessReference(c.req.param('harness') ?? '')
  switch (reference.kind) {
    case 'static':
      return forward(c)
    case 'invalid':
      return fail(c, { kind: 'edge', code: 'harness_not_found' })
    case 'id':
      return handle(c, reference.id, { kind: 'path' })
    case 'name':
      return withName(c, reference.name, handle, unknownName)
  }
}

/**
 * Goes on with the ID that a name has. A name that was known, and whose ID is not found any more, is forgotten
 * and resolved once more: it may be another harness's by now.
 */
async function withName(
  c: EdgeContext,
  name: string,
  handle: HarnessHandler,
  unknownName: NameLookup,
): Promise<Response> {
  const isSafe = isSafeMethod(c.req.raw.method)
  const first = await resolveHarnessId(c, name, isSafe ? unknownName : 'read-now')
  if (!first.ok) return first.response
  const response = await handle(c, first.id, first.source)
  const { source } = first
  if (response.status !== 404 || source.kind === 'upstream') return response
  if (requestDirectives(c.req.raw.headers).isOnlyIfCached) return response
  if (source.kind === 'cache') await c.get('edge').cache.remove(source.name, waitUntil(c))
  const second = await resolveHarnessId(c, name, 'read-now')
  if (!second.ok) return second.response
  return second.id === first.id ? response : handle(c, second.id, second.source)
}
