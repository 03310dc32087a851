import { Hono } from 'hono/tiny'
import { type EdgeContext, type EdgeEnv, fail } from '../context.ts'
import { type ListQuery, parseListQuery } from '../sessions/list-query.ts'
import { walkFailure } from './session-failure.ts'
import { linkHeader, pageText, readSessionPage, type SessionPage } from './session-page.ts'
import { STEP_ROWS, streamSessions, wantsLines } from './session-stream.ts'

const LIST = '/v1/sessions'

/** The sessions list; everything below `/v1/sessions/` is forwarded. */
export function sessionRoutes(): Hono<EdgeEnv> {
  return new Hono<EdgeEnv>().get(LIST, (c) => {
    c.var.facts.route = LIST
    const parsed = parseListQuery(c.var.facts.query)
    if (!parsed.ok) {
      return fail(c, { kind: 'edge', code: 'invalid_request', errors: parsed.errors })
    }
    return wantsLines(c.req.header('accept'))
      ? answerList(c, { ...parsed.query, limit: STEP_ROWS }, streamSessions)
      : answerList(c, parsed.query, pageResponse)
  })
}

async function answerList(
  c: EdgeContext,
  query: ListQuery,
  respond: (c: EdgeContext, query: ListQuery, page: SessionPage) => Response,
): Promise<Response> {
  try {
    const page = await readSessionPage(c, query)
    return page ? respond(c, query, page) : fail(c, { kind: 'edge', code: 'invalid_cursor' })
  } catch (error) {
    return fail(c, walkFailure(error))
  }
}

function pageResponse(c: EdgeContext, query: ListQuery, page: SessionPage): Response {
  return new Response(pageText(c, query, page), {
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'private, no-store',
      Link: linkHeader(c, query, page.nextCursor),
    },
  })
}
