import type { Failure } from '../problem/failure.ts'
import type { Loaded } from '../upstream/resource.ts'
import type { HarnessReference } from './name.ts'

/** The ID behind a reference, or why there is none. */
export type Resolved = { ok: true; id: string } | { ok: false; failure: Failure; headers?: Headers }

/**
 * Finds the ID that a name has in the caller's organisation, by asking the upstream for the harness: its
 * own rules for names, the alias `default` among them, stay its own.
 *
 * @param loadHarness reads `/v1/harnesses/{id or name}` as the caller
 */
export async function resolveHarness(
  reference: Exclude<HarnessReference, { kind: 'static' }>,
  loadHarness: (name: string) => Promise<Loaded<'harness'>>,
): Promise<Resolved> {
  if (reference.kind === 'id') return { ok: true, id: reference.id }
  if (reference.kind === 'invalid') {
    return { ok: false, failure: { kind: 'edge', code: 'harness_not_found' } }
  }
  const loaded = await loadHarness(reference.name)
  return loaded.ok ? { ok: true, id: loaded.value.id } : loaded
}
