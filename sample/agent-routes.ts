import { requireAgent } from './agent-lookup.ts'
import { requireAdmin, requireStats } from './authentication.ts'
import { presentAgent, presentAgentWithCounts } from './entities.ts'
import { findHarness, isName } from './harness-lookup.ts'
import { hashConfig } from './health-check.ts'
import { formatInstant } from './instant.ts'
import { type BodyShape, readJson } from './json-body.ts'
import type { Agent, Content, World } from './model.ts'
import { pageOf } from './page.ts'
import { empty, json, refuse } from './problem.ts'
import { isId, readBoolean, readQuery, readText, readUint32 } from './query.ts'
import type { Call, Handler } from './router.ts'
import { computeStats } from './stats.ts'

const CONTENT_MEMBERS = {
  display_name: 'string',
  description: 'string',
  system_prompt: 'string',
  default_model_id: 'string',
  max_iterations: 'number',
  tags: 'array',
  capabilities: 'array',
  tools: 'array',
  initial_files: 'array',
  network_access: 'object',
  parallel_tool_calls: 'boolean',
  mcpServers: 'object',
  embedder_metadata: 'object',
} as const
const REFERENCES = { name: 'string', harness_id: 'string', harness_name: 'string' } as const
const CREATE: BodyShape = {
  required: ['name', 'system_prompt'],
  members: { ...CONTENT_MEMBERS, ...REFERENCES, id: 'string' },
}
const UPDATE: BodyShape = { members: { ...CONTENT_MEMBERS, name: 'string', harness_id: 'string' } }

/** `GET /v1/agents`: paged, newest first. */
export const listAgents: Handler = ({ world, url, caller }) => {
  const query = readQuery(url, {
    search: readText,
    include_archived: readBoolean,
    offset: readUint32,
    limit: readUint32,
  })
  const search = (query.search ?? '').toLowerCase()
  const rows = [...caller.org.agents.values()]
    .filter(
      ({ status }) => status === 'active' || (query.include_archived && status === 'archived'),
    )
    .filter((row) => `${row.content.display_name} ${row.name}`.toLowerCase().includes(search))
    .toSorted((a, b) => b.createdAt - a.createdAt)
  const present = (row: Agent) => presentAgentWithCounts(world, caller.org, row)
  return json(pageOf(world, url, rows, query, present))
}

/** `POST /v1/agents`: the client may choose the ID, unique within the organisation. */
export const createAgent: Handler = async ({ world, request, caller }) => {
  const body = await readJson(request, CREATE)
  const id = body.id === undefined ? world.newId('agent') : String(body.id)
  if (!isId('agent', id)) refuse(400, 'Invalid agent ID')
  if (!isName(String(body.name))) refuse(400, 'Invalid agent name')
  if (caller.org.agents.has(id)) refuseDuplicate(world, id)
  return json(presentAgent(world, insertAgent({ world, caller }, id, body)), 201)
}

/** `PUT /v1/agents/{id}`: 201 where there was none, else everything anew. */
export const replaceAgent: Handler = async (call) => {
  const body = await readJson(call.request, CREATE)
  const id = call.params.id ?? ''
  if (!isId('agent', id)) refuse(400, 'Invalid agent ID')
  if (!isName(String(body.name))) refuse(400, 'Invalid agent name')
  const known = call.caller.org.agents.get(id)
  if (known?.status !== 'active') {
    return json(presentAgent(call.world, insertAgent(call, id, { ...body, id })), 201)
  }
  known.name = String(body.name)
  known.content = pickContent(body)
  known.updatedAt = call.world.now()
  return json(presentAgent(call.world, known))
}

/** `POST /v1/agents/{id}/copy`. */
export const copyAgent: Handler = (call) => {
  const { name, harnessId, content } = find(call)
  const body = { ...content, name: `${name}-copy`, harness_id: harnessId }
  const copy = insertAgent(call, call.world.newId('agent'), body)
  return json(presentAgent(call.world, copy), 201)
}

/** `GET /v1/agents/{id}/versions`: one, the configuration as it is. */
export const listAgentVersions: Handler = (call) => {
  const agent = find(call)
  const hash = hashConfig(agent.content)
  return json([
    {
      id: `agentver_${hash.slice(0, 32)}`,
      agent_id: agent.id,
      authored_config: agent.content,
      resolved_config: agent.content,
      change_kind: 'auto',
      config_hash: hash,
      created_at: formatInstant(agent.updatedAt),
      is_published: true,
      semver_major: 1,
      semver_minor: 0,
      semver_patch: 0,
      version: '1.0.0',
      version_number: 1,
    },
  ])
}

/** `GET /v1/agents/{id}`. */
export const getAgent: Handler = (call) =>
  json(presentAgentWithCounts(call.world, call.caller.org, find(call)))

/** `PATCH /v1/agents/{id}`: a change of prompt, capabilities or model flips `config_changed`. */
export const updateAgent: Handler = async (call) => {
  const body = await readJson(call.request, UPDATE)
  const agent = find(call)
  if (body.name !== undefined && !isName(String(body.name))) refuse(400, 'Invalid agent name')
  if (typeof body.name === 'string') agent.name = body.name
  if (typeof body.harness_id === 'string') agent.harnessId = body.harness_id
  agent.content = { ...agent.content, ...pickContent(body) }
  agent.updatedAt = call.world.now()
  return json(presentAgent(call.world, agent))
}

/** `DELETE /v1/agents/{id}`: afterwards neither it nor its runs are found. */
export const deleteAgent: Handler = (call) => {
  requireAdmin(call.caller)
  find(call).status = 'deleted'
  return empty(204)
}

/** `GET /v1/agents/{id}/stats`: the shape of a harness's stats. */
export const getAgentStats: Handler = (call) => {
  requireStats(call.caller)
  const { id } = find(call)
  const { org } = call.caller
  const sessions = [...org.sessions.values()].filter(({ agentId }) => agentId === id)
  return json(computeStats(call.world, org, id, sessions))
}

function insertAgent({ world, caller }: Pick<Call, 'world' | 'caller'>, id: string, body: Content) {
  const harness = findHarness(world, caller.org, chooseHarness(caller.org.baseHarnessId, body))
  const agent: Agent = {
    id,
    internalId: body.id === undefined ? id : world.newId('agent'),
    name: String(body.name),
    status: 'active',
    harnessId: harness?.id ?? refuse(404, 'Harness not found'),
    createdAt: world.now(),
    updatedAt: world.now(),
    content: pickContent(body),
  }
  caller.org.agents.set(id, agent)
  return agent
}

function find({ params, caller }: Call): Agent {
  return requireAgent(caller, params.id ?? '')
}

function chooseHarness(fallback: string | undefined, body: Content): string {
  const { harness_id, harness_name } = body
  if (harness_id && harness_name) refuse(400, 'Give harness_id or harness_name, not both')
  return String(harness_id ?? harness_name ?? fallback)
}

function refuseDuplicate(world: World, id: string): never {
  const href = `${world.options.publicBase}/v1/agents/${id}`
  return refuse(409, 'An agent with this ID already exists', {
    code: 'already_exists',
    allowed_actions: [{ rel: 'get-existing', method: 'GET', href, operation_id: 'get_agent' }],
  })
}

function pickContent(body: Content): Content {
  return Object.fromEntries(
    Object.entries(body).filter(([name]) => Object.hasOwn(CONTENT_MEMBERS, name)),
  )
}
