import { Hono } from 'hono/tiny'
import { ANY_AGE, requestDirectives } from '../cache/directives.ts'
import { type EdgeContext, type EdgeEnv, waitUntil } from '../context.ts'
import { parseHarnessReference } from '../harness/name.ts'
import { isSafeMethod } from '../method.ts'
import { cachedResponse } from './cached-response.ts'
import { forward } from './forward.ts'
import { harnessId, type IdSource } from './harness-id.ts'
import { createRead, readCached } from './read.ts'

const ONE = '/v1/harnesses/:harness'

/** Every route under `/v1/harnesses/{id or name}`: the upstream takes names on a few only, the edge on all. */
export function harnessRoutes(): Hono<EdgeEnv> {
  return new Hono<EdgeEnv>()
    .get(ONE, (c) => withHarness(c, ONE, answerHarness))
    .get(`${ONE}/stats`, (c) => withHarness(c, `${ONE}/stats`, answerStats))
    .all(ONE, (c) => withHarness(c, ONE, forwardById))
    .all(`${ONE}/*`, (c) => withHarness(c, `${ONE}/*`, forwardById))
}

async function answerHarness(c: EdgeContext, id: string, source: IdSource): Promise<Response> {
  const read = createRead(c, 'harness', `/v1/harnesses/${id}`)
  if (source.kind !== 'upstream') return cachedResponse(c, await readCached(c, read))
  // The name was asked for by reading the harness: where it may be stored, it is here already.
  const directives = requestDirectives(c.req.raw.headers)
  const answer = await readCached(c, read, directives.isNoStore ? directives : ANY_AGE)
  const isJustStored = answer.kind === 'hit' && answer.detail === undefined
  return cachedResponse(c, isJustStored ? { ...source.answer, entry: answer.entry } : answer)
}

async function answerStats(c: EdgeContext, id: string): Promise<Response> {
  const read = createRead(c, 'stats', `/v1/harnesses/${id}/stats`)
  return cachedResponse(c, await readCached(c, read))
}

function forwardById(c: EdgeContext, id: string): Promise<Response> {
  const rest = c.var.facts.path.split('/').slice(4)
  return forward(c, ['/v1/harnesses', id, ...rest].join('/'))
}

type HarnessHandler = (c: EdgeContext, id: string, source: IdSource) => Promise<Response>

/**
 * Goes on with the harness's ID; a static route is forwarded as it is. A name that was known, and whose ID
 * is not found any more, is forgotten and resolved once more: it may be another harness's by now.
 */
async function withHarness(
  c: EdgeContext,
  route: string,
  handle: HarnessHandler,
): Promise<Response> {
  c.var.facts.route = route
  const reference = parseHarnessReference(c.req.param('harness') ?? '')
  if (reference.kind === 'static') return forward(c)
  const first = await harnessId(c, reference, !isSafeMethod(c.req.raw.method))
  if (!first.ok) return first.response
  const response = await handle(c, first.id, first.source)
  if (response.status !== 404 || first.source.kind !== 'cache') return response
  await c.var.edge.cache.remove(first.source.name, waitUntil(c))
  const second = await harnessId(c, reference, true)
  if (!second.ok) return second.response
  return second.id === first.id ? response : handle(c, second.id, second.source)
}
