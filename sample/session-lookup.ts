import type { Caller, Session } from './model.ts'
import { Answer, empty, refuse } from './problem.ts'
import { isId } from './query.ts'

/**
 * A session of the caller's organisation: 400 for a malformed ID, 404 for one that is not there.
 */
export function requireSession(caller: Caller, id: string): Session {
  requireSessionId(id)
  return caller.org.sessions.get(id) ?? refuse(404, 'Session not found')
}

/** The same through the older ownership check, whose 404 has no body. */
export function requireOwnedSession(caller: Caller, id: string): Session {
  requireSessionId(id)
  const session = caller.org.sessions.get(id)
  if (session) return session
  throw new Answer(empty(404))
}

function requireSessionId(id: string): void {
  if (!isId('session', id)) refuse(400, 'Invalid session ID')
}
