import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { USERS } from '../../sample/callers.ts'
import { HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type EdgeStage, startEdgeStage } from '../support/edge-stage.ts'
import { MARKS } from '../support/log-rules.ts'

const ALLOWED = 'https://app.example'
const ALSO_ALLOWED = 'http://localhost:5173'
const OTHERS = [
  'https://evil.example',
  'http://app.example',
  'https://app.example:8443',
  'https://app.example.evil.example',
  'https://notapp.example',
  'https://APP.example',
  'https://app.example/',
  `${ALLOWED}, https://evil.example`,
  'null',
  '',
]
const COOKIE = `access_token=${USERS.ada.jwt}; other=${MARKS.cookie}`
const STATS = `/v1/harnesses/${HARNESSES_ONE.generic}/stats`

let stage: EdgeStage

beforeAll(async () => {
  stage = await startEdgeStage({ ALLOWED_ORIGINS: `${ALLOWED}, ${ALSO_ALLOWED}` })
})

afterAll(() => stage?.stop())

const list = (headers: Headers, name: string) =>
  (headers.get(name) ?? '').split(',').map((item) => item.trim().toLowerCase())

function expectAllowed(headers: Headers, origin: string) {
  expect(headers.get('access-control-allow-origin')).toBe(origin)
  expect(headers.get('access-control-allow-credentials')).toBe('true')
  expect(list(headers, 'vary')).toContain('origin')
}

function expectNotAllowed(headers: Headers) {
  const names = [...headers.keys()].filter((name) => name.startsWith('access-control-'))
  expect(names).toEqual([])
  expect(list(headers, 'vary')).toContain('origin')
}

describe('an answer may be read by a page of an allowed origin', () => {
  const EXPOSED = [
    ...['etag', 'link', 'age', 'cache-status', 'retry-after', 'x-request-id', 'x-total-count'],
    ...['content-disposition', 'server-timing', 'preference-applied', 'date', 'deprecation'],
    ...['sunset', 'ratelimit', 'ratelimit-policy', 'www-authenticate', 'everruns-edge-written'],
  ]
  it.each([
    ['a cached answer', STATS, 200],
    ['a page of sessions', '/v1/sessions?limit=1', 200],
    ['a forwarded answer', '/v1/sessions/stats', 200],
    ['a 404 of the upstream', '/v1/unknown', 404],
    ['a 404 of the edge', '/nowhere', 404],
    ['a 400 of the edge', '/v1/%zz', 400],
    ['health', '/healthz', 200],
  ])('%s, and of no other', async (_, path, status) => {
    for (const origin of [ALLOWED, ALSO_ALLOWED]) {
      const answer = await stage.ask(path, { as: 'ada', headers: { origin } })
      expect(answer.status).toBe(status)
      expectAllowed(answer.headers, origin)
      const exposed = list(answer.headers, 'access-control-expose-headers')
      expect(exposed).toEqual(expect.arrayContaining(EXPOSED))
      expect(answer.headers.get('timing-allow-origin')).toBe(origin)
    }
    for (const origin of OTHERS) {
      const answer = await stage.ask(path, { as: 'ada', headers: { origin } })
      expect(answer.status).toBe(status)
      expectNotAllowed(answer.headers)
    }
    expectNotAllowed((await stage.ask(path, { as: 'ada' })).headers)
  })

  it('a 304 too', async () => {
    const { headers } = await stage.ask(STATS, { as: 'ada' })
    const conditional = { origin: ALLOWED, 'if-none-match': headers.get('etag') ?? '' }
    const answer = await stage.ask(STATS, { as: 'ada', headers: conditional })
    expect(answer.status).toBe(304)
    expectAllowed(answer.headers, ALLOWED)
  })
})

