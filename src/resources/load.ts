import * as z from 'zod/mini'
import type { Failure } from '../problem/failure.ts'
import type { LinkScope } from '../problem/href.ts'
import type { ReadCall, Upstream } from '../upstream/client.ts'
import {
  harness,
  harnessList,
  healthCheckRun,
  latestHealthCheck,
  resourceStats,
  sessionPage,
} from '../upstream/schemas.ts'
import { moveEntityLinks } from './entity-links.ts'

/** The bodies that the edge reads itself: how each is checked, and whether it carries links to the API. */
export const RESOURCES = {
  harness: { schema: harness, hasLinks: true },
  harnesses: { schema: harnessList, hasLinks: false },
  stats: { schema: resourceStats, hasLinks: false },
  latest: { schema: latestHealthCheck, hasLinks: true },
  run: { schema: healthCheckRun, hasLinks: true },
  sessions: { schema: sessionPage, hasLinks: true },
} as const

/** A kind of body in {@link RESOURCES}. */
export type ResourceKind = keyof typeof RESOURCES

/** The checked body of a kind. */
export type ResourceBody<K extends ResourceKind> = z.output<(typeof RESOURCES)[K]['schema']>

/** What {@link loadResource} brought. */
export type Loaded<K extends ResourceKind> =
  | { ok: true; value: ResourceBody<K>; text: string; headers: Headers }
  | { ok: false; failure: Failure; headers?: Headers }

/**
 * Reads one body from the upstream, checks it against what is documented, and puts its links on the edge.
 * The text is the upstream's own but for those links.
 */
export async function loadResource<K extends ResourceKind>(
  upstream: Upstream,
  kind: K,
  call: ReadCall,
  apiBase: string,
  upstreamUrl: string,
): Promise<Loaded<K>> {
  const result = await upstream.read(call)
  if (!result.ok) return result
  const json = parseJson(result.text)
  if (json === undefined) return invalid('not-json')
  const { schema, hasLinks } = RESOURCES[kind]
  const parsed = z.safeParse(schema, json)
  if (!parsed.success) return invalid('shape')
  const scope: LinkScope = { apiBase, upstreamUrl, path: call.path }
  const text = hasLinks ? moveEntityLinks(result.text, scope) : result.text
  return { ok: true, value: parsed.data as ResourceBody<K>, text, headers: result.headers }
}

function invalid(reason: 'not-json' | 'shape'): { ok: false; failure: Failure } {
  return { ok: false, failure: { kind: 'invalid-response', reason } }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
