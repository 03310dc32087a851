import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { deflateSync, gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningEdge, startEdge } from '../support/edge.ts'
import { expectProblem } from '../support/edge-stage.ts'
import { send } from '../support/http-client.ts'
import { logFaults } from '../support/log-rules.ts'
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

/** Opens a request whose body is written bit by bit; the answer comes as soon as its headers do. */
function open(path: string, method: string) {
  const outgoing = request(edge.origin + path, { method, headers: { 'content-type': 'a/b' } })
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve)
    outgoing.on('error', reject)
  })
  answer.catch(() => undefined)
  return { outgoing, answer }
}

describe('what comes back', () => {
  it('keeps its status, headers and body', async () => {
    upstream.answer('/v1/file', (_, response) => {
      response.writeHead(206, {
        'content-type': 'application/zip',
        'content-disposition': 'attachment; filename="a.zip"',
        'content-range': 'bytes 0-3/100',
        'cache-control': 'public, max-age=60',
        etag: '"v1"',
        'x-total-count': '7',
      })
      response.end('data')
    })
    const { status, headers, text } = await send(`${edge.origin}/v1/file`, {})
    expect([status, text]).toEqual([206, 'data'])
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="a.zip"',
      'content-range': 'bytes 0-3/100',
      'cache-control': 'public, max-age=60',
      etag: '"v1"',
      'x-total-count': '7',
    })
  })

  it('says that nobody stores it where the upstream says nothing', async () => {
    const { headers } = await send(`${edge.origin}/v1/x`, {})
    expect(headers.get('cache-control')).toBe('private, no-store')
  })

  it('brings each Set-Cookie, without a domain that is not the edge’s', async () => {
    upstream.answer('/v1/cookies', (_, response) => {
      response.setHeader('set-cookie', [
        'a=1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly',
        'b=2; Domain=app.everruns.com; Path=/api; Secure',
        'c=4; Domain=127.0.0.1',
        'a=3',
      ])
      response.writeHead(response.req.url?.endsWith('401') ? 401 : 200).end()
    })
    const expected = [
      'a=1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly',
      'b=2; Path=/; Secure',
      'c=4; Domain=127.0.0.1',
      'a=3',
    ]
    const passed = await send(`${edge.origin}/v1/cookies`, {})
    expect(passed.headers.getSetCookie()).toEqual(expected)
    const refused = await send(`${edge.origin}/v1/cookies?401`, {})
    expect(refused.headers.getSetCookie()).toEqual(expected)
  })

  it('drops what is the upstream’s own: hops, its server, its idea of other origins', async () => {
    upstream.answer('/v1/hops', (_, response) => {
      response.writeHead(200, {
        connection: 'x-hop',
        'x-hop': '1',
        server: 'axum',
        'x-powered-by': 'rust',
        'alt-svc': 'h3=":443"',
        'cf-ray': '1',
        'access-control-allow-origin': '*',
        'proxy-authenticate': 'Basic',
        'x-kept': 'yes',
      })
      response.end('{}')
    })
    const { headers } = await send(`${edge.origin}/v1/hops`, {})
    expect(headers.get('x-kept')).toBe('yes')
    const dropped = ['x-hop', 'server', 'x-powered-by', 'alt-svc', 'cf-ray', 'proxy-authenticate']
    for (const name of [...dropped, 'access-control-allow-origin']) {
      expect(headers.get(name)).toBeNull()
    }
  })

  it.each([301, 302, 303, 307, 308])('is not followed where it is a %i', async (status) => {
    const base = upstream.url
    const places = [
      [`${base}/v1/moved?a=b`, `${edge.origin}/v1/moved?a=b`],
      ['/api/v1/moved', `${edge.origin}/v1/moved`],
      ['moved', `${edge.origin}/v1/moved`],
      ['https://app.everruns.com/api/v1/moved', `${edge.origin}/v1/moved`],
      ['https://files.example/v1/moved', 'https://files.example/v1/moved'],
      ['/login', `${new URL(base).origin}/login`],
      ['/', `${new URL(base).origin}/`],
      ['../../login', `${new URL(base).origin}/login`],
    ]
    upstream.answer('/v1/redirect', (request, response) => {
      const [location = ''] = places[Number(request.url?.split('?')[1])] ?? []
      response.writeHead(status, { location }).end('moved')
    })
    for (const [at, [, location]] of places.entries()) {
      upstream.calls()
      const answer = await send(`${edge.origin}/v1/redirect?${at}`, {})
      expect([answer.status, answer.headers.get('location')]).toEqual([status, location])
      expect(upstream.calls()).toHaveLength(1)
    }
  })

  it.each([204, 205, 304])('has no body where it is a %i', async (status) => {
    upstream.answer('/v1/bodiless', (_, response) => {
      response.writeHead(status, { 'x-kept': 'yes' }).end()
    })
    const answer = await exchange(edge.origin, rawRequest('GET /v1/bodiless'))
    expect([answer.status, answer.text, answer.headers.get('x-kept')]).toEqual([status, '', 'yes'])
  })

  it('is the same to HEAD, without a body', async () => {
    upstream.answer('/v1/head', (_, response) => {
      response.writeHead(200, { 'x-kept': 'yes', 'content-type': 'a/b' }).end('body')
    })
    const answer = await exchange(edge.origin, rawRequest('HEAD /v1/head'))
    expect([answer.status, answer.text, answer.headers.get('x-kept')]).toEqual([200, '', 'yes'])
  })

  it.each(['gzip', 'identity'])('can be read by a client that takes %s', async (accepted) => {
    const body = JSON.stringify({ text: 'word '.repeat(2_000) })
    upstream.answer('/v1/gzip', (_, response) => {
      const zipped = gzipSync(body)
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': zipped.length })
      response.end(zipped)
    })
    const headers = [`Accept-Encoding: ${accepted}`]
    const answer = await exchange(edge.origin, rawRequest('GET /v1/gzip', headers))
    const bytes = Buffer.from(answer.text, 'latin1')
    const isZipped = answer.headers.get('content-encoding') === 'gzip'
    expect((isZipped ? gunzipSync(bytes) : bytes).toString()).toBe(body)
    const length = answer.headers.get('content-length')
    if (length !== null) expect(Number(length)).toBe(bytes.length)
  })
})

