export { normalizeBaseUrl } from './base-url.ts'
export { type CacheInfo, cacheOf } from './cache-status.ts'
export {
  createEdge,
  type Edge,
  type EdgeAnswer,
  type EdgeMethod,
  type EdgeOptions,
} from './client.ts'
export {
  EdgeProblem,
  type FailureKind,
  type Followed,
  type FollowOptions,
  type InputError,
  type Problem,
  type ProblemAction,
} from './problem.ts'
export type { components, operations, paths } from './schema.ts'

import type { components } from './schema.ts'

type Schemas = components['schemas']

/** A harness. */
export type Harness = Schemas['Harness']
/** A harness with its stats, as `expand=stats` gives it. */
export type BoardHarness = Schemas['BoardHarness']
/** Counters of a harness or agent. */
export type Stats = Schemas['Stats']
/** A session. */
export type Session = Schemas['Session']
/** A page of sessions. */
export type SessionPage = Schemas['SessionPage']
/** A row of a page: a whole session or, with `fields`, the members that were asked for. */
export type SessionRow = Schemas['SessionRow']
/** A run of an agent's health check. */
export type HealthCheckRun = Schemas['HealthCheckRun']
/** The newest run of an agent, and whether the agent has changed since. */
export type LatestHealthCheck = Schemas['LatestHealthCheck']
