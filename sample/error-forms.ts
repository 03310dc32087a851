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
  invalid_json: () => raw(200, '{"data": ['),
  html_200: () => html(200, 'Please sign in'),
} as const satisfies Record<string, () => Response>

/** Name of an error form. */
export type ErrorForm = keyof typeof ERROR_FORMS

function html(status: number, text: string): Response {
  return new Response(`<!doctype html><title>${text}</title><h1>${text}</h1>`, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  })
}

function raw(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'content-type': 'application/json' } })
}
