import type { Context } from 'hono'
import type { Access } from '../access/store.ts'
import type { Cache } from '../cache/cache.ts'
import type { SingleFlight } from '../cache/single-flight.ts'
import type { Callers } from '../caller/caller.ts'
import type { Config } from '../config.ts'
import { type Failure, toProblem } from '../problem/failure.ts'
import { type FailedRequest, type Problem, problemHeaders } from '../problem/problem.ts'
import type { Upstream, UpstreamBudget } from '../upstream/client.ts'
import type { HoldOff } from '../upstream/hold-off.ts'
import { type HeaderRecord, respond } from './responses.ts'

/** What an isolate holds for all its requests. */
export interface Edge {
  config: Config
  upstream: Upstream
  cache: Cache
  access: Access
  callers: Callers
  holdOff: HoldOff
  /** Reads of the sessions list under way; it is never stored. */
  flights: SingleFlight
  /** Epoch milliseconds. */
  now: () => number
}

/** The edge's view of one request, made by the first middleware. */
export interface Exchange extends UpstreamBudget {
  requestId: string
  /** `https://edge.example`, as the client reached it. */
  edgeOrigin: string
  /** Path as it came. */
  instance: string
  /** Path as the edge serves it: `/v1/…`, also for a request to `/api/v1/…`. */
  path: string
  /** `?a=b` or the empty string, as it came. */
  query: string
  /** `http` or `https`: how the client reached the edge. */
  protocol: string
  /** Epoch milliseconds. */
  startedAtMs: number
  /** What every response to it has. */
  headers: HeaderRecord
  /** What every response to it is chosen by, besides its own `Vary`. */
  vary: string | undefined
  /** The route's pattern, for the log. */
  route: string
  /** What the cache did, for the log; undefined where it took no part. */
  cache: string | undefined
}

/** Hono's environment for every route and middleware of the edge. */
export interface EdgeEnv {
  Bindings: Record<string, unknown>
  Variables: { edge: Edge; facts: Exchange }
}

/** Hono's context in this Worker. */
export type EdgeContext = Context<EdgeEnv>

/** The request as a problem speaks of it. */
export function failedRequest(c: EdgeContext): FailedRequest {
  const { requestId, edgeOrigin, instance, path, query } = c.get('facts')
  const bases = { publicBase: edgeOrigin, apiBase: edgeOrigin }
  const upstreamUrl = c.get('edge').config.UPSTREAM_URL
  return { method: c.req.method, instance, path, query, ...bases, upstreamUrl, requestId }
}

/**
 * Ends a request with the problem that a failure is.
 *
 * @param headers what the response has beside the problem's own
 */
export function fail(c: EdgeContext, failure: Failure, headers: HeaderRecord = {}): Response {
  const problem = toProblem(failure, failedRequest(c), c.get('edge').now())
  return respondProblem(c, problem, headers)
}

/** Ends a request with a problem. */
export function respondProblem(
  c: EdgeContext,
  problem: Problem,
  headers: HeaderRecord = {},
): Response {
  const all = { ...problemHeaders(problem), ...headers }
  return respond(c, JSON.stringify(problem), all, problem.status)
}

/** `ctx.waitUntil`, never detached from its context. */
export function waitUntil(c: EdgeContext): (promise: Promise<unknown>) => void {
  return (promise) => c.executionCtx.waitUntil(promise)
}
