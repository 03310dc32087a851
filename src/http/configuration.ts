import { createMiddleware } from 'hono/factory'
import type { ConfigFault } from '../config.ts'
import type { Edge } from '../edge.ts'
import type { EdgeEnv } from './context.ts'
import { failWith } from './problems.ts'
import { setPublicUrl } from './target.ts'

/** An isolate's edge, or what is wrong with its configuration. */
export type Setup = { ok: true; edge: Edge } | { ok: false; faults: ConfigFault[] }

/**
 * Hands the isolate's edge to every request. A variable that breaks its rule stops every request: a deployment that
 * ignores its configuration is worse than none.
 *
 * @param setupOf makes the edge on the first request and returns the same after that
 */
export function configuration(setupOf: (env: unknown) => Setup) {
  return createMiddleware<EdgeEnv>(async function configuration(c, next) {
    const setup = setupOf(c.env)
    if (setup.ok) {
      const { edge } = setup
      c.set('edge', edge)
      const { PUBLIC_URL } = edge.config
      if (PUBLIC_URL !== '') setPublicUrl(c.get('exchange'), PUBLIC_URL)
      return next()
    }
    const detail = setup.faults.map(({ variable, rule }) => `${variable} ${rule}.`).join(' ')
    const errors = setup.faults.map(({ variable, rule }) => ({
      pointer: `/${variable}`,
      detail: rule,
    }))
    const line = { error: 'invalid_configuration', detail, request_id: c.get('exchange').requestId }
    // biome-ignore lint/suspicious/noConsole: the log of a Worker is its console
    console.error(JSON.stringify(line))
    return failWith(c, 'invalid_configuration', { detail, errors })
  })
}
