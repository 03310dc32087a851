import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorHeaders, shownHeaders } from '../../src/problem/error-headers.ts'
import { isPublicServerText, isPublicText, publicText } from '../../src/problem/redaction.ts'
import { failedRequest, UPSTREAM } from './requests.ts'

const said = (text: string) => publicText(text, UPSTREAM)

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl'
const KEY = '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7\n-----END RSA PRIVATE KEY-----'

/** What must go, and the sentence that stays around it; undefined: all of it goes. */
const GOES: [text: string, left: string | undefined][] = [
  // Credentials and tokens.
  ['token evr_pat_1111111111111111 is revoked', 'token […] is revoked'],
  ['a (evr_live_a1b2c3d4)', 'a ([…])'],
  ['v1evr_pat_1111111111111111', 'v1[…]'],
  ['push with ghp_abcdefghijklmnopqrstuvwxyz0123456789 failed', 'push with […] failed'],
  ['github_pat_11ABCDEFG0abcdefghij is no token', '[…] is no token'],
  ['AKIAIOSFODNN7EXAMPLE may not list', '[…] may not list'],
  ['secret wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY', 'secret […]'],
  ['key sk-live-1234567890 is unknown', 'key […] is unknown'],
  ['hook xoxb-123456789-abcdef', 'hook […]'],
  [`jwt ${JWT} has expired`, 'jwt […] has expired'],
  ['Authorization: Bearer abcdef', 'Authorization: Bearer […]'],
  ['bearer a1b2c3d4 is not valid', 'bearer […] is not valid'],
  ['Basic YWRhOnNlY3JldA== refused', 'Basic […] refused'],
  ['login with password=hunter2 failed', 'login with password=[…] failed'],
  ['password: hunter2', 'password: […]'],
  ['{"password": "correct horse"}', '{"password": "[…]"}'],
  ["client_secret='s3cr3t' is wrong", "client_secret='[…]' is wrong"],
  ['?access_token=abc&limit=5', '?access_token=[…]&limit=5'],
  ['api-key: 0123abcd', 'api-key: […]'],
  ['Set-Cookie: session=1; password=x y', 'Set-Cookie: […] password=[…] y'],
  [`cannot parse ${KEY}, sorry`, 'cannot parse […], sorry'],
  ['cannot parse -----BEGIN PRIVATE KEY-----\nMIIE', 'cannot parse […]'],
  // URLs, hosts and addresses.
  ['cannot reach postgres://app:s3cr3t@db-7.example.com:5432/app', 'cannot reach […]'],
  ['cannot reach postgres://app:p@ss/w?rd@db-7:5432/app now', 'cannot reach […] now'],
  ['redis://cache:6379/0 is full', '[…] is full'],
  ['see https://ada:secret@example.com/x.', 'see […].'],
  ['file:///srv/app/config.toml is missing', '[…] is missing'],
  ['see https://api-7.upstream.example/x', 'see […]'],
  ['see API-7.Upstream.Example', 'see […]'],
  ['http://api:8080/v1/x refused', '[…] refused'],
  ['http://10.0.0.7/x refused', '[…] refused'],
  ['at 10.1.2.3', 'at […]'],
  ['172.20.0.4 and 192.168.1.1 and 100.64.0.9', '[…] and […] and […]'],
  ['connect to 203.0.113.9 failed', 'connect to […] failed'],
  ['203.0.113.9:443 refused', '[…] refused'],
  ['[::1]:5432 refused', '[[…]]:5432 refused'],
  ['fe80::1 is down', '[…] is down'],
  ['localhost:3000 refused', '[…] refused'],
  ['main-db.internal does not answer', '[…] does not answer'],
  ['queue.prod.svc.cluster.local is gone', '[…] is gone'],
  ['db-7:5432 refused', '[…] refused'],
  ['db.example.com:5432 refused', '[…] refused'],
  ['app:s3cr3t@db-7/app', undefined],
  // Places in the source.
  ['failed in /srv/app/main.py:12', 'failed in […]'],
  ['failed in /srv/app/main.py:12:5, sorry', 'failed in […], sorry'],
  ['failed in C:\\app\\main.cs:line 12', 'failed in […] 12'],
  ['File "/srv/app/main.py", line 12', 'File "[…]", line 12'],
  ['failed in src/store.rs:42', 'failed in […]'],
  // HTML.
  ['a <b>bold</b> word', 'a […]bold[…] word'],
  ['a <script>alert(1)</script> b', 'a […]alert(1)[…] b'],
  ['a <img src=x onerror=alert(1)> b', 'a […] b'],
  ['a <x onclick=alert(1)> b', 'a […] b'],
  ['a <!-- x --> b', 'a […] b'],
  ['a <script b', 'a […] b'],
  // Characters that nobody sees.
  ['control \u0000 character', 'control […] character'],
  ['\u001b[31mred', '[…][31mred'],
  ['name\u202egnp.exe', 'name[…]gnp.exe'],
  ['\u2066hidden\u2069', '[…]hidden[…]'],
  // Pages and stacks.
  ['<!doctype html><p>Oh no</p>', undefined],
  ['<b>bold</b>', undefined],
  ['oh <html lang=en> no', undefined],
  ['thread panicked at x', undefined],
  ['Traceback (most recent call last)', undefined],
  ['TypeError: x\n    at handler (/srv/app.js:10:5)', undefined],
  ['at com.example.Main.run(Main.java:12)', undefined],
  ['at async Foo.bar (node:internal/x:1:2)', undefined],
  ['goroutine 7 [running]', undefined],
  ['Exception in thread "main"', undefined],
  // Nothing left.
  ['evr_pat_1111111111111111', undefined],
  ['', undefined],
  [' \n ', undefined],
  ['…', undefined],
]

