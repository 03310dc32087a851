import { requireAdmin } from './authentication.ts'
import { livingApps, presentHarness } from './entities.ts'
import {
  CREATE_HARNESS,
  checkLimits,
  checkName,
  PREVIEW_HARNESS,
  pickContent,
  UPDATE_HARNESS,
} from './harness-body.ts'
import { EXAMPLES } from './harness-examples.ts'
import { findByName, living, requireHarness } from './harness-lookup.ts'
import { readJson } from './json-body.ts'
import type { Caller, Content, Harness, World } from './model.ts'
import { empty, json, refuse } from './problem.ts'
import { isId } from './query.ts'
import type { Handler } from './router.ts'

const OWN_HARNESSES_MAX = 50

/** `POST /v1/harnesses`. */
export const createHarness: Handler = async ({ world, request, caller }) =>
  insert(world, caller, await readJson(request, CREATE_HARNESS))

/** `POST /v1/harnesses/import`, from an example or from a body. */
export const importHarness: Handler = async ({ world, request, url, caller }) => {
  const name = url.searchParams.get('from-example')
  if (name === null) return insert(world, caller, await readJson(request, CREATE_HARNESS))
  const example = EXAMPLES.find((candidate) => candidate.name === name)
  return insert(world, caller, example ? { ...example } : refuse(404, 'Harness example not found'))
}

/** `POST /v1/harnesses/preview`: nothing is stored. */
export const previewHarness: Handler = async ({ request }) => {
  const body = await readJson(request, PREVIEW_HARNESS)
  const capabilities = (body.capabilities ?? []) as { ref?: unknown }[]
  const tools = capabilities.map(({ ref }) => ({ name: String(ref), parameters: {} }))
  return json({ system_prompt: body.system_prompt ?? '', tools })
}

/** `POST /v1/harnesses/{id or name}/copy`. */
export const copyHarness: Handler = ({ world, params, caller }) => {
  const source = requireHarness(world, caller, params.x ?? '')
  if (source.status !== 'active') refuse(400, 'Only active harnesses can be copied')
  const display = source.content.display_name
  return insert(world, caller, {
    ...source.content,
    ...(display === undefined ? {} : { display_name: `${display} (copy)` }),
    parent_harness_id: source.parentId,
    name: freeCopyName(caller, `${source.name}-copy`),
  })
}

/** `PATCH /v1/harnesses/{id}`; the order of the checks is what upstream does. */
export const updateHarness: Handler = async ({ world, request, params, caller }) => {
  const body = await readJson(request, UPDATE_HARNESS)
  const id = requireId(params.x ?? '')
  checkName(body.name)
  checkLimits(body)
  if (body.status === 'deleted') refuse(403, 'A harness cannot be deleted by an update')
  const harness = living(caller.org.harnesses.get(id))
  if (harness?.isBuiltIn) refuse(400, 'Built-in harnesses cannot be modified')
  if (!harness) return refuse(404, 'Harness not found')
  if (harness.status !== 'active') refuse(400, 'Harness is not active')
  const name = typeof body.name === 'string' ? body.name : harness.name
  const holder = findByName(caller.org, name)
  if (holder && holder !== harness) refuse(409, `A harness named "${name}" already exists`)
  applyUpdate(world, harness, name, body)
  return json(presentHarness(world, harness))
}

/** `DELETE /v1/harnesses/{id}`: archives. */
export const archiveHarness: Handler = ({ world, params, caller }) => {
  requireAdmin(caller)
  const { org } = caller
  const id = requireId(params.x ?? '')
  const harness = living(org.harnesses.get(id))
  if (harness?.isBuiltIn) refuse(400, 'Built-in harnesses cannot be deleted')
  const rows = [...org.harnesses.values()]
  if (rows.some((row) => row.parentId === id && row.status === 'active')) {
    refuse(409, 'Harness has child harnesses')
  }
  if (id === org.defaultHarnessId || id === org.baseHarnessId) {
    refuse(409, 'Harness is the default or base harness of the organization')
  }
  if (livingApps(org).some(({ content }) => content.harness_id === id)) {
    refuse(409, 'Harness is used by an app')
  }
  if (harness?.status !== 'active') return refuse(404, 'Harness not found')
  harness.status = 'archived'
  harness.archivedAt = world.now()
  harness.updatedAt = world.now()
  return empty(204)
}

/** `POST /v1/harnesses/{id}/delete`: for good, archived ones only. */
export const deleteHarness: Handler = ({ params, caller }) => {
  requireAdmin(caller)
  const harness = living(caller.org.harnesses.get(requireId(params.x ?? '')))
  if (!harness) return refuse(404, 'Harness not found')
  if (harness.status !== 'archived') refuse(400, 'Only archived harnesses can be deleted')
  harness.status = 'deleted'
  return empty(204)
}

function insert(world: World, caller: Caller, body: Content): Response {
  const { org } = caller
  const name = String(body.name)
  checkName(name)
  checkLimits(body)
  const parentId = typeof body.parent_harness_id === 'string' ? body.parent_harness_id : undefined
  if (parentId && !living(org.harnesses.get(parentId))) refuse(400, 'Parent harness not found')
  const own = [...org.harnesses.values()].filter((row) => !row.isBuiltIn && living(row))
  if (own.length >= OWN_HARNESSES_MAX) {
    refuse(409, `An organization can have at most ${OWN_HARNESSES_MAX} harnesses`)
  }
  if (findByName(org, name)) refuse(409, `A harness named "${name}" already exists`)
  const harness: Harness = {
    id: world.newId('harness'),
    name,
    status: 'active',
    isBuiltIn: false,
    parentId,
    createdAt: world.now(),
    updatedAt: world.now(),
    archivedAt: undefined,
    content: { tags: [], capabilities: [], initial_files: [], ...pickContent(body) },
  }
  org.harnesses.set(harness.id, harness)
  return json(presentHarness(world, harness), 201)
}

function applyUpdate(world: World, harness: Harness, name: string, body: Content): void {
  harness.name = name
  harness.content = { ...harness.content, ...pickContent(body) }
  if (typeof body.parent_harness_id === 'string') harness.parentId = body.parent_harness_id
  harness.updatedAt = world.now()
}

function freeCopyName(caller: Caller, stem: string): string {
  let name = stem
  for (let n = 2; findByName(caller.org, name); n++) name = `${stem}-${n}`
  return name
}

function requireId(id: string): string {
  return isId('harness', id) ? id : refuse(400, 'Invalid harness ID')
}