describe('an upstream that codes bodies as it is asked to', () => {
  const CODERS = [['zstd', zstdCompressSync] as const, ['deflate', deflateSync] as const]

  it.each(['gzip, deflate, br, zstd', 'zstd', 'deflate, *'])(
    'is asked by a client that takes %s for what the edge can read: links and errors stay',
    async (accepted) => {
      const link = (base: string) => `{"self_url":"${base}/v1/apps/app_1"}`
      const answerCoded = (status: number, body: string) => {
        upstream.answer('/v1/apps/app_1', (request, response) => {
          const asked = request.headers['accept-encoding'] ?? ''
          const [coding, code] = CODERS.find(([name]) => asked.includes(name)) ?? []
          const coded = coding && { 'content-encoding': coding }
          response.writeHead(status, { 'content-type': 'application/json', ...coded })
          response.end(code ? code(body) : body)
        })
      }
      const ask = () =>
        exchange(edge.origin, rawRequest('GET /v1/apps/app_1', [`Accept-Encoding: ${accepted}`]))
      answerCoded(200, link(upstream.url))
      expect((await ask()).text).toBe(link('http://edge.example'))
      answerCoded(409, '{"code":"app_busy","detail":"The app is busy"}')
      const { problem } = expectProblem(await ask(), 409, 'http://edge.example', upstream.url)
      expect(problem).toMatchObject({ code: 'app_busy', detail: 'The app is busy' })
    },
  )
})

