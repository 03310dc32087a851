/**
 * What the upstream documents of the bodies that the edge reads. All objects are loose: a member
 * that is not named here passes untouched, one that is named must have its JSON type.
 * An optional member may be omitted or null. Dates are strings without a check of their form.
 */
export { type AllowedAction, allowedAction } from './shapes/action.ts'
export {
  HARNESS_STATUSES,
  type Harness,
  type HarnessList,
  harness,
  harnessList,
} from './shapes/harness.ts'
export {
  type HealthCheckRun,
  healthCheckRun,
  type LatestHealthCheck,
  latestHealthCheck,
  RUN_STATUSES,
} from './shapes/health-check.ts'
export {
  SESSION_STATUSES,
  type Session,
  type SessionPage,
  session,
  sessionPage,
} from './shapes/session.ts'
export { type ResourceStats, resourceStats } from './shapes/stats.ts'
