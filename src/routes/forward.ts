import { clientRequest } from '../http/client-request.ts'
import type { EdgeContext } from '../http/context.ts'
import { fail } from '../http/problems.ts'
import { toEdgeHref } from '../problem/href.ts'
import { isSafeMethod } from '../syntax/method.ts'
import type { ForwardResult } from '../upstream/client.ts'
import { forwardHeaders, responseCookies, responseHeaders } from '../upstream/headers.ts'
import { markWritten } from './written.ts'

/** RFC 9110 section 6.4.1: these have no body, and a `Response` made with one throws. */
const NULL_BODY_STATUSES: ReadonlySet<number> = new Set([204, 205, 304])

/** RFC 9110 section 9.3.1: a body of these means nothing, and `fetch` throws where there is one. */
const BODYLESS_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/**
 * Passes the request on as it came and the answer back as it comes, both streamed. An answer of 400 and above
 * becomes a problem.
 *
 * @param path where it goes, where that is not the path that came: a harness's ID in its name's place
 */
export async function forward(c: EdgeContext, path = c.var.exchange.path): Promise<Response> {
  const { edge, exchange } = c.var
  const { raw } = c.req
  const length = raw.headers.get('content-length')
  const result = await edge.upstream.forward({
    method: raw.method,
    path,
    query: exchange.query,
    headers: forwardHeaders(raw.headers, exchange),
    body: BODYLESS_METHODS.has(raw.method) ? null : raw.body,
    bodyLength: length && /^\d+$/.test(length) ? Number(length) : undefined,
    signal: raw.signal,
    budget: exchange.budget,
  })
  const isWrite = await noteResult(c, path, result)
  const response = result.ok ? forwardedResponse(c, result.response) : fail(c, result.failure)
  if (isWrite) markWritten(c, response)
  return response
}

/**
 * Lets the rest of the edge know what a forwarded call came to: what a change may have made void is gone before it
 * is answered, and a refusal ends what it is about. Returns whether something may have been changed.
 */
async function noteResult(c: EdgeContext, path: string, result: ForwardResult): Promise<boolean> {
  const { ownWrites, observe } = c.var.edge
  const { method } = c.req.raw
  const status = statusOf(result)
  const mayHaveChanged =
    !isSafeMethod(method) && (status === undefined || status < 400 || status >= 500)
  if (status !== undefined && status >= 400 && status < 500) {
    observe(await clientRequest(c), { method, path, status })
  }
  if (mayHaveChanged) await ownWrites.note(await clientRequest(c), path)
  return mayHaveChanged
}

/** Silence has no status: the change may have been made all the same. */
function statusOf(result: ForwardResult): number | undefined {
  if (result.ok) return result.response.status
  return result.failure.kind === 'answer' ? result.failure.status : undefined
}

function forwardedResponse(c: EdgeContext, upstream: Response): Response {
  const { UPSTREAM_URL } = c.var.edge.config
  const { headers: common, vary, apiBase, path } = c.var.exchange
  const headers = responseHeaders(upstream.headers)
  for (const [name, value] of Object.entries(common)) headers[name.toLowerCase()] ??= value
  headers['cache-control'] ??= 'private, no-store'
  if (vary) headers.vary = headers.vary === undefined ? vary : `${headers.vary}, ${vary}`
  const { location } = headers
  if (location !== undefined) {
    const moved = toEdgeHref(location, { apiBase, path, upstreamUrl: UPSTREAM_URL })
    if (moved) headers.location = moved + fragmentOf(location)
  }
  const body = NULL_BODY_STATUSES.has(upstream.status) ? null : upstream.body
  const response = new Response(body, { status: upstream.status, headers })
  addCookies(upstream.headers, response.headers, UPSTREAM_URL)
  return response
}

function addCookies(from: Headers, to: Headers, upstreamUrl: string): void {
  if (!from.has('set-cookie')) return
  const { hostname } = new URL(upstreamUrl)
  for (const cookie of responseCookies(from, hostname)) to.append('Set-Cookie', cookie)
}

/** RFC 9110 section 10.2.2: part of where a `Location` leads to. */
function fragmentOf(location: string): string {
  const start = location.indexOf('#')
  return start === -1 ? '' : location.slice(start)
}
