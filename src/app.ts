import { HonoBase } from 'hono/hono-base'
import { type EdgeContext, type EdgeEnv, fail } from './http/context.ts'
import { createFrame } from './http/frame.ts'
import { routedPath } from './http/target.ts'
import { FirstMatchRouter } from './routes/first-match-router.ts'
import { forward } from './routes/forward.ts'
import { HARNESS_ROUTES } from './routes/harnesses.ts'
import { HEALTH_CHECK_ROUTES } from './routes/health-checks.ts'
import { META_ROUTES } from './routes/meta.ts'
import { PROBLEM_ROUTES } from './routes/problems.ts'
import type { Route } from './routes/route.ts'
import { SESSION_ROUTES } from './routes/sessions.ts'

/** What the edge takes from outside, so that tests can hold it still. */
export interface AppOptions {
  /** Epoch milliseconds. */
  now: () => number
  /** 0 to 1, for jitter. */
  random: () => number
}

/** The first that fits answers. */
const ROUTES: readonly Route[] = [
  ...META_ROUTES,
  ...PROBLEM_ROUTES,
  ...HARNESS_ROUTES,
  ...SESSION_ROUTES,
  ...HEALTH_CHECK_ROUTES,
  { method: 'ALL', path: '/v1/*', handle: (c) => forward(c) },
]

/**
 * The edge: every route, and around each of them what is done for all. Make one an isolate.
 *
 * @example
 * ```ts
 * export default createApp({ now: () => Date.now(), random: () => Math.random() })
 * ```
 */
export function createApp(options: AppOptions): HonoBase<EdgeEnv> {
  const app = new HonoBase<EdgeEnv>({ getPath: routedPath, router: new FirstMatchRouter() })
  const frame = createFrame(options)
  for (const { method, path, handle } of ROUTES) app.on(method, path, frame(path, handle))
  app.notFound(frame('none', unknownRoute))
  return app
}

function unknownRoute(c: EdgeContext): Response {
  return fail(c, { kind: 'edge', code: 'route_not_found' })
}

/** The type of the edge's app, for typed clients and tests. */
export type App = ReturnType<typeof createApp>
