import { describe, expect, it } from 'vitest'
import { version } from '../../package.json'
import type { HeaderRecord } from '../../src/syntax/header-record.ts'
import { deleteUpstreamsOwn, forwardHeaders, readHeaders } from '../../src/upstream/headers.ts'

const FACTS = { protocol: 'https', requestId: 'r-1' }
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
const EDGE_HEADERS = {
  via: '1.1 everruns-edge',
  'x-forwarded-proto': 'https',
  'x-request-id': 'r-1',
}

const READ_HEADERS = {
  ...EDGE_HEADERS,
  accept: 'application/json',
  'user-agent': `everruns-edge/${version}`,
}

const listed = (headers: HeaderRecord | Headers) =>
  headers instanceof Headers ? Object.fromEntries(headers) : { ...headers }
const forward = (given: [string, string][], extra?: string[]) =>
  listed(forwardHeaders(new Headers(given), new Headers(given), FACTS, extra))
const forwarded = (given: [string, string][]) => forward(given)

describe('a forwarded request', () => {
  it('carries what the client sent', () => {
    const given = {
      authorization: 'evr_pat_1',
      accept: 'text/event-stream',
      'accept-encoding': 'gzip',
      'cache-control': 'no-cache',
      'content-type': 'application/json',
      cookie: 'a=1; b=2',
      'everruns-change-reason': 'because%20of%20it',
      'idempotency-key': 'k',
      'if-match': '"x"',
      'last-event-id': 'e1',
      origin: 'https://app.example',
      range: 'bytes=0-9',
      traceparent: TRACE,
      'user-agent': 'sdk/1',
      'x-org-id': 'org_1',
      'x-anything': 'kept',
    }
    expect(forwarded(Object.entries(given))).toEqual({ ...given, ...EDGE_HEADERS })
  })

  it.each([
    'Connection',
    'Keep-Alive',
    'Proxy-Connection',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
    'HTTP2-Settings',
    'Proxy-Authorization',
    'Proxy-Authenticate',
    'Host',
    'Content-Length',
    'Forwarded',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X-Forwarded-Port',
    'X-Forwarded-Prefix',
    'X-Forwarded-Server',
    'X-Forwarded-Anything',
    'X-Real-IP',
    'True-Client-IP',
    'X-Client-IP',
    'X-Cluster-Client-IP',
    'X-Original-URL',
    'X-Original-Host',
    'X-Rewrite-URL',
    'X-Host',
    'X-HTTP-Method-Override',
    'X-HTTP-Method',
    'X-Method-Override',
    'CF-Ray',
    'CF-Access-Jwt-Assertion',
    'CF-Worker',
  ])('does not carry %s', (name) => {
    expect(forwarded([[name, 'forged']])).toEqual(EDGE_HEADERS)
  })

  it.each([
    ['00-1', 'a=b'],
    ['00-00000000000000000000000000000000-b7ad6b7169203331-01', 'a=b'],
    [TRACE.toUpperCase(), 'a=b'],
    [undefined, 'a=b'],
  ])('begins no trace of its own after %s', (traceparent, tracestate) => {
    const given = { ...(traceparent && { traceparent }), tracestate }
    expect(forwarded(Object.entries(given))).toEqual(EDGE_HEADERS)
    const read = listed(readHeaders({}, new Headers(given), FACTS))
    expect(read).toEqual(READ_HEADERS)
  })

  it.each([
    ['gzip, br', 'gzip, br'],
    ['GZIP ;q=0.5,\tbr ; q=1', 'GZIP ;q=0.5,\tbr ; q=1'],
    ['', ''],
    ['gzip, deflate, br, zstd', 'gzip, br'],
    ['zstd;q=1, br;q=0.5, gzip;q=0, *;q=0.1', 'br;q=0.5, gzip;q=0'],
    ['deflate, identity;q=0.3', 'identity;q=0.3'],
    ['zstd', 'identity'],
    ['*', 'identity'],
    ['x-gzip, brotli, gzipped', 'identity'],
  ])('of the codings %j asks for %j: those that the edge can read', (given, asked) => {
    expect(forwarded([['Accept-Encoding', given]])).toEqual({
      ...EDGE_HEADERS,
      'accept-encoding': asked,
    })
  })

  it('does not carry codings that Connection names', () => {
    const given: [string, string][] = [
      ['Connection', 'accept-encoding'],
      ['Accept-Encoding', 'zstd'],
    ]
    expect(forwarded(given)).toEqual(EDGE_HEADERS)
  })

  it('does not carry what Connection names', () => {
    const given: [string, string][] = [
      ['Connection', 'close, X-Secret ,x-other'],
      ['X-Secret', '1'],
      ['X-Other', '2'],
      ['X-Kept', '3'],
    ]
    expect(forwarded(given)).toEqual({ ...EDGE_HEADERS, 'x-kept': '3' })
  })

  it('names the client’s address as the platform gave it, and nobody else’s', () => {
    const given: [string, string][] = [
      ['CF-Connecting-IP', '203.0.113.7'],
      ['X-Forwarded-For', '10.0.0.1'],
    ]
    expect(forwarded(given)).toEqual({ ...EDGE_HEADERS, 'x-forwarded-for': '203.0.113.7' })
  })

  it('carries what the operator names, whatever its name, but for what frames the message', () => {
    const given: [string, string][] = [
      ['CF-Access-Jwt-Assertion', 'jwt'],
      ['X-Forwarded-User', 'ada'],
      ['X-Forwarded-Email', 'forged'],
      ['Host', 'evil.example'],
      ['TE', 'trailers'],
    ]
    const named = ['Cf-Access-Jwt-Assertion', 'X-Forwarded-User', 'Host', 'TE', 'cookie:team']
    expect(forward(given, named)).toEqual({
      ...EDGE_HEADERS,
      'cf-access-jwt-assertion': 'jwt',
      'x-forwarded-user': 'ada',
    })
  })

  it('does not stumble over what Connection names and no header can be named', () => {
    const given: [string, string][] = [
      ['Connection', 'close, , two words, x-hop, "q"'],
      ['X-Hop', '1'],
    ]
    expect(forwarded(given)).toEqual(EDGE_HEADERS)
  })

  it('keeps the way it came in Via, and the edge’s own request ID', () => {
    const given: [string, string][] = [
      ['Via', '1.0 first'],
      ['X-Request-ID', 'other'],
      ['X-Forwarded-Proto', 'ftp'],
    ]
    expect(forwarded(given)).toEqual({ ...EDGE_HEADERS, via: '1.0 first, 1.1 everruns-edge' })
  })
})

