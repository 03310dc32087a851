import { ORG_ONE, USERS } from './callers.ts'
import { type CredentialKind, findCredential, findUser, readCookie } from './credentials.ts'
import type { Caller, UserState, World } from './model.ts'
import { Answer, json, problem, refuse } from './problem.ts'

const ORG_ID = /^org_[0-9a-f]{32}$/

const WORDS = {
  401: { code: 'unauthorized', detail: 'Unauthorized', legacy: 'Unauthorized' },
  403: { code: 'forbidden', detail: 'Forbidden', legacy: 'Forbidden' },
} as const

/** The signed-in user of a request, whatever the organisation; 401 when there is none. */
export function authenticateUser(
  world: World,
  request: Request,
): { state: UserState; kind: CredentialKind } {
  if (world.options.authMode === 'none') return { state: anonymous(world), kind: 'jwt' }
  const presented = findCredential(request)
  if (presented === undefined || presented === 'unreadable') return deny(world, 401)
  const state = findUser(world, presented)
  return state ? { state, kind: presented.kind } : deny(world, 401)
}

/** Who asks and in which organisation. Memberships are read anew on every request. */
export function authenticate(world: World, request: Request): Caller {
  const { state, kind } = authenticateUser(world, request)
  const selector = selectOrg(world, request)
  const orgId = selector ?? fallbackOrg(world, state, kind)
  if (!ORG_ID.test(orgId)) return deny(world, 401)
  const membership = state.memberships.find((candidate) => candidate.orgId === orgId)
  const org = world.orgs.get(orgId)
  if (!membership || !org) return refuse(404, 'Organization not found')
  return { user: state.user, membership, org }
}

/** Ends the request with a 401 or 403 of the configured form. */
export function deny(world: World, status: 401 | 403): never {
  const { code, detail, legacy } = WORDS[status]
  throw new Answer(
    world.options.errorStyle === 'legacy'
      ? json({ error: legacy }, status)
      : problem(status, detail, { code }),
  )
}

/** A refusal from inside a command: 403 without a code unless the caller's role allows deletion. */
export function requireAdmin(caller: Caller): void {
  if (caller.membership.role !== 'admin') refuse(403, 'You do not have permission to do this')
}

/** See requireAdmin; for `…/stats`. */
export function requireStats(caller: Caller): void {
  if (!caller.membership.mayReadStats) refuse(403, 'You do not have permission to view statistics')
}

function selectOrg(world: World, request: Request): string | undefined {
  const header = world.options.authMode === 'none' ? null : request.headers.get('x-org-id')
  return header ?? readCookie(request, 'everruns_org')
}

function fallbackOrg(world: World, state: UserState, kind: CredentialKind): string {
  const [first, second] = state.memberships
  if (!first) return deny(world, 401)
  if (kind === 'pat' && second) {
    refuse(400, 'Several organizations are available: select one with the X-Org-Id header')
  }
  return first.orgId
}

function anonymous(world: World): UserState {
  const known = world.users.find(({ user }) => user.name === USERS.ada.name)
  const memberships = [...world.orgs.keys()]
    .toSorted((a) => (a === ORG_ONE ? -1 : 1))
    .map((orgId) => ({ orgId, role: 'admin' as const, mayReadStats: true }))
  return { user: known?.user ?? USERS.ada, revoked: false, memberships }
}
