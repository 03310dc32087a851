import { presentSession } from './entities.ts'
import { type Micros, parseInstant } from './instant.ts'
import type { Caller, Session, World } from './model.ts'
import { pageOf } from './page.ts'
import { json, refuse } from './problem.ts'
import { readBoolean, readId, readQuery, readText, readUint32 } from './query.ts'
import type { Handler } from './router.ts'

/** The parameters that choose sessions, in lists as in facets. */
export const SESSION_READERS = {
  agent_id: readId('agent'),
  search: readText,
  offset: readUint32,
  limit: readUint32,
  source: readText,
  status: readText,
  mine: readBoolean,
  created_after: readText,
  created_before: readText,
  order: readText,
  include_archived: readBoolean,
  archived_only: readBoolean,
  side_chats_only: readBoolean,
  playground_user_id: readText,
} as const

/** What was asked for. */
export type SessionQuery = ReturnType<typeof readQuery<typeof SESSION_READERS>>

/** What the filter `status` means: derived from the session, and not its `status`. */
export const ACTIVITIES = new Map<string, (session: Session) => boolean>([
  ['running', ({ status }) => status === 'active' || status === 'waitingfortoolresults'],
  ['paused', ({ status }) => status === 'paused'],
  ['failed', ({ status, failed }) => status === 'idle' && failed],
  ['completed', ({ status, failed }) => status === 'idle' && !failed],
  ['idle', ({ status }) => status === 'started'],
])

const ORDERS = new Map<string, (session: Session) => Micros>([
  ['created_at', (session) => session.createdAt],
  ['last_activity', (session) => session.updatedAt],
])

/** `GET /v1/sessions`: newest first; equal times come in another order on every call. */
export const listSessions: Handler = ({ world, url, caller }) => {
  const query = readQuery(url, SESSION_READERS)
  const keep = createFilter(query, caller)
  const timeOf = ORDERS.get(query.order ?? 'created_at') ?? refuse(400, 'Unknown value for order')
  const rows = sortUnstably(world, [...caller.org.sessions.values()].filter(keep), timeOf)
  const present = (row: Session) => presentSession(world, caller.org, row, caller.user.name)
  return json(pageOf(world, url, rows, query, present))
}

/** Returns whether a session is one of those that a query asks for. */
export function createFilter(query: SessionQuery, caller: Caller): (session: Session) => boolean {
  const activities = splitList(query.status).map(
    (name) => ACTIVITIES.get(name) ?? refuse(400, `Unknown status: ${name}`),
  )
  const sources = splitList(query.source)
  const after = readBound(query.created_after, 'created_after')
  const before = readBound(query.created_before, 'created_before')
  const search = query.search?.toLowerCase() ?? ''
  const tests: ((session: Session) => boolean)[] = [
    ({ archived }) => (query.archived_only ? archived : query.include_archived || !archived),
    ({ agentId }) => query.agent_id === undefined || agentId === query.agent_id,
    ({ content }) =>
      String(content.title ?? '')
        .toLowerCase()
        .includes(search),
    ({ source }) => sources.length === 0 || sources.includes(source),
    (session) => activities.length === 0 || activities.some((fits) => fits(session)),
    ({ owner }) => !query.mine || owner.id === caller.user.id,
    ({ createdAt }) => after === undefined || createdAt >= after,
    ({ createdAt }) => before === undefined || createdAt < before,
    ({ source }) => !query.side_chats_only || source === 'side_chat',
  ]
  return (session) => tests.every((test) => test(session))
}

/** The database promises nothing among equal times; this makes sure that nobody relies on it. */
function sortUnstably(
  world: World,
  sessions: Session[],
  timeOf: (session: Session) => Micros,
): Session[] {
  return sessions
    .map((session) => ({ session, time: timeOf(session), lot: world.shuffle.next() }))
    .sort((a, b) => b.time - a.time || a.lot - b.lot)
    .map(({ session }) => session)
}

function splitList(text: string | undefined): string[] {
  return (text ?? '').split(',').filter(Boolean)
}

function readBound(text: string | undefined, name: string): Micros | undefined {
  if (text === undefined) return undefined
  return parseInstant(text) ?? refuse(400, `${name} is not an RFC 3339 date and time`)
}
