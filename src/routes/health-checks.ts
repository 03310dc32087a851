import { type Eventual, whenKnown } from '../eventual.ts'
import { cachedResponse } from '../http/cached-response.ts'
import type { EdgeContext } from '../http/context.ts'
import { createRead, readCached } from '../resources/reader.ts'
import type { Route } from './route.ts'

const CHECKS = '/v1/agents/:agent/health-checks'

/** An agent's latest health-check run, and one run by its ID. */
export const HEALTH_CHECK_ROUTES: readonly Route[] = [
  { method: 'GET', path: `${CHECKS}/latest`, handle: (c) => answer(c, 'latest') },
  { method: 'GET', path: `${CHECKS}/:run`, handle: (c) => answer(c, 'run') },
]

function answer(c: EdgeContext, kind: 'latest' | 'run'): Eventual<Response> {
  const read = createRead(c, kind, c.get('facts').path)
  return whenKnown(readCached(c, read), (known) => cachedResponse(c, known))
}
