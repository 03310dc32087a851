/** Whether the caller may send the same request again, and when. */
export type RetryAdvice = 'never' | 'changed' | 'later'

/** One row of the catalogue: what a problem code means to whoever has to act on it. */
export interface CatalogueRow {
  status: number
  title: string
  /** `changed`: after mending the request; `later`: unchanged, after waiting. */
  retry: RetryAdvice
  /** What the code means, for people: the `detail` where nothing better is known. */
  meaning: string
  /** The edge's own codes have their page on the edge, the others in the API's documentation. */
  owner: 'edge' | 'api'
}

const edge = (
  status: number,
  title: string,
  retry: RetryAdvice,
  meaning: string,
): CatalogueRow => ({
  status,
  title,
  retry,
  meaning,
  owner: 'edge',
})

const api = (status: number, title: string, retry: RetryAdvice, meaning: string): CatalogueRow => ({
  status,
  title,
  retry,
  meaning,
  owner: 'api',
})

/** Every code that the edge itself puts into a problem. A code of the API outside it is kept as it came. */
export const CATALOGUE = {
  invalid_configuration: edge(
    500,
    'Invalid Configuration',
    'later',
    'A variable of this deployment breaks its rule. Only its operator can mend that.',
  ),
  edge_internal_error: edge(
    500,
    'Internal Server Error',
    'later',
    'The edge failed in a way it did not foresee. The request ID leads its operator to the log line.',
  ),
  route_not_found: edge(
    404,
    'Not Found',
    'never',
    'The edge serves /v1, /api/v1, /healthz, /readyz and /problems; nothing else.',
  ),
  route_method_not_allowed: edge(
    405,
    'Method Not Allowed',
    'changed',
    'This address of the edge answers GET and HEAD only.',
  ),
  invalid_path: edge(
    400,
    'Bad Request',
    'changed',
    'The path holds a dot segment, a backslash, a percent sign without two hexadecimal digits, or no UTF-8.',
  ),
  path_too_long: edge(400, 'Bad Request', 'changed', 'The path and query exceed 16 KiB.'),
  invalid_request: edge(400, 'Bad Request', 'changed', 'A parameter or header breaks its rule.'),
  invalid_cursor: edge(
    400,
    'Bad Request',
    'changed',
    'The cursor is damaged, of another version, or made for other filters. Start again at the first page.',
  ),
  sessions_unsettled: edge(
    503,
    'Service Unavailable',
    'later',
    'The list of sessions changes faster than it can be paged. The same cursor may be tried again.',
  ),
  not_cached: edge(
    504,
    'Gateway Timeout',
    'changed',
    'The request allowed an answer from the cache only, and there is none.',
  ),
  origin_not_allowed: edge(
    403,
    'Forbidden',
    'never',
    'A browser page of this origin may not change anything with a cookie through this edge.',
  ),
  upstream_unreachable: edge(
    502,
    'Bad Gateway',
    'later',
    'No connection to the API could be made, or it broke before an answer was complete.',
  ),
  upstream_invalid_response: edge(
    502,
    'Bad Gateway',
    'later',
    'The API answered with something that is not what this route documents.',
  ),
  upstream_timeout: edge(504, 'Gateway Timeout', 'later', 'The API did not answer in time.'),
  upstream_not_ready: edge(503, 'Service Unavailable', 'later', 'The API does not report health.'),
  bad_request: api(400, 'Bad Request', 'changed', 'The request is not valid.'),
  unauthorized: api(
    401,
    'Unauthorized',
    'changed',
    'The request carries no credential that the API accepts.',
  ),
  forbidden: api(403, 'Forbidden', 'changed', 'The caller has no permission for this.'),
  not_found: api(404, 'Not Found', 'changed', 'Nothing is found here for this caller.'),
  harness_not_found: api(
    404,
    'Not Found',
    'changed',
    'No harness of this ID or name is found in this organisation.',
  ),
  session_not_found: api(
    404,
    'Not Found',
    'changed',
    'No session of this ID is found in this organisation.',
  ),
  agent_not_found: api(
    404,
    'Not Found',
    'changed',
    'No agent of this ID is found in this organisation.',
  ),
  run_not_found: api(
    404,
    'Not Found',
    'changed',
    'No health-check run of this ID is found for this agent.',
  ),
  method_not_allowed: api(
    405,
    'Method Not Allowed',
    'changed',
    'The route does not answer this method.',
  ),
  conflict: api(409, 'Conflict', 'changed', 'The request conflicts with the present state.'),
  gone: api(410, 'Gone', 'never', 'What was here is gone for good.'),
  payload_too_large: api(413, 'Content Too Large', 'changed', 'The body is larger than allowed.'),
  unsupported_media_type: api(
    415,
    'Unsupported Media Type',
    'changed',
    'The Content-Type is missing or not one this route takes.',
  ),
  unprocessable: api(
    422,
    'Unprocessable Content',
    'changed',
    'The body is well-formed but its content is not valid.',
  ),
  rate_limited: api(429, 'Too Many Requests', 'later', 'Too many requests in a short time.'),
  request_rejected: api(400, 'Request Rejected', 'changed', 'The API rejected the request.'),
  internal_error: api(500, 'Internal Server Error', 'later', 'The API failed.'),
  bad_gateway: api(502, 'Bad Gateway', 'later', 'A service behind the API failed.'),
  service_unavailable: api(503, 'Service Unavailable', 'later', 'The API is not available.'),
  gateway_timeout: api(504, 'Gateway Timeout', 'later', 'A service behind the API was too slow.'),
  upstream_error: api(500, 'Server Error', 'later', 'The API failed.'),
} as const satisfies Record<string, CatalogueRow>

/** A code of {@link CATALOGUE}. */
export type ProblemCode = keyof typeof CATALOGUE

/** Looks a code up that may be the API's own and so outside the catalogue. */
export function catalogueRow(code: string): CatalogueRow | undefined {
  return Object.hasOwn(CATALOGUE, code) ? CATALOGUE[code as ProblemCode] : undefined
}

const CODE_BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  410: 'gone',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  422: 'unprocessable',
  429: 'rate_limited',
  500: 'internal_error',
  502: 'bad_gateway',
  503: 'service_unavailable',
  504: 'gateway_timeout',
}

/** The code of a status that came from the API without one. */
export function codeOfStatus(status: number): ProblemCode {
  return CODE_BY_STATUS[status] ?? (status < 500 ? 'request_rejected' : 'upstream_error')
}