describe('errors of the upstream', () => {
  it.each([
    ['an empty 404', 404, {}, '', 'not_found'],
    ['an empty 405', 405, { allow: 'GET,HEAD' }, '', 'method_not_allowed'],
    ['an empty 500', 500, {}, '', 'internal_error'],
    ['text', 400, { 'content-type': 'text/plain' }, 'limit: invalid digit', 'bad_request'],
    ['HTML', 403, { 'content-type': 'text/html' }, '<h1>Blocked</h1>', 'forbidden'],
    ['a 401', 401, { 'www-authenticate': 'Bearer' }, '{"error":"No"}', 'unauthorized'],
    ['a 413', 413, { 'content-type': 'text/plain' }, 'too large', 'payload_too_large'],
    ['a 415', 415, {}, '', 'unsupported_media_type'],
    ['a 418', 418, {}, '', 'request_rejected'],
  ] as const)('%s becomes a problem', async (name, status, headers, body, code) => {
    const target = `/v1/error/${encodeURIComponent(name)}`
    upstream.answer(target, (_, response) => response.writeHead(status, headers).end(body))
    for (const method of ['GET', 'POST']) {
      const answer = await send(edge.origin + target, { method })
      const { problem } = expectProblem(answer, status, edge.origin, upstream.url)
      expect(problem).toMatchObject({ code, instance: target })
      if (code === 'bad_request') expect(problem.detail).toBe(body)
      for (const [header, value] of Object.entries(headers)) {
        if (header !== 'content-type') expect(answer.headers.get(header)).toBe(value)
      }
    }
  })

  it('has no body to HEAD', async () => {
    upstream.answer('/v1/head-error', (_, response) => response.writeHead(404).end())
    const answer = await exchange(edge.origin, rawRequest('HEAD /v1/head-error'))
    expect([answer.status, answer.text]).toEqual([404, ''])
  })

  it('are asked for once only where the method is not safe', async () => {
    for (const [path, status] of [
      ['/v1/broken/503', 503],
      ['/v1/broken/reset', 502],
    ] as const) {
      upstream.answer(path, (request, response) => {
        if (status === 503) response.writeHead(503).end()
        else request.socket.destroy()
      })
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        upstream.calls()
        const answer = await send(edge.origin + path, { method, body: 'x' })
        expectProblem(answer, status, edge.origin, upstream.url)
        expect(upstream.calls()).toHaveLength(1)
      }
    }
  })
})

describe('a body', () => {
  it('megabytes arrive as they were sent, both ways', async () => {
    const bytes = randomBytes(8 * 1024 * 1024)
    const digest = (data: Buffer) => createHash('sha256').update(data).digest('hex')
    upstream.answer('/v1/echo', async (request, response) => {
      const body = await buffer(request)
      response.setHeader('x-digest', digest(body)).end(body)
    })
    const { outgoing, answer } = open('/v1/echo', 'PUT')
    outgoing.end(bytes)
    const incoming = await answer
    expect(incoming.headers['x-digest']).toBe(digest(bytes))
    expect(digest(await buffer(incoming))).toBe(digest(bytes))
  })

  it.each([
    ['before the answer begins', false],
    ['in the middle of the answer', true],
  ])('the call upstream ends when the client leaves %s', async (_, isBegun) => {
    const target = `/v1/left/${isBegun}`
    let leave = () => {}
    const ended = new Promise<number>((resolve) => {
      upstream.answer(target, (_, response) => {
        response.on('close', () => resolve(Date.now()))
        if (isBegun) response.writeHead(200).write('begun')
        else leave()
      })
    })
    const { outgoing, answer } = open(target, 'GET')
    const leftAt = new Promise<number>((resolve) => {
      leave = () => {
        // workerd's own socket does not notice a client that only ends its half of the connection.
        outgoing.socket?.resetAndDestroy()
        resolve(Date.now())
      }
    })
    outgoing.end()
    if (isBegun) {
      await once(await answer, 'data')
      leave()
    }
    expect((await ended) - (await leftAt)).toBeLessThan(1_000)
  })

  it('an answer that breaks off breaks off for the client, who is not told it is whole', async () => {
    upstream.answer('/v1/cut', (_, response) => {
      response.writeHead(200, { 'content-length': 1_000 }).write('half')
      setImmediate(() => response.destroy())
    })
    await expect(send(`${edge.origin}/v1/cut`, {})).rejects.toThrow()
  })
})
