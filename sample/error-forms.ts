import { tooManyRequests } from './limits.ts'
import { empty, json, plain, problem } from './problem.ts'

const RETRY = { rel: 'retry', operation_id: 'create_session' }

/**
 * Every form of error that a deployment, its gateway or an older version of it is known to answer
 * with.
 */
export const ERROR_FORMS = {
  domain_404: () => problem(404, 'Harness not found'),
  unauthorized: () => problem(401, 'Unauthorized', { code: 'unauthorized' }),
  forbidden: () => problem(403, 'Forbidden', { code: 'forbidden' }),
  policy_403: () => problem(403, 'You do not have permission to do this'),
  internal_error: () => problem(500, 'Internal server error', { code: 'internal_error' }),
  bad_gateway: () => problem(502, 'Provider did not answer', { code: 'bad_gateway' }),
  feature_not_enabled: () =>
    problem(404, 'This feature is not enabled', { code: 'feature_not_enabled' }),
  database_pool_exhausted: () =>
    problem(503, 'The database is busy', {
      code: 'database_pool_exhausted',
      retry_after_seconds: 1,
    }),
  reason_required: () =>
    problem(400, 'A reason for the change is required', { code: 'reason_required' }),
  idempotency_key_reused: () =>
    problem(422, 'The key was used for another request', { code: 'idempotency_key_reused' }),
  idempotency_key_in_progress: () =>
    problem(409, 'A request with this key is running', {
      code: 'idempotency_key_in_progress',
      allowed_actions: [RETRY],
    }),
  address_limit: tooManyRequests,
  creation_limit: () =>
    problem(429, 'Session creation limit reached', {
      code: 'rate_limited',
      retry_after_seconds: 60,
    }),
  stream_limit: () => problem(429, 'Too many event streams', { code: 'rate_limited' }),
  legacy_401: () => json({ error: 'Unauthorized' }, 401),
  legacy_403: () => json({ error: 'Forbidden' }, 403),
  nested_error: () => json({ error: { code: 'conflict', message: 'Name is taken' } }, 409),
  plain_400: () => plain(400, 'Failed to deserialize query string: invalid digit'),
  plain_413: () => plain(413, 'Failed to buffer the request body: length limit exceeded'),
  plain_500: () => plain(500, 'thread panicked at src/store.rs:42, host main-db.internal'),
  plain_502: () => plain(502, 'upstream connect error'),
  html_502: () => html(502, 'Bad gateway'),
  html_503: () => html(503, 'Be right back'),
  empty_404: () => empty(404),
  empty_405: () => empty(405, { allow: 'GET,HEAD' }),
  empty_500: () => empty(500),
  extensions_403: () =>
    raw(403, {
      type: 'https://docs.everruns.com/errors/quota_exceeded',
      title: 'Forbidden',
      status: 403,
      detail: 'The plan allows 5 agents',
      code: 'quota_exceeded',
      quota: { used: 5, allowed: 5 },
      trace_id: '4bf92f3577b34da6',
      ab: 'its name is too short for an extension member',
      'not-valid': 'neither is this a valid name',
    }),
  detail_list_422: () =>
    raw(422, {
      detail: [
        { loc: ['body', 'name'], msg: 'field required', type: 'value_error.missing' },
        { loc: ['body', 'tags', 0], msg: 'str type expected', type: 'type_error.str' },
      ],
    }),
  errors_object_422: () =>
    raw(422, {
      title: 'Unprocessable Entity',
      status: 422,
      errors: { name: ['is taken', 'is long'] },
    }),
  errors_strings_400: () =>
    raw(400, { title: 'Bad Request', status: 400, errors: ['name is taken', 'tags are missing'] }),
  oauth_400: () =>
    raw(400, { error: 'invalid_grant', error_description: 'The code was used before' }),
  secrets_400: () =>
    problem(
      400,
      'Cannot reach postgres://app:hunter2@db-7.internal:5432/main with token ghp_0123456789abcdefghijABCDEFGHIJ012345, see /srv/api/src/store.rs:42. Invalid value at limit (must be positive)',
    ),
  sentence_400: () =>
    problem(
      400,
      'Invalid value at limit (must be positive): main.py:12, version 1.2.3.4, <lowercase>',
    ),
  long_400: () => problem(400, `Too long: ${'word '.repeat(400)}`),
  challenge_401: () =>
    problem(401, 'Unauthorized', { code: 'unauthorized' }, [
      ['www-authenticate', 'Bearer realm="everruns", error="invalid_token"'],
      ['set-cookie', 'access_token=; Max-Age=0; Path=/api; Domain=app.everruns.com'],
    ]),
  headers_429: () =>
    problem(429, 'Too many requests', { code: 'rate_limited', retry_after_seconds: 7 }, [
      ['retry-after', '7'],
      ['ratelimit', '"default";r=0;t=7'],
      ['ratelimit-policy', '"default";q=1200;w=60'],
      ['sunset', 'Sat, 01 Jan 2028 00:00:00 GMT'],
      ['link', '<https://app.everruns.com/api/v1/limits>; rel="help"'],
    ]),
  date_503: () => problem(503, 'Back soon', {}, [['retry-after', 'Sat, 01 Jan 2028 00:00:00 GMT']]),
  etag_412: () => problem(412, 'It was changed meanwhile', {}, [['etag', '"v7"']]),
  range_416: () => empty(416, { 'content-range': 'bytes */4096' }),
  invalid_json: () =>
    new Response('{"data": [', { headers: { 'content-type': 'application/json' } }),
  html_200: () => html(200, 'Please sign in'),
} as const satisfies Record<string, () => Response>

/** Answers that are no errors by themselves. */
export const OTHER_FORMS = {
  redirect_path: () => empty(302, { location: '/login' }),
  redirect_up: () => empty(302, { location: '../../login' }),
  redirect_query: () => empty(307, { location: '?page=2' }),
  redirect_own: () => empty(308, { location: 'https://app.everruns.com/api/v1/harnesses' }),
  redirect_out: () => empty(302, { location: 'https://login.example/start' }),
  no_content_length: () =>
    new Response(new Blob(['{"data":[]}']).stream(), {
      headers: { 'content-type': 'application/json' },
    }),
} as const satisfies Record<string, () => Response>

/** Name of any form. */
export type AnswerForm = ErrorForm | keyof typeof OTHER_FORMS

/** Name of an error form. */
export type ErrorForm = keyof typeof ERROR_FORMS

/** Makes an answer of a form. */
export function makeAnswer(form: AnswerForm): Response {
  return { ...ERROR_FORMS, ...OTHER_FORMS }[form]()
}

function html(status: number, text: string): Response {
  return new Response(`<!doctype html><title>${text}</title><h1>${text}</h1>`, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  })
}

function raw(status: number, body: unknown): Response {
  return json(body, status, { 'content-type': 'application/problem+json' })
}
