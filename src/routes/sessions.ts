import { type EdgeContext, fail } from '../http/context.ts'
import { respond } from '../http/responses.ts'
import { walkFailure } from '../sessions/failure.ts'
import { linkHeader, pageText, readSessionPage, type SessionPage } from '../sessions/list.ts'
import { type ListQuery, parseListQuery } from '../sessions/list-query.ts'
import { STEP_ROWS, streamSessions, wantsLines } from '../sessions/stream.ts'
import type { Route } from './route.ts'

/** The sessions list; everything below `/v1/sessions/` is forwarded. */
export const SESSION_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/sessions', handle: answerSessions },
]

function answerSessions(c: EdgeContext): Response | Promise<Response> {
  const parsed = parseListQuery(c.get('facts').query)
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
