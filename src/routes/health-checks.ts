import { Hono } from 'hono/tiny'
import type { EdgeEnv } from '../context.ts'
import { answer } from './read.ts'

const LATEST = '/v1/agents/:agent/health-checks/latest'
const RUN = '/v1/agents/:agent/health-checks/:run'

/** An agent's latest health-check run, and one run by its ID. */
export function healthCheckRoutes(): Hono<EdgeEnv> {
  return new Hono<EdgeEnv>()
    .get(LATEST, (c) => {
      c.var.facts.route = LATEST
      return answer(c, 'latest', c.var.facts.path)
    })
    .get(RUN, (c) => {
      c.var.facts.route = RUN
      return answer(c, 'run', c.var.facts.path)
    })
}
