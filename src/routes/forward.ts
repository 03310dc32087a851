import { withoutWritten } from '../caller/written.ts'
import { clientRequest } from '../http/client-request.ts'
import { type EdgeContext, waitUntil } from '../http/context.ts'
import { fail, failWith } from '../http/problems.ts'
import {
  deleteBodyHeaders,
  type MovedBody,
  mayHoldLinks,
  moveBodyLinks,
} from '../resources/entity-body.ts'
import { holdsEntities } from '../resources/families.ts'
import { isSafeMethod } from '../syntax/method.ts'
import { SIGN_IN_PATHS } from '../syntax/sign-in.ts'
import { cookieScope, moveCookies } from '../upstream/cookies.ts'
import type { ForwardResult } from '../upstream/forward.ts'
import { deleteUpstreamsOwn, forwardHeaders } from '../upstream/headers.ts'
import type { LimitedCall } from '../upstream/limit.ts'
import { edgeLinks, edgeLocation } from '../upstream/location.ts'
import { isActiveContent, SANDBOX } from '../upstream/sandbox.ts'
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
export function forward(c: EdgeContext, path = c.get('exchange').path): Promise<Response> {
  const answer = forwardOnce(c, path)
  // A change whose client leaves may have been made: what it makes void is dropped all the same.
  if (!isSafeMethod(c.req.raw.method)) waitUntil(c)(answer.catch(() => undefined))
  return answer
}

async function forwardOnce(c: EdgeContext, path: string): Promise<Response> {
  const { limit } = c.get('edge')
  const call = limit.isOn() ? await limitedCall(c, path) : undefined
  if (call && (await limit.check(call)) === 'refused') {
    return failWith(c, 'edge_rate_limited')
  }
  const result = await callUpstream(c, path)
  if (call) limit.learn(call, statusOf(result) ?? 0)
  const isWrite = await noteResult(c, path, result)
  const response = result.ok
    ? await forwardedResponse(c, result.response, path)
    : fail(c, result.failure)
  if (isWrite) markWritten(c, response)
  return response
}

function callUpstream(c: EdgeContext, path: string): Promise<ForwardResult> {
  const edge = c.get('edge')
  const exchange = c.get('exchange')
  const { raw } = c.req
  const { given } = exchange
  const length = given.get('content-length')
  const headers = forwardHeaders(raw.headers, given, exchange, edge.config.IDENTITY_EXTRA)
  return edge.upstream.forward({
    method: raw.method,
    path,
    query: exchange.query,
    headers: withoutWritten(headers, given),
    body: BODYLESS_METHODS.has(raw.method) ? null : raw.body,
    bodyLength: length && /^\d+$/.test(length) ? Number(length) : undefined,
    signal: raw.signal,
    budget: exchange.budget,
  })
}

/**
 * Lets the rest of the edge know what a forwarded call came to: what a change may have made void is gone before it
 * is answered, and a refusal ends what it is about. Returns whether something may have been changed.
 */
async function noteResult(c: EdgeContext, path: string, result: ForwardResult): Promise<boolean> {
  const { ownWrites, observe } = c.get('edge')
  const { method } = c.req.raw
  const status = statusOf(result)
  const mayHaveChanged =
    !isSafeMethod(method) && (status === undefined || status < 400 || status >= 500)
  if (!result.ok) observe(await clientRequest(c), { method, path, failure: result.failure })
  if (mayHaveChanged) await ownWrites.note(await clientRequest(c), path)
  return mayHaveChanged
}

async function limitedCall(c: EdgeContext, path: string): Promise<LimitedCall> {
  const { method, caller, hasCredential, address } = await clientRequest(c)
  return { method, path, address, caller: hasCredential ? caller : undefined }
}

/** Silence has no status: the change may have been made all the same. */
function statusOf(result: ForwardResult): number | undefined {
  if (result.ok) return result.response.status
  return result.failure.kind === 'answer' ? result.failure.status : undefined
}

/** Makes the response of the upstream's own headers, so that they keep their bytes, and edits them in their place. */
async function forwardedResponse(
  c: EdgeContext,
  upstream: Response,
  path: string,
): Promise<Response> {
  const { status, headers } = upstream
  const { body, isChanged } = await forwardedBody(c, upstream, path)
  const response = new Response(body, { status, headers })
  if (isChanged) deleteBodyHeaders(response.headers)
  editHeaders(c, response.headers, status, path)
  return response
}

function forwardedBody(
  c: EdgeContext,
  upstream: Response,
  path: string,
): MovedBody | Promise<MovedBody> {
  const isWithout = NULL_BODY_STATUSES.has(upstream.status)
  if (isWithout || !holdsEntities(path) || !mayHoldLinks(upstream)) {
    return { body: upstream.body, isChanged: false }
  }
  const { UPSTREAM_URL: upstreamUrl } = c.get('edge').config
  return moveBodyLinks(upstream, { apiBase: c.get('exchange').apiBase, upstreamUrl })
}

function editHeaders(c: EdgeContext, headers: Headers, status: number, path: string): void {
  const { UPSTREAM_URL: upstreamUrl } = c.get('edge').config
  const { headers: common, vary, publicBase, apiBase, query } = c.get('exchange')
  const names = deleteUpstreamsOwn(headers)
  if (names.includes('set-cookie')) moveCookies(headers, cookieScope(publicBase, upstreamUrl))
  const scope = { apiBase, upstreamUrl, target: path + query }
  for (const name of ['location', 'content-location', 'link']) {
    const value = names.includes(name) ? headers.get(name) : null
    if (value === null) continue
    const moved = name === 'link' ? edgeLinks(value, scope) : edgeLocation(value, scope)
    // One that did not change keeps its bytes.
    if (moved !== value) headers.set(name, moved)
  }
  const isSandboxed =
    !path.startsWith(SIGN_IN_PATHS) && isActiveContent(headers.get('content-type'))
  if (isSandboxed) headers.append('content-security-policy', SANDBOX)
  for (const [name, value] of Object.entries(common)) {
    if (!names.includes(name.toLowerCase())) headers.set(name, value)
  }
  // RFC 9111 section 3.2: what a 304 says is taken over into the stored answer, whose own words these are not.
  if (status !== 304 && !names.includes('cache-control')) {
    headers.set('cache-control', 'private, no-store')
  }
  if (vary) headers.append('vary', vary)
}
