import type { components } from './schema.ts'

/** A problem document of the edge (RFC 9457). */
export type Problem = components['schemas']['Problem']

/** One thing that can be done after a failure; `href` is absolute. */
export type ProblemAction = components['schemas']['ProblemAction']

/** One invalid place of the input. */
export type InputError = NonNullable<Problem['errors']>[number]

/** What may be given along with an action that is followed. */
export interface FollowOptions {
  /** Sent as JSON. */
  body?: unknown
  signal?: AbortSignal
}

/** What following an action brought: the body of a JSON answer, and the response. */
export interface Followed {
  data: unknown
  response: Response
}

/** Sends the request of an action as the client that met the problem would. */
export type Send = (action: ProblemAction, options: FollowOptions) => Promise<Followed>

/**
 * `problem`: the edge, or the API behind it, answered so. `network`: no answer came. `aborted` and `timeout`: the
 * caller's signal ended it. `unreadable`: an answer came that is not what it says. `refused`: it was not sent.
 */
export type FailureKind = 'problem' | 'network' | 'aborted' | 'timeout' | 'unreadable' | 'refused'

/** What an {@link EdgeProblem} is made of. */
export interface FailureParts {
  kind: FailureKind
  code: string
  message: string
  status?: number | undefined
  problem?: Partial<Problem>
  response?: Response | undefined
  cause?: unknown
  send?: Send
}

/** Every failure of the client: `code` is what programs decide by. */
export class EdgeProblem extends Error {
  override readonly name = 'EdgeProblem'
  readonly kind: FailureKind
  /** Stable, snake_case; for what is no problem of the edge `network_error`, `aborted`, `timeout`, … */
  readonly code: string
  /** HTTP status; 0 where no answer came. */
  readonly status: number
  readonly detail: string
  /** What the edge's log line of it has, too. */
  readonly requestId: string | undefined
  readonly retryAfterSeconds: number | undefined
  /** Where the input is invalid. */
  readonly errors: readonly InputError[]
  readonly allowedActions: readonly ProblemAction[]
  /** The document with all its members, those of the API among them. */
  readonly problem: Partial<Problem>
  readonly response: Response | undefined
  readonly #send: Send | undefined

  constructor({
    kind,
    code,
    message,
    status = 0,
    problem = {},
    response,
    cause,
    send,
  }: FailureParts) {
    super(message, { cause })
    this.kind = kind
    this.code = code
    this.status = status
    this.detail = problem.detail ?? message
    this.requestId = problem.request_id ?? response?.headers.get('x-request-id') ?? undefined
    this.retryAfterSeconds = problem.retry_after_seconds ?? retryAfter(response)
    this.errors = problem.errors ?? []
    this.allowedActions = problem.allowed_actions ?? []
    this.problem = problem
    this.response = response
    this.#send = send
  }

  /**
   * Does what the problem offers under a relation (`retry`, `get-existing`, …), as the client that met it would.
   * It never calls another origin than the edge's.
   *
   * @throws EdgeProblem of kind `refused` where nothing is offered under it, or what is offered leads elsewhere
   */
  async follow(rel: string, options: FollowOptions = {}): Promise<Followed> {
    const action = this.allowedActions.find((one) => one.rel === rel)
    if (action && this.#send) return this.#send(action, options)
    const offered = this.allowedActions.map((one) => one.rel).join(', ')
    throw new EdgeProblem({
      kind: 'refused',
      code: 'action_not_offered',
      message: `"${rel}" is not offered here: ${offered || 'nothing is'}`,
    })
  }
}

function retryAfter(response: Response | undefined): number | undefined {
  const text = response?.headers.get('retry-after')
  return text && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

/** Returns the failure that a response of 400 and above is; `body` is its JSON, or its text where it is none. */
export function problemOf(response: Response, body: unknown, send: Send): EdgeProblem {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>
  const { status } = response
  const code = typeof problem.code === 'string' ? problem.code : `http_${status}`
  const message = problem.detail ?? problem.title ?? `The edge answered ${status}`
  return new EdgeProblem({ kind: 'problem', code, message, status, problem, response, send })
}

/** Returns the failure that an exception of `fetch`, or of reading what it brought, is. */
export function failureOf(error: unknown, signal: AbortSignal | null | undefined): EdgeProblem {
  if (error instanceof EdgeProblem) return error
  const message = error instanceof Error ? error.message : String(error)
  const parts = { message, cause: error }
  if (signal?.aborted) {
    const isTimeout = (signal.reason as Error | undefined)?.name === 'TimeoutError'
    return new EdgeProblem({
      kind: isTimeout ? 'timeout' : 'aborted',
      code: isTimeout ? 'timeout' : 'aborted',
      ...parts,
    })
  }
  if (error instanceof SyntaxError) {
    return new EdgeProblem({ kind: 'unreadable', code: 'unreadable_answer', ...parts })
  }
  return new EdgeProblem({ kind: 'network', code: 'network_error', ...parts })
}
