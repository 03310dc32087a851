import { Hono } from 'hono/tiny'
import { type EdgeContext, type EdgeEnv, fail } from '../context.ts'
import { parseHarnessReference } from '../harness/name.ts'
import { type Resolved, resolveHarness } from '../harness/resolve.ts'
import { forward } from './forward.ts'
import { answer, load } from './read.ts'

const ONE = '/v1/harnesses/:harness'

/** Every route under `/v1/harnesses/{id or name}`: the upstream takes names on a few only, the edge on all. */
export function harnessRoutes(): Hono<EdgeEnv> {
  return new Hono<EdgeEnv>()
    .get(ONE, (c) => withHarness(c, ONE, (id) => answer(c, 'harness', `/v1/harnesses/${id}`)))
    .get(`${ONE}/stats`, (c) =>
      withHarness(c, `${ONE}/stats`, (id) => answer(c, 'stats', `/v1/harnesses/${id}/stats`)),
    )
    .all(ONE, (c) => forwardById(c, ONE))
    .all(`${ONE}/*`, (c) => forwardById(c, `${ONE}/*`))
}

function forwardById(c: EdgeContext, route: string): Promise<Response> {
  return withHarness(c, route, (id) => {
    const rest = c.var.facts.path.split('/').slice(4)
    return forward(c, ['/v1/harnesses', id, ...rest].join('/'))
  })
}

/** Goes on with the harness's ID; a static route is forwarded as it is, and nobody's name is a 404. */
async function withHarness(
  c: EdgeContext,
  route: string,
  goOn: (id: string) => Promise<Response>,
): Promise<Response> {
  c.var.facts.route = route
  const reference = parseHarnessReference(c.req.param('harness') ?? '')
  if (reference.kind === 'static') return forward(c)
  const resolved: Resolved = await resolveHarness(reference, (name) =>
    load(c, 'harness', `/v1/harnesses/${name}`),
  )
  return resolved.ok ? goOn(resolved.id) : fail(c, resolved.failure)
}
