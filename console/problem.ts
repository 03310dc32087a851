/** An action that a problem or an entity allows. */
export interface Action {
  rel: string
  method: string
  /** Absolute address. */
  href: string
  operationId: string | undefined
  hint: string | undefined
  /** Whether it leads to this origin; any other is shown and never followed. */
  isOwn: boolean
}

/** A problem (RFC 9457) as the edge sends it, or as the page makes it where no answer came. */
export interface Problem {
  status: number
  title: string
  detail: string | undefined
  code: string | undefined
  type: string | undefined
  instance: string | undefined
  requestId: string | undefined
  retryAfterSeconds: number | undefined
  errors: { pointer: string; detail: string }[]
  actions: Action[]
}

/** Returns the problem in the body of an answer of 400 and above, whatever that body is. */
export function readProblem(status: number, body: unknown, origin: string): Problem {
  const members = isObject(body) ? body : {}
  const wait = members.retry_after_seconds
  return {
    status,
    title: readText(members.title) ?? `Status ${status}`,
    detail: readText(members.detail),
    code: readText(members.code),
    type: readText(members.type),
    instance: readText(members.instance),
    requestId: readText(members.request_id),
    retryAfterSeconds: typeof wait === 'number' && wait >= 0 ? wait : undefined,
    errors: readList(members.errors).map((each) => ({
      pointer: readText(each.pointer) ?? '',
      detail: readText(each.detail) ?? '',
    })),
    actions: readActions(members.allowed_actions, origin),
  }
}

/** Returns the actions of a problem or an entity; those without an address can't be followed. */
export function readActions(value: unknown, origin: string): Action[] {
  return readList(value).flatMap((each) => {
    const rel = readText(each.rel)
    const href = readText(each.href)
    if (!rel || !href) return []
    const url = parseUrl(href, origin)
    return {
      rel,
      href: url?.href ?? href,
      method: (readText(each.method) ?? 'GET').toUpperCase(),
      operationId: readText(each.operation_id),
      hint: readText(each.hint),
      isOwn: url?.origin === origin && url.username === '' && url.password === '',
    }
  })
}

/** Returns the problem of a request to which no answer came. */
export function noAnswer(detail: string): Problem {
  return ownProblem(0, 'The edge can’t be reached', detail)
}

/** Returns a problem that the console found, and that no answer named. */
export function ownProblem(status: number, title: string, detail: string): Problem {
  return {
    status,
    title,
    detail,
    code: undefined,
    type: undefined,
    instance: undefined,
    requestId: undefined,
    retryAfterSeconds: undefined,
    errors: [],
    actions: [],
  }
}

/** Whether a problem is one of the edge's own: its type is a page of this origin. */
export function isEdgeProblem({ type }: Problem, origin: string): boolean {
  return type?.startsWith(`${origin}/`) ?? false
}

function parseUrl(href: string, origin: string): URL | undefined {
  try {
    return new URL(href, origin)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readList(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
