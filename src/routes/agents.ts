import { Hono } from 'hono/tiny'
import { cachedResponse } from '../http/cached-response.ts'
import { clientRequest } from '../http/client-request.ts'
import type { EdgeContext, EdgeEnv } from '../http/context.ts'
import type { ResourceKind } from '../resources/table.ts'
import { parsePreferWait } from '../syntax/prefer.ts'

/** An agent's stats and health checks; everything else of an agent is forwarded. */
export const agents = new Hono<EdgeEnv>()
  .get('/:agent/stats', (c) => answerOwn(c, 'agent_stats'))
  .get('/:agent/health-checks/:run', (c) => {
    // The router takes no fixed segment beside a parameter.
    if (c.req.param('run') !== 'latest') return answerRun(c, 'run')
    c.get('exchange').outcome.route = '/v1/agents/:agent/health-checks/latest'
    return answerRun(c, 'latest')
  })

/** Answers with a run: with `Prefer: wait=N` (RFC 7240) when it is final, or as it is after N seconds. */
async function answerRun(c: EdgeContext, kind: 'latest' | 'run'): Promise<Response> {
  const seconds = parsePreferWait(c.get('exchange').given.get('prefer'))
  const request = await clientRequest(c)
  const edge = c.get('edge')
  const exchange = c.get('exchange')
  if (seconds === undefined || request.directives.isOnlyIfCached) return answerOwn(c, kind)
  exchange.headers['Preference-Applied'] = `wait=${seconds}`
  return cachedResponse(c, await edge.runWaits.wait(request, kind, seconds, c.req.raw.signal))
}

async function answerOwn(c: EdgeContext, kind: ResourceKind): Promise<Response> {
  const request = await clientRequest(c)
  return cachedResponse(c, await c.get('edge').reads.own(request, kind, request.path))
}
