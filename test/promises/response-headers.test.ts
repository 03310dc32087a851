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
    ...sent.slice(4),
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
    ['everruns://callback?code=1', 'everruns://callback?code=1'],
    ['http://[not-a-url', 'http://[not-a-url'],
  ] as const

  it.each(table)('%s leads to %s', async (location, expected) => {
    const header = `Location: ${location.replace('UPSTREAM', stage.upstreamUrl)}`
    for (const status of [201, 301, 302, 303, 307, 308]) {
      const answer = await stage.passOn(rawAnswer(status, [header]))
      expect([answer.status, answer.headers.get('location')]).toEqual([status, expected])
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