/** What looks like one of those and is a sentence about the request. */
const STAYS = [
  'Invalid value at limit (must be positive)',
  'Invalid ratio at split (got 1:5)',
  'name must match <lowercase>',
  'Use <word> or <session-id>, not <your name>',
  'name must be < 100 and > 1',
  'main.py:12',
  'config.yaml:3 is not valid YAML',
  '1.2.3.4',
  'version 1.2.3.4 is unknown',
  'version 10.0.0.1 is unknown',
  'harness v2.0 is newer than v1.9.12',
  'name: must match ^[a-z0-9]+$ (got "A b")',
  'Harness "web" is not active; see docs.everruns.com',
  'see https://docs.everruns.com/errors/not_found for more',
  'see https://example.com:8443/x?limit=5#top',
  'created_after is not an RFC 3339 date: 2026-10-01T12:00:00Z',
  'at 12:30:45 the session ended',
  'password: must be at least 8 characters',
  'password must not be empty',
  'token is required',
  'token == null',
  'Bearer authentication is required',
  'bearer token is missing',
  'basic plans have no webhooks',
  'The path /v1/sessions does not exist',
  'The file /workspace/report.csv is empty',
  'line 12 of the template',
  'limit: 100, offset: 2000',
  'risk-averse asks sk-learn',
  `harness_${'0a'.repeat(16)} is archived`,
  '3f2504e0-4f89-11d3-9a0c-0305e82c3301 is unknown',
  `config hash ${'0a'.repeat(32)}`,
  'ada@example.com is no member',
  'Ünïcödé, 日本語 and 👍 stay',
  'one\ttwo\nthree',
  'ratio 3:2, std::io::Error, a::b',
  'id must begin with evr_ or app_',
  'Exception: the list is empty (see the docs)',
]

describe('what must not be said goes, and the sentence stays', () => {
  it.each(GOES)('%j', (text, left) => {
    expect(said(text)).toBe(left)
    expect(isPublicText(text, UPSTREAM)).toBe(false)
  })
})

describe('what only looks like it stays', () => {
  it.each(STAYS)('%s', (text) => {
    expect(said(text)).toBe(text)
    expect(isPublicText(text, UPSTREAM)).toBe(true)
  })
})

it('a long sentence is cut at 1,000 characters, and a secret behind the cut never shows', () => {
  expect(said('x '.repeat(600))).toHaveLength(1_000)
  expect(said(`${'x '.repeat(495)}evr_pat_1111111111111111 end`)).not.toContain('evr')
  expect(said('x '.repeat(499))).toBe('x '.repeat(499).trim())
})

it('a sentence is made of whole characters: none is cut, and half of one is not said', () => {
  expect(said(`No ${'😀'.repeat(600)}`)).toBe(`No ${'😀'.repeat(498)}…`)
  expect(said(`No  ${'😀'.repeat(600)}`)).toBe(`No  ${'😀'.repeat(497)}…`)
  expect(said('No \ud83d file')).toBe('No \ufffd file')
  expect(isPublicText('No \ud83d file', UPSTREAM)).toBe(false)
})

it('the host of the API goes in whatever form, also one that is an address or a lone name', () => {
  expect(publicText('ask 203.0.113.9 now', 'https://203.0.113.9/api')).toBe('ask […] now')
  expect(publicText('see http://api/x', 'http://api/')).toBe('see […]')
  expect(publicText('the api is down', 'http://api/')).toBe('the api is down')
  expect(publicText('localhost is down', 'http://localhost:3000')).toBe('[…] is down')
})

describe('of a failing server', () => {
  it.each(['The database is busy', 'Try again in 5 s.'])('%s is told', (text) => {
    expect(isPublicServerText(text, UPSTREAM)).toBe(true)
  })
  it.each([
    ...GOES.map(([text]) => text),
    ...['see docs.everruns.com', 'main.py:12', 'https://example.com', 'x'.repeat(1_001)],
  ])('%j is not', (text) => {
    expect(isPublicServerText(text, UPSTREAM)).toBe(false)
  })
})

