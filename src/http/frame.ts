import type { AppOptions } from '../app.ts'
import type { Handler } from '../routes/route.ts'
import { configuration } from './configuration.ts'
import { type EdgeContext, fail } from './context.ts'
import { checkOrigin } from './cross-origin.ts'
import { logRequest, openRequest } from './exchange.ts'
import { checkPath } from './path-check.ts'

/** Puts a route's handler into what is done for every request; see {@link createFrame}. */
export type Frame = (route: string, handle: Handler) => Handler

/**
 * What is done for every request, in its order: its facts, the configuration, the origin, the path; then the
 * route's handler; then the log line. Each may answer in the handler's place. An error of any of them is a
 * problem. Plain calls and no promises, so that an answer that is there already leaves at once.
 */
export function createFrame(options: AppOptions): Frame {
  const { now } = options
  const configure = configuration(options)
  return (route, handle) => {
    const answer = (c: EdgeContext) => configure(c) ?? checkOrigin(c) ?? checkPath(c) ?? handle(c)
    return function answerRequest(c) {
      openRequest(c, route, now())
      const finish = (response: Response) => logRequest(c, response, now())
      const recover = (error: unknown) => finish(failInternally(c, error))
      try {
        const response = answer(c)
        return response instanceof Promise ? response.then(finish).catch(recover) : finish(response)
      } catch (error) {
        return recover(error)
      }
    }
  }
}

function failInternally(c: EdgeContext, error: unknown): Response {
  const name = error instanceof Error ? error.name : 'unknown'
  // biome-ignore lint/suspicious/noConsole: the log of a Worker is its console
  console.error(JSON.stringify({ error: name, request_id: c.get('facts').requestId }))
  return fail(c, { kind: 'edge', code: 'edge_internal_error' })
}
