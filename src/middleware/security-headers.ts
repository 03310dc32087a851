import type { MiddlewareHandler } from 'hono'
import type { EdgeEnv } from '../context.ts'

/** Nothing the edge makes is a page to be framed, sniffed or scripted. What is forwarded keeps its own. */
const DEFAULTS: readonly (readonly [string, string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
]

/** Adds the security headers that a response does not have. */
export function securityHeaders(): MiddlewareHandler<EdgeEnv> {
  return async function addSecurityHeaders(c, next) {
    await next()
    for (const [name, value] of DEFAULTS) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value)
    }
  }
}
