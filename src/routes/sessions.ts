import { Hono } from 'hono/tiny'
import { etagOf } from '../cache/digest.ts'
import { clientRequest } from '../http/client-request.ts'
import { type EdgeContext, type EdgeEnv, waitUntil } from '../http/context.ts'
import { fail, failedRequest, failWith } from '../http/problems.ts'
import { appendCookies, respond, respondTagged } from '../http/responses.ts'
import { toProblem } from '../problem/failure.ts'
import { walkFailure } from '../sessions/failure.ts'
import { linkHeader, pageBytes, readSessionPage, type SessionPage } from '../sessions/list.ts'
import { type ListQuery, parseListQuery } from '../sessions/list-query.ts'
import type { SessionSource } from '../sessions/source.ts'
import { NDJSON, STEP_ROWS, streamSessions, wantsLines } from '../sessions/stream.ts'
import { cookieValues } from '../syntax/cookies.ts'
import type { ReadableHeaders } from '../syntax/header-table.ts'
import type { Priority } from '../upstream/pacing.ts'

/** The sessions list; everything below `/v1/sessions/` is forwarded. */
export const sessions = new Hono<EdgeEnv>().get('/', answerSessions)

async function answerSessions(c: EdgeContext): Promise<Response> {
  const parsed = parseListQuery(c.get('exchange').query)
  if (!parsed.ok) {
    return failWith(c, 'invalid_request', { errors: parsed.errors })
  }
  const { directives } = await clientRequest(c)
  // Nothing of it is ever stored.
  if (directives.isOnlyIfCached) return failWith(c, 'not_cached')
  const areLines = wantsLines(c.get('exchange').given.get('accept'))
  const cookies: string[] = []
  // A person reads a page; a program walks the whole list.
  const source = await sessionSource(c, areLines ? 'walk' : 'waiting', cookies)
  const query = areLines ? { ...parsed.query, limit: STEP_ROWS } : parsed.query
  try {
    const page = await readSessionPage(source, query)
    if (!page) return failWith(c, 'invalid_cursor')
    const response = areLines
      ? linesResponse(c, source, query, page)
      : await pageResponse(c, source, query, page)
    return appendCookies(c, response, cookies)
  } catch (error) {
    return fail(c, walkFailure(error))
  }
}

async function pageResponse(
  c: EdgeContext,
  source: SessionSource,
  query: ListQuery,
  page: SessionPage,
): Promise<Response> {
  const bytes = pageBytes(source, query, page)
  const headers = {
    // A browser keeps the page and asks each time: a poll that brings nothing new is a 304, without a script's doing.
    'Cache-Control': 'private, no-cache',
    Link: linkHeader(source.links.apiBase, query, page.nextCursor),
    Vary: `${c.get('edge').callers.vary}, Accept`,
  }
  return respondTagged(c, bytes, await etagOf(bytes), headers)
}

function linesResponse(
  c: EdgeContext,
  source: SessionSource,
  query: ListQuery,
  first: SessionPage,
): Response {
  const body = streamSessions(source, query, first, (failure) =>
    toProblem(failure, failedRequest(c)),
  )
  const headers = { 'Content-Type': NDJSON, 'Cache-Control': 'private, no-store', Vary: 'Accept' }
  return respond(c, body, headers)
}

/**
 * How this request reads the list of sessions: as its caller.
 *
 * @param cookies gets each `Set-Cookie` that comes with what is read
 */
async function sessionSource(
  c: EdgeContext,
  priority: Priority,
  cookies: string[],
): Promise<SessionSource> {
  const { cache, config, flights, now, pageRoom, reader, sessionOrders } = c.get('edge')
  const request = { ...(await clientRequest(c)), priority }
  const { apiBase, caller, directives, isBypass, writtenAt } = request
  return {
    links: { apiBase, upstreamUrl: config.UPSTREAM_URL },
    organization: selectedOrganization(c.get('exchange').given),
    caller,
    orders: sessionOrders,
    room: pageRoom,
    async read(query, maxBytes) {
      const result = await reader.readBytes(request, '/v1/sessions', query, maxBytes)
      if (result.ok) cookies.push(...result.headers.getSetCookie())
      return result
    },
    async share(key, load) {
      const flight = {
        startedAt: now(),
        notBefore: Math.max(cache.invalidatedAt(caller, 'sessions'), writtenAt),
        isJoinable: !isBypass && directives.maxAgeMs > 0,
        load,
      }
      const { value } = await flights.run(`sessions:${caller}:${key}`, flight, waitUntil(c))
      return value
    },
  }
}

/** Returns the organisation that a request selects: by its header, else by its cookie. */
function selectedOrganization(client: ReadableHeaders): string | undefined {
  const cookies = cookieValues(client.get('cookie'), 'everruns_org')
  return client.get('x-org-id') || cookies.join('; ') || undefined
}
