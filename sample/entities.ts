import { float, optionalFloat } from './float.ts'
import { formatInstant, type Micros } from './instant.ts'
import type {
  Agent,
  Content,
  Harness,
  Organisation,
  RegistryRow,
  Session,
  Usage,
  World,
} from './model.ts'
import type { AllowedAction } from './problem.ts'

/** An action of an entity: its path is the entity's with the suffix. */
export type ActionRow = readonly [rel: string, method: string, suffix: string, operation: string]

const HARNESS_ACTIONS: readonly ActionRow[] = [
  ['self', 'GET', '', 'get_harness'],
  ['update', 'PATCH', '', 'update_harness'],
  ['copy', 'POST', '/copy', 'copy_harness'],
  ['delete', 'DELETE', '', 'delete_harness'],
]

const AGENT_ACTIONS: readonly ActionRow[] = [
  ['self', 'GET', '', 'get_agent'],
  ['update', 'PATCH', '', 'update_agent'],
  ['versions', 'GET', '/versions', 'list_agent_versions'],
  ['copy', 'POST', '/copy', 'copy_agent'],
  ['delete', 'DELETE', '', 'delete_agent'],
]

const SESSION_ACTIONS: readonly ActionRow[] = [
  ['self', 'GET', '', 'get_session'],
  ['events', 'GET', '/events', 'list_events'],
  ['stream', 'GET', '/sse', 'stream_sse'],
  ['cancel', 'POST', '/cancel', 'cancel_turn'],
  ['update', 'PATCH', '', 'update_session'],
  ['pin', 'PUT', '/pin', 'pin_session'],
  ['unpin', 'DELETE', '/pin', 'unpin_session'],
  ['delete', 'DELETE', '', 'delete_session'],
]

/** A harness as writes answer it: with links, without counts. */
export function presentHarness(world: World, harness: Harness): Content {
  const view = `${world.options.uiBase}/harnesses/${harness.id}`
  const hidden = harness.status === 'active' ? [] : ['copy']
  return {
    id: harness.id,
    name: harness.name,
    ...dropAbsent(harness.content),
    ...dropAbsent({ parent_harness_id: harness.parentId }),
    is_built_in: harness.isBuiltIn,
    status: harness.status,
    ...presentTimes(harness),
    ...dropAbsent({ archived_at: optionalTime(harness.archivedAt) }),
    ...presentLinks(world, `harnesses/${harness.id}`, view, HARNESS_ACTIONS, hidden),
  }
}

/** A harness as reads and lists answer it: with live counts. */
export function presentHarnessWithCounts(
  world: World,
  org: Organisation,
  harness: Harness,
): Content {
  const bound = (row: { harnessId: string }) => row.harnessId === harness.id
  return {
    ...presentHarness(world, harness),
    session_count: [...org.sessions.values()].filter(bound).length,
    app_count: livingApps(org).filter(({ content }) => content.harness_id === harness.id).length,
  }
}

/** An agent with links; counts are for reads only. */
export function presentAgent(world: World, agent: Agent): Content {
  const view = `${world.options.uiBase}/agents/${agent.id}`
  return {
    id: agent.id,
    name: agent.name,
    ...dropAbsent(agent.content),
    harness_id: agent.harnessId,
    status: agent.status,
    ...presentTimes(agent),
    ...presentLinks(world, `agents/${agent.id}`, view, AGENT_ACTIONS, []),
  }
}

/** An agent as reads and lists answer it. */
export function presentAgentWithCounts(world: World, org: Organisation, agent: Agent): Content {
  const bound = (row: { agentId: string | undefined }) => row.agentId === agent.id
  return {
    ...presentAgent(world, agent),
    session_count: [...org.sessions.values()].filter(bound).length,
    app_count: livingApps(org).filter(({ content }) => content.agent_id === agent.id).length,
  }
}

/** A session as one user sees it: `is_pinned` and the pin action are theirs. */
export function presentSession(
  world: World,
  org: Organisation,
  session: Session,
  userName: string,
): Content {
  const isPinned = session.pinnedBy.has(userName)
  const view = `${world.options.uiBase}/sessions/${session.id}/chat`
  const hidden = [isPinned ? 'pin' : 'unpin', ...(session.status === 'active' ? [] : ['cancel'])]
  const owner = { id: session.owner.principalId, kind: 'user', subject_id: session.owner.id }
  return {
    id: session.id,
    organization_id: org.id,
    workspace_id: `wsp_${session.id.slice('session_'.length)}`,
    harness_id: session.harnessId,
    ...dropAbsent({ agent_id: session.agentId }),
    owner_principal_id: session.owner.principalId,
    resolved_owner_user_id: session.owner.id,
    owner,
    effective_owner: owner,
    status: session.status,
    ...dropAbsent(session.content),
    usage: presentUsage(session.usage),
    is_pinned: isPinned,
    ...presentTimes(session),
    ...dropAbsent({
      started_at: optionalTime(session.startedAt),
      finished_at: optionalTime(session.finishedAt),
    }),
    ...presentLinks(world, `sessions/${session.id}`, view, SESSION_ACTIONS, hidden),
  }
}

/** The apps that count: those that were not archived. */
export function livingApps(org: Organisation): RegistryRow[] {
  return [...org.registry.apps.values()].filter(
    ({ status }) => status === 'draft' || status === 'published',
  )
}

/** RFC 3339, or undefined for an absent time. */
export function optionalTime(at: Micros | undefined): string | undefined {
  return at === undefined ? undefined : formatInstant(at)
}

/** Leaves out what is undefined or null: upstream omits, and writes null only in stats. */
export function dropAbsent(content: Content): Content {
  return Object.fromEntries(
    Object.entries(content).filter(([, value]) => value !== undefined && value !== null),
  )
}

/** `created_at` and `updated_at`. */
export function presentTimes(row: { createdAt: Micros; updatedAt: Micros }): Content {
  return { created_at: formatInstant(row.createdAt), updated_at: formatInstant(row.updatedAt) }
}

function presentUsage(usage: Usage): Content {
  return dropAbsent({
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cache_read_tokens: usage.cacheReadTokens,
    cache_creation_tokens: usage.cacheCreationTokens,
    actual_cost_usd: optionalFloat(usage.actualCostUsd),
    estimated_cost_usd: float(usage.estimatedCostUsd),
    effective_cost_usd: float(usage.actualCostUsd ?? usage.estimatedCostUsd),
  })
}

/** Links of an entity on the API's public base, and on the pages of its frontend. */
export function presentLinks(
  world: World,
  path: string,
  view: string,
  rows: readonly ActionRow[],
  hidden: readonly string[],
): Content {
  const self = `${world.options.publicBase}/v1/${path}`
  const allowed_actions: AllowedAction[] = rows
    .filter(([rel]) => !hidden.includes(rel))
    .map(([rel, method, suffix, operation_id]) => ({
      rel,
      method,
      href: self + suffix,
      operation_id,
    }))
  return { self_url: self, view_url: view, ui_link: view, allowed_actions }
}
