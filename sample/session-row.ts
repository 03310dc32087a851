import { type SampleUser, USERS } from './callers.ts'
import type { Micros } from './instant.ts'
import type { Content, Organisation, Session, SessionStatus, Usage, World } from './model.ts'

/** What a new session may be given; the rest gets a plain value. */
export interface NewSession {
  id?: string | undefined
  harnessId: string
  agentId?: string | undefined
  owner?: SampleUser
  status?: SessionStatus
  createdAt?: Micros
  source?: string
  content?: Content
}

/** A session that has used nothing yet. */
export const NO_USAGE: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheCreationTokens: 0,
  actualCostUsd: undefined,
  estimatedCostUsd: 0,
}

const FEATURES = ['file_system', 'secrets', 'key_value']

/** Inserts a session into an organisation. */
export function createSession(world: World, org: Organisation, given: NewSession): Session {
  const createdAt = given.createdAt ?? world.now()
  const session: Session = {
    id: given.id ?? world.newId('session'),
    harnessId: given.harnessId,
    agentId: given.agentId,
    owner: given.owner ?? USERS.ada,
    status: given.status ?? 'started',
    createdAt,
    updatedAt: createdAt,
    startedAt: undefined,
    finishedAt: undefined,
    lastTurnAt: undefined,
    turnEndsAt: undefined,
    turns: 0,
    failed: false,
    archived: false,
    source: given.source ?? 'api',
    usage: { ...NO_USAGE },
    pinnedBy: new Set(),
    content: { features: FEATURES, tags: [], ...given.content },
    messages: [],
    events: [],
  }
  org.sessions.set(session.id, session)
  return session
}
