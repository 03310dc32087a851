import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectProblem } from '../support/edge-stage.ts'
import { RAW_EDGE, type RawStage, startRawStage } from '../support/raw-stage.ts'
import { rawAnswer } from '../support/raw-upstream.ts'

let stage: RawStage

beforeAll(async () => {
  stage = await startRawStage()
})

afterAll(() => stage?.stop())

describe('Set-Cookie', () => {
  const sent = [
    'access_token=a; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=900',
    'refresh_token=b; Path=/v1/auth; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
    'everruns_org=c; Domain=127.0.0.1; Path=/',
    'everruns_org=d; domain=.127.0.0.1',
    'other=e; Domain=elsewhere.example',
    'access_token=; Max-Age=0',
  ]
  const expected = [
    ...sent.slice(0, 2),
    'everruns_org=c; Path=/',
    'everruns_org=d',
    'other=e',
    ...sent.slice(5),
  ]
  const lines = sent.map((cookie, at) => `${at % 2 ? 'set-cookie' : 'SET-COOKIE'}: ${cookie}`)

  it.each([200, 201, 204, 302, 304, 400, 401, 503])(
    'comes through, each one, beside a %i',
    async (status) => {
      const { headers } = await stage.passOn(rawAnswer(status, lines), 'POST /v1/auth/login')
      expect(headers.getSetCookie()).toEqual(expected)
    },
  )
})

describe('Set-Cookie beside what the edge reads itself', () => {
  const ID = `harness_${'0'.repeat(32)}`
  const row = `"id":"${ID}","name":"n","status":"running","created_at":"2026-01-01T00:00:00Z"`
  const body = `{"data":[{${row}}],${row}}`
  const lines = ['Content-Type: application/json', 'Set-Cookie: everruns_org=a', 'Set-Cookie: b=2']

  it.each([
    ['GET /v1/sessions', []],
    ['GET /v1/sessions?limit=300', []],
    ['GET /v1/sessions', ['Accept: application/x-ndjson']],
    ['GET /v1/harnesses?expand=stats', []],
    ['GET /v1/harnesses', []],
    ['GET /v1/harnesses/n', []],
    ['GET /v1/harnesses/n/stats', []],
    [`GET /v1/harnesses/${ID}/stats`, []],
    ['GET /v1/agents/a/stats', []],
    ['GET /v1/agents/a/health-checks/r', ['Prefer: wait=1']],
  ])('comes through, each once: %s %j', async (line, more) => {
    const token = `Authorization: Bearer ${line.length}-${more.length}`
    for (const [status, text] of [
      [200, body],
      [403, ''],
    ] as const) {
      const headers = [token, 'Cache-Control: max-age=0', ...more]
      const answer = await stage.passOn(rawAnswer(status, lines, text), line, headers)
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([
        status,
        ['everruns_org=a', 'b=2'],
      ])
    }
  })
})

describe('a Location', () => {
  const table = [
    ['UPSTREAM/v1/y?a=b', `${RAW_EDGE}/v1/y?a=b`],
    ['UPSTREAM/v1/y#part', `${RAW_EDGE}/v1/y#part`],
    ['/v1/y', `${RAW_EDGE}/v1/y`],
    ['y', `${RAW_EDGE}/v1/y`],
    ['../v1/y', `${RAW_EDGE}/v1/y`],
    ['?a=b', `${RAW_EDGE}/v1/x?a=b`],
    ['https://app.everruns.com/api/v1/y', `${RAW_EDGE}/v1/y`],
    ['https://files.example/v1/y?signature=1#z', 'https://files.example/v1/y?signature=1#z'],
    ['//files.example/v1/y', '//files.example/v1/y'],
    ['/login', 'UPSTREAM/login'],
    ['../../login', 'UPSTREAM/login'],
    ['everruns://callback?code=1', 'everruns://callback?code=1'],
    ['http://[not-a-url', 'http://[not-a-url'],
  ] as const

  it.each(table)('%s leads to %s', async (location, expected) => {
    const header = `Location: ${location.replace('UPSTREAM', stage.upstreamUrl)}`
    for (const status of [201, 301, 302, 303, 307, 308]) {
      const answer = await stage.passOn(rawAnswer(status, [header]))
      const leads = expected.replace('UPSTREAM', stage.upstreamUrl)
      expect([answer.status, answer.headers.get('location')]).toEqual([status, leads])
    }
  })
})

