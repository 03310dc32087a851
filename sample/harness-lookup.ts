import type { Caller, Harness, Organisation, World } from './model.ts'
import { refuse } from './problem.ts'
import { isId } from './query.ts'

/** The virtual name of an organisation's default harness; nobody can take it. */
export const DEFAULT_ALIAS = 'default'

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/
const NAME_MAX_BYTES = 64

/** Whether a harness or agent may be called so, the reserved name aside. */
export function isName(text: string): boolean {
  return NAME.test(text) && text.length <= NAME_MAX_BYTES
}

/** A harness by ID, otherwise by exact name; tombstones are not found. */
export function findHarness(
  world: World,
  org: Organisation,
  idOrName: string,
): Harness | undefined {
  if (isId('harness', idOrName)) return living(org.harnesses.get(idOrName))
  if (idOrName === DEFAULT_ALIAS && world.options.defaultAlias) return findDefault(org)
  return findByName(org, idOrName)
}

/** The organisation's default harness, if one is set and still there. */
export function findDefault(org: Organisation): Harness | undefined {
  return living(org.harnesses.get(org.defaultHarnessId ?? ''))
}

/** The harness that holds a name, archived or not. */
export function findByName(org: Organisation, name: string): Harness | undefined {
  return [...org.harnesses.values()].find((row) => row.name === name && living(row))
}

/** What `{x}` in a path stands for, or a 404. */
export function requireHarness(world: World, caller: Caller, idOrName: string): Harness {
  return findHarness(world, caller.org, idOrName) ?? refuse(404, 'Harness not found')
}

/** A row that is not a tombstone. */
export function living(harness: Harness | undefined): Harness | undefined {
  return harness?.status === 'deleted' ? undefined : harness
}
