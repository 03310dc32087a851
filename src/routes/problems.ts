import { Hono } from 'hono/tiny'
import { type EdgeEnv, fail } from '../context.ts'
import { catalogueRow } from '../problem/catalogue.ts'

const PAGE = '/problems/:code'

/** The pages that the `type` of the edge's own problems leads to: HTML for people, JSON for programs. */
export function problemRoutes(): Hono<EdgeEnv> {
  return new Hono<EdgeEnv>().get(PAGE, (c) => {
    c.var.facts.route = PAGE
    const code = c.req.param('code')
    const row = catalogueRow(code)
    if (!row) return fail(c, { kind: 'edge', code: 'route_not_found' })
    const { status, title, meaning } = row
    c.header('Cache-Control', 'public, max-age=3600')
    c.header('Vary', 'Accept')
    if (!c.req.header('accept')?.includes('text/html')) {
      return c.json({ code, status, title, meaning, retry: row.retry })
    }
    return c.html(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${code}</title>
<h1>${code}</h1><p>${status} ${title}</p><p>${meaning}</p></html>`)
  })
}
