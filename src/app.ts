import { RegExpRouter } from 'hono/router/reg-exp-router'
import { Hono } from 'hono/tiny'
import type { EdgeOptions } from './edge.ts'
import { configuration, type Setup } from './http/configuration.ts'
import type { EdgeEnv } from './http/context.ts'
import { crossOrigin } from './http/cross-origin.ts'
import { exchange } from './http/exchange.ts'
import { failInternally } from './http/internal-error.ts'
import { pathRules } from './http/path-rules.ts'
import { fail } from './http/problems.ts'
import { routedPath } from './http/target.ts'
import { agents } from './routes/agents.ts'
import { forward } from './routes/forward.ts'
import { harnesses } from './routes/harnesses.ts'
import { lists } from './routes/lists.ts'
import { meta } from './routes/meta.ts'
import { problems } from './routes/problems.ts'
import { sessions } from './routes/sessions.ts'

/**
 * Creates the edge's app: what is done for every request, then one sub-app a resource; everything else under `/v1`
 * is forwarded. `/api/v1/…` is routed as `/v1/…`.
 *
 * @param setupOf returns the isolate's edge, or what is wrong with its configuration
 */
export function createApp(options: EdgeOptions, setupOf: (env: unknown) => Setup): Hono<EdgeEnv> {
  const app = new Hono<EdgeEnv>({ getPath: routedPath })
  // One expression for all routes, where the preset's router tries each of them.
  app.router = new RegExpRouter()

  app.use(exchange(options))
  app.use(configuration(setupOf))
  app.use(crossOrigin())
  app.use(pathRules())

  app.route('/', meta)
  app.route('/problems', problems)
  app.route('/', lists)
  app.route('/v1/harnesses', harnesses)
  app.route('/v1/agents', agents)
  app.route('/v1/sessions', sessions)
  app.all('/v1/*', (c) => forward(c))

  app.notFound((c) => fail(c, { kind: 'edge', code: 'route_not_found' }))
  app.onError(failInternally)
  return app
}
