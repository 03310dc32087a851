/** What a member may do in an organisation. `dangerous` is deletion. */
export type Role = 'admin' | 'member'

/** One person's place in one organisation. */
export interface Membership {
  orgId: string
  role: Role
  /** False: every `…/stats` route answers 403, while everything else works. */
  mayReadStats: boolean
}

/** A person the sample knows, with the two credentials that name them. */
export interface SampleUser {
  name: string
  /** Shaped like a UUID, as in `resolved_owner_user_id` of sessions. */
  id: string
  email: string
  principalId: string
  /** Personal access token: `evr_pat_` and 64 lowercase hex digits. */
  pat: string
  /** Access token, valid as `Authorization: Bearer` and in the cookie `access_token`. */
  jwt: string
  /** In the order of joining: a JWT that selects no organisation gets the first. */
  memberships: readonly Membership[]
}

/** The default organisation's public ID, the same in every deployment. */
export const ORG_ONE = 'org_00000000000000000000000000000001'
/** The second organisation: it shares names with the first, and no content. */
export const ORG_TWO = 'org_5e2d8c41b7f04a6e9d3c1f80a2b46e97'
/** Well-formed, and nobody's. */
export const ORG_UNKNOWN = 'org_ffffffffffffffffffffffffffffffff'

const PAT_DIGITS = 64

function createUser(name: string, digit: string, memberships: readonly Membership[]): SampleUser {
  return {
    name,
    id: [8, 4, 4, 4, 12].map((digits) => digit.repeat(digits)).join('-'),
    email: `${name}@example.com`,
    principalId: `principal_${digit.repeat(32)}`,
    pat: `evr_pat_${digit.repeat(PAT_DIGITS)}`,
    jwt: `sample-header.sample-claims-${name}.sample-signature`,
    memberships,
  }
}

function memberOf(orgId: string, role: Role, mayReadStats = true): Membership {
  return { orgId, role, mayReadStats }
}

/**
 * Everyone the sample knows, by first name. `evr_pat_1111…` is Ada, `evr_pat_2222…` Ben, and so
 * on.
 */
export const USERS = {
  /** Administrator of organisation one, and only there. */
  ada: createUser('ada', '1', [memberOf(ORG_ONE, 'admin')]),
  /** Administrator of organisation two, and only there. */
  ben: createUser('ben', '2', [memberOf(ORG_TWO, 'admin')]),
  /** In both, one first: her PAT without a selected organisation gets a 400. */
  cleo: createUser('cleo', '3', [memberOf(ORG_ONE, 'admin'), memberOf(ORG_TWO, 'admin')]),
  /** In none: her PAT gets a 401. */
  dora: createUser('dora', '4', []),
  /** Member of organisation one who may list harnesses and not read stats (403), nor delete. */
  finn: createUser('finn', '5', [memberOf(ORG_ONE, 'member', false)]),
  /** Another plain member of organisation one, with stats: pins differ from Ada's. */
  gina: createUser('gina', '6', [memberOf(ORG_ONE, 'member')]),
} as const satisfies Record<string, SampleUser>

/** First name of a user of the sample. */
export type UserName = keyof typeof USERS

/** Well-formed credentials that belong to nobody: 401. */
export const UNKNOWN_PAT = `evr_pat_${'0'.repeat(PAT_DIGITS)}`
/** See UNKNOWN_PAT. */
export const UNKNOWN_JWT = 'sample-header.sample-claims-nobody.sample-signature'
