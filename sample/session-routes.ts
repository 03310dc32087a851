import { requireAgent } from './agent-lookup.ts'
import { presentSession } from './entities.ts'
import { DEFAULT_ALIAS, findDefault, findHarness } from './harness-lookup.ts'
import { type BodyShape, readJson } from './json-body.ts'
import { checkSessionCap, takeCreation } from './limits.ts'
import type { Caller, Content, Harness, Session, World } from './model.ts'
import { empty, json, refuse } from './problem.ts'
import { isId } from './query.ts'
import type { Call, Handler } from './router.ts'
import { requireOwnedSession, requireSession } from './session-lookup.ts'
import { createSession as insertSession } from './session-row.ts'

const UPDATABLE = {
  title: 'string',
  tags: 'array',
  locale: 'string',
  agent_identity_id: 'string',
} as const
const CONTENT_MEMBERS = {
  ...UPDATABLE,
  system_prompt: 'string',
  model_id: 'string',
  max_iterations: 'number',
  parallel_tool_calls: 'boolean',
  capabilities: 'array',
  tools: 'array',
  initial_files: 'array',
  hints: 'object',
} as const
const CREATE: BodyShape = {
  members: {
    ...CONTENT_MEMBERS,
    harness_id: 'string',
    harness_name: 'string',
    agent_id: 'string',
  },
}
const UPDATE: BodyShape = { members: UPDATABLE }

/** `POST /v1/sessions`: harness by ID or name, not both; else the agent's, else the default one. */
export const createSession: Handler = async ({ world, request, caller }) => {
  const body = await readJson(request, CREATE)
  const { agent_id, harness_id, harness_name } = body
  if (harness_id && harness_name) refuse(400, 'Give harness_id or harness_name, not both')
  const agent = agent_id ? requireAgent(caller, String(agent_id)) : undefined
  const harness = chooseHarness(world, caller, body, agent?.harnessId)
  if (harness.status !== 'active') refuse(400, 'Harness is not active')
  takeCreation(world, caller.org)
  checkSessionCap(caller.org)
  const content = pick(body, CONTENT_MEMBERS)
  const given = { harnessId: harness.id, agentId: agent?.id, owner: caller.user, content }
  return answer({ world, caller }, insertSession(world, caller.org, given), 201)
}

/** `GET /v1/sessions/{id}`. */
export const getSession: Handler = (call) => answer(call, find(call))

/** `PATCH /v1/sessions/{id}`. */
export const updateSession: Handler = async (call) => {
  const body = await readJson(call.request, UPDATE)
  const session = find(call)
  session.content = { ...session.content, ...pick(body, UPDATABLE) }
  session.updatedAt = call.world.now()
  return answer(call, session)
}

/** `DELETE /v1/sessions/{id}`: for good. */
export const deleteSession: Handler = (call) => {
  call.caller.org.sessions.delete(find(call).id)
  return empty(204)
}

/** `POST /v1/sessions/{id}/archive` and `/unarchive`: hides it from the default list. */
export function archiveSession(archived: boolean): Handler {
  return (call) => {
    const session = find(call)
    session.archived = archived
    session.updatedAt = call.world.now()
    return answer(call, session)
  }
}

/** `PUT` and `DELETE /v1/sessions/{id}/pin`: for this user alone. */
export function pinSession(pinned: boolean): Handler {
  return ({ params, caller }) => {
    const { pinnedBy } = requireOwnedSession(caller, params.id ?? '')
    if (pinned) pinnedBy.add(caller.user.name)
    else pinnedBy.delete(caller.user.name)
    return empty(204)
  }
}

/** `GET /v1/sessions/{id}/export`: JSON lines as a download. */
export const exportSession: Handler = (call) => {
  const { id, messages } = find(call)
  const lines = messages.map((message) => `${JSON.stringify(message)}\n`).join('')
  return new Response(lines, {
    headers: {
      'content-type': 'application/x-ndjson',
      'content-disposition': `attachment; filename="${id}.jsonl"`,
    },
  })
}

function find({ params, caller }: Call): Session {
  return requireSession(caller, params.id ?? '')
}

function answer(
  { world, caller }: Pick<Call, 'world' | 'caller'>,
  session: Session,
  status = 200,
): Response {
  return json(presentSession(world, caller.org, session, caller.user.name), status)
}

function chooseHarness(
  world: World,
  { org }: Caller,
  { harness_id, harness_name }: Content,
  fallbackId: string | undefined,
): Harness {
  if (harness_id && !isId('harness', String(harness_id))) refuse(400, 'Invalid harness ID')
  const reference = harness_id ?? harness_name ?? fallbackId ?? DEFAULT_ALIAS
  const found =
    reference === DEFAULT_ALIAS ? findDefault(org) : findHarness(world, org, String(reference))
  return found ?? refuse(404, 'Harness not found')
}

function pick(body: Content, members: object): Content {
  return Object.fromEntries(Object.entries(body).filter(([name]) => Object.hasOwn(members, name)))
}
