import { Hono } from 'hono/tiny'
import type { EdgeContext, EdgeEnv } from '../context.ts'
import { cachedResponse } from './cached-response.ts'
import { createRead, readCached } from './read.ts'

const LATEST = '/v1/agents/:agent/health-checks/latest'
const RUN = '/v1/agents/:agent/health-checks/:run'

/** An agent's latest health-check run, and one run by its ID. */
export function healthCheckRoutes(): Hono<EdgeEnv> {
  return new Hono<EdgeEnv>()
    .get(LATEST, (c) => {
      c.var.facts.route = LATEST
      return answer(c, 'latest')
    })
    .get(RUN, (c) => {
      c.var.facts.route = RUN
      return answer(c, 'run')
    })
}

async function answer(c: EdgeContext, kind: 'latest' | 'run'): Promise<Response> {
  return cachedResponse(c, await readCached(c, createRead(c, kind, c.var.facts.path)))
}
