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

/** Makes the rows of one owner and one retry advice: status, meaning, and what not every row has. */
const rowsOf =
  (owner: CatalogueRow['owner'], retry: RetryAdvice) =>
  (
    status: number,
    meaning: string,
    more: Partial<Pick<CatalogueRow, 'title' | 'hint' | 'waitSeconds' | 'leadsTo'>> = {},
  ): CatalogueRow => ({ status, retry, meaning, owner, ...more })

const edgeNever = rowsOf('edge', 'never')
const edgeChanged = rowsOf('edge', 'changed')
const edgeLater = rowsOf('edge', 'later')
const apiChanged = rowsOf('api', 'changed')
const apiLater = rowsOf('api', 'later')

/** Every code that the edge itself puts into a problem. Other codes of the API are kept as they came. */
export const CATALOGUE = {
  invalid_configuration: edgeLater(
    500,
    'A variable of this deployment is not valid. Only the operator can fix it.',
    { title: 'Invalid Configuration' },
  ),
  edge_internal_error: edgeLater(
    500,
    'The edge failed unexpectedly. Give the request ID to the operator, who can find the log line with it.',
  ),
  route_not_found: edgeNever(404, 'Nothing is served at this address.'),
  route_method_not_allowed: edgeChanged(405, 'This address accepts only GET and HEAD.', {
    hint: 'Send a GET request instead.',
  }),
  invalid_path: edgeChanged(
    400,
    'The path contains a dot segment, a backslash, a percent sign without two hexadecimal digits, or invalid UTF-8.',
  ),
  path_too_long: edgeChanged(400, 'The path and query are longer than 16 KiB.'),
  invalid_request: edgeChanged(400, 'A parameter or header is not valid.'),
  invalid_cursor: edgeChanged(
    400,
    'The cursor is damaged, outdated, or belongs to other filters or another caller.',
    { hint: 'Start again at the first page.', leadsTo: 'first-page' },
  ),
  not_cached: edgeChanged(504, 'The request accepts only a cached answer, and none is cached.', {
    hint: 'Send the request without only-if-cached.',
  }),
  origin_not_allowed: edgeNever(403, 'A page of this origin may not use the edge with cookies.'),
  edge_rate_limited: edgeLater(429, 'Too many requests came from this caller or address.', {
    waitSeconds: 60,
  }),
  upload_stalled: edgeLater(
    408,
    'Nothing more of the body came for a minute, so the request was given up.',
    { title: 'Request Timeout' },
  ),
  upstream_unreachable: edgeLater(
    502,
    'The edge could not connect to the API, or the connection broke before the answer was complete.',
    { waitSeconds: 1 },
  ),
  upstream_invalid_response: edgeLater(502, 'The API sent an answer that the edge cannot use.', {
    waitSeconds: 1,
  }),
  upstream_timeout: edgeLater(504, 'The API did not answer in time.', { waitSeconds: 1 }),
  upstream_paced: edgeLater(
    503,
    'The edge limits how many calls it makes to the API, and this request could not be served in time.',
    { waitSeconds: 5 },
  ),
  upstream_not_ready: edgeLater(503, 'The API does not report that it is healthy.', {
    waitSeconds: 5,
  }),
  stats_pending: edgeLater(
    503,
    'These statistics were not loaded in this request. They come with a later one.',
    { waitSeconds: 10 },
  ),
  bad_request: apiChanged(400, 'The request is not valid.'),
  unauthorized: apiChanged(401, 'The request has no credential that the API accepts.', {
    hint: 'Send a valid token in the Authorization header, and X-Org-Id if you belong to more than one organization.',
  }),
  forbidden: apiChanged(403, 'The caller does not have permission for this.', {
    hint: 'Use a credential that has the permission.',
  }),
  not_found: apiChanged(404, 'Nothing was found here for this caller.'),
  harness_not_found: apiChanged(404, 'This organization has no harness with this ID or name.'),
  session_not_found: apiChanged(404, 'This organization has no session with this ID.'),
  agent_not_found: apiChanged(404, 'This organization has no agent with this ID.'),
  run_not_found: apiChanged(404, 'This agent has no health-check run with this ID.'),
  method_not_allowed: apiChanged(405, 'The route does not accept this method.'),
  conflict: apiChanged(409, 'The request conflicts with the current state.'),
  gone: rowsOf('api', 'never')(410, 'What was here has been deleted for good.'),
  precondition_failed: apiChanged(
    412,
    'A precondition of the request, such as If-Match, does not hold.',
    { hint: 'Read the current version first, then send the request again.' },
  ),
  payload_too_large: apiChanged(413, 'The body is too large.'),
  unsupported_media_type: apiChanged(
    415,
    'The Content-Type header is missing or not accepted by this route.',
  ),
  range_not_satisfiable: apiChanged(416, 'The requested range is outside of the content.'),
  unprocessable: apiChanged(422, 'The body is well-formed, but its content is not valid.'),
  rate_limited: apiLater(429, 'Too many requests were sent in a short time.', {
    waitSeconds: 60,
  }),
  request_rejected: apiChanged(400, 'The API rejected the request.', {
    title: 'Request Rejected',
  }),
  internal_error: apiLater(500, 'The API failed.'),
  bad_gateway: apiLater(502, 'A service behind the API failed.', { waitSeconds: 1 }),
  service_unavailable: apiLater(503, 'The API is not available.', { waitSeconds: 5 }),
  gateway_timeout: apiLater(504, 'A service behind the API did not answer in time.', {
    waitSeconds: 1,
  }),
  upstream_error: apiLater(500, 'The API failed.', { title: 'Server Error' }),
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
interface Explanation {
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
