import type { Action } from './action.ts'

/** RFC 9457 section 3.1, with the members that every problem of the edge carries. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  /** The path of the request, without its query. */
  instance: string
  /** Stable, snake_case: what programs decide on. */
  code: string
  request_id: string
  /** What the caller can do next; never empty. */
  allowed_actions: Action[]
  /** Whole seconds; the same number as the `Retry-After` header. */
  retry_after_seconds?: number
  /** Where the input is invalid: JSON pointers into the body, or `/query/<name>`, `/header/<name>`. */
  errors?: InputError[]
}

/** One invalid place of the input. */
export interface InputError {
  pointer: string
  detail: string
}

/** The request that failed, as a problem speaks of it. */
export interface FailedRequest {
  method: string
  /** Path as it came. */
  instance: string
  /** Path as the edge serves it, `/v1/…`. */
  path: string
  /** `?a=b` or the empty string. */
  query: string
  /** `https://edge.example`: where every href leads. */
  edgeOrigin: string
  /** Base of the upstream, with its path prefix. */
  upstreamUrl: string
  requestId: string
}

/** The response for a problem. Problems are never stored: each names its request. */
export function problemResponse(problem: Problem): Response {
  const headers = new Headers({
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'private, no-store',
  })
  if (problem.retry_after_seconds !== undefined) {
    headers.set('Retry-After', String(problem.retry_after_seconds))
  }
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}