describe('a header of the upstream’s', () => {
  it('comes through where it speaks of the answer', async () => {
    const kept = {
      'accept-ranges': 'bytes',
      allow: 'GET, POST',
      'cache-control': 'public, max-age=60',
      'content-disposition': 'attachment; filename="a.zip"; filename*=UTF-8\'\'%e2%82%ac.zip',
      'content-language': 'en',
      'content-security-policy': "default-src 'self'",
      'content-type': 'application/x-ndjson; charset=utf-8',
      date: 'Wed, 21 Oct 2026 07:28:00 GMT',
      etag: 'W/"v1"',
      'idempotent-replayed': 'true',
      'last-modified': 'Wed, 21 Oct 2026 07:28:00 GMT',
      'permissions-policy': 'camera=()',
      'referrer-policy': 'no-referrer',
      'retry-after': '7',
      vary: 'Accept, Accept-Encoding',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'x-total-count': '7',
    }
    const lines = Object.entries(kept).map(([name, value]) => `${name}: ${value}`)
    const { headers } = await stage.passOn(rawAnswer(200, lines, '{}'))
    expect(Object.fromEntries(headers)).toMatchObject(kept)
  })

  it('does not where it speaks of the upstream, its connection, or who else may read it', async () => {
    const dropped = [
      ...['Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials', 'Alt-Svc', 'Server'],
      ...['Access-Control-Allow-Headers', 'Access-Control-Expose-Headers', 'X-Powered-By'],
      ...['CF-Ray', 'CF-Cache-Status', 'Keep-Alive', 'Proxy-Authenticate', 'Upgrade', 'X-Hop'],
    ]
    const lines = dropped.map((name) => `${name}: theirs`)
    for (const status of [200, 302, 404]) {
      const answer = await stage.passOn(
        rawAnswer(status, [...lines, 'Connection: close, X-Hop', 'X-Request-ID: theirs']),
      )
      expect(JSON.stringify([...answer.headers])).not.toContain('theirs')
    }
  })

  it('tells which methods there are, beside the problem too', async () => {
    for (const status of [405, 501]) {
      const answer = await stage.passOn(rawAnswer(status, ['Allow: GET,HEAD']), 'POST /v1/x')
      expectProblem(answer, status, RAW_EDGE, stage.upstreamUrl)
      expect(answer.headers.get('allow')).toBe('GET,HEAD')
    }
    const options = await stage.passOn(rawAnswer(204, ['Allow: GET,HEAD']), 'OPTIONS /v1/x')
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET,HEAD'])
  })
})

