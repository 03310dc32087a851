import { createMiddleware } from 'hono/factory'
import { cookieValues } from '../syntax/cookies.ts'
import { parseCredential } from '../syntax/credential.ts'
import type { HeaderRecord } from '../syntax/header-record.ts'
import type { ReadableHeaders } from '../syntax/header-table.ts'
import { HOP_BY_HOP } from '../syntax/hop-by-hop.ts'
import { isToken, trimSpace } from '../syntax/list.ts'
import { isSafeMethod } from '../syntax/method.ts'
import type { EdgeContext, EdgeEnv } from './context.ts'
import { failWith } from './problems.ts'
import { respond } from './responses.ts'

const ALLOWED_METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE'

/** Allowed whether or not a preflight names them: what clients of this API send. */
const ALLOWED_HEADERS = [
  ...['x-org-id', 'authorization', 'content-type', 'if-none-match', 'last-event-id'],
  ...['x-request-id', 'everruns-change-reason', 'idempotency-key', 'cache-control'],
]

/** A page has no use for more headers of its own; all are named in every answer. */
const MAX_NAMED_HEADERS = 60

const EXPOSED_HEADERS = [
  ...['ETag', 'Link', 'Age', 'Cache-Status', 'Retry-After', 'X-Request-ID', 'X-Total-Count'],
  ...['Content-Disposition', 'Server-Timing', 'Preference-Applied', 'Date', 'Deprecation'],
  ...['Sunset', 'RateLimit', 'RateLimit-Policy', 'WWW-Authenticate', 'Everruns-Edge-Written'],
].join(', ')

/** How long a browser may keep the answer of a preflight; browsers cap it at two hours or less. */
const PREFLIGHT_MAX_AGE_SECONDS = 7_200

/** A cookie of these authenticates a request by itself, whoever made the browser send it. */
const CREDENTIAL_COOKIES = ['access_token', 'refresh_token']

/**
 * Answers preflights (Fetch, "CORS protocol") and marks answers for the configured origins only, errors
 * too. And because a cookie goes along with whatever page makes the browser ask, a change that is
 * authenticated by one must not come from another site's page.
 */
export function crossOrigin() {
  return createMiddleware<EdgeEnv>(async function crossOrigin(c, next) {
    return checkOrigin(c) ?? next()
  })
}

function checkOrigin(c: EdgeContext): Response | undefined {
  const edge = c.get('edge')
  const exchange = c.get('exchange')
  const { ALLOWED_ORIGINS } = edge.config
  const { given } = exchange
  const { method } = c.req
  const origin = given.get('origin')
  const isAllowed = origin !== null && ALLOWED_ORIGINS.includes(origin)
  if (isAllowed) Object.assign(exchange.headers, allowing(origin))
  if (ALLOWED_ORIGINS.length > 0) exchange.vary = 'Origin'
  if (origin !== null && isPreflight(method, given)) {
    return isAllowed ? preflight(c) : failWith(c, 'origin_not_allowed')
  }
  if (!isForgeable(method, given)) return undefined
  const isRefused = isFromElsewhere(given, [...ownOrigins(c), ...ALLOWED_ORIGINS])
  return isRefused ? failWith(c, 'origin_not_allowed') : undefined
}

function isPreflight(method: string, headers: ReadableHeaders): boolean {
  return method === 'OPTIONS' && headers.has('access-control-request-method')
}

function preflight(c: EdgeContext): Response {
  const named = c.get('exchange').given.get('access-control-request-headers')
  const headers = {
    'Access-Control-Allow-Methods': ALLOWED_METHODS,
    'Access-Control-Allow-Headers': allowedHeaders(named),
    'Access-Control-Max-Age': String(PREFLIGHT_MAX_AGE_SECONDS),
    'Cache-Control': 'private, no-store',
    Vary: 'Access-Control-Request-Headers',
  }
  return respond(c, null, headers, 204)
}

/**
 * Returns the list of headers that a page of an allowed origin may send. A page of an origin that is trusted may
 * send what it likes, as if it stood on the edge's own: tracing adds headers that nobody can list beforehand.
 *
 * @param named the `Access-Control-Request-Headers` of its preflight
 */
function allowedHeaders(named: string | null): string {
  const allowed = new Set(ALLOWED_HEADERS)
  for (const name of (named ?? '').split(',', MAX_NAMED_HEADERS)) {
    const header = trimSpace(name).toLowerCase()
    if (isToken(header) && !HOP_BY_HOP.includes(header)) allowed.add(header)
  }
  return [...allowed].join(', ')
}

function allowing(origin: string): HeaderRecord {
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Expose-Headers': EXPOSED_HEADERS,
    'Timing-Allow-Origin': origin,
  }
}

/** Tells whether another site's page could have made the browser send this change with its user's cookie. */
function isForgeable(method: string, headers: ReadableHeaders): boolean {
  if (isSafeMethod(method) || parseCredential(headers.get('authorization'))) return false
  const cookie = headers.get('cookie')
  return CREDENTIAL_COOKIES.some((name) => cookieValues(cookie, name).length > 0)
}

/** Returns the origins by which clients reach the edge itself. */
function ownOrigins(c: EdgeContext): string[] {
  const { origin, publicBase } = c.get('exchange')
  return publicBase === origin ? [origin] : [origin, new URL(publicBase).origin]
}

/**
 * Tells whether a browser says that a request comes from another site's page. Browsers say so in
 * `Sec-Fetch-Site`, older ones in `Origin` alone; what has neither header was sent by no page of theirs
 * (as in Go's `http.CrossOriginProtection`).
 *
 * @param trusted origins whose pages may change things with their user's cookie
 */
function isFromElsewhere(headers: ReadableHeaders, trusted: readonly string[]): boolean {
  const origin = headers.get('origin')
  if (origin !== null) return !trusted.includes(origin)
  const site = headers.get('sec-fetch-site')
  return site !== null && site !== 'same-origin' && site !== 'none'
}