const texts = fc.array(
  fc.oneof(
    fc.constantFrom(...GOES.map(([text]) => text), ...STAYS),
    fc.string({ maxLength: 12 }),
    fc.constantFrom('<', '>', '"', '=', ':', '://', '@', '/', '.', 'evr_', '-----BEGIN', '…', ' '),
  ),
  { maxLength: 8 },
)

it('what was masked once is not masked again', () => {
  fc.assert(
    fc.property(texts, (parts) => {
      const once = said(parts.join(' '))
      if (once !== undefined && once.length < 1_000) expect(said(once)).toBe(once)
    }),
    { numRuns: 2_000, examples: [[['<C', '?access_token=abc&limit=5', 'a <!-- x --> b', '>']]] },
  )
})

it('a secret among whatever else never shows', () => {
  const secrets = [
    'evr_pat_1111111111111111',
    JWT,
    'api-7.upstream.example',
    '10.1.2.3:80',
    '<script>',
  ]
  fc.assert(
    fc.property(texts, fc.constantFrom(...secrets), texts, (before, secret, after) => {
      const text = [...before, secret, ...after].join(' ')
      expect(said(text)?.includes(secret) ?? false).toBe(false)
    }),
    { numRuns: 2_000 },
  )
})

describe('in headers of an error', () => {
  const shown = (fields: Record<string, string>, status = 401) =>
    Object.fromEntries(
      shownHeaders(
        errorHeaders(status, Object.entries(fields), [], UPSTREAM).fields,
        failedRequest(),
      ),
    )

  it.each([
    ['Bearer realm="api", error="invalid_token"', 'Bearer realm="api", error="invalid_token"'],
    ['Bearer realm="https://api-7.upstream.example/x"', 'Bearer realm="[...]"'],
    ['Bearer error_description="evr_pat_1111111111111111 is bad"', undefined],
    ['Basic realm="a b", charset="UTF-8"', 'Basic realm="a b", charset="UTF-8"'],
  ])('WWW-Authenticate: %s', (value, left = 'Bearer error_description="[...] is bad"') => {
    expect(shown({ 'WWW-Authenticate': value })).toEqual({ 'www-authenticate': left })
  })

  it.each([
    ['</v1/sessions?x=1>; rel="next"', '<https://edge.example/v1/sessions?x=1>; rel="next"'],
    [
      `<${UPSTREAM}/v1/agents>; rel=up, <https://docs.everruns.com/a,b>; rel="help"; title="a, b"`,
      '<https://edge.example/v1/agents>; rel=up, <https://docs.everruns.com/a,b>; rel="help"; title="a, b"',
    ],
    ['<https://api-7.upstream.example/admin>; rel=x', undefined],
    ['<http://10.0.0.7/x>; rel=x, </assets/x.css>; rel=preload', undefined],
    ['<https://u:p@docs.everruns.com/x>; rel=x', undefined],
    ['</v1/x>; title="at db.internal"', '<https://edge.example/v1/x>; title="at [...]"'],
    ['broken', undefined],
    ['<broken', undefined],
  ])('Link: %s', (value, left) => {
    expect(shown({ Link: value }).link).toBe(left)
  })

  it('those stay that mean something beside the problem, and no other', () => {
    const stay = {
      allow: 'GET',
      'accept-patch': 'application/json',
      etag: '"1"',
      sunset: 'Wed, 11 Nov 2026 11:11:11 GMT',
      deprecation: '@1688169599',
      ratelimit: '"default";r=0;t=30',
      'ratelimit-policy': '"default";q=100;w=60',
      'clear-site-data': '"cookies"',
      'x-kept': 'yes',
    }
    const go = {
      'content-type': 'text/html',
      'content-length': '7',
      'content-location': `${UPSTREAM}/v1/x`,
      'content-security-policy': "default-src 'self'",
      'content-range': 'bytes */10',
      refresh: `0; url=${UPSTREAM}`,
      'cache-control': 'max-age=60',
      expires: '0',
      age: '5',
      'retry-after': '5',
      digest: 'sha-256=x',
      'set-cookie': 'a=b',
    }
    expect(shown({ ...stay, ...go })).toEqual(stay)
    expect(shown({ 'Content-Range': 'bytes */10' }, 416)).toEqual({ 'content-range': 'bytes */10' })
  })

  it('a Location leads to the edge or is left out', () => {
    const at = (location: string) => shown({ location }).location
    expect(at(`${UPSTREAM}/v1/agents`)).toBe('https://edge.example/v1/agents')
    expect(at('https://evil.example/v1/x')).toBeUndefined()
  })
})