describe('bytes above 0x7F in a header', () => {
  const NAME = 'attachment; filename="\xdcbersicht\xff.pdf"'

  it('reach the client as they came', async () => {
    const lines = [
      `Content-Disposition: ${NAME}`,
      'X-Utf8: \xc3\x9cber',
      'Set-Cookie: a=\xdc\x80; Path=/',
      'Location: /v1/y',
    ]
    const { headers } = await stage.passOn(rawAnswer(200, lines, '%PDF'))
    expect(headers.get('content-disposition')).toBe(NAME)
    expect(headers.get('x-utf8')).toBe('\xc3\x9cber')
    expect(headers.getSetCookie()).toEqual(['a=\xdc\x80; Path=/'])
    expect(headers.get('location')).toBe(`${RAW_EDGE}/v1/y`)
  })

  it.each(['GET /v1/x', 'GET /v1/agents', 'GET /v1/harnesses/some-name', 'POST /v1/harnesses'])(
    'reach the client as they came beside a problem too: %s',
    async (line) => {
      const lines = [
        'WWW-Authenticate: Basic realm="\xdcbersicht\xff"',
        'X-Name: \xe9',
        'X-Utf8: \xc3\x9cber',
        `Content-Disposition: ${NAME}`,
        'X-Secret: \xe9 postgres://app:pw@db-7.internal:5432',
        'Set-Cookie: a=\xdc\x80; Path=/',
        'Set-Cookie: b=2; Path=/',
      ]
      const token = 'Authorization: Bearer raw-bytes'
      const { headers, text, status } = await stage.passOn(rawAnswer(403, lines), line, [token])
      expect([status, JSON.parse(text).code]).toEqual([403, 'forbidden'])
      expect(headers.get('www-authenticate')).toBe('Basic realm="\xdcbersicht\xff"')
      expect(headers.get('x-name')).toBe('\xe9')
      expect(headers.get('x-utf8')).toBe('\xc3\x9cber')
      expect(headers.getSetCookie()).toEqual(['a=\xdc\x80; Path=/', 'b=2; Path=/'])
      expect(headers.get('content-disposition')).toBeNull()
      expect(headers.get('content-type')).toBe('application/problem+json')
      expect(headers.get('x-secret')).not.toContain('pw')
    },
  )
})

describe('a 304', () => {
  it('says nothing of how long an answer may be kept that the upstream did not say', async () => {
    const silent = await stage.passOn(rawAnswer(304, ['ETag: "v1"']))
    expect([silent.status, silent.headers.get('cache-control')]).toEqual([304, null])
    const told = await stage.passOn(rawAnswer(304, ['Cache-Control: max-age=5']))
    expect(told.headers.get('cache-control')).toBe('max-age=5')
  })
})

describe('people’s files that a browser would run scripts of', () => {
  const SANDBOX = 'sandbox allow-scripts allow-forms allow-popups allow-downloads'
  const policyOf = async (lines: string[], line = 'GET /v1/files/f1') => {
    const { headers } = await stage.passOn(rawAnswer(200, lines, '<x/>'), line)
    return headers.get('content-security-policy') ?? ''
  }

  it.each([
    ...['text/html', 'Text/HTML; charset=utf-8', 'image/svg+xml', 'application/xml'],
    ...['text/xml', 'application/xhtml+xml'],
  ])('%s is sandboxed', async (type) => {
    expect(await policyOf([`Content-Type: ${type}`])).toBe(SANDBOX)
    expect(await policyOf([`Content-Type: ${type}`], 'GET /api/v1/sessions/s1/export')).toBe(
      SANDBOX,
    )
  })

  it('their own policy holds besides', async () => {
    const own = "default-src 'self'"
    const lines = ['Content-Type: text/html', `Content-Security-Policy: ${own}`]
    expect(await policyOf(lines)).toBe(`${own}, ${SANDBOX}`)
  })

  it.each(['application/json', 'image/png', 'text/plain', 'application/pdf'])(
    '%s needs no sandbox',
    async (type) => {
      expect(await policyOf([`Content-Type: ${type}`])).not.toContain('sandbox')
    },
  )

  it('pages by which people sign in are the API’s own', async () => {
    const policy = await policyOf(['Content-Type: text/html'], 'GET /v1/auth/callback?code=1')
    expect(policy).not.toContain('sandbox')
  })
})

it('a Link or Content-Location below the upstream’s base leads to the edge', async () => {
  const lines = [
    `Link: <${stage.upstreamUrl}/v1/x?offset=20>; rel="next"`,
    `Content-Location: ${stage.upstreamUrl}/v1/x/1`,
  ]
  const { headers } = await stage.passOn(rawAnswer(200, lines, '{}'), 'GET /api/v1/x')
  expect(headers.get('link')).toBe(`<${RAW_EDGE}/api/v1/x?offset=20>; rel="next"`)
  expect(headers.get('content-location')).toBe(`${RAW_EDGE}/api/v1/x/1`)
})
