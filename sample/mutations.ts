import { ORG_ONE, ORG_TWO, type Role, USERS, type UserName } from './callers.ts'
import { HARNESS_NAMES } from './catalogue.ts'
import { findHarness } from './harness-lookup.ts'
import { parseInstant } from './instant.ts'
import type { Content, Organisation, Session, SessionStatus, UserState, World } from './model.ts'
import { createSession } from './session-row.ts'

/** `one`, `two`, or an organisation ID. */
export type OrgReference = string

/** A session to insert; what is left out gets a plain value. */
export interface SessionSeed {
  id?: string
  /** RFC 3339, to the microsecond. */
  created_at?: string
  status?: SessionStatus
  /** ID or name; the busiest harness unless given. */
  harness?: string
  agent_id?: string
  owner?: UserName
  content?: Content
}

/** A change of the data that does not come through the API. */
export type Mutation =
  | { op: 'insert_sessions'; org: OrgReference; sessions: SessionSeed[] }
  | { op: 'delete_sessions'; org: OrgReference; ids: string[] }
  | { op: 'clear_sessions'; org: OrgReference }
  | {
      op: 'update_session'
      org: OrgReference
      id: string
      status?: SessionStatus
      content?: Content
    }
  | { op: 'update_harness'; org: OrgReference; harness: string; name?: string; content?: Content }
  | { op: 'remove_harness'; org: OrgReference; harness: string }
  | { op: 'update_agent'; org: OrgReference; id: string; content: Content }
  | { op: 'finish_run'; org: OrgReference; id: string; status: 'completed' | 'failed' }
  | { op: 'set_default_harness'; org: OrgReference; harness: string | null }

/** What happens to a user's place in an organisation, or to their credentials. */
export type MemberChange =
  | { action: 'add'; user: UserName; org: OrgReference; role?: Role; stats?: boolean }
  | { action: 'remove'; user: UserName; org: OrgReference }
  | { action: 'revoke'; user: UserName }
  | { action: 'restore'; user: UserName }

type Apply<M extends Mutation['op']> = (
  world: World,
  org: Organisation,
  change: Extract<Mutation, { op: M }>,
) => string[]

const APPLY: { [M in Mutation['op']]: Apply<M> } = {
  insert_sessions: (world, org, { sessions }) =>
    sessions.map((seed) => insertSession(world, org, seed).id),
  delete_sessions: (_world, org, { ids }) => ids.filter((id) => org.sessions.delete(id)),
  clear_sessions: (_world, org) => {
    const ids = [...org.sessions.keys()]
    org.sessions.clear()
    return ids
  },
  update_session: (world, org, { id, status, content }) => {
    const session = need(org.sessions.get(id), id)
    session.status = status ?? session.status
    session.content = { ...session.content, ...content }
    session.updatedAt = world.now()
    return [id]
  },
  update_harness: (world, org, { harness, name, content }) => {
    const row = need(findHarness(world, org, harness), harness)
    row.name = name ?? row.name
    row.content = { ...row.content, ...content }
    row.updatedAt = world.now()
    return [row.id]
  },
  remove_harness: (world, org, { harness }) => {
    const row = need(findHarness(world, org, harness), harness)
    row.status = 'deleted'
    return [row.id]
  },
  update_agent: (world, org, { id, content }) => {
    const agent = need(org.agents.get(id), id)
    agent.content = { ...agent.content, ...content }
    agent.updatedAt = world.now()
    return [id]
  },
  finish_run: (world, org, { id, status }) => {
    const run = need(
      org.runs.find((candidate) => candidate.id === id),
      id,
    )
    run.outcome = status
    run.endedAt = world.now()
    return [id]
  },
  set_default_harness: (world, org, { harness }) => {
    const row = harness === null ? undefined : need(findHarness(world, org, harness), harness)
    org.defaultHarnessId = row?.id
    return row ? [row.id] : []
  },
}

/**
 * Makes a change and returns the IDs of the rows that it touched; throws on what does not exist.
 */
export function mutate(world: World, change: Mutation): string[] {
  const apply = APPLY[change.op] as Apply<typeof change.op> | undefined
  if (!apply) throw new Error(`unknown op: ${change.op}`)
  return apply(world, needOrg(world, change.org), change as never)
}

/** Applies at once, as upstream reads memberships on every request. */
export function changeMember(world: World, change: MemberChange): void {
  const state = need(
    world.users.find(({ user }) => user.name === change.user),
    change.user,
  )
  if (change.action === 'revoke' || change.action === 'restore') {
    state.revoked = change.action === 'revoke'
    return
  }
  const orgId = needOrg(world, change.org).id
  state.memberships = state.memberships.filter((place) => place.orgId !== orgId)
  if (change.action === 'add') join(state, orgId, change.role, change.stats)
}

function join(state: UserState, orgId: string, role: Role = 'admin', mayReadStats = true): void {
  state.memberships.push({ orgId, role, mayReadStats })
}

function insertSession(world: World, org: Organisation, seed: SessionSeed): Session {
  const name = seed.harness ?? HARNESS_NAMES.supportTriage
  const given = {
    id: seed.id,
    harnessId: need(findHarness(world, org, name), name).id,
    agentId: seed.agent_id,
    owner: USERS[seed.owner ?? 'ada'],
    status: seed.status ?? 'idle',
    content: { title: 'Inserted', ...seed.content },
  }
  if (seed.created_at === undefined) return createSession(world, org, given)
  const createdAt = need(parseInstant(seed.created_at), seed.created_at)
  return createSession(world, org, { ...given, createdAt })
}

function needOrg(world: World, reference: OrgReference): Organisation {
  const aliases: Record<string, string> = { one: ORG_ONE, two: ORG_TWO }
  return need(world.orgs.get(aliases[reference] ?? reference), reference)
}

function need<T>(found: T | undefined, reference: string): T {
  if (found === undefined) throw new Error(`not found: ${reference}`)
  return found
}
