import type { Result } from 'hono/router'
import { PatternRouter } from 'hono/router/pattern-router'

/**
 * Finds one route, the first that fits. Hono chains all that do, and a chain is made of promises; a single
 * handler it calls as it is.
 */
export class FirstMatchRouter<T> extends PatternRouter<T> {
  override readonly name = 'FirstMatchRouter'

  override match(method: string, path: string): Result<T> {
    const [handlers] = super.match(method, path)
    return [handlers.slice(0, 1)] as Result<T>
  }
}
