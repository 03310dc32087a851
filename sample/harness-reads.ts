import { requireStats } from './authentication.ts'
import { presentHarnessWithCounts } from './entities.ts'
import { EXAMPLES } from './harness-examples.ts'
import { DEFAULT_ALIAS, findByName, isName, requireHarness } from './harness-lookup.ts'
import type { Harness } from './model.ts'
import { json, refuse } from './problem.ts'
import { isId, readBoolean, readQuery, readText, rejectQuery } from './query.ts'
import type { Handler } from './router.ts'
import { computeStats } from './stats.ts'

const SEARCH_MAX_TOKENS = 8

/** `GET /v1/harnesses`: everything at once, newest first. */
export const listHarnesses: Handler = ({ world, url, caller }) => {
  const query = readQuery(url, { search: readText, include_archived: readBoolean })
  const tokens = (query.search ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const rows = [...caller.org.harnesses.values()]
    .filter(
      ({ status }) => status === 'active' || (query.include_archived && status === 'archived'),
    )
    .filter((row) => matches(row, tokens.slice(0, SEARCH_MAX_TOKENS)))
    .toSorted((a, b) => b.createdAt - a.createdAt)
  return json({ data: rows.map((row) => presentHarnessWithCounts(world, caller.org, row)) })
}

/** `GET /v1/harnesses/{id or name}`. */
export const getHarness: Handler = ({ world, params, caller }) => {
  const harness = requireHarness(world, caller, params.x ?? '')
  return json(presentHarnessWithCounts(world, caller.org, harness))
}

/** `GET /v1/harnesses/{id or name}/stats`: direct bindings only. */
export const getHarnessStats: Handler = ({ world, params, caller }) => {
  requireStats(caller)
  const { id } = requireHarness(world, caller, params.x ?? '')
  const sessions = [...caller.org.sessions.values()].filter(({ harnessId }) => harnessId === id)
  return json(computeStats(world, caller.org, id, sessions))
}

/** `GET /v1/harnesses/check-name`: 200 even for a name that nobody could take. */
export const checkHarnessName: Handler = ({ url, caller }) => {
  const { name, exclude_id } = readQuery(url, { name: readText, exclude_id: readText })
  if (name === undefined) return rejectQuery('missing field `name`')
  if (exclude_id !== undefined && !isId('harness', exclude_id)) refuse(400, 'Invalid harness ID')
  const holder = findByName(caller.org, name)
  const isFree = !holder || holder.id === exclude_id
  return json({ available: isName(name) && name !== DEFAULT_ALIAS && isFree })
}

/** `GET /v1/harness-examples`: a bare array. */
export const listHarnessExamples: Handler = () => json(EXAMPLES)

function matches(harness: Harness, tokens: string[]): boolean {
  const { display_name = '', description = '' } = harness.content
  const text = `${display_name} ${harness.name} ${description}`.toLowerCase()
  return tokens.every((token) => text.includes(token))
}
