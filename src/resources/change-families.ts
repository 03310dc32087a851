/**
 * What a change of the API's may be of, by its path; the first that fits. A path that is in no family may change
 * anything.
 */
export const CHANGE_FAMILIES = {
  harnesses: /^\/v1\/harnesses(?:\/|$)/,
  /** `default` and the base harness are the organisation's to choose. */
  org: /^\/v1\/orgs\/[^/]+$/,
  sessions: /^\/v1\/sessions(?:\/|$)/,
  /** A triggered health check runs in real sessions. */
  'health-checks': /^\/v1\/agents\/[^/]+\/health-checks$/,
  agents: /^\/v1\/agents(?:\/|$)/,
  apps: /^\/v1\/apps(?:\/|$)/,
  /** Whatever an agent's prompt and tools are made of. */
  models: /^\/v1\/(?:capabilities|mcp-servers|models|plugins|providers|skills)(?:\/|$)/,
} as const

/** A family of changes. */
export type ChangeFamily = keyof typeof CHANGE_FAMILIES
