import type { EdgeContext, Exchange } from './context.ts'
import { parseTarget } from './target.ts'

/** The upstream's own bound for the IDs it accepts; visible ASCII, so that it fits a header and a log. */
const REQUEST_ID = /^[\x21-\x7e]{1,256}$/

/** Nothing the edge makes is a page to be framed, sniffed or scripted. What is forwarded keeps its own. */
const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
} as const

/**
 * Gives the request its ID and its facts, and says what headers all of its responses have.
 *
 * @param route the pattern of its route, for the log
 * @param startedAtMs epoch milliseconds
 */
export function openRequest(c: EdgeContext, route: string, startedAtMs: number): void {
  const { headers, url } = c.req.raw
  const given = headers.get('x-request-id')
  const requestId = given !== null && REQUEST_ID.test(given) ? given : crypto.randomUUID()
  const target = parseTarget(url)
  const facts: Exchange = {
    ...target,
    protocol: target.edgeOrigin.slice(0, target.edgeOrigin.indexOf(':')),
    requestId,
    startedAtMs,
    headers: { ...SECURITY_HEADERS, 'X-Request-ID': requestId },
    vary: undefined,
    route,
    cache: undefined,
    upstreamCalls: 0,
    hasTimedOut: false,
  }
  c.set('facts', facts)
}

/**
 * Writes the one log line of a request. It names the route's pattern, never the path: paths can hold names.
 *
 * @param nowMs epoch milliseconds
 */
export function logRequest(c: EdgeContext, response: Response, nowMs: number): Response {
  const { route, cache, upstreamCalls, requestId, startedAtMs } = c.get('facts')
  const line = {
    method: c.req.method,
    route,
    status: response.status,
    duration_ms: nowMs - startedAtMs,
    cache,
    upstream_calls: upstreamCalls,
    request_id: requestId,
  }
  // biome-ignore lint/suspicious/noConsole: the log of a Worker is its console
  console.log(JSON.stringify(line))
  return response
}
