import { actionsFromUpstream } from './action.ts'
import { CATALOGUE, type ProblemCode } from './catalogue.ts'
import { defaultActions } from './default-actions.ts'
import type { FailedRequest, InputError, Problem } from './problem.ts'
import { API_ERRORS_URL, problemFromAnswer, type UpstreamAnswer } from './upstream-error.ts'

/** What went wrong, before anyone is told of it. Closed: a new kind does not compile without its row. */
export type Failure =
  | ({ kind: 'answer' } & UpstreamAnswer)
  | { kind: 'invalid-response'; reason: InvalidResponseReason }
  | { kind: 'unreachable' }
  | { kind: 'timeout' }
  | EdgeFailure

/** A failure that the edge itself found. */
export interface EdgeFailure {
  kind: 'edge'
  code: ProblemCode
  detail?: string
  errors?: InputError[]
}

/** In what way an upstream's answer was not one. */
export type InvalidResponseReason =
  | 'redirect'
  | 'status'
  | 'not-json'
  | 'cut'
  | 'shape'
  | 'too-large'

const INVALID_RESPONSE_DETAIL: Readonly<Record<InvalidResponseReason, string>> = {
  redirect: 'The API answered with a redirect where it documents JSON.',
  status: 'The API answered with a status that this route does not document.',
  'not-json': 'The API answered with something that is not JSON.',
  cut: 'The answer of the API broke off before its end.',
  shape: 'The API answered with JSON that lacks a documented field or holds one of another type.',
  'too-large': 'The API answered with more than this route can hold.',
}

/** The wait the edge advises where the upstream gave none. */
const DEFAULT_WAIT_SECONDS: Readonly<Record<number, number>> = { 429: 60, 502: 1, 503: 5, 504: 1 }

/**
 * The one way from what came back, or did not, to the problem that the caller gets.
 *
 * @param nowMs epoch milliseconds, for a `Retry-After` that is a date
 */
export function toProblem(failure: Failure, failed: FailedRequest, nowMs: number): Problem {
  switch (failure.kind) {
    case 'answer':
      return withWait(fromAnswer(failure, failed, nowMs))
    case 'invalid-response':
      return edgeProblem('upstream_invalid_response', failed, {
        detail: INVALID_RESPONSE_DETAIL[failure.reason],
      })
    case 'unreachable':
      return edgeProblem('upstream_unreachable', failed, {})
    case 'timeout':
      return edgeProblem('upstream_timeout', failed, {})
    case 'edge':
      return edgeProblem(failure.code, failed, failure)
  }
}

function fromAnswer(answer: UpstreamAnswer, failed: FailedRequest, nowMs: number): Problem {
  const { actions, ...problem } = problemFromAnswer(answer, failed, nowMs)
  const own = actionsFromUpstream(actions, failed)
  const allowed = own.length > 0 ? own : defaultActions(problem.code, problem.status, failed)
  return { ...problem, allowed_actions: allowed }
}

function edgeProblem(
  code: ProblemCode,
  failed: FailedRequest,
  given: Pick<EdgeFailure, 'detail' | 'errors'>,
): Problem {
  const row = CATALOGUE[code]
  return withWait({
    type: typeOf(code, failed.publicBase),
    title: row.title,
    status: row.status,
    detail: given.detail ?? row.meaning,
    instance: failed.instance,
    code,
    request_id: failed.requestId,
    allowed_actions: defaultActions(code, row.status, failed),
    ...(given.errors ? { errors: given.errors } : {}),
  })
}

function withWait(problem: Problem): Problem {
  if (problem.retry_after_seconds !== undefined || problem.code === 'not_cached') return problem
  const wait = DEFAULT_WAIT_SECONDS[problem.status]
  return wait === undefined ? problem : { ...problem, retry_after_seconds: wait }
}

function typeOf(code: ProblemCode, publicBase: string): string {
  return CATALOGUE[code].owner === 'edge'
    ? `${publicBase}/problems/${code}`
    : `${API_ERRORS_URL}/${code}`
}

/** What a log line says of a failure. */
export interface LoggedFailure {
  problem_code?: string
  /** What happened, in the words of the code and not of the upstream. */
  reason: string
  upstream_status?: number
}

/** Returns what a log line says of a failure: never a text of the upstream's. */
export function loggedFailure(failure: Failure, problem?: Problem): LoggedFailure {
  const code = problem ? { problem_code: problem.code } : {}
  switch (failure.kind) {
    case 'answer':
      return { ...code, reason: 'answer', upstream_status: failure.status }
    case 'invalid-response':
      return { ...code, reason: failure.reason }
    case 'edge':
      return { problem_code: failure.code, reason: 'edge' }
    default:
      return { ...code, reason: failure.kind }
  }
}
