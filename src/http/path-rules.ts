import { createMiddleware } from 'hono/factory'
import type { EdgeEnv } from './context.ts'
import { failWith } from './problems.ts'
import { pathFault } from './target.ts'

/** A problem repeats its path, in links too: one that is too long is not worth it. */
const SHOWN_PATH_LENGTH = 256

/** Refuses a path that no route can have, before anything reads it. */
export function pathRules() {
  return createMiddleware<EdgeEnv>(async function pathRules(c, next) {
    const exchange = c.get('exchange')
    const code = pathFault(exchange)
    if (!code) return next()
    exchange.instance = exchange.instance.slice(0, SHOWN_PATH_LENGTH)
    exchange.path = exchange.path.slice(0, SHOWN_PATH_LENGTH)
    exchange.query = ''
    return failWith(c, code)
  })
}
