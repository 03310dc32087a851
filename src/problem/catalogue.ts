/** Whether the caller may send the same request again, and when. */
export type RetryAdvice = 'never' | 'changed' | 'later'

/** One row of the catalogue: what a problem code means, and what its receiver can do. */
export interface CatalogueRow {
  status: number
  /** The status's own where absent. */
  title?: string
  /** `changed`: after the request is fixed; `later`: unchanged, after a wait. */
  retry: RetryAdvice
  /** What the code means, for people: the `detail` where nothing better is known. */
  meaning: string
  /** The edge's own codes have their page on the edge, the others in the API's documentation. */
  owner: 'edge' | 'api'
  /** What to do, where that is more than the retry advice says. */
  hint?: string
  /** The wait to advise where nobody named one. */
  waitSeconds?: number
  /** Where the advice leads, where that is not the request itself. */
  leadsTo?: 'first-page'
}

/** Makes the rows of one owner: status, retry advice, meaning, and what not every row has. */
const rowsOf =
  (owner: CatalogueRow['owner']) =>
  (
    status: number,
    retry: RetryAdvice,
    meaning: string,
    more: Partial<Pick<CatalogueRow, 'title' | 'hint' | 'waitSeconds' | 'leadsTo'>> = {},
  ): CatalogueRow => ({ status, retry, meaning, owner, ...more })

const edge = rowsOf('edge')
const api = rowsOf('api')

/** Every code that the edge itself puts into a problem. Other codes of the API are kept as they came. */
export const CATALOGUE = {
  invalid_configuration: edge(
    500,
    'later',
    'A variable of this deployment is not valid. Only the operator can fix it.',
    { title: 'Invalid Configuration' },
  ),
  edge_internal_error: edge(
    500,
    'later',
    'The edge failed unexpectedly. Give the request ID to the operator, who can find the log line with it.',
  ),
  route_not_found: edge(404, 'never', 'Nothing is served at this address.'),
  route_method_not_allowed: edge(405, 'changed', 'This address accepts only GET and HEAD.', {
    hint: 'Send a GET request instead.',
  }),
  invalid_path: edge(
    400,
    'changed',
    'The path contains a dot segment, a backslash, a percent sign without two hexadecimal digits, or invalid UTF-8.',
  ),
  path_too_long: edge(400, 'changed', 'The path and query are longer than 16 KiB.'),
  invalid_request: edge(400, 'changed', 'A parameter or header is not valid.'),
  invalid_cursor: edge(
    400,
    'changed',
    'The cursor is damaged, outdated, or belongs to other filters or another caller.',
    { hint: 'Start again at the first page.', leadsTo: 'first-page' },
  ),
  not_cached: edge(
    504,
    'changed',
    'The request accepts only a cached answer, and none is cached.',
    { hint: 'Send the request without only-if-cached.' },
  ),
  origin_not_allowed: edge(
    403,
    'never',
    'A page of this origin may not use the edge with cookies.',
  ),
  edge_rate_limited: edge(429, 'later', 'Too many requests came from this caller or address.', {
    waitSeconds: 60,
  }),
  upload_stalled: edge(
    408,
    'later',
    'Nothing more of the body came for a minute, so the request was given up.',
    { title: 'Request Timeout' },
  ),
  upstream_unreachable: edge(
    502,
    'later',
    'The edge could not connect to the API, or the connection broke before the answer was complete.',
    { waitSeconds: 1 },
  ),
  upstream_invalid_response: edge(
    502,
    'later',
    'The API sent an answer that the edge cannot use.',
    { waitSeconds: 1 },
  ),
  upstream_timeout: edge(504, 'later', 'The API did not answer in time.', { waitSeconds: 1 }),
  upstream_paced: edge(
    503,
    'later',
    'The edge limits how many calls it makes to the API, and this request could not be served in time.',
    { waitSeconds: 5 },
  ),
  upstream_not_ready: edge(503, 'later', 'The API does not report that it is healthy.', {
    waitSeconds: 5,
  }),
  stats_pending: edge(
    503,
    'later',
    'These statistics were not loaded in this request. They come with a later one.',
    { waitSeconds: 10 },
  ),
  bad_request: api(400, 'changed', 'The request is not valid.'),
  unauthorized: api(401, 'changed', 'The request has no credential that the API accepts.', {
    hint: 'Send a valid token in the Authorization header, and X-Org-Id if you belong to more than one organization.',
  }),
  forbidden: api(403, 'changed', 'The caller does not have permission for this.', {
    hint: 'Use a credential that has the permission.',
  }),
  not_found: api(404, 'changed', 'Nothing was found here for this caller.'),
  harness_not_found: api(404, 'changed', 'This organization has no harness with this ID or name.'),
  session_not_found: api(404, 'changed', 'This organization has no session with this ID.'),
  agent_not_found: api(404, 'changed', 'This organization has no agent with this ID.'),
  run_not_found: api(404, 'changed', 'This agent has no health-check run with this ID.'),
  method_not_allowed: api(405, 'changed', 'The route does not accept this method.'),
  conflict: api(409, 'changed', 'The request conflicts with the current state.'),
  gone: api(410, 'never', 'What was here has been deleted for good.'),
  precondition_failed: api(
    412,
    'changed',
    'A precondition of the request, such as If-Match, does not hold.',
    { hint: 'Read the current version first, then send the request again.' },
  ),
  payload_too_large: api(413, 'changed', 'The body is too large.'),
  unsupported_media_type: api(
    415,
    'changed',
    'The Content-Type header is missing or not accepted by this route.',
  ),
  range_not_satisfiable: api(416, 'changed', 'The requested range is outside of the content.'),
  unprocessable: api(422, 'changed', 'The body is well-formed, but its content is not valid.'),
  rate_limited: api(429, 'later', 'Too many requests were sent in a short time.', {
    waitSeconds: 60,
  }),
  request_rejected: api(400, 'changed', 'The API rejected the request.', {
    title: 'Request Rejected',
  }),
  internal_error: api(500, 'later', 'The API failed.'),
  bad_gateway: api(502, 'later', 'A service behind the API failed.', { waitSeconds: 1 }),
  service_unavailable: api(503, 'later', 'The API is not available.', { waitSeconds: 5 }),
  gateway_timeout: api(504, 'later', 'A service behind the API did not answer in time.', {
    waitSeconds: 1,
  }),
  upstream_error: api(500, 'later', 'The API failed.', { title: 'Server Error' }),
} satisfies Record<string, CatalogueRow>