describe('a preflight', () => {
  const asking = (origin: string, method = 'PATCH') => ({
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization,x-org-id',
    },
  })

  it.each([STATS, '/v1/unknown', '/api/v1/sessions', '/v1/harnesses/import'])(
    'of %s is answered here for an allowed origin',
    async (path) => {
      await stage.calls()
      const { status, headers, text } = await stage.ask(path, asking(ALLOWED))
      expect([status, text]).toEqual([204, ''])
      expectAllowed(headers, ALLOWED)
      expect(headers.get('cache-control')).toBe('private, no-store')
      expect(list(headers, 'access-control-allow-methods')).toEqual(
        expect.arrayContaining(['get', 'post', 'put', 'patch', 'delete']),
      )
      const names = ['x-org-id', 'authorization', 'content-type', 'if-none-match', 'last-event-id']
      const more = ['x-request-id', 'everruns-change-reason', 'idempotency-key']
      expect(list(headers, 'access-control-allow-headers')).toEqual(
        expect.arrayContaining([...names, ...more]),
      )
      expect(await stage.calls()).toEqual([])
    },
  )

  const allowedFor = async (named: string) => {
    const { headers } = asking(ALLOWED)
    const more = { 'access-control-request-headers': named }
    const answer = await stage.ask('/v1/sessions', {
      method: 'OPTIONS',
      headers: { ...headers, ...more },
    })
    expect(answer.status).toBe(204)
    expect(list(answer.headers, 'vary')).toEqual(
      expect.arrayContaining(['origin', 'access-control-request-headers']),
    )
    return list(answer.headers, 'access-control-allow-headers')
  }

  it('allows what the page names: tracing, anti-forgery tokens, conditions', async () => {
    const named = [
      ...['traceparent', 'tracestate', 'baggage', 'sentry-trace', 'x-datadog-trace-id'],
      ...['x-b3-traceid', 'x-requested-with', 'if-match', 'x-csrf-token', 'x-anything', 'prefer'],
    ]
    expect(await allowedFor(named.join(', '))).toEqual(expect.arrayContaining(named))
    expect(await allowedFor('X-Upper,\tx-tab ,,')).toEqual(
      expect.arrayContaining(['x-upper', 'x-tab']),
    )
  })

  it('allows no header of the hop’s, and nothing that is no token', async () => {
    const hop = ['connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'keep-alive']
    const none = ['two words', '"quoted"', 'a:b', '*/*', '(x)', 'caf\u00e9']
    const allowed = await allowedFor([...hop, ...none, 'x-kept'].join(', '))
    expect(allowed).toContain('x-kept')
    for (const name of [...hop, ...none, '']) expect(allowed).not.toContain(name)
  })

  it('allows sixty headers of a page’s own at most', async () => {
    const named = Array.from({ length: 61 }, (_, index) => `x-own-${index}`)
    const allowed = await allowedFor(named.join(','))
    expect(allowed).toEqual(expect.arrayContaining(named.slice(0, 60)))
    expect(allowed).not.toContain('x-own-60')
  })

  it.each(OTHERS.filter(Boolean))('of %s is refused', async (origin) => {
    await stage.calls()
    const { problem, headers } = await stage.fail('/v1/sessions', 403, asking(origin))
    expect(problem.code).toBe('origin_not_allowed')
    expectNotAllowed(headers)
    expect(await stage.calls()).toEqual([])
  })

  it('is not any other OPTIONS', async () => {
    await stage.calls()
    await stage.ask('/v1/sessions', { method: 'OPTIONS', headers: { origin: ALLOWED } })
    expect(await stage.calls()).toMatchObject([{ method: 'OPTIONS' }])
  })
})

