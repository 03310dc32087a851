import { recall, update } from '../access/proof.ts'
import { change, endAll } from '../access/record.ts'
import { kindsChangedBy, mayEndRights } from '../cache/invalidation.ts'
import { type EdgeContext, fail, waitUntil } from '../http/context.ts'
import { toEdgeHref } from '../problem/href.ts'
import { isSafeMethod } from '../syntax/method.ts'
import { forwardHeaders, responseCookies, responseHeaders } from '../upstream/headers.ts'

/** RFC 9110 section 6.4.1: these have no body, and a `Response` made with one throws. */
const NULL_BODY_STATUSES: ReadonlySet<number> = new Set([204, 205, 304])

/** RFC 9110 section 9.3.1: a body of these means nothing, and `fetch` throws where there is one. */
const BODYLESS_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/** Headers of an upstream's error that still mean something beside the edge's problem. */
const ERROR_HEADERS = ['allow', 'www-authenticate']

/**
 * Passes the request on as it came and the answer back as it comes, both streamed. An answer of 400 and
 * above becomes a problem.
 *
 * @param path where it goes, where that is not the path that came: a harness's ID in its name's place
 */
export async function forward(c: EdgeContext, path = c.get('facts').path): Promise<Response> {
  const { config, upstream } = c.get('edge')
  const facts = c.get('facts')
  const { raw } = c.req
  const length = raw.headers.get('content-length')
  const headers = forwardHeaders(raw.headers, facts)
  const result = await upstream.forward({
    method: raw.method,
    path,
    query: facts.query,
    headers,
    body: BODYLESS_METHODS.has(raw.method) ? null : raw.body,
    bodyLength: length && /^\d+$/.test(length) ? Number(length) : undefined,
    signal: raw.signal,
    counter: facts,
  })
  if (result.ok) {
    if (isChange(raw.method, result.response.status)) await dropChanged(c, path)
    return forwardedResponse(c, result.response)
  }
  const response = fail(c, result.failure)
  if (result.headers) copyErrorHeaders(result.headers, response.headers, config.UPSTREAM_URL)
  return response
}

function isChange(method: string, status: number): boolean {
  return !isSafeMethod(method) && status >= 200 && status < 300
}

/** The caller reads its own write from here: what the write made void is gone before it is answered. */
async function dropChanged(c: EdgeContext, path: string): Promise<void> {
  const { cache, callers, config, now } = c.get('edge')
  const caller = await callers.identify(callers.prepare(c.req.raw.headers, now()))
  const kinds = kindsChangedBy(path)
  const dropping = cache.drop(caller, kinds, waitUntil(c))
  if (config.STATS_SHARING === 'proved' && kinds.includes('stats')) {
    await recall(c, caller)
    const ending = mayEndRights(path) ? endAll : change
    update(c, caller, (record) => ending(change(record, now()), now()), 'now')
  }
  await dropping
}

function forwardedResponse(c: EdgeContext, upstream: Response): Response {
  const { UPSTREAM_URL } = c.get('edge').config
  const { headers: common, vary, edgeOrigin, path } = c.get('facts')
  const headers = responseHeaders(upstream.headers)
  for (const [name, value] of Object.entries(common)) headers[name.toLowerCase()] ??= value
  headers['cache-control'] ??= 'private, no-store'
  if (vary) headers.vary = headers.vary === undefined ? vary : `${headers.vary}, ${vary}`
  const { location } = headers
  if (location !== undefined) {
    const moved = toEdgeHref(location, { apiBase: edgeOrigin, path, upstreamUrl: UPSTREAM_URL })
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

function copyErrorHeaders(from: Headers, to: Headers, upstreamUrl: string): void {
  const kept = responseHeaders(from)
  for (const name of ERROR_HEADERS) {
    const value = kept[name]
    if (value !== undefined) to.set(name, value)
  }
  addCookies(from, to, upstreamUrl)
}
