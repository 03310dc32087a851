import { DEFAULT_UPSTREAM_URL } from '../config.ts'
import { NO_HEADERS, shownHeaders } from '../problem/error-headers.ts'
import { type EdgeFailure, type Failure, loggedFailure, toProblem } from '../problem/failure.ts'
import { type FailedRequest, problemHeaders } from '../problem/problem.ts'
import { type HeaderRecord, hasLostBytes } from '../syntax/header-record.ts'
import type { EdgeContext } from './context.ts'
import { appendCookies, respond } from './responses.ts'

/** Returns the request as a problem speaks of it. */
export function failedRequest(c: EdgeContext): FailedRequest {
  const { requestId, publicBase, apiBase, instance, path, query } = c.get('exchange')
  // A deployment with a broken configuration has no edge.
  const upstreamUrl = c.get('edge')?.config.UPSTREAM_URL ?? DEFAULT_UPSTREAM_URL
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
  const failed = failedRequest(c)
  const problem = toProblem(failure, failed)
  c.get('exchange').outcome.failure = loggedFailure(failure, problem)
  const own = { ...problemHeaders(problem), ...headers }
  const { fields, cookies, bytes } = failure.kind === 'answer' ? failure.headers : NO_HEADERS
  const shown = shownHeaders(fields, failed)
  const kept = Object.fromEntries(shown.filter(([name]) => !isNamed(name, c, own)))
  const response = respond(c, JSON.stringify(problem), { ...kept, ...own }, problem.status)
  appendCookies(c, response, cookies)
  return bytes ? withBytes(response, bytes) : response
}

/** Ends a request, as {@link fail}, with a problem of the edge's own. */
export function failWith(
  c: EdgeContext,
  code: EdgeFailure['code'],
  more: Pick<EdgeFailure, 'detail' | 'errors'> = {},
): Response {
  return fail(c, { kind: 'edge', code, ...more })
}

/** Gives the headers of a response that are an upstream's as they came the bytes that they came with. */
function withBytes(response: Response, bytes: Headers): Response {
  const headers = new Headers(bytes)
  for (const [name, value] of bytes) {
    const isKept = response.headers.get(name) === value && hasLostBytes(value)
    if (name !== 'set-cookie' && !isKept) headers.delete(name)
  }
  const cookies = response.headers.getSetCookie()
  const cameAs = headers.getSetCookie()
  const areSame = cookies.length === cameAs.length && cookies.every((one, at) => one === cameAs[at])
  if (!areSame) headers.delete('set-cookie')
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie' && !headers.has(name)) headers.set(name, value)
  }
  if (!areSame) for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(response.body, { status: response.status, headers })
}

/** Ends a request whose method a page of the edge's own does not have. */
export function refuseMethod(c: EdgeContext): Response {
  return fail(c, { kind: 'edge', code: 'route_method_not_allowed' }, { Allow: 'GET, HEAD' })
}

/** Tells whether the edge's own headers have a name, in any letter case: then it is the edge's to say. */
function isNamed(name: string, c: EdgeContext, own: HeaderRecord): boolean {
  const names = [...Object.keys(own), ...Object.keys(c.get('exchange').headers)]
  return names.some((known) => known.toLowerCase() === name)
}
