import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningEdge, startEdge } from '../support/edge.ts'
import { send } from '../support/http-client.ts'
import { logFaults, MARKS, requestLines } from '../support/log-rules.ts'
import { exchange, rawRequest } from '../support/raw-request.ts'
import { type RecordingUpstream, startRecordingUpstream } from '../support/recording-upstream.ts'

let upstream: RecordingUpstream
let edge: RunningEdge

beforeAll(async () => {
  upstream = await startRecordingUpstream()
  edge = await startEdge({ vars: { UPSTREAM_URL: upstream.url } })
})

afterAll(async () => {
  await edge?.stop()
  await upstream?.stop()
  expect(logFaults(edge.logs)).toEqual([])
})

/** What a header says, each time that it is there. */
const valuesOf = (headers: [string, string][], name: string) =>
  headers.flatMap(([each, value]) => (each.toLowerCase() === name ? [value] : []))

describe('the upstream gets', () => {
  it.each([
    '/v1/agents',
    '/v1/agents?',
    '/v1/a%2Fb%2f..%2F%00%0a/%E2%82%AC',
    '/v1//evil.example//x/',
    '/v1/..;/x/...;a=b',
    '/v1/%252e%252e/%5c%5c',
    '/v1/https://evil.example/x',
    '/v1/user@evil.example:80',
    "/v1/sub-delims/!$&'()*+,;=:@-._~",
    '/v1/x?a=1&a=2&&b=%20+%2B&c&=d&e=%zz&f=/../..//&g=?',
    '/v1/x?to=https://evil.example/&x=%27%00',
  ])('%s byte for byte', async (target) => {
    upstream.calls()
    await exchange(edge.origin, rawRequest(`GET ${target}`))
    await exchange(edge.origin, rawRequest(`DELETE /api${target}`))
    expect(upstream.calls()).toMatchObject([
      { method: 'GET', target },
      { method: 'DELETE', target },
    ])
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s with its body', async (method) => {
    upstream.calls()
    const body = `{"text":"${MARKS.body}"}`
    const headers = { 'content-type': 'application/json' }
    const path = `/v1/x?secret=${MARKS.query}`
    expect((await send(edge.origin + path, { method, headers, body })).status).toBe(200)
    const [call] = upstream.calls()
    expect(call).toMatchObject({ method, target: path, body })
    expect(valuesOf(call?.headers ?? [], 'content-length')).toEqual([String(body.length)])
  })

  it('a GET without the body that some client gave it', async () => {
    upstream.calls()
    for (const [length, body] of [
      [0, ''],
      [5, 'hello'],
    ]) {
      const text = rawRequest('GET /v1/x', [`Content-Length: ${length}`], String(body))
      expect(await exchange(edge.origin, text)).toMatchObject({ status: 200, text: '{}' })
    }
    expect(upstream.calls()).toMatchObject([{ body: '' }, { body: '' }])
  })

  it('the client’s own headers, and none that speak for somebody else', async () => {
    upstream.calls()
    const given = [
      'Authorization: evr_pat_mine',
      `Cookie: a=${MARKS.cookie}; b=2`,
      'X-Org-Id: org_1',
      'Accept: text/plain',
      'User-Agent: sdk/1.0',
      'Idempotency-Key: k-1',
      'Everruns-Change-Reason: because%20of',
      'Last-Event-ID: event_1',
      // The platform's own word for who the client is.
      'CF-Connecting-IP: 203.0.113.7',
      'traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      'Via: 1.0 first',
    ]
    const forged = [
      ...['Forwarded: for=1.1.1.1', 'X-Forwarded-For: 1.1.1.1', 'X-Forwarded-Host: evil.example'],
      ...['X-Forwarded-Port: 1', 'X-Original-URL: /admin', 'X-Rewrite-URL: /admin'],
      ...['X-HTTP-Method-Override: DELETE', 'X-Real-IP: 1.1.1.1', 'CF-Ray: forged'],
      ...['Proxy-Authorization: Basic abc', 'Keep-Alive: timeout=5', 'TE: trailers'],
      ...['Upgrade: websocket', 'Proxy-Connection: keep-alive', 'X-Hop: forged'],
    ]
    const headers = [...given, ...forged, 'Connection: X-Hop']
    await exchange(edge.origin, rawRequest('GET /v1/x', headers))
    const seen = Object.fromEntries(
      upstream.calls()[0]?.headers.map(([name, value]) => [name.toLowerCase(), value]) ?? [],
    )
    expect(seen).toMatchObject({
      authorization: 'evr_pat_mine',
      cookie: `a=${MARKS.cookie}; b=2`,
      'x-org-id': 'org_1',
      accept: 'text/plain',
      'user-agent': 'sdk/1.0',
      'idempotency-key': 'k-1',
      'everruns-change-reason': 'because%20of',
      'last-event-id': 'event_1',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      via: '1.0 first, 1.1 everruns-edge',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-proto': 'http',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(JSON.stringify(seen)).not.toMatch(/forged|evil\.example|1\.1\.1\.1|\/admin|Basic/)
    for (const name of ['x-http-method-override', 'te', 'upgrade', 'keep-alive', 'x-real-ip']) {
      expect(seen[name]).toBeUndefined()
    }
  })

  it('its own host only, of however many', async () => {
    upstream.calls()
    const request = 'GET /v1/x HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n'
    await exchange(edge.origin, request)
    const hosts = upstream.calls().map(({ headers }) => valuesOf(headers, 'host'))
    for (const seen of hosts) expect(seen).toEqual([new URL(upstream.url).host])
  })

  it('nothing of a request with two lengths, or one that is none', async () => {
    upstream.calls()
    for (const lengths of [['5', '6'], ['five'], ['-5']]) {
      const headers = lengths.map((length) => `Content-Length: ${length}`)
      const answer = await exchange(edge.origin, rawRequest('POST /v1/x', headers, 'hello!'))
      expect(answer.status).toBe(400)
    }
    expect(upstream.calls()).toEqual([])
  })

  it('one length of a request that names a length and sends chunks', async () => {
    upstream.calls()
    const headers = ['Content-Length: 3', 'Transfer-Encoding: chunked']
    const smuggled = '5\r\nhello\r\n0\r\n\r\nGET /v1/smuggled HTTP/1.1\r\nHost: x\r\n\r\n'
    await exchange(edge.origin, rawRequest('POST /v1/x', headers, smuggled))
    const calls = upstream.calls()
    expect(calls.map(({ target }) => target)).not.toContain('/v1/smuggled')
    for (const { body } of calls) expect(body).toBe('hello')
  })
})

describe('a request ID', () => {
  const idOf = async (path: string, given?: string) => {
    const headers = given === undefined ? {} : { 'x-request-id': given }
    const answer = await send(edge.origin + path, { headers })
    const [seen] = valuesOf(upstream.calls()[0]?.headers ?? [], 'x-request-id')
    return { id: answer.headers.get('x-request-id'), seen }
  }

  it('is taken over, handed on and given back, whatever the upstream says', async () => {
    upstream.answer('/v1/own-id', (_, response) =>
      response.setHeader('x-request-id', 'theirs').end(),
    )
    upstream.calls()
    expect(await idOf('/v1/own-id', 'mine-1')).toEqual({ id: 'mine-1', seen: 'mine-1' })
    const longest = 'x'.repeat(256)
    expect(await idOf('/v1/x', longest)).toEqual({ id: longest, seen: longest })
  })

  it.each([undefined, '', 'x'.repeat(257), 'two words', 'caf\u00e9'])(
    'is made where there is none to take over: %j',
    async (given) => {
      upstream.calls()
      const { id, seen } = await idOf('/v1/x', given)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(seen).toBe(id)
    },
  )

  it('is on answers that the edge makes itself, and in the log', async () => {
    expect((await idOf('/healthz', 'mine-2')).id).toBe('mine-2')
    expect((await idOf('/nowhere', 'mine-3')).id).toBe('mine-3')
    const ids = () => requestLines(edge.logs).map(({ request_id }) => request_id)
    await expect.poll(ids).toEqual(expect.arrayContaining(['mine-1', 'mine-2', 'mine-3']))
  })
})
