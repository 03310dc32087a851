import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningEdge, startEdge } from '../support/edge.ts'
import { expectProblem } from '../support/edge-stage.ts'
import { logFaults } from '../support/log-rules.ts'
import { exchange, rawRequest } from '../support/raw-request.ts'
import { type RecordingUpstream, startRecordingUpstream } from '../support/recording-upstream.ts'

const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

/** What a client of the API sends, and more that is nobody's but the upstream's. */
const KEPT = {
  accept: 'application/json, text/event-stream;q=0.9',
  'accept-encoding': 'br;q=0.5,gzip ;q=1, identity',
  'accept-language': 'de-DE, de;q=0.9',
  authorization: 'evr_pat_mine',
  'content-type': 'application/json; charset=utf-8',
  cookie: 'a=1; b="2, 3"; c=4=5',
  'everruns-change-reason': 'because%20of%20%E2%82%AC',
  'idempotency-key': 'k-1',
  'if-match': '"a", W/"b"',
  'if-modified-since': 'Wed, 21 Oct 2026 07:28:00 GMT',
  'if-none-match': '*',
  'if-range': '"a"',
  'last-event-id': 'event_1',
  origin: 'https://elsewhere.example',
  priority: 'u=1, i',
  range: 'bytes=0-9, 20-',
  referer: 'https://elsewhere.example/page?q=1',
  'sec-fetch-site': 'same-origin',
  traceparent: TRACE,
  tracestate: 'vendor=value',
  'user-agent': 'everruns-sdk/1.0 (test)',
  'x-anything': 'kept',
  'x-org-id': 'org_1',
  'x-requested-with': 'XMLHttpRequest',
}

/** What would speak for somebody else, route elsewhere, or is meant for one connection only. */
const DROPPED = [
  ...['CF-Ray', 'CF-Worker', 'CF-Visitor', 'CF-IPCountry', 'CF-Access-Jwt-Assertion', 'CF-EW-Via'],
  ...['Forwarded', 'X-Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Port'],
  ...['X-Forwarded-Prefix', 'X-Forwarded-Proto', 'X-Forwarded-Scheme', 'X-Forwarded-Server'],
  ...['X-Real-IP', 'X-Client-IP', 'X-Cluster-Client-IP', 'True-Client-IP', 'X-Host'],
  ...['X-Original-URL', 'X-Original-Host', 'X-Rewrite-URL', 'X-HTTP-Method-Override'],
  ...['X-HTTP-Method', 'X-Method-Override', 'Proxy-Authorization', 'Proxy-Authenticate'],
  ...['Proxy-Connection', 'Keep-Alive', 'TE', 'Trailer', 'HTTP2-Settings'],
]

let upstream: RecordingUpstream
let edge: RunningEdge

beforeAll(async () => {
  upstream = await startRecordingUpstream()
  edge = await startEdge({ vars: { UPSTREAM_URL: upstream.url } })
})

beforeEach(() => void upstream.calls())

afterAll(async () => {
  await edge?.stop()
  await upstream?.stop()
  expect(logFaults(edge.logs)).toEqual([])
})

/** The headers that reached the upstream, by lower-case name. */
async function reached(lines: readonly string[]): Promise<Record<string, string>> {
  expect((await exchange(edge.origin, rawRequest('GET /v1/x', lines))).status).toBe(200)
  const [call, ...others] = upstream.calls()
  expect(others).toEqual([])
  return Object.fromEntries(new Headers(call?.headers))
}

