import { Hono } from 'hono'
import type { EdgeContext, EdgeEnv } from '../http/context.ts'
import { fail } from '../http/problems.ts'
import { respond } from '../http/responses.ts'
import { walkFailure } from '../sessions/failure.ts'
import { linkHeader, pageText, readSessionPage, type SessionPage } from '../sessions/list.ts'
import { type ListQuery, parseListQuery } from '../sessions/list-query.ts'
import { STEP_ROWS, streamSessions, wantsLines } from '../sessions/stream.ts'

/** The sessions list; everything below `/v1/sessions/` is forwarded. */
export const sessions = new Hono<EdgeEnv>().get('/', answerSessions)

function answerSessions(c: EdgeContext): Response | Promise<Response> {
  const parsed = parseListQuery(c.var.exchange.query)
  if (!parsed.ok) {
    return fail(c, { kind: 'edge', code: 'invalid_request', errors: parsed.errors })
  }
  return wantsLines(c.req.header('accept'))
    ? answerList(c, { ...parsed.query, limit: STEP_ROWS }, streamSessions)
    : answerList(c, parsed.query, pageResponse)
}

async function answerList(
  c: EdgeContext,
  query: ListQuery,
  answer: (c: EdgeContext, query: ListQuery, page: SessionPage) => Response,
): Promise<Response> {
  try {
    const page = await readSessionPage(c, query)
    return page ? answer(c, query, page) : fail(c, { kind: 'edge', code: 'invalid_cursor' })
  } catch (error) {
    return fail(c, walkFailure(error))
  }
}

function pageResponse(c: EdgeContext, query: ListQuery, page: SessionPage): Response {
  return respond(c, pageText(c, query, page), {
    'Content-Type': 'application/json',
    'Cache-Control': 'private, no-store',
    Link: linkHeader(c, query, page.nextCursor),
  })
}
