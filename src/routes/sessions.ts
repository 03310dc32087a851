import { Hono } from 'hono/tiny'
import { type EdgeContext, type EdgeEnv, fail } from '../context.ts'
import type { Failure } from '../problem/failure.ts'
import { SortKeyError } from '../sessions/instant.ts'
import { type ListQuery, parseListQuery } from '../sessions/list-query.ts'
import { WalkUnsettledError } from '../sessions/walk.ts'
import { SortOrderError } from '../sessions/window.ts'
import { linkHeader, pageText, readSessionPage } from './session-page.ts'
import { WindowFailure } from './session-windows.ts'

const LIST = '/v1/sessions'

/** The sessions list; everything below `/v1/sessions/` is forwarded. */
export function sessionRoutes(): Hono<EdgeEnv> {
  return new Hono<EdgeEnv>().get(LIST, (c) => {
    c.var.facts.route = LIST
    const parsed = parseListQuery(c.var.facts.query)
    if (parsed.ok) return answerPage(c, parsed.query)
    return fail(c, { kind: 'edge', code: 'invalid_request', errors: parsed.errors })
  })
}

async function answerPage(c: EdgeContext, query: ListQuery): Promise<Response> {
  try {
    const read = await readSessionPage(c, query)
    if (!read) return fail(c, { kind: 'edge', code: 'invalid_cursor' })
    return new Response(pageText(c, query, read), {
      headers: {
        'Content-Type': 'application/json',
        'Cache-Control': 'private, no-store',
        Link: linkHeader(c, query, read.nextCursor),
      },
    })
  } catch (error) {
    return fail(c, walkFailure(error))
  }
}

/** Why a page could not be read, as a failure of the request. */
export function walkFailure(error: unknown): Failure {
  if (error instanceof WindowFailure) return error.failure
  if (error instanceof WalkUnsettledError) return { kind: 'edge', code: 'sessions_unsettled' }
  if (error instanceof SortKeyError || error instanceof SortOrderError) {
    return { kind: 'invalid-response', reason: 'shape' }
  }
  throw error
}
