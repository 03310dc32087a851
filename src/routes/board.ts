import type { Board } from '../access/board.ts'
import { etagOf } from '../cache/digest.ts'
import type { CacheResult } from '../cache/result.ts'
import { cachedResponse } from '../http/cached-response.ts'
import { clientRequest } from '../http/client-request.ts'
import type { EdgeContext } from '../http/context.ts'
import { failedRequest, failWith } from '../http/problems.ts'
import { appendCookies, respondTagged } from '../http/responses.ts'
import { type Failure, toProblem } from '../problem/failure.ts'
import { decodePercent } from '../syntax/percent.ts'
import { pairName, queryPairs } from '../syntax/query.ts'

/** Waits of members are rounded up, so that a board that brings nothing new stays the same bytes. */
const WAIT_STEP_SECONDS = 10

/** Returns the values of `expand`; empty where there are none. */
export function expansionsOf(query: string): string[] {
  const pairs = queryPairs(query).filter((pair) => decode(pairName(pair)) === 'expand')
  return pairs.map((pair) => decode(pair.slice(pairName(pair).length + 1)))
}

/** Answers the list of harnesses, each with its stats: one request for a dashboard. */
export async function answerBoard(c: EdgeContext): Promise<Response> {
  const edge = c.get('edge')
  const exchange = c.get('exchange')
  if (expansionsOf(exchange.query).some((value) => value !== 'stats')) {
    const errors = [{ pointer: '/expand', detail: 'must be stats' }]
    return failWith(c, 'invalid_request', { errors })
  }
  const request = await clientRequest(c)
  const query = withoutExpand(exchange.query)
  const board = await edge.boards.read({ ...request, query }, (failure, path) =>
    memberProblem(c, failure, path),
  )
  return 'text' in board ? boardResponse(c, board) : cachedResponse(c, board as CacheResult)
}

function withoutExpand(query: string): string {
  const pairs = queryPairs(query).filter((pair) => decode(pairName(pair)) !== 'expand')
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

/** Returns a member's problem, which is that of its own route, without what names this request. */
function memberProblem(c: EdgeContext, failure: Failure, path: string): unknown {
  const request = failedRequest(c)
  const prefix = request.apiBase.slice(request.publicBase.length)
  const of = { ...request, method: 'GET', path, instance: prefix + path, query: '' }
  const { request_id: _, retry_after_seconds: wait, ...problem } = toProblem(failure, of)
  if (wait === undefined) return problem
  const rounded = Math.ceil(wait / WAIT_STEP_SECONDS) * WAIT_STEP_SECONDS
  return { ...problem, retry_after_seconds: rounded }
}

async function boardResponse(c: EdgeContext, board: Board): Promise<Response> {
  const edge = c.get('edge')
  const exchange = c.get('exchange')
  const body = new TextEncoder().encode(board.text)
  const ttl = Math.floor(board.ttlMs / 1_000)
  const isBypass = board.detail === 'unkeyed-header'
  const reason = isBypass ? 'bypass' : 'uri-miss'
  const outcome = board.isAsked ? reason : (board.detail ?? 'hit')
  exchange.outcome.cache = outcome
  exchange.outcome.isPlainHit = !board.isAsked && board.detail === undefined
  const elapsedMs = Math.max(0, edge.now() - exchange.startedAtMs)
  const detail = board.detail && (isBypass || !board.isAsked) ? `; detail=${board.detail}` : ''
  const how = `${board.isAsked ? `fwd=${reason}; fwd-status=200` : 'hit'}; ttl=${ttl}${detail}`
  const headers = {
    Age: String(Math.floor(board.ageMs / 1_000)),
    'Cache-Control': board.isStored ? 'private, no-cache' : 'private, no-store',
    'Cache-Status': `everruns-edge; ${how}`,
    Date: new Date(edge.now()).toUTCString(),
    'Server-Timing': `cache;desc="${outcome}", edge;dur=${elapsedMs}`,
    Vary: edge.callers.vary,
  }
  const response = respondTagged(c, body, await etagOf(body), headers)
  return appendCookies(c, response, board.cookies)
}

function decode(text: string): string {
  return decodePercent(text.replaceAll('+', ' ')) ?? text
}
