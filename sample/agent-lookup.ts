import type { Agent, Caller } from './model.ts'
import { refuse } from './problem.ts'
import { isId } from './query.ts'

/**
 * An agent of the caller's organisation by ID: 400 for a malformed ID, 404 for one that is not
 * there.
 */
export function requireAgent(caller: Caller, id: string): Agent {
  if (!isId('agent', id)) refuse(400, 'Invalid agent ID')
  const agent = caller.org.agents.get(id)
  return agent && agent.status !== 'deleted' ? agent : refuse(404, 'Agent not found')
}
