import { type EdgeContext, fail } from '../http/context.ts'
import { respondJson } from '../http/responses.ts'
import { isHealthy } from '../upstream/health.ts'
import { VERSION } from '../version.ts'
import type { Route } from './route.ts'

/** A readiness probe that waits longer than this tells nothing that silence does not. */
const READY_TIMEOUT_MS = 2_000

/** What an operator's monitoring asks: does the edge live, and does the API behind it. */
export const META_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/healthz', handle: answerOk },
  { method: 'GET', path: '/readyz', handle: answerReady },
  { method: 'ALL', path: '/healthz', handle: refuseMethod },
  { method: 'ALL', path: '/readyz', handle: refuseMethod },
]

function answerOk(c: EdgeContext): Response {
  return respondJson(c, { status: 'ok', version: VERSION }, { 'Cache-Control': 'no-store' })
}

async function answerReady(c: EdgeContext): Promise<Response> {
  const { UPSTREAM_URL } = c.get('edge').config
  if (await isHealthy(UPSTREAM_URL, READY_TIMEOUT_MS, c.get('facts'))) return answerOk(c)
  return fail(c, { kind: 'edge', code: 'upstream_not_ready' })
}

function refuseMethod(c: EdgeContext): Response {
  return fail(c, { kind: 'edge', code: 'route_method_not_allowed' }, { Allow: 'GET, HEAD' })
}
