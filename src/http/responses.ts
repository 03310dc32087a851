import { isNotModified } from '../syntax/entity-tags.ts'
import type { HeaderRecord } from '../syntax/header-record.ts'
import { cookieScope, edgeCookies } from '../upstream/cookies.ts'
import type { EdgeContext } from './context.ts'

const JSON_TYPE = 'application/json'

/**
 * Makes a response of the edge's own, with the headers that every response to this request has. All go into it
 * at once: to set one on a response that is there costs as much as to make a small one.
 *
 * @param headers what this response has besides
 */
export function respond(
  c: EdgeContext,
  body: BodyInit | null,
  headers: HeaderRecord,
  status = 200,
): Response {
  const { headers: common, vary } = c.get('exchange')
  const all = { ...common, ...headers }
  if (vary) all.Vary = headers.Vary ? `${headers.Vary}, ${vary}` : vary
  return new Response(body, { status, headers: all })
}

/** Responds, as {@link respond}, with a value as JSON. */
export function respondJson(
  c: EdgeContext,
  value: unknown,
  headers: HeaderRecord,
  status = 200,
): Response {
  return respond(c, JSON.stringify(value), { 'Content-Type': JSON_TYPE, ...headers }, status)
}

/** Responds, as {@link respond}, with JSON under its validator; with 304 and no body to a client that has it. */
export function respondTagged(
  c: EdgeContext,
  body: BodyInit,
  etag: string,
  headers: HeaderRecord,
): Response {
  const tagged: HeaderRecord = { ...headers, ETag: etag }
  if (isNotModified(c.get('exchange').given.get('if-none-match'), etag)) {
    return respond(c, null, tagged, 304)
  }
  tagged['Content-Type'] = JSON_TYPE
  return respond(c, body, tagged)
}

/** Adds the cookies of the upstream's answers to a response, each as one of the edge's own, and once. */
export function appendCookies(
  c: EdgeContext,
  response: Response,
  cookies: readonly string[],
): Response {
  if (cookies.length === 0) return response
  const scope = cookieScope(c.get('exchange').publicBase, c.get('edge').config.UPSTREAM_URL)
  for (const cookie of new Set(edgeCookies(cookies, scope))) {
    response.headers.append('Set-Cookie', cookie)
  }
  return response
}
