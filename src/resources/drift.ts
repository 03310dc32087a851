import { isObject } from '../syntax/json.ts'
import type { ResourceKind } from './table.ts'

/** Writes one line to the log of the isolate. */
export type Log = (line: Record<string, unknown>) => void

/** The members that a body is documented to have and that the edge does not rely on, with their JSON types. */
const DOCUMENTED: Partial<Record<ResourceKind, Readonly<Record<string, string>>>> = {
  harness: { status: 'string', created_at: 'string', updated_at: 'string' },
  stats: {
    session_count: 'number',
    execution_count: 'number',
    total_input_tokens: 'number',
    total_output_tokens: 'number',
    total_cost_usd: 'number',
  },
  latest: { config_changed: 'boolean' },
  run: { id: 'string', agent_id: 'string', status: 'string', created_at: 'string' },
}

/**
 * Creates what tells an operator that bodies depart from what is documented: once an isolate and kind, since a
 * departure comes with every answer. The answer itself is passed on as it came.
 */
export function createDriftLog(log: Log): (kind: ResourceKind, body: unknown) => void {
  const told = new Set<ResourceKind>()
  return function noteDrift(kind, body) {
    const documented = DOCUMENTED[kind]
    if (!documented || told.has(kind) || !isObject(body)) return
    const members = Object.keys(documented).filter((name) => typeof body[name] !== documented[name])
    if (members.length === 0) return
    told.add(kind)
    log({ drift: kind, members })
  }
}
