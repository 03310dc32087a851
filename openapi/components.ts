import type { Json } from './json.ts'
import { component, json, schema } from './json.ts'

const text = { type: 'string' }
const whole = { type: 'integer', minimum: 0 }

const header = (description: string, of: Json = text): Json => ({ description, schema: of })

/** Response headers. */
export const HEADERS: Json = {
  'Cache-Status': header(
    'RFC 9211, name `everruns-edge`: `hit` or `fwd=…`, and `ttl` in seconds, negative when stale.',
  ),
  Age: header('Seconds since the API made what is served.', whole),
  ETag: header('Strong, over the bytes of the body.'),
  'Cache-Control': header('`private, no-cache`: ask, and get a cheap 304.'),
  Vary: header('`Authorization, Cookie, X-Org-Id`.'),
  Link: header('RFC 8288: `rel="next"` and `rel="first"`.'),
  'Retry-After': header('Seconds.', whole),
  'X-Request-ID': header('Taken from the request, or made; in the log line too.'),
  'Server-Timing': header('How the cache answered, and milliseconds in the edge.'),
  'Preference-Applied': header('`wait=N` with the seconds that were used.'),
  'Everruns-Edge-Written': header(
    'Epoch milliseconds of this write. Send it back, and no answer is older than the write.',
    whole,
  ),
}

const every = (names: readonly string[]): Json =>
  Object.fromEntries(names.map((name) => [name, component('headers', name)]))

const CACHED = ['Cache-Status', 'Age', 'ETag', 'Cache-Control', 'Vary', 'Server-Timing']

/** Response headers of a cached route's answer. */
export const cachedHeaders = (...more: readonly string[]): Json =>
  every([...CACHED, 'X-Request-ID', ...more])

/** Responses that many operations have. */
export const RESPONSES: Json = {
  Problem: {
    description: 'A problem; `code` says which.',
    headers: every(['X-Request-ID', 'Retry-After', 'Cache-Control']),
    content: { 'application/problem+json': { schema: schema('Problem') } },
  },
  NotModified: {
    description: 'What `If-None-Match` names is what would be answered.',
    headers: every(['Cache-Status', 'Age', 'ETag', 'Server-Timing', 'X-Request-ID']),
  },
  Stored: {
    description: 'Of the API, seconds old at most.',
    headers: cachedHeaders(),
    content: json({ type: 'object' }),
  },
  StoredList: {
    description: 'Of the API, seconds old at most.',
    headers: cachedHeaders(),
    content: json(schema('List')),
  },
  Forwarded: {
    description: 'The API’s own answer.',
    headers: every(['X-Request-ID', 'Everruns-Edge-Written']),
    content: json({}),
  },
  WrittenEmpty: {
    description: 'Done.',
    headers: every(['X-Request-ID', 'Everruns-Edge-Written']),
  },
}

const query = (name: string, description: string, of: Json = text): Json => ({
  name,
  in: 'query',
  description,
  schema: of,
})

const asked = (name: string, description: string, of: Json = text): Json => ({
  name,
  in: 'header',
  description,
  schema: of,
})

const limits = (minimum: number, maximum: number, fallback: number): Json => ({
  type: 'integer',
  minimum,
  maximum,
  default: fallback,
})

/** Parameters of the edge's own routes. */
export const PARAMETERS: Json = {
  harness: {
    name: 'harness_id',
    in: 'path',
    required: true,
    description: 'ID or name: what begins with `harness_` is an ID.',
    schema: text,
  },
  ifNoneMatch: asked('If-None-Match', 'An `ETag`; 304 where it is still the same.'),
  cacheControl: asked(
    'Cache-Control',
    '`no-cache` or `max-age=0` asks the API, `no-store` stores nothing, `only-if-cached` never asks.',
  ),
  written: asked('Everruns-Edge-Written', 'Of the last write; nothing older is served.', whole),
  prefer: asked('Prefer', 'RFC 7240: `wait=N`, 1 to 30 seconds, waits until the run is final.'),
  expand: query('expand', '`stats` puts each harness’s stats into it.', { enum: ['stats'] }),
  fields: query('fields', 'Names of a row’s members, comma-separated: only these.'),
  cursor: query(
    'cursor',
    'The `next_cursor` of the page before; bound to the filters it was made with.',
  ),
  pageLimit: query('limit', 'More counts as 500.', limits(0, 500, 20)),
}

/** How callers prove who they are, and which organisation they mean. */
export const SECURITY_SCHEMES: Json = {
  bearer: { type: 'http', scheme: 'bearer', description: 'Access token or `evr_pat_…`.' },
  token: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'A bare `evr_pat_…`, as the SDKs send it.',
  },
  cookie: { type: 'apiKey', in: 'cookie', name: 'access_token' },
  organization: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Org-Id',
    description: 'For members of several organisations.',
  },
}

const CREDENTIALS = ['bearer', 'token', 'cookie']

/** A credential, alone or with an organisation. */
export const SECURITY: readonly Json[] = CREDENTIALS.flatMap((name) => [
  { [name]: [] },
  { [name]: [], organization: [] },
])
