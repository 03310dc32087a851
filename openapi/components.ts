import type { Json } from './json.ts'
import { component, json, schema } from './json.ts'

const text = { type: 'string' }
const whole = { type: 'integer', minimum: 0 }

const header = (description: string, of: Json = text): Json => ({ description, schema: of })

/** A header that every response has which describes it. */
const always = (description: string, of: Json = text): Json => ({
  ...header(description, of),
  required: true,
})

/** Response headers. */
export const HEADERS: Json = {
  'Cache-Status': always('RFC 9211: `everruns-edge; hit; ttl=9`, `ttl` negative when stale.'),
  Age: always('Seconds since the API made what is served.', whole),
  ETag: always('Strong, over the bytes of the body.'),
  'Cache-Control': always('`private, no-cache`: ask, and get a cheap 304.'),
  Vary: always('What tells callers apart.'),
  Link: header('RFC 8288: `rel="next"` and `rel="first"`.'),
  'Retry-After': header('Seconds.', whole),
  'X-Request-ID': always('The request’s, or made.'),
  'Server-Timing': header('What answered, and milliseconds.'),
  'Preference-Applied': header('`wait=N` with the seconds that were used.'),
  'Everruns-Edge-Written': header(
    'Time of this write: send it back, and nothing older is served.',
    whole,
  ),
}

/** References to response headers. */
export const headers = (names: readonly string[]): Json =>
  Object.fromEntries(names.map((name) => [name, component('headers', name)]))

/** Response headers of a cached route's answer. */
export const CACHED_HEADERS = [
  'Cache-Status',
  'Age',
  'ETag',
  'Cache-Control',
  'Vary',
  'Server-Timing',
]

/** Responses that many operations have. */
export const RESPONSES: Json = {
  Problem: {
    description: 'A problem; `code` says which.',
    headers: {
      ...headers(['X-Request-ID', 'Retry-After', 'Cache-Control', 'Server-Timing']),
      ...headers(['Everruns-Edge-Written', 'Preference-Applied']),
      'Cache-Status': { schema: text },
    },
    content: { 'application/problem+json': { schema: schema('Problem') } },
  },
  NotModified: {
    description: 'It is still the same.',
    headers: headers([...CACHED_HEADERS, 'X-Request-ID', 'Preference-Applied']),
  },
  Stored: {
    description: 'Of the API, as old as it says.',
    headers: headers([...CACHED_HEADERS, 'X-Request-ID']),
    content: json({ type: 'object' }),
  },
  Forwarded: {
    description: 'The API’s own answer.',
    headers: headers(['X-Request-ID', 'Everruns-Edge-Written']),
    content: json({}),
  },
}

/** How callers prove who they are, and which organisation they mean. */
export const SECURITY_SCHEMES: Json = {
  bearer: { type: 'http', scheme: 'bearer', description: 'Access or API token.' },
  token: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'A bare API token.',
  },
  cookie: { type: 'apiKey', in: 'cookie', name: 'access_token' },
  organization: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Org-Id',
  },
}

const CREDENTIALS = ['bearer', 'token', 'cookie']

/** A credential, alone or with an organisation. */
export const SECURITY: readonly Json[] = CREDENTIALS.flatMap((name) => [
  { [name]: [] },
  { [name]: [], organization: [] },
])
