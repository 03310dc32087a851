import { Hono } from 'hono/tiny'
import { cachedResponse } from '../http/cached-response.ts'
import { clientRequest } from '../http/client-request.ts'
import type { EdgeContext, EdgeEnv } from '../http/context.ts'
import { RESOURCE_KINDS, type ResourceKind, resourceOf } from '../resources/table.ts'
import { answerBoard, expansionsOf } from './board.ts'
import { forward } from './forward.ts'

/** The short-lived lists: every row of the table of resources that is one. */
export const lists = new Hono<EdgeEnv>()

/** Lists that stand where another route has a parameter. The router takes no fixed segment beside one. */
const BESIDE_A_PARAMETER: Readonly<Record<string, string>> = {
  '/v1/harnesses/config': '/v1/harnesses/:harness',
  '/v1/agents/config': '/v1/agents/:agent',
}

for (const kind of RESOURCE_KINDS) {
  const { isList, path } = resourceOf(kind)
  if (!isList) continue
  const shared = BESIDE_A_PARAMETER[path]
  if (shared) {
    lists.get(shared, (c, next) => {
      const exchange = c.get('exchange')
      if (exchange.path !== path) return next()
      exchange.outcome.route = path
      return answerList(c, kind)
    })
  } else {
    lists.get(path.replaceAll('{', ':').replaceAll('}', ''), (c) => answerList(c, kind))
  }
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
