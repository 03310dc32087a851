import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { logFaults } from '../support/log-rules.ts'
import { fetchIn, listenIn, submitFrom } from './page-fetch.ts'
import { ACCESS_TOKEN, type BrowserStage, startBrowserStage } from './stage.ts'

/** Every header that the contract lets a page send, and some that browsers ask about. */
const ALLOWED_HEADERS = {
  'x-org-id': 'org_1',
  authorization: 'Bearer mark',
  'content-type': 'application/json',
  'if-none-match': '"v0"',
  'last-event-id': 'event_1',
  'x-request-id': 'from-a-page',
  'everruns-change-reason': 'because',
  'idempotency-key': 'k-1',
}

/** What the upstream answers, of which a page may read these. */
const EXPOSED = {
  etag: '"v1"',
  link: '</v1/x>; rel="next"',
  age: '3',
  'cache-status': 'other; hit',
  'retry-after': '7',
  'x-total-count': '42',
  'content-disposition': 'attachment; filename="a.zip"',
  'server-timing': 'db;dur=1',
}

let stage: BrowserStage

before(async () => {
  stage = await startBrowserStage()
  const { upstream } = stage
  upstream.answer('/v1/rich', (_, response) => {
    const theirs = { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' }
    response.writeHead(200, { ...EXPOSED, 'x-hidden': 'secret', ...theirs }).end('{"rich":true}')
  })
  upstream.answer('/v1/missing', (_, response) => response.writeHead(404).end())
  upstream.answer('/v1/auth/page', (_, response) => {
    response.setHeader('content-security-policy', "default-src 'self'")
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>own</title>')
  })
  upstream.answer('/v1/events', (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: one\n\n')
    setImmediate(() => response.write('data: two\n\n'))
  })
})

after(async () => {
  await stage?.stop()
  assert.deepEqual(logFaults([...stage.edge.logs]), [])
  assert.ok(!stage.edge.logs.join().includes(ACCESS_TOKEN))
})

beforeEach(() => void stage.upstream.calls())

const url = (path: string) => stage.edge.origin + path
const headersOf = (call: { headers: [string, string][] } | undefined) => new Headers(call?.headers)
const cookiesSeen = () => stage.upstream.calls().map((call) => headersOf(call).get('cookie'))
const COOKIE = `access_token=${ACCESS_TOKEN}`

describe('a page on an allowed origin', () => {
  it('reads what the contract exposes, and no other header', async () => {
    const page = await stage.open(stage.allowed)
    for (const credentials of ['omit', 'include'] as const) {
      const { status, headers, text } = await fetchIn(page, url('/v1/rich'), { credentials })
      assert.deepEqual([status, text], [200, '{"rich":true}'])
      for (const [name, value] of Object.entries(EXPOSED)) assert.equal(headers[name], value, name)
      assert.match(headers['x-request-id'] ?? '', /^[0-9a-f-]{36}$/)
      assert.equal(headers['x-hidden'], undefined)
    }
    assert.deepEqual(cookiesSeen(), [null, COOKIE])
  })

  it('sends every method and header of the API after a preflight that only the edge sees', async () => {
    const page = await stage.open(stage.allowed)
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const isRead = method === 'GET'
      const init = { method, headers: ALLOWED_HEADERS, ...(isRead ? {} : { body: '{}' }) }
      const { status } = await fetchIn(page, url('/v1/x'), { ...init, credentials: 'include' })
      const [call, ...others] = stage.upstream.calls()
      assert.deepEqual([status, call?.method, others], [200, method, []])
      for (const [name, value] of Object.entries(ALLOWED_HEADERS)) {
        assert.equal(headersOf(call).get(name), value, name)
      }
    }
  })

  it('may send whatever header its tools add', async () => {
    const page = await stage.open(stage.allowed)
    const headers = { 'x-other': '1', 'sentry-trace': 'a-b-1', baggage: 'a=b' }
    assert.equal((await fetchIn(page, url('/v1/x'), { headers })).status, 200)
  })

  it('reads errors, the upstream’s and the edge’s', async () => {
    const page = await stage.open(stage.allowed)
    const codes = {
      '/v1/missing': [404, 'not_found'],
      '/nowhere': [404, 'route_not_found'],
      '/v1/%ff': [400, 'invalid_path'],
      '/v1/sessions?cursor=none': [400, 'invalid_cursor'],
    }
    for (const [path, expected] of Object.entries(codes)) {
      const { status, text, headers } = await fetchIn(page, url(path), { credentials: 'include' })
      const { code, request_id } = JSON.parse(text)
      assert.deepEqual([status, code], expected)
      assert.equal(headers['x-request-id'], request_id)
    }
  })

  it('changes with its user’s cookie', async () => {
    const page = await stage.open(stage.allowed)
    const init = { method: 'POST', body: 'a=b', credentials: 'include' } as const
    assert.equal((await fetchIn(page, url('/v1/x'), init)).status, 200)
    assert.deepEqual(cookiesSeen(), [COOKIE])
  })

  it('hears events as they are sent', async () => {
    const page = await stage.open(stage.allowed)
    assert.deepEqual(await listenIn(page, url('/v1/events')), ['one', 'two'])
    assert.deepEqual(cookiesSeen(), [COOKIE])
  })
})

it('a page of the edge’s own origin changes with its user’s cookie', async () => {
  const page = await stage.open(url('/v1/auth/page'))
  stage.upstream.calls()
  const init = { method: 'DELETE', credentials: 'include' } as const
  assert.equal((await fetchIn(page, url('/v1/x'), init)).status, 200)
  assert.deepEqual(cookiesSeen(), [COOKIE])
})

for (const [name, open, cookie] of [
  ['another origin', () => stage.open(stage.other), COOKIE],
  ['no origin', () => stage.openSandboxed(stage.other), null],
] as const) {
  describe(`a page on ${name}`, () => {
    it('reads nothing, be it with or without credentials', async () => {
      const page = await open()
      for (const credentials of ['omit', 'include'] as const) {
        for (const path of ['/v1/rich', '/v1/missing', '/nowhere', '/healthz']) {
          assert.equal((await fetchIn(page, url(path), { credentials })).status, -1, path)
        }
      }
    })

    it('gets past no preflight: nothing reaches the upstream', async () => {
      const page = await open()
      for (const init of [
        { headers: { 'x-org-id': 'org_1' } },
        { headers: { authorization: 'Bearer mark' } },
        { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
        { method: 'DELETE' },
        { method: 'PATCH' },
      ]) {
        assert.equal((await fetchIn(page, url('/v1/x'), init)).status, -1)
      }
      assert.deepEqual(stage.upstream.calls(), [])
    })

    it('changes nothing with a cookie that goes along: nothing reaches the upstream', async () => {
      const page = await open()
      const blind = { mode: 'no-cors', credentials: 'include' } as const
      await fetchIn(page, url('/v1/x'), blind)
      assert.deepEqual(cookiesSeen(), [cookie], 'the network lets it through, and its cookie')

      const post = { ...blind, method: 'POST', body: 'a' }
      if (cookie) assert.equal((await fetchIn(page, url('/v1/x'), post)).status, 0)
      const form = await submitFrom(page, url('/v1/x'))
      assert.equal(form.cookie, COOKIE)
      assert.deepEqual([form.status, JSON.parse(form.text).code], [403, 'origin_not_allowed'])
      assert.deepEqual(stage.upstream.calls(), [])
    })

    it('hears no events', async () => {
      const page = await open()
      assert.deepEqual(await listenIn(page, url('/v1/events')), ['error'])
    })
  })
}