describe('a read', () => {
  it('carries who asks and its trace, and nothing else that could change the answer', () => {
    const caller = { authorization: 'evr_pat_1', cookie: 'access_token=x', 'x-org-id': 'org_1' }
    const given = {
      ...{ authorization: 'other', cookie: 'session=y', 'x-org-id': 'org_2' },
      'user-agent': 'sdk/1',
      traceparent: TRACE,
      tracestate: 'a=b',
      accept: 'text/html',
      'accept-encoding': 'gzip',
      'accept-language': 'de',
      'cache-control': 'no-cache',
      'content-type': 'application/json',
      'if-none-match': '"x"',
      range: 'bytes=0-1',
      origin: 'https://app.example',
      'x-anything': 'x',
      'everruns-edge-written': '1',
    }
    expect(listed(readHeaders(caller, new Headers(given), FACTS))).toEqual({
      ...{ ...READ_HEADERS, ...caller },
      ...{ traceparent: TRACE, tracestate: 'a=b' },
    })
  })

  it('has an agent of the edge’s own, with its version', () => {
    const read = readHeaders({}, new Headers({ 'user-agent': 'sdk/1' }), FACTS)
    expect(read['user-agent']).toMatch(/^everruns-edge\/\d+\.\d+\.\d+/)
  })
})

describe('a response', () => {
  const passed = (given: [string, string][]) => {
    const headers = new Headers(given)
    const names = deleteUpstreamsOwn(headers)
    expect(names).toEqual([...headers.keys()])
    return headers
  }

  it('carries what the upstream sent', () => {
    const given = {
      'cache-control': 'max-age=60',
      'content-disposition': 'attachment; filename="a.zip"',
      'content-range': 'bytes 0-9/100',
      'content-type': 'application/zip',
      etag: '"x"',
      'x-content-type-options': 'nosniff',
      'x-total-count': '7',
    }
    expect(listed(passed(Object.entries(given)))).toEqual(given)
  })

  it.each([
    'Connection',
    'Keep-Alive',
    'Transfer-Encoding',
    'Trailer',
    'Upgrade',
    'Proxy-Authenticate',
    'Alt-Svc',
    'Server',
    'X-Powered-By',
    'CF-Ray',
    'CF-Cache-Status',
    'Access-Control-Allow-Origin',
    'Access-Control-Allow-Credentials',
    'Access-Control-Expose-Headers',
    'X-Request-ID',
  ])('does not carry %s', (name) => {
    expect(listed(passed([[name, 'x']]))).toEqual({})
  })

  it('does not carry what Connection names', () => {
    const given: [string, string][] = [
      ['Connection', 'X-Hop'],
      ['X-Hop', '1'],
    ]
    expect(listed(passed(given))).toEqual({})
  })

  it('keeps each Set-Cookie its own', () => {
    const cookies = ['a=1; Path=/', 'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT', 'a=3']
    const headers = passed(cookies.map((cookie) => ['Set-Cookie', cookie]))
    expect(headers.getSetCookie()).toEqual(cookies)
  })
})
