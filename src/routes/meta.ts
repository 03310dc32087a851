import { Hono } from 'hono/tiny'
import { type EdgeContext, type EdgeEnv, fail } from '../context.ts'
import { isHealthy } from '../upstream/health.ts'
import { VERSION } from '../version.ts'

/** A readiness probe that waits longer than this tells nothing that silence does not. */
const READY_TIMEOUT_MS = 2_000

const NO_STORE = { 'Cache-Control': 'no-store' }

/** What an operator's monitoring asks: does the edge live, and does the API behind it. */
export function metaRoutes(): Hono<EdgeEnv> {
  return new Hono<EdgeEnv>()
    .get('/healthz', (c) => {
      c.var.facts.route = '/healthz'
      return c.json({ status: 'ok', version: VERSION }, 200, NO_STORE)
    })
    .get('/readyz', (c) => {
      c.var.facts.route = '/readyz'
      return ready(c)
    })
    .on('ALL', ['/healthz', '/readyz'], (c) => {
      const response = fail(c, { kind: 'edge', code: 'route_method_not_allowed' })
      response.headers.set('Allow', 'GET, HEAD')
      return response
    })
}

async function ready(c: EdgeContext): Promise<Response> {
  const { UPSTREAM_URL } = c.var.edge.config
  if (await isHealthy(UPSTREAM_URL, READY_TIMEOUT_MS, c.var.facts)) {
    return c.json({ status: 'ok', version: VERSION }, 200, NO_STORE)
  }
  return fail(c, { kind: 'edge', code: 'upstream_not_ready' })
}
