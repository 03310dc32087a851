import { Hono } from 'hono'
import { cachedResponse } from '../http/cached-response.ts'
import { clientRequest } from '../http/client-request.ts'
import type { EdgeContext, EdgeEnv } from '../http/context.ts'

const CHECKS = '/:agent/health-checks'

/** An agent's stats and health checks; everything else of an agent is forwarded. */
export const agents = new Hono<EdgeEnv>()
  .get('/:agent/stats', (c) => answerOwn(c, 'agent_stats'))
  .get(`${CHECKS}/latest`, (c) => answerOwn(c, 'latest'))
  .get(`${CHECKS}/:run`, (c) => answerOwn(c, 'run'))

async function answerOwn(
  c: EdgeContext,
  kind: 'agent_stats' | 'latest' | 'run',
): Promise<Response> {
  const request = await clientRequest(c)
  return cachedResponse(c, await c.var.edge.reads.own(request, kind, request.path))
}
