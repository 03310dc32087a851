import { Hono } from 'hono/tiny'
import type { EdgeEnv } from '../context.ts'
import { answer } from './read.ts'

const LIST = '/v1/sessions'

/** The sessions list; everything below `/v1/sessions/` is forwarded. */
export function sessionRoutes(): Hono<EdgeEnv> {
  return new Hono<EdgeEnv>().get(LIST, (c) => {
    c.var.facts.route = LIST
    return answer(c, 'sessions', LIST)
  })
}
