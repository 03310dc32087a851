import { actionsFromUpstream } from './action.ts'
import { CATALOGUE, codeOfStatus, type ProblemCode, rowOf, titleOf } from './catalogue.ts'
import { defaultActions } from './default-actions.ts'
import { NO_HEADERS } from './error-headers.ts'
import { entityOfPath } from './not-found.ts'
import type { FailedRequest, InputError, Problem } from './problem.ts'
import type { UpstreamError } from './upstream-error.ts'

/** What went wrong, before anyone is told of it. Closed: a new kind does not compile without its row. */
export type Failure =
  | ({ kind: 'answer' } & UpstreamError)
  | { kind: 'invalid-response'; reason: InvalidResponseReason; cause?: string }
  | { kind: 'unreachable'; cause?: string }
  | { kind: 'timeout' }
  | EdgeFailure

/** A failure that the edge itself found. */
export interface EdgeFailure {
  kind: 'edge'
  code: ProblemCode
  detail?: string
  errors?: readonly InputError[]
  /** Whole seconds, where more is known than the code's row says. */
  waitSeconds?: number
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
  redirect: 'The API answered with a redirect instead of JSON.',
  status: 'The API answered with a status that this route does not have.',
  'not-json': 'The API answered with something that is not JSON.',
  cut: 'The answer of the API ended before it was complete.',
  shape: 'The API answered with JSON that lacks what the edge needs of it.',
  'too-large': 'The API answered with more than the edge can read.',
}

/** Makes the problem that the caller gets of what came back, or did not. */
export function toProblem(failure: Failure, failed: FailedRequest): Problem {
  switch (failure.kind) {
    case 'answer':
      return upstreamProblem(failure, failed)
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

function upstreamProblem(error: UpstreamError, failed: FailedRequest): Problem {
  const { status, errors, extensions } = error
  const notFound = status === 404 ? entityOfPath(failed.path)?.notFound : undefined
  const code = error.code ?? notFound ?? codeOfStatus(status)
  // The edge's own codes say nothing of an answer of the API's that happens to have one.
  const known = rowOf(code, status)
  const row = known.owner === 'api' ? known : rowOf('', status)
  const actions = actionsFromUpstream(error.actions, failed)
  const wait = error.retryAfterSeconds ?? rowOf('', status).waitSeconds
  return {
    type: error.type ?? `${API_ERRORS_URL}/${code}`,
    title: error.title ?? titleOf(row),
    status,
    detail: error.detail ?? row.meaning,
    instance: failed.instance,
    code,
    request_id: failed.requestId,
    allowed_actions: actions.length > 0 ? actions : defaultActions(code, status, failed),
    ...(wait === undefined ? {} : { retry_after_seconds: wait }),
    ...(errors.length > 0 ? { errors } : {}),
    ...extensions,
  }
}

function edgeProblem(
  code: ProblemCode,
  failed: FailedRequest,
  given: Pick<EdgeFailure, 'detail' | 'errors' | 'waitSeconds'>,
): Problem {
  const row = rowOf(code, 0)
  const wait = given.waitSeconds ?? row.waitSeconds
  return {
    type: typeOf(code, failed.publicBase),
    title: titleOf(row),
    status: row.status,
    detail: given.detail ?? row.meaning,
    instance: failed.instance,
    code,
    request_id: failed.requestId,
    allowed_actions: defaultActions(code, row.status, failed),
    ...(wait === undefined ? {} : { retry_after_seconds: wait }),
    ...(given.errors ? { errors: given.errors } : {}),
  }
}

function typeOf(code: ProblemCode, publicBase: string): string {
  return CATALOGUE[code].owner === 'edge'
    ? `${publicBase}/problems/${code}`
    : `${API_ERRORS_URL}/${code}`
}

/** Where the API documents its codes. */
const API_ERRORS_URL = 'https://docs.everruns.com/errors'

/** What a log line says of a failure. */
export interface LoggedFailure {
  problem_code?: string
  /** What the caller is not told: how an answer was no answer, or what the connection said. */
  reason: string
  upstream_status?: number
}

/** Returns what a log line says of a failure: no text of the upstream's and nothing of the request's. */
export function loggedFailure(failure: Failure, problem?: Problem): LoggedFailure {
  const code = problem ? { problem_code: problem.code } : {}
  switch (failure.kind) {
    case 'answer':
      return { ...code, reason: 'answer', upstream_status: failure.status }
    case 'invalid-response':
      return { ...code, reason: withCause(failure.reason, failure.cause) }
    case 'unreachable':
      return { ...code, reason: withCause('unreachable', failure.cause) }
    case 'timeout':
      return { ...code, reason: 'timeout' }
    case 'edge':
      return { problem_code: failure.code, reason: 'edge' }
  }
}

function withCause(reason: string, cause: string | undefined): string {
  return cause === undefined ? reason : `${reason}: ${cause}`
}

/** Returns about how many bytes of memory a failure takes, for a bound of what is remembered. */
export function failureBytes(failure: Failure): number {
  return JSON.stringify(failure).length * 2
}

/**
 * Returns what another caller may know of a failure: its kind, and of an answer the status. The text, the code, the
 * wait and the headers were for the caller who asked.
 */
export function bareFailure(failure: Failure): Failure {
  if (failure.kind !== 'answer') return failure
  const { kind, status } = failure
  return {
    kind,
    status,
    errors: [],
    actions: [],
    hasRetryAfter: false,
    extensions: {},
    headers: NO_HEADERS,
  }
}
