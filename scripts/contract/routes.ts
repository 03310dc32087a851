import type * as z from 'zod/mini'
import {
  harness,
  harnessList,
  healthCheckRun,
  latestHealthCheck,
  resourceStats,
  sessionPage,
} from '../../openapi/shapes.ts'

/** A route that the edge relies on. The names of the path's parameters do not matter. */
export type Route = {
  readonly method: 'get'
  readonly path: string
  /** The edge's schema of the 200 body. */
  readonly body: z.ZodMiniType
  /** Query parameters whose value the edge itself chooses: integers from 0 to the given greatest. */
  readonly sends: { readonly [name: string]: { readonly greatest: number } }
  /** Query parameters that callers of the edge may use and that it passes on or keys its cache by. */
  readonly passes: readonly string[]
}

const HARNESS = '/v1/harnesses/{harness}'
const HEALTH_CHECKS = '/v1/agents/{agent}/health-checks'

/** The upstream's greatest offset: it reads 32 bits without a sign and describes 32 with one. */
const GREATEST_OFFSET = 2 ** 31 - 1

/** The upstream's greatest page, which the edge asks for when it merges pages. */
const GREATEST_LIMIT = 100

const plain = { method: 'get', sends: {}, passes: [] } as const

/** Every route whose answers the edge reads. All others are forwarded unread. */
export const ROUTES: readonly Route[] = [
  { ...plain, path: HARNESS, body: harness },
  { ...plain, path: `${HARNESS}/stats`, body: resourceStats },
  {
    ...plain,
    path: '/v1/harnesses',
    body: harnessList,
    passes: ['search', 'include_archived'],
  },
  {
    ...plain,
    path: '/v1/sessions',
    body: sessionPage,
    sends: { offset: { greatest: GREATEST_OFFSET }, limit: { greatest: GREATEST_LIMIT } },
    passes: ['agent_id', 'search'],
  },
  { ...plain, path: `${HEALTH_CHECKS}/latest`, body: latestHealthCheck },
  { ...plain, path: `${HEALTH_CHECKS}/{run}`, body: healthCheckRun },
]