describe('a change that a cookie authenticates', () => {
  const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE']
  const write = (method: string, headers: Record<string, string>) =>
    stage.ask('/v1/unknown', { method, headers: { cookie: COOKIE, ...headers } })
  const own = () => ({ origin: stage.edge.origin })
  const BEARER = `Bearer ${USERS.ada.jwt}`

  const PASSING: [string, () => Record<string, string>][] = [
    ['from the edge’s own origin', own],
    ['from an allowed origin', () => ({ origin: ALLOWED })],
    ['without Origin, from the same origin', () => ({ 'sec-fetch-site': 'same-origin' })],
    ['without Origin, by the user alone', () => ({ 'sec-fetch-site': 'none' })],
    ['from a server, which sends neither header', () => ({})],
    [
      'from an allowed origin, which is another site',
      () => ({ origin: ALLOWED, 'sec-fetch-site': 'cross-site' }),
    ],
    ['with a token in Authorization', () => ({ authorization: BEARER })],
    [
      'with a token, from elsewhere',
      () => ({ authorization: BEARER, origin: 'https://evil.example' }),
    ],
    [
      'with another cookie only, from elsewhere',
      () => ({ cookie: 'theme=dark', origin: 'https://evil.example' }),
    ],
    ['without any cookie, from elsewhere', () => ({ cookie: '', origin: 'https://evil.example' })],
  ]
  it.each(PASSING)('%s passes', async (_, headers) => {
    for (const method of METHODS) {
      await stage.calls()
      expect((await write(method, headers())).status).toBe(404)
      expect(await stage.calls()).toMatchObject([{ method }])
    }
  })

  const REFUSED: [string, Record<string, string>][] = [
    ...OTHERS.filter(Boolean).map((origin): [string, Record<string, string>] => [
      `from ${origin}`,
      { origin },
    ]),
    ['without Origin, from a site of another kind', { 'sec-fetch-site': 'elsewhere' }],
    ['without Origin, from another site', { 'sec-fetch-site': 'cross-site' }],
    ['without Origin, from the same site', { 'sec-fetch-site': 'same-site' }],
    [
      'with an Authorization that counts for nothing',
      { authorization: 'Basic eDp5', origin: 'https://evil.example' },
    ],
    [
      'from another origin that calls itself the same',
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    ],
    [
      'with the refresh cookie, from elsewhere',
      { cookie: `refresh_token=${MARKS.cookie}`, origin: 'https://evil.example' },
    ],
    [
      'with the cookie among others, from elsewhere',
      { cookie: `a=1;access_token=${USERS.ada.jwt};b=2`, 'sec-fetch-site': 'cross-site' },
    ],
  ]
  it.each(REFUSED)('%s is a 403 problem, and nothing reaches the upstream', async (_, headers) => {
    await stage.calls()
    for (const method of METHODS) {
      const asking = { method, headers: { cookie: COOKIE, ...headers }, body: MARKS.body }
      const { problem } = await stage.fail('/v1/unknown', 403, asking)
      expect(problem.code).toBe('origin_not_allowed')
      expect(problem.type).toBe(`${stage.edge.origin}/problems/origin_not_allowed`)
    }
    expect(await stage.calls()).toEqual([])
  })

  it('is what is refused, and not a read', async () => {
    const headers = { cookie: COOKIE, origin: 'https://evil.example' }
    expect((await stage.ask('/v1/sessions/stats', { headers })).status).toBe(200)
  })
})

it('without allowed origins nobody else may read, and answers do not vary by origin', async () => {
  const closed = await startEdgeStage()
  const { headers } = await closed.ask(STATS, { as: 'ada', headers: { origin: ALLOWED } })
  expect(headers.get('access-control-allow-origin')).toBeNull()
  expect(list(headers, 'vary')).not.toContain('origin')
  const write = { method: 'POST', headers: { cookie: COOKIE, origin: closed.edge.origin } }
  expect((await closed.ask('/v1/unknown', write)).status).toBe(404)
  const forged = { method: 'POST', headers: { cookie: COOKIE, origin: ALLOWED } }
  await closed.fail('/v1/unknown', 403, forged)
  await closed.stop()
})

describe('behind a proxy that hides the edge', () => {
  const PUBLIC = 'https://app.public.example'
  let hidden: EdgeStage

  beforeAll(async () => {
    hidden = await startEdgeStage({ PUBLIC_URL: `${PUBLIC}/edge/` })
  })

  afterAll(() => hidden?.stop())

  const put = (headers: Record<string, string>) =>
    hidden.ask('/v1/unknown', { method: 'PUT', headers: { cookie: COOKIE, ...headers } })

  it('the origin that clients know is the edge’s own', async () => {
    expect((await put({ origin: PUBLIC })).status).toBe(404)
    expect((await put({ origin: hidden.edge.origin })).status).toBe(404)
    for (const origin of ['https://evil.example', 'http://app.public.example']) {
      expect((await put({ origin })).status).toBe(403)
    }
  })

  it('no header makes another origin the edge’s own', async () => {
    const forged = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }
    expect((await put({ ...forged, origin: 'https://evil.example' })).status).toBe(403)
  })
})
