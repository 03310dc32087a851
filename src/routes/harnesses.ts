import { Hono } from 'hono/tiny'
import type { CacheResult } from '../cache/result.ts'
import type { ClientRequest } from '../caller/client-request.ts'
import type { IdSource, NameLookup } from '../harness/resolution.ts'
import { cachedResponse } from '../http/cached-response.ts'
import { clientRequest } from '../http/client-request.ts'
import type { EdgeContext, EdgeEnv } from '../http/context.ts'
import { failWith } from '../http/problems.ts'
import { parseHarnessReference } from '../syntax/harness-reference.ts'
import { forward } from './forward.ts'

/** Every route under `/v1/harnesses/{id or name}`: the upstream takes names on a few only, the edge on all. */
export const harnesses = new Hono<EdgeEnv>()
  .get('/:harness', (c) => answerCached(c, readHarness, 'read'))
  .get('/:harness/stats', (c) => answerCached(c, readStats, 'list'))
  .all('/:harness', forwardById)
  .all('/:harness/*', forwardById)

/** Reads something of a harness whose ID is known. */
type ReadById = (
  c: EdgeContext,
  request: ClientRequest,
  id: string,
  source: IdSource,
) => Promise<CacheResult>

const readStats: ReadById = (c, request, id) => c.get('edge').reads.stats(request, id)

/** A name that was just asked for was asked for by reading the harness itself. */
const readHarness: ReadById = async (c, request, id, source) =>
  source.kind === 'upstream' && source.harness
    ? source.harness
    : c.get('edge').reads.own(request, 'harness', `/v1/harnesses/${id}`)

async function answerCached(c: EdgeContext, read: ReadById, lookup: NameLookup): Promise<Response> {
  const reference = parseHarnessReference(c.req.param('harness') ?? '')
  if (reference.kind === 'static') return forward(c)
  if (reference.kind === 'invalid') return failWith(c, 'harness_not_found')
  const request = await clientRequest(c)
  const result =
    reference.kind === 'id'
      ? await read(c, request, reference.id, { kind: 'path' })
      : await readByName(c, request, reference.name, read, lookup)
  return cachedResponse(c, result)
}

/**
 * Reads by a name. One that was known, and whose ID is not found any more, is forgotten and resolved once more: it
 * may be another harness's by now.
 */
async function readByName(
  c: EdgeContext,
  request: ClientRequest,
  name: string,
  read: ReadById,
  lookup: NameLookup,
): Promise<CacheResult> {
  const { names, reads } = c.get('edge')
  const asked = lookup === 'read' ? request : withoutQuery(request)
  const first = await names.resolve(asked, name, lookup)
  if (first.kind !== 'id') {
    const answer = first.kind === 'answer' ? first.result : await reads.statsByName(request, name)
    return names.orStored(request, name, lookup === 'read' ? 'harness' : 'stats', answer)
  }
  const result = await read(c, request, first.id, first.source)
  const isFinal = first.source.kind === 'upstream' || request.directives.isOnlyIfCached
  if (!isNotFound(result) || isFinal) return result
  await names.forget(request, first.source)
  const second = await names.resolve(asked, name, 'read-now')
  if (second.kind === 'answer') return second.result
  if (second.kind === 'unknown' || second.id === first.id) return result
  return read(c, request, second.id, second.source)
}

/** Drops a query: one that is another route's has no meaning where its harness is looked up. */
function withoutQuery(request: ClientRequest): ClientRequest {
  return request.query === '' ? request : { ...request, query: '' }
}

function isNotFound(result: CacheResult): boolean {
  if (result.kind === 'negative') return true
  return (
    result.kind === 'failed' && result.failure.kind === 'answer' && result.failure.status === 404
  )
}

/** Forwards with the ID in the place of the name; what is changed must be what bears the name at this moment. */
async function forwardById(c: EdgeContext): Promise<Response> {
  const reference = parseHarnessReference(c.req.param('harness') ?? '')
  if (reference.kind === 'static' || reference.kind === 'id') return forward(c)
  if (reference.kind === 'invalid') return failWith(c, 'harness_not_found')
  const request = withoutQuery(await clientRequest(c))
  const { names } = c.get('edge')
  const first = await names.resolve(request, reference.name, 'read')
  if (first.kind !== 'id') return answerUnresolved(c, first)
  const response = await forward(c, withId(request.path, first.id))
  if (response.status !== 404 || first.source.kind === 'upstream') return response
  await names.forget(request, first.source)
  const second = await names.resolve(request, reference.name, 'read-now')
  if (second.kind !== 'id') return answerUnresolved(c, second)
  return second.id === first.id ? response : forward(c, withId(request.path, second.id))
}

function answerUnresolved(
  c: EdgeContext,
  name: { kind: 'answer'; result: CacheResult } | { kind: 'unknown' },
): Response {
  return name.kind === 'answer' ? cachedResponse(c, name.result) : failWith(c, 'harness_not_found')
}

function withId(path: string, id: string): string {
  const rest = path.split('/').slice(4)
  return ['/v1/harnesses', id, ...rest].join('/')
}
