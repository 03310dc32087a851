import { Hono } from 'hono/tiny'
import type { EdgeContext, EdgeEnv } from '../http/context.ts'
import { failWith, refuseMethod } from '../http/problems.ts'
import { respond, respondJson } from '../http/responses.ts'
import { explain, explainAll, type RetryAdvice } from '../problem/catalogue.ts'
import { qualityOf } from '../syntax/accept.ts'

const HEADERS = { 'Cache-Control': 'public, max-age=3600', Vary: 'Accept' }

/** The digest lets this style in, and no other. */
const STYLE =
  'body{max-width:46rem;margin:auto;padding:clamp(1rem,6vw,4rem) 1.25rem;font:1rem/' +
  '1.55 system-ui,sans-serif}li{margin:.4rem 0}' +
  'html{background:light-dark(#fff,#12181f)}a{color:light-dark(#0b5cad,#7fb8f5)}'
const STYLE_DIGEST = 'sha256-ONE9Ufc8xhJmUHNJlv82vfsVEDYAUld9uKhDC2EG2aw='

/** Pages are read in browsers: nothing may frame them, and they run nothing. */
const PAGE_HEADERS = {
  ...HEADERS,
  'Content-Type': 'text/html; charset=UTF-8',
  'Content-Security-Policy': `default-src 'none'; style-src '${STYLE_DIGEST}'; frame-ancestors 'none'`,
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
}

const ADVICE: Record<RetryAdvice, string> = {
  never: 'Sending the request again does not help.',
  changed: 'Sending it again helps once the request is fixed.',
  later: 'Sending the same request again helps after a wait.',
}

/** The pages that the `type` of the edge's own problems leads to: HTML for people, JSON for programs. */
export const problems = new Hono<EdgeEnv>()
  .get('/', listCodes)
  .get('/:code', answerCode)
  .all('/', refuseMethod)
  .all('/:code', (c) => (explain(c.req.param('code')) ? refuseMethod(c) : c.notFound()))

function wantsPage(c: EdgeContext): boolean {
  const accept = c.req.header('accept') ?? null
  const page = qualityOf('text/html', accept)
  return page > 0 && page >= qualityOf('application/json', accept)
}

function listCodes(c: EdgeContext): Response {
  const rows = explainAll().map((explanation) => ({
    ...explanation,
    href: `${c.get('exchange').publicBase}/problems/${explanation.code}`,
  }))
  if (!wantsPage(c)) return respondJson(c, { data: rows }, HEADERS)
  const items = rows.map(
    ({ code, status, meaning, href }) =>
      `<li><a href="${href}">${code}</a> (${status}): ${meaning}</li>`,
  )
  return respond(c, page('Problems', `<ul>${items.join('')}</ul>`), PAGE_HEADERS)
}

function answerCode(c: EdgeContext): Response {
  const code = c.req.param('code') ?? ''
  const explanation = explain(code)
  if (!explanation) return failWith(c, 'route_not_found')
  const { status, title, meaning, retry, hint = '' } = explanation
  if (!wantsPage(c)) return respondJson(c, explanation, HEADERS)
  const content = `<p class="lead">${status} ${title}</p><p>${meaning}</p><p>${ADVICE[retry]} ${hint}</p>
<p><a href="../problems">All problems</a></p>`
  return respond(c, page(code, content), PAGE_HEADERS)
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>${STYLE}</style></head>
<body><div role="main"><h1>${title}</h1>${content}</div></body></html>`
}
