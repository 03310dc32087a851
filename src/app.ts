import { Hono } from 'hono/tiny'
import { type EdgeEnv, fail } from './context.ts'
import { configuration } from './middleware/configuration.ts'
import { crossOrigin } from './middleware/cross-origin.ts'
import { pathCheck } from './middleware/path-check.ts'
import { requestLog } from './middleware/request-log.ts'
import { securityHeaders } from './middleware/security-headers.ts'
import { routedPath } from './request-path.ts'
import { forward } from './routes/forward.ts'
import { harnessRoutes } from './routes/harnesses.ts'
import { healthCheckRoutes } from './routes/health-checks.ts'
import { metaRoutes } from './routes/meta.ts'
import { problemRoutes } from './routes/problems.ts'
import { sessionRoutes } from './routes/sessions.ts'

/** What the edge takes from outside, so that tests can hold it still. */
export interface AppOptions {
  /** Epoch milliseconds. */
  now: () => number
  /** 0 to 1, for jitter. */
  random: () => number
}

/**
 * The edge: every route and middleware in their order. Make one an isolate.
 *
 * @example
 * ```ts
 * export default createApp({ now: () => Date.now(), random: () => Math.random() })
 * ```
 */
export function createApp({ now, random }: AppOptions): Hono<EdgeEnv> {
  const app = new Hono<EdgeEnv>({ getPath: routedPath })
  app.use(requestLog(now))
  app.use(securityHeaders())
  app.use(configuration({ now, random }))
  app.use(crossOrigin())
  app.use(pathCheck())

  app.route('/', metaRoutes())
  app.route('/', problemRoutes())
  app.route('/', harnessRoutes())
  app.route('/', sessionRoutes())
  app.route('/', healthCheckRoutes())
  app.all('/v1/*', (c) => {
    c.var.facts.route = '/v1/*'
    return forward(c)
  })

  app.notFound((c) => fail(c, { kind: 'edge', code: 'route_not_found' }))
  app.onError((error, c) => {
    // biome-ignore lint/suspicious/noConsole: the log of a Worker is its console
    console.error(JSON.stringify({ error: error.name, request_id: c.var.facts.requestId }))
    return fail(c, { kind: 'edge', code: 'edge_internal_error' })
  })
  return app
}

/** The type of the edge's app, for typed clients and tests. */
export type App = ReturnType<typeof createApp>
