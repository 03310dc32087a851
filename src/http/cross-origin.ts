import { createMiddleware } from 'hono/factory'
import { cookieValues } from '../syntax/cookies.ts'
import { parseCredential } from '../syntax/credential.ts'
import { isSafeMethod } from '../syntax/method.ts'
import type { EdgeContext, EdgeEnv } from './context.ts'
import { fail } from './problems.ts'
import { type HeaderRecord, respond } from './responses.ts'

const ALLOWED_METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE'

const ALLOWED_HEADERS = [
  ...[
    'X-Org-Id',
    'Authorization',
    'Content-Type',
    'If-None-Match',
    'Last-Event-ID',
    'X-Request-ID',
  ],
  ...['Everruns-Change-Reason', 'Idempotency-Key', 'Cache-Control'],
].join(', ')

const EXPOSED_HEADERS = [
  ...['ETag', 'Link', 'Age', 'Cache-Status', 'Retry-After', 'X-Request-ID', 'X-Total-Count'],
  ...['Content-Disposition', 'Server-Timing'],
].join(', ')

/** How long a browser may keep the answer of a preflight; browsers cap it at two hours or less. */
const PREFLIGHT_MAX_AGE_SECONDS = 7_200

/** A cookie of these authenticates a request by itself, whoever made the browser send it. */
const CREDENTIAL_COOKIES = ['access_token', 'refresh_token']

/**
 * Fetch, "CORS protocol": answers preflights and marks answers for the configured origins only, errors
 * too. And because a cookie goes along with whatever page makes the browser ask, a change that is
 * authenticated by one needs an origin that is the edge's own or allowed.
 */
function checkOrigin(c: EdgeContext): Response | undefined {
  const { ALLOWED_ORIGINS } = c.var.edge.config
  const origin = c.req.raw.headers.get('origin')
  const isAllowed = origin !== null && ALLOWED_ORIGINS.includes(origin)
  const exchange = c.var.exchange
  if (isAllowed) Object.assign(exchange.headers, allowing(origin))
  if (ALLOWED_ORIGINS.length > 0) exchange.vary = 'Origin'
  if (origin !== null && isPreflight(c)) {
    return isAllowed ? preflight(c) : fail(c, { kind: 'edge', code: 'origin_not_allowed' })
  }
  const isRefused = isForgeable(c) && !isAllowed && !isOwn(c, origin)
  return isRefused ? fail(c, { kind: 'edge', code: 'origin_not_allowed' }) : undefined
}

function isPreflight(c: EdgeContext): boolean {
  const { headers, method } = c.req.raw
  return method === 'OPTIONS' && headers.has('access-control-request-method')
}

function preflight(c: EdgeContext): Response {
  const headers = {
    'Access-Control-Allow-Methods': ALLOWED_METHODS,
    'Access-Control-Allow-Headers': ALLOWED_HEADERS,
    'Access-Control-Max-Age': String(PREFLIGHT_MAX_AGE_SECONDS),
    'Cache-Control': 'private, no-store',
  }
  return respond(c, null, headers, 204)
}

function allowing(origin: string): HeaderRecord {
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Expose-Headers': EXPOSED_HEADERS,
  }
}

/** Whether another site's page could have made the browser send this change with its user's cookie. */
function isForgeable(c: EdgeContext): boolean {
  if (isSafeMethod(c.req.raw.method)) return false
  const { headers } = c.req.raw
  if (parseCredential(headers.get('authorization'))) return false
  const cookie = headers.get('cookie')
  return CREDENTIAL_COOKIES.some((name) => cookieValues(cookie, name).length > 0)
}

function isOwn(c: EdgeContext, origin: string | null): boolean {
  if (origin !== null) return origin === c.var.exchange.origin
  return c.req.raw.headers.get('sec-fetch-site') === 'same-origin'
}

/** Answers preflights, marks answers for the configured origins, and refuses forged changes; see above. */
export function crossOrigin() {
  return createMiddleware<EdgeEnv>(async function crossOrigin(c, next) {
    return checkOrigin(c) ?? next()
  })
}
