import { authenticateUser } from './authentication.ts'
import { readCookie } from './credentials.ts'
import { living } from './harness-lookup.ts'
import { type BodyShape, readJson } from './json-body.ts'
import type { Organisation } from './model.ts'
import { json, refuse } from './problem.ts'
import { readQuery, readText, rejectQuery } from './query.ts'
import type { RawHandler } from './router.ts'

const COOKIE_SECONDS = 30 * 86_400
const SWITCH: BodyShape = { required: ['org_id'], members: { org_id: 'string' } }

/** `GET /v1/auth/me`: a GET that sets the `everruns_org` cookie when it is missing. */
export const getMe: RawHandler = ({ world, request }) => {
  const { user, memberships } = authenticateUser(world, request).state
  const organizations = memberships.map(({ orgId, role }) => ({ id: orgId, role }))
  const { id, email, name } = user
  const [first] = memberships
  const isMissing = readCookie(request, 'everruns_org') === undefined
  const headers = isMissing && first ? orgCookie(first.orgId) : {}
  return json({ id, email, name, organizations }, 200, headers)
}

/** `POST /v1/users/me/switch-org`. */
export const switchOrg: RawHandler = async ({ world, request }) => {
  const { org_id } = await readJson(request, SWITCH)
  const orgId = String(org_id)
  if (!/^org_[0-9a-f]{32}$/.test(orgId)) refuse(400, 'Invalid organization ID')
  const { state } = authenticateUser(world, request)
  if (!state.memberships.some((place) => place.orgId === orgId))
    refuse(404, 'Organization not found')
  return json({ success: true, org_id: orgId }, 200, orgCookie(orgId))
}

/**
 * `GET /v1/resolve-org?id=`: which of the caller's organisations owns a resource; selects nothing.
 */
export const resolveOrg: RawHandler = ({ world, request, url }) => {
  const { id } = readQuery(url, { id: readText })
  if (id === undefined) return rejectQuery('missing field `id`')
  const { state } = authenticateUser(world, request)
  const owner = state.memberships
    .map(({ orgId }) => world.orgs.get(orgId))
    .find((org) => org && owns(org, id))
  if (!owner) return refuse(404, 'Resource not found')
  return json({ org_id: owner.id, org_name: owner.name })
}

function owns(org: Organisation, id: string): boolean {
  return (
    org.id === id ||
    living(org.harnesses.get(id)) !== undefined ||
    org.agents.has(id) ||
    org.sessions.has(id) ||
    org.runs.some((run) => run.id === id) ||
    Object.values(org.registry).some((rows) => rows.has(id))
  )
}

function orgCookie(orgId: string): Record<string, string> {
  const attributes = `Max-Age=${COOKIE_SECONDS}; Path=/; SameSite=Lax; Secure`
  return { 'set-cookie': `everruns_org=${orgId}; ${attributes}` }
}