/** A code of {@link CATALOGUE}. */
export type ProblemCode = keyof typeof CATALOGUE

/** Looks a code up that may be the API's own and so outside the catalogue. */
export function catalogueRow(code: string): CatalogueRow | undefined {
  return Object.hasOwn(CATALOGUE, code) ? CATALOGUE[code as ProblemCode] : undefined
}

/** Of each status, its title (RFC 9110 section 15) and the code of an answer of the API's that has none. */
const STATUSES: Readonly<Record<number, readonly [title: string, code: ProblemCode]>> = {
  400: ['Bad Request', 'bad_request'],
  401: ['Unauthorized', 'unauthorized'],
  403: ['Forbidden', 'forbidden'],
  404: ['Not Found', 'not_found'],
  405: ['Method Not Allowed', 'method_not_allowed'],
  409: ['Conflict', 'conflict'],
  410: ['Gone', 'gone'],
  412: ['Precondition Failed', 'precondition_failed'],
  413: ['Content Too Large', 'payload_too_large'],
  415: ['Unsupported Media Type', 'unsupported_media_type'],
  416: ['Range Not Satisfiable', 'range_not_satisfiable'],
  422: ['Unprocessable Content', 'unprocessable'],
  429: ['Too Many Requests', 'rate_limited'],
  500: ['Internal Server Error', 'internal_error'],
  502: ['Bad Gateway', 'bad_gateway'],
  503: ['Service Unavailable', 'service_unavailable'],
  504: ['Gateway Timeout', 'gateway_timeout'],
}

/** Returns the code of a status that came from the API without one. */
export function codeOfStatus(status: number): ProblemCode {
  return STATUSES[status]?.[1] ?? (status < 500 ? 'request_rejected' : 'upstream_error')
}

/** Returns the row that speaks for a code and a status: that of the status where the code is the API's own. */
export function rowOf(code: string, status: number): CatalogueRow {
  return catalogueRow(code) ?? CATALOGUE[codeOfStatus(status)]
}

/** Returns a row's own title, else that of its status. */
export function titleOf({ title, status }: CatalogueRow): string {
  return title ?? STATUSES[status]?.[0] ?? 'Error'
}

/** What `/problems/{code}` says of a code. */
export interface Explanation {
  code: string
  status: number
  title: string
  meaning: string
  retry: RetryAdvice
  owner: 'edge' | 'api'
  hint?: string
}

/** Explains one code; undefined for one that is not in the catalogue. */
export function explain(code: string): Explanation | undefined {
  const row = catalogueRow(code)
  if (!row) return undefined
  const { status, meaning, retry, owner, hint } = row
  return { code, status, title: titleOf(row), meaning, retry, owner, ...(hint ? { hint } : {}) }
}

/** Explains every code, in the catalogue's order: what `/problems` lists. */
export function explainAll(): Explanation[] {
  return Object.keys(CATALOGUE).flatMap((code) => explain(code) ?? [])
}