describe('a header of the client’s', () => {
  it('reaches the upstream as it is', async () => {
    const lines = Object.entries(KEPT).map(([name, value]) => `${name}: ${value}`)
    expect(await reached([...lines, 'Cache-Control: max-age=5'])).toMatchObject({
      ...KEPT,
      'cache-control': 'max-age=5',
    })
  })

  it('is one list where it came twice', async () => {
    const lines = ['X-Many: a', 'X-Many: b, c', 'Accept: x/y', 'Accept: z/y']
    expect(await reached(lines)).toMatchObject({ 'x-many': 'a, b, c', accept: 'x/y, z/y' })
  })

  it.each(DROPPED)('does not reach the upstream as %s', async (name) => {
    const seen = await reached([`${name}: forged`, `${name.toLowerCase()}: forged`, 'X-Kept: kept'])
    expect(seen['x-kept']).toBe('kept')
    expect(JSON.stringify(seen)).not.toContain('forged')
  })

  it.each([
    [['Connection: close, X-Hop']],
    [['Connection: X-Hop', 'Connection: close']],
    [['Connection: close', 'Connection: X-Hop']],
    [['connection: keep-alive,,  x-hop\t,X-OTHER']],
    [['Connection: authorization, X-HOP, Cookie']],
  ])('does not reach the upstream where Connection names it: %j', async (connection) => {
    const others = ['X-Hop: forged', 'X-Kept: kept']
    const lines = ['GET /v1/x HTTP/1.1', 'Host: a', ...connection, ...others, '\r\n'].join('\r\n')
    const request = connection.some((line) => line.includes('close'))
      ? lines
      : lines + rawRequest('GET /v1/last')
    expect((await exchange(edge.origin, request)).status).toBe(200)
    const [call] = upstream.calls()
    expect(JSON.stringify(call?.headers)).not.toContain('forged')
    expect(new Headers(call?.headers).get('x-kept')).toBe('kept')
  })

  it('cannot take away by Connection what the edge says itself', async () => {
    const names = 'Via, X-Forwarded-For, X-Forwarded-Proto, X-Request-ID, CF-Connecting-IP, Host'
    expect(
      await reached([`Connection: close, ${names}`, 'CF-Connecting-IP: 203.0.113.7']),
    ).toMatchObject({
      via: '1.1 everruns-edge',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-proto': 'http',
      'x-request-id': expect.any(String),
      host: new URL(upstream.url).host,
    })
  })

  it('of 64 KiB is the upstream’s to refuse, and the refusal a problem', async () => {
    const lines = [`X-Long: ${'x'.repeat(65_536)}`]
    const answer = await exchange(edge.origin, rawRequest('GET /v1/x', lines))
    expectProblem(answer, 431, 'http://edge.example', upstream.url)
    expect(upstream.calls()).toEqual([])
  })
})

describe('bytes above 0x7F in a header', () => {
  it('reach the upstream as they came', async () => {
    const seen = await reached([
      'X-Name: \xdcbersicht\xff',
      'X-Utf8: \xc3\x9cber',
      'Cookie: a=\xdc; b=2',
      'Via: 1.0 first',
    ])
    expect(seen).toMatchObject({
      'x-name': '\xdcbersicht\xff',
      'x-utf8': '\xc3\x9cber',
      cookie: 'a=\xdc; b=2',
      via: '1.0 first, 1.1 everruns-edge',
    })
  })
})

describe('what the edge told a client of its own changes', () => {
  it('does not reach the upstream, and takes no other cookie along', async () => {
    const seen = await reached([
      'Everruns-Edge-Written: 1700000000000',
      'Cookie: a=1; everruns_edge_written=1700000000000; b="2, 3";  everruns%5Fedge_written=2; c=3',
    ])
    expect(seen.cookie).toBe('a=1; b="2, 3"; c=3')
    expect(JSON.stringify(seen)).not.toMatch(/edge.written/i)
    const alone = await reached(['Cookie: everruns_edge_written=1700000000000'])
    expect(alone.cookie).toBeUndefined()
    const like = await reached(['Cookie: x_everruns_edge_written=1; everruns_edge_writtenx=2'])
    expect(like.cookie).toBe('x_everruns_edge_written=1; everruns_edge_writtenx=2')
  })
})

describe('where the request came from', () => {
  it('is what the platform says, and nobody’s word where it says nothing', async () => {
    const forged = ['X-Forwarded-For: 10.0.0.1', 'X-Forwarded-Proto: https', 'X-Real-IP: 10.0.0.1']
    const untold = await reached(forged)
    expect(untold['x-forwarded-for']).toBeUndefined()
    expect(untold['x-forwarded-proto']).toBe('http')

    for (const address of ['203.0.113.7', '2001:db8::1']) {
      const told = await reached([...forged, `CF-Connecting-IP: ${address}`])
      expect(told['x-forwarded-for']).toBe(address)
      expect(told['cf-connecting-ip']).toBeUndefined()
    }
  })

  it.each([
    [[], '1.1 everruns-edge'],
    [['Via: 1.0 first'], '1.0 first, 1.1 everruns-edge'],
    [['Via: 1.0 first', 'Via: 2 second (x)'], '1.0 first, 2 second (x), 1.1 everruns-edge'],
  ])('is in Via, in order: %j', async (lines, via) => {
    expect((await reached(lines)).via).toBe(via)
  })
})
