import { type EdgeContext, fail } from '../http/context.ts'
import { respond, respondJson } from '../http/responses.ts'
import { catalogueRow } from '../problem/catalogue.ts'
import type { Route } from './route.ts'

/** The pages that the `type` of the edge's own problems leads to: HTML for people, JSON for programs. */
export const PROBLEM_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/problems/:code', handle: explain },
]

function explain(c: EdgeContext): Response {
  const code = c.req.param('code') ?? ''
  const row = catalogueRow(code)
  if (!row) return fail(c, { kind: 'edge', code: 'route_not_found' })
  const { status, title, meaning, retry } = row
  const headers = { 'Cache-Control': 'public, max-age=3600', Vary: 'Accept' }
  if (!c.req.header('accept')?.includes('text/html')) {
    return respondJson(c, { code, status, title, meaning, retry }, headers)
  }
  const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${code}</title>
<h1>${code}</h1><p>${status} ${title}</p><p>${meaning}</p></html>`
  return respond(c, page, { 'Content-Type': 'text/html; charset=UTF-8', ...headers })
}
