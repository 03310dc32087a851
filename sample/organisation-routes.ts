import { authenticateUser, requireAdmin } from './authentication.ts'
import { dropAbsent } from './entities.ts'
import { findByName } from './harness-lookup.ts'
import { formatInstant } from './instant.ts'
import { type BodyShape, readJson } from './json-body.ts'
import type { Caller, Content, Organisation } from './model.ts'
import { json, refuse } from './problem.ts'
import type { Handler, RawHandler } from './router.ts'

const UPDATE_ORG: BodyShape = {
  members: {
    name: 'string',
    default_harness_id: 'string',
    default_harness_name: 'string',
    base_harness_id: 'string',
    default_model_id: 'string',
  },
}
const UPDATE_FLAGS: BodyShape = { required: ['flags'], members: { flags: 'object' } }

/** Flags of an organisation that has changed none. */
export const FEATURE_FLAGS: Record<string, boolean> = {
  agent_health_checks: true,
  agent_versions: true,
  apps: true,
  memories: false,
  voice: false,
}

/** `GET /v1/orgs`: all that the caller is a member of. */
export const listOrgs: RawHandler = ({ world, request }) => {
  const { memberships } = authenticateUser(world, request).state
  const orgs = memberships.flatMap(({ orgId }) => world.orgs.get(orgId) ?? [])
  return json({ data: orgs.map(presentOrg) })
}

/** `GET /v1/orgs/{id}`, the caller's own only. */
export const getOrg: Handler = ({ params, caller }) => json(presentOrg(requireOwn(caller, params)))

/** `PATCH /v1/orgs/{id}`: moves what `default` and `base` stand for. */
export const updateOrg: Handler = async ({ world, request, params, caller }) => {
  const body = await readJson(request, UPDATE_ORG)
  const org = requireOwn(caller, params)
  requireAdmin(caller)
  const named = body.default_harness_name
  const wanted = typeof named === 'string' ? idOfName(org, named) : body.default_harness_id
  const defaultHarnessId = chooseHarness(org, wanted, org.defaultHarnessId)
  const baseHarnessId = chooseHarness(org, body.base_harness_id, org.baseHarnessId)
  if (typeof body.name === 'string') org.name = body.name
  if (typeof body.default_model_id === 'string') org.defaultModelId = body.default_model_id
  Object.assign(org, { defaultHarnessId, baseHarnessId, updatedAt: world.now() })
  return json(presentOrg(org))
}

/** `GET /v1/orgs/{id}/feature-flags`: a plain map. */
export const getFeatureFlags: Handler = ({ params, caller }) =>
  json(requireOwn(caller, params).featureFlags)

/** `PATCH /v1/orgs/{id}/feature-flags`, for administrators. */
export const updateFeatureFlags: Handler = async ({ request, params, caller }) => {
  const { flags } = await readJson(request, UPDATE_FLAGS)
  const org = requireOwn(caller, params)
  requireAdmin(caller)
  for (const [name, isOn] of Object.entries(flags as Content)) {
    if (!Object.hasOwn(FEATURE_FLAGS, name)) refuse(400, `Unknown feature flag: ${name}`)
    org.featureFlags[name] = isOn === true
  }
  return json(org.featureFlags)
}

/**
 * `GET /v1/{kind}/config`: what this caller's role may do with a kind of resource. Only administrators change
 * what costs money.
 */
export function getConfig(kind: string, extras: Content = {}): Handler {
  return ({ caller }) => {
    const isAdmin = caller.membership.role === 'admin'
    const isManaged = ADMIN_KINDS.includes(kind) ? isAdmin : true
    const policies = {
      [`${kind}.view`]: true,
      [`${kind}.manage`]: isManaged,
      [`${kind}.dangerous`]: isAdmin,
    }
    return json({ policies, ...extras })
  }
}

const ADMIN_KINDS = ['model', 'provider']

/** What `GET /v1/providers/config` says besides. */
export const PROVIDER_DRIVERS = {
  drivers: [
    {
      driver: 'atlas',
      supports_oauth: false,
      credential_schema: { fields: [{ name: 'api_key', secret: true }] },
    },
  ],
}

function requireOwn(caller: Caller, params: Record<string, string>): Organisation {
  return params.id === caller.org.id ? caller.org : refuse(404, 'Organization not found')
}

function presentOrg(org: Organisation): Content {
  return dropAbsent({
    id: org.id,
    name: org.name,
    default_harness_id: org.defaultHarnessId,
    base_harness_id: org.baseHarnessId,
    default_model_id: org.defaultModelId,
    default_provider_per_service: {},
    created_at: formatInstant(org.createdAt),
    updated_at: formatInstant(org.updatedAt),
  })
}

function idOfName(org: Organisation, name: string): string {
  return findByName(org, name)?.id ?? refuse(400, 'Harness not found')
}

function chooseHarness(
  org: Organisation,
  wanted: unknown,
  current: string | undefined,
): string | undefined {
  if (wanted === undefined) return current
  if (wanted === null) return undefined
  return org.harnesses.has(String(wanted)) ? String(wanted) : refuse(400, 'Harness not found')
}
