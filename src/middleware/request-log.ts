import type { MiddlewareHandler } from 'hono'
import type { EdgeEnv } from '../context.ts'
import { parseTarget } from '../request-path.ts'

/** The upstream's own bound for the IDs it accepts; visible ASCII, so that it fits a header and a log. */
const REQUEST_ID = /^[\x21-\x7e]{1,256}$/

/**
 * The outermost middleware: gives the request its ID and its facts, answers with `X-Request-ID`, and
 * writes the one log line. The line names the route's pattern, never the path: paths can hold names.
 *
 * @param now epoch milliseconds
 */
export function requestLog(now: () => number): MiddlewareHandler<EdgeEnv> {
  return async function logRequest(c, next) {
    const startedAtMs = now()
    const given = c.req.raw.headers.get('x-request-id') ?? ''
    const requestId = REQUEST_ID.test(given) ? given : crypto.randomUUID()
    const target = parseTarget(c.req.raw.url)
    const protocol = target.edgeOrigin.slice(0, target.edgeOrigin.indexOf(':'))
    const unknown = { route: 'none', cache: undefined, upstreamCalls: 0, hasTimedOut: false }
    c.set('facts', { ...target, protocol, requestId, startedAtMs, ...unknown })
    await next()
    c.res.headers.set('X-Request-ID', requestId)
    const { route, cache, upstreamCalls } = c.var.facts
    const line = {
      method: c.req.method,
      route,
      status: c.res.status,
      duration_ms: now() - startedAtMs,
      cache,
      upstream_calls: upstreamCalls,
      request_id: requestId,
    }
    // biome-ignore lint/suspicious/noConsole: the log of a Worker is its console
    console.log(JSON.stringify(line))
  }
}
