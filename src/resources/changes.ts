import { CHANGE_FAMILIES, type ChangeFamily } from './change-families.ts'
import { RESOURCE_KINDS, type ResourceKind, resourceOf } from './table.ts'

/** Logging in or out, switching organisation, tokens, members and roles: who may see what is decided anew. */
const IDENTITY = /^\/v1\/(?:auth|users)(?:\/|$)|^\/v1\/orgs\/[^/]+\/./

/** Tells whether a change may have taken access away from its caller. */
export function mayEndAccess(path: string): boolean {
  return IDENTITY.test(path)
}

/** Returns the kinds of resources that an unsafe request to a path may change. */
export function kindsChangedBy(path: string): readonly ResourceKind[] {
  const names = Object.keys(CHANGE_FAMILIES) as ChangeFamily[]
  const family = names.find((name) => CHANGE_FAMILIES[name].test(path))
  if (!family) return RESOURCE_KINDS
  return RESOURCE_KINDS.filter((kind) => resourceOf(kind).changedBy.includes(family))
}
