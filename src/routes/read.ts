import type { EdgeContext } from '../context.ts'
import { fail } from '../context.ts'
import { readHeaders } from '../upstream/headers.ts'
import { type Loaded, loadResource, type ResourceKind } from '../upstream/resource.ts'

/** Reads one body from the upstream on behalf of the caller. */
export function load<K extends ResourceKind>(
  c: EdgeContext,
  kind: K,
  path: string,
): Promise<Loaded<K>> {
  const { config, upstream } = c.var.edge
  const { facts } = c.var
  const headers = readHeaders(c.req.raw.headers, {
    protocol: new URL(facts.edgeOrigin).protocol.slice(0, -1),
    requestId: facts.requestId,
  })
  const call = { path, query: facts.query, headers, counter: facts }
  return loadResource(upstream, kind, call, facts.edgeOrigin, config.UPSTREAM_URL)
}

/** Answers with one body of the upstream's, or with the problem of why there is none. */
export async function answer(c: EdgeContext, kind: ResourceKind, path: string): Promise<Response> {
  const loaded = await load(c, kind, path)
  if (!loaded.ok) return fail(c, loaded.failure)
  return new Response(loaded.text, {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'private, no-store' },
  })
}
