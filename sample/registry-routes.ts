import { requireAdmin } from './authentication.ts'
import { dropAbsent, presentLinks, presentTimes } from './entities.ts'
import { findHarness } from './harness-lookup.ts'
import { readJson } from './json-body.ts'
import {
  type Caller,
  type Content,
  type Lifecycle,
  type Organisation,
  REGISTRY_NAMES,
  type RegistryName,
  type RegistryRow,
  type World,
} from './model.ts'
import { pageOf } from './page.ts'
import { empty, json, refuse } from './problem.ts'
import { isId, readBoolean, readQuery, readText, readUint32 } from './query.ts'
import { REGISTRY_KINDS } from './registry.ts'
import type { Call, Handler } from './router.ts'

type Registration = readonly [method: string, pattern: string, handler: Handler]

/** What a new row says beside its body, where the kind knows more than `active`. */
const DEFAULTS: Record<RegistryName, { status: string; content: Content }> = {
  apps: { status: 'draft', content: { agent_version_policy: 'default' } },
  capabilities: { status: 'active', content: {} },
  'mcp-servers': {
    status: 'active',
    content: { transport_type: 'http', auth_mode: 'none', api_key_set: false },
  },
  models: {
    status: 'active',
    content: {
      capabilities: [],
      enabled: true,
      healthy: true,
      is_favorite: false,
      source: 'manual',
    },
  },
  providers: { status: 'active', content: { api_key_set: false } },
  skills: {
    status: 'active',
    content: { version: '1', source_type: 'markdown', user_invocable: true },
  },
}

/** Returns the routes of every kind: list, create, read, change and delete. */
export function registryRoutes(): Registration[] {
  return REGISTRY_NAMES.flatMap((name) => [
    ['GET', `/v1/${name}`, listRows(name)],
    ['POST', `/v1/${name}`, createRow(name)],
    ['GET', `/v1/${name}/:id`, (call) => json(present(call, name, find(call, name)))],
    ['PATCH', `/v1/${name}/:id`, updateRow(name)],
    ['DELETE', `/v1/${name}/:id`, deleteRow(name)],
  ])
}

/** `POST /v1/apps/{id}/publish` and `/unpublish`. */
export function publishApp(isPublished: boolean): Handler {
  return (call) => {
    const app = find(call, 'apps')
    app.status = isPublished ? 'published' : 'draft'
    app.updatedAt = call.world.now()
    return json(present(call, 'apps', app))
  }
}

/** `GET /v1/{…}`: newest first; capabilities alone are paged. */
function listRows(name: RegistryName): Handler {
  return (call) => {
    const { world, url, caller } = call
    const query = readQuery(url, {
      search: readText,
      include_archived: readBoolean,
      favorites_only: readBoolean,
      offset: readUint32,
      limit: readUint32,
    })
    const search = (query.search ?? '').toLowerCase()
    const rows = [...caller.org.registry[name].values()]
      .filter(({ status }) => query.include_archived || status !== 'archived')
      .filter(({ content }) => !query.favorites_only || content.is_favorite === true)
      .filter((row) => JSON.stringify(row.content).toLowerCase().includes(search))
      .toSorted((a, b) => b.createdAt - a.createdAt)
    const presentRow = (row: RegistryRow) => present(call, name, row)
    if (name !== 'capabilities') return json({ data: rows.map(presentRow) })
    return json(pageOf(world, url, rows, query, presentRow))
  }
}

function createRow(name: RegistryName): Handler {
  const { create, prefix } = REGISTRY_KINDS[name]
  return async (call) => {
    const body = await readJson(call.request, create)
    checkRole(call.caller, name)
    checkReferences(call, body)
    const { status, content } = DEFAULTS[name]
    const at = call.world.now()
    const id = call.world.newId(prefix)
    const row: RegistryRow = {
      id,
      status,
      createdAt: at,
      updatedAt: at,
      content: { ...content, ...pick(body, create.members) },
    }
    call.caller.org.registry[name].set(id, row)
    return json(present(call, name, row), 201)
  }
}

function updateRow(name: RegistryName): Handler {
  const { update } = REGISTRY_KINDS[name]
  return async (call) => {
    const { status, ...body } = await readJson(call.request, update)
    checkRole(call.caller, name)
    const row = find(call, name)
    checkReferences(call, body)
    if (typeof status === 'string') row.status = status
    row.content = { ...row.content, ...pick(body, update.members) }
    row.updatedAt = call.world.now()
    return json(present(call, name, row))
  }
}

function deleteRow(name: RegistryName): Handler {
  return (call) => {
    checkRole(call.caller, name)
    call.caller.org.registry[name].delete(find(call, name).id)
    return empty(204)
  }
}

function find({ params, caller }: Call, name: RegistryName): RegistryRow {
  const { prefix, noun } = REGISTRY_KINDS[name]
  const id = params.id ?? ''
  const row = caller.org.registry[name].get(id)
  if (row) return row
  // Built-in capabilities are called by plain words.
  if (name !== 'capabilities' && !isId(prefix, id)) refuse(400, `Invalid ${noun} ID`)
  return refuse(404, `${noun} not found`)
}

function checkRole(caller: Caller, name: RegistryName): void {
  if (REGISTRY_KINDS[name].adminOnly) requireAdmin(caller)
}

function checkReferences({ world, caller }: Call, { harness_id }: Content): void {
  if (harness_id === undefined || harness_id === null) return
  if (!findHarness(world, caller.org, String(harness_id))) refuse(404, 'Harness not found')
}

function present({ world, caller }: Call, name: RegistryName, row: RegistryRow): Content {
  return {
    ...presentRow(world, name, row),
    ...(name === 'apps' ? { owner_principal_id: caller.user.principalId } : {}),
    ...(name === 'capabilities' ? countUses(caller.org, row.id) : {}),
  }
}

/** How many agents and harnesses use a capability: other in each organisation. */
function countUses({ agents, harnesses }: Organisation, ref: string): Content {
  const uses = (row: { status: Lifecycle; content: Content }) =>
    row.status === 'active' &&
    ((row.content.capabilities ?? []) as { ref?: unknown }[]).some((each) => each.ref === ref)
  return {
    agent_count: [...agents.values()].filter(uses).length,
    harness_count: [...harnesses.values()].filter(uses).length,
  }
}

function presentRow(world: World, name: RegistryName, row: RegistryRow): Content {
  const { operation } = REGISTRY_KINDS[name]
  const view = `${world.options.uiBase}/${name}/${row.id}`
  return {
    id: row.id,
    ...dropAbsent(row.content),
    status: row.status,
    ...presentTimes(row),
    ...presentLinks(
      world,
      `${name}/${row.id}`,
      view,
      [
        ['self', 'GET', '', `get_${operation}`],
        ['update', 'PATCH', '', `update_${operation}`],
        ['delete', 'DELETE', '', `delete_${operation}`],
      ],
      [],
    ),
  }
}

function pick(body: Content, members: object): Content {
  return Object.fromEntries(Object.entries(body).filter(([name]) => Object.hasOwn(members, name)))
}
