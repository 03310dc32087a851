/** Routes that stand where a harness's ID or name would. */
const STATIC_ROUTES: ReadonlySet<string> = new Set(['config', 'check-name', 'import', 'preview'])

const MAX_NAME_BYTES = 64
const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/** Tells whether an ID that the API names is one segment of a path, and leads nowhere else. */
export function isPlainId(id: string): boolean {
  return /^[\w-]+$/.test(id)
}

/** What `{id or name}` in a harness route is. */
type HarnessReference =
  | { kind: 'id'; id: string }
  | { kind: 'name'; name: string }
  | { kind: 'static' }
  | { kind: 'invalid' }

/**
 * Tells an ID from a name. What begins with `harness_` is an ID, well-formed or not: the upstream judges
 * it. Anything else is a name, and one that no harness can bear is known to be nobody's without asking.
 *
 * @param segment the path segment as it came, percent-encoded
 */
export function parseHarnessReference(segment: string): HarnessReference {
  if (STATIC_ROUTES.has(segment)) return { kind: 'static' }
  if (/^harness_[\w-]{1,128}$/.test(segment)) return { kind: 'id', id: segment }
  if (segment.length <= MAX_NAME_BYTES && NAME.test(segment)) return { kind: 'name', name: segment }
  return { kind: 'invalid' }
}
