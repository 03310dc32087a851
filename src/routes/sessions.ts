import { Hono } from 'hono/tiny'
import { type EdgeContext, type EdgeEnv, fail } from '../context.ts'
import { createRead, load } from './read.ts'

const LIST = '/v1/sessions'

/** The sessions list; everything below `/v1/sessions/` is forwarded. */
export function sessionRoutes(): Hono<EdgeEnv> {
  return new Hono<EdgeEnv>().get(LIST, (c) => {
    c.var.facts.route = LIST
    return list(c)
  })
}

async function list(c: EdgeContext): Promise<Response> {
  const loaded = await load(c, createRead(c, 'sessions', LIST))
  if (!loaded.ok) return fail(c, loaded.failure)
  return new Response(loaded.text, {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'private, no-store' },
  })
}
