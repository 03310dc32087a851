/** An action of a problem or an entity; hrefs are absolute where there is one. */
export interface AllowedAction {
  rel: string
  method?: string
  href?: string
  operation_id?: string
  hint?: string
  schema_ref?: string
}

/** Members that few problems carry. */
export interface ProblemExtras {
  code?: string
  allowed_actions?: AllowedAction[]
  retry_after_seconds?: number
}

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  412: 'Precondition Failed',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
}

/** Body of a problem as upstream writes it: most have no `code`, none has `type` or `instance`. */
export function describeProblem(status: number, detail: string, extras: ProblemExtras = {}) {
  return { title: TITLES[status] ?? 'Error', status, detail, ...extras }
}

/** RFC 9457 problem, without a charset in its content type. */
export function problem(
  status: number,
  detail: string,
  extras: ProblemExtras = {},
  headers: readonly (readonly [name: string, value: string])[] = [],
): Response {
  const answer = new Response(JSON.stringify(describeProblem(status, detail, extras)), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  })
  for (const [name, value] of headers) answer.headers.append(name, value)
  return answer
}

/** What the extractors of query, path and body answer: text/plain. */
export function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
}

/** A status without a body: unknown routes, wrong methods, successful deletions. */
export function empty(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers })
}

/** A JSON answer, without any caching header. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

/** Thrown by a step of a route to answer at once; the router catches it. */
export class Answer extends Error {
  readonly response: Response

  constructor(response: Response) {
    super(`answered ${response.status}`)
    this.response = response
  }
}

/** Ends the route with a problem. */
export function refuse(status: number, detail: string, extras: ProblemExtras = {}): never {
  throw new Answer(problem(status, detail, extras))
}
