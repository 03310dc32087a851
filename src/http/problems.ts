import { DEFAULT_UPSTREAM_URL } from '../config.ts'
import { type Failure, loggedFailure, toProblem } from '../problem/failure.ts'
import { type FailedRequest, problemHeaders } from '../problem/problem.ts'
import type { EdgeContext } from './context.ts'
import { type HeaderRecord, respond } from './responses.ts'

/** Returns the request as a problem speaks of it. */
export function failedRequest(c: EdgeContext): FailedRequest {
  const { requestId, publicBase, apiBase, instance, path, query } = c.var.exchange
  // A deployment with a broken configuration has no edge.
  const upstreamUrl = c.var.edge?.config.UPSTREAM_URL ?? DEFAULT_UPSTREAM_URL
  return {
    method: c.req.method,
    instance,
    path,
    query,
    publicBase,
    apiBase,
    upstreamUrl,
    requestId,
  }
}

/**
 * Ends a request with the problem that a failure is.
 *
 * @param headers what the response has beside the problem's own
 */
export function fail(c: EdgeContext, failure: Failure, headers: HeaderRecord = {}): Response {
  const problem = toProblem(failure, failedRequest(c), c.var.edge?.now() ?? 0)
  c.var.exchange.outcome.failure = loggedFailure(failure, problem)
  const all = { ...problemHeaders(problem), ...headers }
  return respond(c, JSON.stringify(problem), all, problem.status)
}
