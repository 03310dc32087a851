import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import { readHeaderTable } from '../syntax/header-table.ts'
import { createUpstreamBudget } from '../upstream/budget.ts'
import { type EdgeContext, type EdgeEnv, type Exchange, waitUntil } from './context.ts'
import { parseTarget } from './target.ts'

/** What an exchange takes from outside. */
interface ExchangeOptions {
  /** Epoch milliseconds. */
  now: () => number
  /** 0 to 1. */
  random: () => number
}

/** The upstream's own bound for the IDs it accepts; visible ASCII, so that it fits a header and a log. */
const REQUEST_ID = /^[\x21-\x7e]{1,256}$/

/** Opens an exchange for every request, and writes its line to the log when its response is there. */
export function exchange({ now, random }: ExchangeOptions) {
  return createMiddleware<EdgeEnv>(async function exchange(c, next) {
    c.set('exchange', openExchange(c.req.raw, now()))
    await next()
    const edge = c.get('edge')
    const exchange = c.get('exchange')
    if (edge?.metrics.isOn()) measure(c, now())
    if (exchange.outcome.isPlainHit && random() >= (edge?.config.LOG_HIT_SAMPLE ?? 1)) return
    // biome-ignore lint/suspicious/noConsole: the log of a Worker is its console
    console.log(JSON.stringify(logLine(c, now())))
  })
}

/** Returns the pattern of the route that answered; where none did, the last one is a middleware's. */
function patternOf(c: EdgeContext): string {
  const pattern = c.get('exchange').outcome.route ?? routePath(c)
  return pattern === '/*' || pattern === '' ? 'none' : pattern
}

function openExchange({ url, headers }: Request, startedAtMs: number): Exchange {
  const given = readHeaderTable(headers)
  const named = given.get('x-request-id')
  const requestId = named !== null && REQUEST_ID.test(named) ? named : crypto.randomUUID()
  const target = parseTarget(url)
  return {
    ...target,
    requestId,
    protocol: target.origin.slice(0, target.origin.indexOf(':')),
    startedAtMs,
    given,
    headers: { 'X-Content-Type-Options': 'nosniff', 'X-Request-ID': requestId },
    vary: undefined,
    budget: createUpstreamBudget(),
    outcome: {},
  }
}

/** Names the route's pattern, never the path: paths can hold names. */
function logLine(c: EdgeContext, nowMs: number): Record<string, unknown> {
  const { requestId, startedAtMs, budget, outcome } = c.get('exchange')
  const { cache, tier, failure } = outcome
  return {
    method: c.req.method,
    route: patternOf(c),
    status: c.res.status,
    duration_ms: nowMs - startedAtMs,
    cache,
    tier,
    upstream_calls: budget.upstreamCalls,
    ...failure,
    request_id: requestId,
  }
}

/** Counts the exchange, and once a period writes what was counted, behind the answer. */
function measure(c: EdgeContext, nowMs: number): void {
  const edge = c.get('edge')
  const exchange = c.get('exchange')
  const { startedAtMs, budget, outcome } = exchange
  const { failure, cache, tier } = outcome
  const labels = {
    route: patternOf(c),
    outcome: failure?.problem_code ?? cache ?? 'none',
    status: c.res.status,
  }
  exchange.measured = { labels, upstreamCalls: budget.upstreamCalls }
  const durationMs = nowMs - startedAtMs
  const request = { ...labels, durationMs, upstreamCalls: budget.upstreamCalls, tier }
  if (edge.metrics.record(request)) waitUntil(c)(Promise.resolve().then(edge.metrics.flush))
}
