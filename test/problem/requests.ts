import { errorHeaders } from '../../src/problem/error-headers.ts'
import type { Failure } from '../../src/problem/failure.ts'
import type { FailedRequest } from '../../src/problem/problem.ts'
import { parseUpstreamError } from '../../src/problem/upstream-error.ts'

/** Where the edge is in the tests of problems. */
export const EDGE = 'https://edge.example'
/** The upstream's base in them: a host that nobody may learn of. */
export const UPSTREAM = 'https://api-7.upstream.example/api'
/** The present in them. */
export const NOW_MS = Date.UTC(2026, 9, 1, 12)

export const HARNESS = `harness_${'0a'.repeat(16)}`
export const SESSION = `session_${'0b'.repeat(16)}`
export const AGENT = `agent_${'0c'.repeat(16)}`
export const RUN = `healthcheck_${'0d'.repeat(16)}`

/** A request that failed: a read of a session unless told otherwise. */
export function failedRequest(given: Partial<FailedRequest> = {}): FailedRequest {
  const path = given.path ?? `/v1/sessions/${SESSION}`
  return {
    method: 'GET',
    instance: path,
    path,
    query: '',
    publicBase: EDGE,
    apiBase: EDGE,
    upstreamUrl: UPSTREAM,
    requestId: 'request-1',
    ...given,
  }
}

/** How an answer came, where that matters. */
interface AnswerOptions {
  contentType?: string | null
  retryAfter?: string | null
  headers?: Record<string, string>
}

/** An answer of the upstream's, parsed as the client parses it; a body that is no text is sent as problem JSON. */
export function upstreamAnswer(
  status: number,
  body: unknown = '',
  given: AnswerOptions = {},
): Extract<Failure, { kind: 'answer' }> {
  const isText = typeof body === 'string'
  const { contentType, retryAfter = null, headers = {} } = given
  const ownType = isText ? 'text/plain; charset=utf-8' : 'application/problem+json'
  const raw = {
    status,
    contentType: contentType === undefined ? ownType : contentType,
    retryAfter,
    text: isText ? body : JSON.stringify(body),
    headers: errorHeaders(status, Object.entries(headers), [], UPSTREAM),
  }
  return { kind: 'answer', ...parseUpstreamError(raw, UPSTREAM, NOW_MS) }
}
