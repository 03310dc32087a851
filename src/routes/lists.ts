import { Hono } from 'hono/tiny'
import { cachedResponse } from '../http/cached-response.ts'
import { clientRequest } from '../http/client-request.ts'
import type { EdgeContext, EdgeEnv } from '../http/context.ts'
import { RESOURCE_KINDS, type ResourceKind, resourceOf } from '../resources/table.ts'
import { answerBoard, expansionsOf } from './board.ts'
import { forward } from './forward.ts'

/** The short-lived lists: every row of the table of resources that is one. */
export const lists = new Hono<EdgeEnv>()

for (const kind of RESOURCE_KINDS) {
  const { isList, path } = resourceOf(kind)
  if (isList) lists.get(path.replaceAll('{', ':').replaceAll('}', ''), (c) => answerList(c, kind))
}

/** Answers a list of the caller's own; with both lifetimes 0 it is forwarded like everything else. */
async function answerList(c: EdgeContext, kind: ResourceKind): Promise<Response> {
  const isExpanded = kind === 'harnesses' && expansionsOf(c.get('exchange').query).length > 0
  if (isExpanded) return answerBoard(c)
  const { LIST_FRESH_SECONDS, LIST_STALE_SECONDS } = c.get('edge').config
  if (LIST_FRESH_SECONDS + LIST_STALE_SECONDS === 0) return forward(c)
  const request = await clientRequest(c)
  return cachedResponse(c, await c.get('edge').reads.own(request, kind, request.path))
}
