import type { Failure } from '../problem/failure.ts'

/** RFC 5861 section 4, and a full upstream: answers that say nothing about the resource. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([429, 500, 502, 503, 504])

/** Answers that take the caller's access, or the thing itself, away. */
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 404, 410])

/**
 * Tells whether a stored answer may stand in for a failure. Not for a redirect or a page where JSON should be: a login
 * page in front of the API looks like that, and it means that access has ended.
 */
export function allowsStaleIfError(failure: Failure): boolean {
  switch (failure.kind) {
    case 'answer':
      return PASSING_STATUSES.has(failure.status)
    case 'unreachable':
    case 'timeout':
      return true
    case 'invalid-response':
      return failure.reason === 'cut'
    case 'edge':
      return failure.code === 'upstream_paced' || failure.code === 'edge_rate_limited'
  }
}

/** Tells whether a failure means that what is stored must not be shown to this caller again. */
export function isRefusal(failure: Failure): boolean {
  return failure.kind === 'answer' && REFUSALS.has(failure.status)
}

/** Tells whether a failure says nothing about the caller who met it: only its kind and status may go to another. */
export function isSharedFailure(failure: Failure): boolean {
  return allowsStaleIfError(failure) && !isLimit(failure)
}

/** Tells whether a failure is a limit, which is that of the caller who met it. */
function isLimit(failure: Failure): boolean {
  return failure.kind === 'answer'
    ? failure.status === 429
    : failure.kind === 'edge' && failure.code === 'edge_rate_limited'
}
