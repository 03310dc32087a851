/** RFC 9457 section 3.1, with the members that every problem of the edge has; the upstream's own come besides. */
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
  /** Where the input is invalid: JSON pointers into the body, or `/query/<name>`, `/header/<name>`; an empty one is the whole. */
  errors?: readonly InputError[]
}

/** One thing the caller can do next; `href` is absolute and on the edge. */
export interface Action {
  rel: string
  method: string
  href: string
  operation_id?: string
  hint?: string
  schema_ref?: string
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
  /** Base of the edge as clients know it, without a slash at its end: the pages of its problems are below it. */
  publicBase: string
  /** {@link publicBase}, with `/api` where the request came by it: every `/v1/…` is below it. */
  apiBase: string
  /** Base of the upstream, with its path prefix. */
  upstreamUrl: string
  requestId: string
}

/** Returns the headers of a problem's response. Problems are never stored: each names its request. */
export function problemHeaders({ retry_after_seconds: wait }: Problem): Record<string, string> {
  return {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'private, no-store',
    ...(wait === undefined ? {} : { 'Retry-After': String(wait) }),
  }
}
