import type { Content, Session } from './model.ts'
import { json } from './problem.ts'
import { readQuery } from './query.ts'
import type { Handler } from './router.ts'
import { ACTIVITIES, createFilter, SESSION_READERS } from './session-list.ts'

/** `GET /v1/sessions/facets`: how many of the sessions that a query chooses share a value. */
export const getSessionFacets: Handler = ({ url, caller }) => {
  const keep = createFilter(readQuery(url, SESSION_READERS), caller)
  const sessions = [...caller.org.sessions.values()].filter(keep)
  return json({
    total: sessions.length,
    source: countValues(sessions, ({ source }) => source),
    status: [...ACTIVITIES].map(([value, fits]) => ({
      value,
      count: sessions.filter(fits).length,
    })),
    agent_id: countValues(sessions, ({ agentId }) => agentId),
    mine: sessions.filter(({ owner }) => owner.id === caller.user.id).length,
  })
}

function countValues(
  sessions: Session[],
  read: (session: Session) => string | undefined,
): Content[] {
  const counts = new Map<string, number>()
  for (const session of sessions) {
    const value = read(session)
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts]
    .toSorted(([a, m], [b, n]) => n - m || a.localeCompare(b))
    .map(([value, count]) => ({ value, count }))
}
