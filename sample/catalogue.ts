/** Where the sample's clock stands when it starts: the same run gives the same timestamps. */
export const BASE_INSTANT_MS = Date.UTC(2026, 9, 1, 12)

/** How many sessions organisation one starts with. */
export const SESSION_COUNT_ONE = 1200
/** How many sessions organisation two starts with. */
export const SESSION_COUNT_TWO = 36

/** Size of the largest run of sessions with one `created_at`, in organisation one. */
export const LARGEST_TIE = 40

/** Returns an ID that is the same in every run: its kind, its organisation and a number. */
export function fixedId(kind: string, org: 1 | 2, n: number): string {
  return `${kind}_019${org}5a0000007000800000000000${String(n).padStart(4, '0')}`
}

/** Harness names that mean something in both organisations, with different IDs and content. */
export const HARNESS_NAMES = {
  base: 'base',
  generic: 'generic',
  platformChat: 'platform-chat',
  /** The busiest one. */
  supportTriage: 'support-triage',
  /** Archived, in organisation one only; still holds its name. */
  archived: 'release-notes',
  /** Active, without a single session. */
  unused: 'invoice-audit',
  /** Organisation one's default; child of `generic`. */
  orgDefault: 'deep-research',
  /** Bound to a published app, so that it cannot be deleted. */
  inApp: 'web-concierge',
} as const

/** Harness IDs of organisation one by key of HARNESS_NAMES. */
export const HARNESSES_ONE = {
  base: fixedId('harness', 1, 1),
  generic: fixedId('harness', 1, 2),
  platformChat: fixedId('harness', 1, 3),
  supportTriage: fixedId('harness', 1, 4),
  archived: fixedId('harness', 1, 5),
  unused: fixedId('harness', 1, 6),
  orgDefault: fixedId('harness', 1, 7),
  inApp: fixedId('harness', 1, 8),
} as const

/** Harness IDs of organisation two; it has no archived one and none without sessions. */
export const HARNESSES_TWO = {
  base: fixedId('harness', 2, 1),
  generic: fixedId('harness', 2, 2),
  platformChat: fixedId('harness', 2, 3),
  supportTriage: fixedId('harness', 2, 4),
  orgDefault: fixedId('harness', 2, 7),
} as const

/** A well-formed harness ID that nobody has. */
export const HARNESS_UNKNOWN = `harness_${'f'.repeat(32)}`

/** Agents of organisation one, each with health-check runs in another state. */
export const AGENTS_ONE = {
  /** Newest run completed, configuration unchanged since. */
  healthy: fixedId('agent', 1, 1),
  /** Newest run failed; the agent was edited after it (`config_changed`). */
  failing: fixedId('agent', 1, 2),
  /** Newest run was triggered as the sample started: pending, then running, then completed. */
  moving: fixedId('agent', 1, 3),
  /** A run that stays pending until it is 30 minutes old and reported as failed. */
  stuckPending: fixedId('agent', 1, 4),
  /** The same with a run that stays running. */
  stuckRunning: fixedId('agent', 1, 5),
  /** No run at all: `latest` has no `run`. */
  unchecked: fixedId('agent', 1, 6),
  /** More runs than a list holds. */
  checkedOften: fixedId('agent', 1, 7),
} as const

/** The only agent of organisation two beside the shared one. */
export const AGENTS_TWO = { healthy: fixedId('agent', 2, 1) } as const

/** One public agent ID that exists in both organisations, with different content and runs. */
export const AGENT_SHARED = `agent_${'5ade'.repeat(8)}`
/** A well-formed agent ID that nobody has. */
export const AGENT_UNKNOWN = `agent_${'f'.repeat(32)}`

/** Runs worth naming. */
export const RUNS = {
  completed: fixedId('healthcheck', 1, 1),
  failed: fixedId('healthcheck', 1, 2),
  moving: fixedId('healthcheck', 1, 3),
  stuckPending: fixedId('healthcheck', 1, 4),
  stuckRunning: fixedId('healthcheck', 1, 5),
  /** Pending in the table, older than 30 minutes: reported as failed. */
  stale: fixedId('healthcheck', 1, 6),
  sharedInOne: fixedId('healthcheck', 1, 7),
  sharedInTwo: fixedId('healthcheck', 2, 7),
  unknown: `healthcheck_${'f'.repeat(32)}`,
} as const

/** Sessions of organisation one worth naming; all the others have generated IDs. */
export const SESSIONS_ONE = {
  started: fixedId('session', 1, 1),
  active: fixedId('session', 1, 2),
  idle: fixedId('session', 1, 3),
  waiting: fixedId('session', 1, 4),
  paused: fixedId('session', 1, 5),
  /** Pinned by Ada, and by nobody else. */
  pinnedByAda: fixedId('session', 1, 6),
} as const

/** A session of organisation two. */
export const SESSION_TWO = fixedId('session', 2, 1)
/** A well-formed session ID that nobody has. */
export const SESSION_UNKNOWN = `session_${'f'.repeat(32)}`
