import { type ErrorHeaders, errorHeaders } from '../problem/error-headers.ts'
import type { Failure } from '../problem/failure.ts'
import { parseUpstreamError } from '../problem/upstream-error.ts'
import { cachingFacts } from '../syntax/caching-facts.ts'
import { hasLostBytes } from '../syntax/header-record.ts'
import { cutText } from '../syntax/text.ts'
import { readErrorText } from './body.ts'
import { BudgetSpentError } from './budget.ts'
import { deleteUpstreamsOwn } from './headers.ts'

/** No error of the API's comes near it; more would only be thrown away. */
const MAX_ERROR_BYTES = 64 * 1024

/**
 * Reads an answer that is none of those a call hoped for as the failure that it is: one of 400 and above with what
 * it says, any other as no answer of this route.
 *
 * @param upstreamUrl base of the upstream
 * @param nowMs epoch milliseconds
 * @param ended settles when the body of an error is waited for no more; its status is kept
 */
export async function readFailure(
  response: Response,
  upstreamUrl: string,
  nowMs: number,
  ended?: Promise<unknown>,
): Promise<Failure> {
  const { status, headers } = response
  if (status < 400 || status > 599) {
    await response.body?.cancel().catch(() => undefined)
    const isRedirect = status >= 300 && status < 400
    const cause = `status ${status}`
    return { kind: 'invalid-response', reason: isRedirect ? 'redirect' : 'status', cause }
  }
  const raw = {
    status,
    contentType: headers.get('content-type'),
    retryAfter: headers.get('retry-after'),
    text: await readErrorText(response, MAX_ERROR_BYTES, ended),
    headers: keptErrorHeaders(headers, status, upstreamUrl),
  }
  return { kind: 'answer', ...parseUpstreamError(raw, upstreamUrl, nowMs) }
}

/**
 * Returns the headers of an upstream's error that stay beside the problem: all but the replaced body's and the hop's.
 *
 * @param upstreamUrl base of the upstream, whose host name is masked
 */
function keptErrorHeaders(headers: Headers, status: number, upstreamUrl: string): ErrorHeaders {
  const end = new Headers(headers)
  deleteUpstreamsOwn(end)
  const caching = status === 404 ? { caching: cachingFacts(headers) } : {}
  const kept = { ...errorHeaders(status, end, headers.getSetCookie(), upstreamUrl), ...caching }
  const texts = [...kept.cookies, ...kept.fields.map(([, value]) => value)]
  return texts.some(hasLostBytes) ? { ...kept, bytes: end } : kept
}

/**
 * Returns the failure that a call is which threw: the platform's own words are for the log alone. A request that has
 * asked for all that it may asks for no more, which is no fault of the API's.
 */
export function thrownFailure(error: unknown, deadline?: AbortSignal): Failure {
  if (error instanceof BudgetSpentError) {
    return { kind: 'edge', code: 'upstream_paced', waitSeconds: 1 }
  }
  if (deadline?.aborted) return { kind: 'timeout' }
  return { kind: 'unreachable', cause: error instanceof Error ? cutText(error.message, 200) : '' }
}
