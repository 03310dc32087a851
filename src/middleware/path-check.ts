import type { MiddlewareHandler } from 'hono'
import { type EdgeEnv, fail } from '../context.ts'
import { pathFault } from '../request-path.ts'

const SHOWN_PATH_LENGTH = 256

/** Refuses a path that no route can have, before anything reads it. */
export function pathCheck(): MiddlewareHandler<EdgeEnv> {
  return async function checkPath(c, next) {
    const code = pathFault(c.var.facts)
    if (!code) return next()
    // A problem repeats its path, in links too: one that is too long is not worth it.
    const { instance, path } = c.var.facts
    c.var.facts.instance = instance.slice(0, SHOWN_PATH_LENGTH)
    c.var.facts.path = path.slice(0, SHOWN_PATH_LENGTH)
    c.var.facts.query = ''
    return fail(c, { kind: 'edge', code })
  }
}
