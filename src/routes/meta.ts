import { Hono } from 'hono/tiny'
import type { EdgeContext, EdgeEnv } from '../http/context.ts'
import { failWith, refuseMethod } from '../http/problems.ts'
import { respondJson } from '../http/responses.ts'

/** What an operator's monitoring asks: does the edge live, and does the API behind it. */
export const meta = new Hono<EdgeEnv>()
  .get('/healthz', answerAlive)
  .get('/readyz', answerReady)
  .all('/healthz', refuseMethod)
  .all('/readyz', refuseMethod)

function answerAlive(c: EdgeContext): Response {
  const { version, deployment } = c.get('edge')
  const body = { status: 'ok', version, ...(deployment && { deployment }) }
  return respondJson(c, body, { 'Cache-Control': 'private, no-store' })
}

async function answerReady(c: EdgeContext): Promise<Response> {
  const edge = c.get('edge')
  const exchange = c.get('exchange')
  if (!(await edge.isHealthy(exchange.budget))) {
    return failWith(c, 'upstream_not_ready')
  }
  const off = edge.brokenBindings()
  const body = { status: 'ok', version: edge.version, ...(off.length > 0 && { off }) }
  return respondJson(c, body, { 'Cache-Control': 'private, no-store' })
}
