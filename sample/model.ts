import type { Attendance } from './attendance.ts'
import type { Membership, SampleUser } from './callers.ts'
import type { Micros } from './instant.ts'
import type { SampleOptions } from './options.ts'
import type { Random } from './random.ts'

/** Optional members of a body exactly as they go out, names and all; absent ones are omitted. */
export type Content = Record<string, unknown>

/** `deleted` is a tombstone: no read finds it. */
export type Lifecycle = 'active' | 'archived' | 'deleted'

/** A row of harnesses. */
export interface Harness {
  id: string
  name: string
  status: Lifecycle
  isBuiltIn: boolean
  parentId: string | undefined
  createdAt: Micros
  updatedAt: Micros
  archivedAt: Micros | undefined
  content: Content
}

/** A row of agents. */
export interface Agent {
  id: string
  /** What health-check runs call the agent; differs from `id` where the client chose the `id`. */
  internalId: string
  name: string
  status: Lifecycle
  harnessId: string
  createdAt: Micros
  updatedAt: Micros
  content: Content
}

/** All of Session.status on the wire. */
export const SESSION_STATUSES = [
  'started',
  'active',
  'idle',
  'waitingfortoolresults',
  'paused',
] as const
/** One spelling of Session.status. */
export type SessionStatus = (typeof SESSION_STATUSES)[number]

/** Sums over the model calls of a session. */
export interface Usage {
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheCreationTokens: number
  /** Reported by the provider; undefined for providers that report none. */
  actualCostUsd: number | undefined
  estimatedCostUsd: number
}

/** An event of a session, as it goes out. */
export interface SessionEvent {
  id: string
  type: string
  ts: string
  session_id: string
  context: Content
  data: Content
  sequence: number
}

/** A message of a session, as it goes out. */
export interface Message {
  id: string
  session_id: string
  sequence: number
  role: 'user' | 'agent' | 'tool_result'
  content: Content[]
  created_at: string
}

/** A row of sessions with what hangs on it. */
export interface Session {
  id: string
  harnessId: string
  agentId: string | undefined
  owner: SampleUser
  status: SessionStatus
  createdAt: Micros
  updatedAt: Micros
  startedAt: Micros | undefined
  finishedAt: Micros | undefined
  lastTurnAt: Micros | undefined
  /** When the running turn ends by itself; undefined when none does. */
  turnEndsAt: Micros | undefined
  turns: number
  /** The last turn ended in an error: derived activity `failed`. */
  failed: boolean
  archived: boolean
  source: string
  usage: Usage
  /** Names of the users who pinned it. */
  pinnedBy: Set<string>
  content: Content
  messages: Message[]
  events: SessionEvent[]
}

/** A row of health-check runs; its status is a function of the clock. */
export interface Run {
  id: string
  agentId: string
  createdAt: Micros
  configHash: string
  modelId: string | undefined
  outcome: 'completed' | 'failed'
  /** It never gets past this status by itself. */
  stuckAt: 'pending' | 'running' | undefined
  /** Ended at this time whatever its age, because a test said so. */
  endedAt: Micros | undefined
  /** One session a case. */
  sessionIds: string[]
}

/** The kinds of rows that an organisation keeps in plain tables, by the segment of their path. */
export const REGISTRY_NAMES = [
  'apps',
  'capabilities',
  'mcp-servers',
  'models',
  'providers',
  'skills',
] as const
/** See REGISTRY_NAMES. */
export type RegistryName = (typeof REGISTRY_NAMES)[number]

/** A row of a plain table: apps, capabilities, MCP servers, models, providers, skills. */
export interface RegistryRow {
  id: string
  status: string
  createdAt: Micros
  updatedAt: Micros
  content: Content
}

/** Something that a user is told of; who has read it is theirs. */
export interface Notification {
  id: string
  createdAt: Micros
  title: string
  body: string
  /** Names of the users who have read it. */
  readBy: Set<string>
}

/** An organisation and all its rows. */
export interface Organisation {
  id: string
  name: string
  createdAt: Micros
  updatedAt: Micros
  defaultHarnessId: string | undefined
  baseHarnessId: string | undefined
  defaultModelId: string | undefined
  harnesses: Map<string, Harness>
  agents: Map<string, Agent>
  sessions: Map<string, Session>
  /** Oldest first. */
  runs: Run[]
  /** Apps, models, providers and the like; what an app is bound to cannot be deleted. */
  registry: Record<RegistryName, Map<string, RegistryRow>>
  /** What an administrator switched on or off. */
  featureFlags: Record<string, boolean>
  /** Newest first. */
  notifications: Notification[]
  /** Turns that workers have run unseen, by harness or agent ID: stats move without a write. */
  liveTurns: Map<string, number>
  /** Times of session creations and health-check triggers, for the bucket. */
  creations: Micros[]
}

/** A user and what can be taken from them while the sample runs. */
export interface UserState {
  user: SampleUser
  memberships: Membership[]
  revoked: boolean
}

/** Limits that a test may move; requests a minute. */
export interface Limits {
  /** All requests of one client address; 0 is off. */
  perAddress: number
  /** Session creations, forks and health-check triggers of one organisation. */
  creations: number
  /**
   * Whether `X-Forwarded-For` and `X-Real-IP` count, as where the peer is a private proxy. Where not, all that
   * comes from one edge is one address, as behind a public one.
   */
  isForwardedTrusted: boolean
}

/** All state of one sample upstream. */
export interface World {
  options: SampleOptions
  /** Current time of the sample. */
  now(): Micros
  advance(ms: number): void
  /** IDs and content. */
  random: Random
  /** Order among equal timestamps: advances with every list. */
  shuffle: Random
  orgs: Map<string, Organisation>
  users: UserState[]
  limits: Limits
  /** One-time codes of sign-ins that were used. */
  usedCodes: Set<string>
  /** Open event streams by session ID. */
  streams: Attendance
  newId(kind: string): string
}

/** Who asks, in which organisation: what every route gets. */
export interface Caller {
  user: SampleUser
  membership: Membership
  org: Organisation
}
