import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningEdge, startEdge } from '../support/edge.ts'
import { expectProblem } from '../support/edge-stage.ts'
import { type Answer, send } from '../support/http-client.ts'
import { logFaults } from '../support/log-rules.ts'
import { openRequest } from '../support/open-request.ts'
import { openSocket } from '../support/raw-request.ts'
import { type RecordingUpstream, startRecordingUpstream } from '../support/recording-upstream.ts'

/** Short, for its end is waited for; the bound that a silent upstream runs into. */
const FORWARD_TIMEOUT_MS = 300

let upstream: RecordingUpstream
let edge: RunningEdge

beforeAll(async () => {
  upstream = await startRecordingUpstream()
  upstream.answer('/v1/silent', (request) => request.resume())
  upstream.answer('/v1/echo', (request, response) => {
    response.writeHead(200, { 'content-type': 'a/b' }).flushHeaders()
    request.pipe(response)
  })
  const vars = { UPSTREAM_URL: upstream.url, FORWARD_TIMEOUT_MS: String(FORWARD_TIMEOUT_MS) }
  edge = await startEdge({ vars })
})

afterAll(async () => {
  await edge?.stop()
  await upstream?.stop()
  expect(logFaults(edge.logs)).toEqual([])
})

const open = (path: string, headers: Record<string, string | number> = {}) =>
  openRequest(edge.origin + path, 'POST', headers)

const nextText = async (incoming: IncomingMessage) => String((await once(incoming, 'data'))[0])

/** Passes when the edge itself has waited for its timeout: no clock of the test's is asked. */
async function aTimeoutPasses(): Promise<void> {
  expect((await send(`${edge.origin}/v1/silent`, {})).status).toBe(504)
}

async function readAnswer(incoming: IncomingMessage): Promise<Answer> {
  const headers = new Headers(incoming.headers as Record<string, string>)
  return { status: incoming.statusCode ?? 0, headers, text: await text(incoming) }
}

describe.each([
  ['in chunks', {}],
  ['of a known length', { 'content-length': 6 }],
])('an upload %s', (_, headers) => {
  it('comes back piece by piece from an upstream that answers before it ends', async () => {
    const { outgoing, answer } = open('/v1/echo', headers)
    outgoing.write('one')
    const incoming = await answer
    expect(await nextText(incoming)).toBe('one')
    const rest = text(incoming)
    outgoing.end('two')
    expect(await rest).toBe('two')
  }, 5_000)

  it('may take longer than the upstream may', async () => {
    upstream.answer('/v1/slow', async (request, response) => {
      first = nextText(request)
      response.end(await text(request))
    })
    let first: Promise<string> | undefined
    const { outgoing, answer } = open('/v1/slow', headers)
    outgoing.write('one')
    await expect.poll(() => first).toBeDefined()
    expect(await first).toBe('one')
    await aTimeoutPasses()
    await aTimeoutPasses()
    outgoing.end('two')
    expect(await readAnswer(await answer)).toMatchObject({ status: 200, text: 'onetwo' })
  })

  it('is a 504 where the upstream has all of it and says nothing', async () => {
    upstream.calls()
    const { outgoing, answer } = open('/v1/silent', headers)
    outgoing.end('onetwo')
    const { problem } = expectProblem(
      await readAnswer(await answer),
      504,
      edge.origin,
      upstream.url,
    )
    expect(problem.code).toBe('upstream_timeout')
    expect(upstream.calls()).toHaveLength(1)
  })

  it.each(['closed', 'reset'])(
    'is broken off upstream within a second after its client %s the connection',
    async (how) => {
      const seen = new Promise<IncomingMessage>((resolve) => {
        upstream.answer('/v1/left', (request) => request.once('data', () => resolve(request)))
      })
      const { outgoing } = open('/v1/left', headers)
      outgoing.write('one')
      const request = await seen
      request.on('error', () => undefined)
      const closed = new Promise((resolve) => request.on('close', resolve))
      const leftAt = Date.now()
      if (how === 'reset') outgoing.socket?.resetAndDestroy()
      else outgoing.destroy()
      await closed
      expect(request.complete).toBe(false)
      expect(Date.now() - leftAt).toBeLessThan(1_000)
    },
  )
})

it.each(['GET', 'POST'])('a %s that took too long ends upstream too', async (method) => {
  let closed: Promise<unknown> | undefined
  upstream.answer('/v1/too-long', (request) => {
    closed = once(request.resume().socket, 'close')
  })
  expect((await send(`${edge.origin}/v1/too-long`, { method })).status).toBe(504)
  await closed
})

it('a download may take longer than the timeout once it has begun', async () => {
  let write: ((piece: string) => void) | undefined
  upstream.answer('/v1/long', (_, response) => {
    write = (piece) => response.write(piece)
    write('one')
  })
  const { outgoing, answer } = openRequest(`${edge.origin}/v1/long`, 'GET')
  outgoing.end()
  const incoming = await answer
  expect(await nextText(incoming)).toBe('one')
  await aTimeoutPasses()
  const second = nextText(incoming)
  write?.('two')
  expect(await second).toBe('two')
  incoming.destroy()
})

describe('Expect: 100-continue', () => {
  const head = (path: string) =>
    [
      `POST ${path} HTTP/1.1`,
      'Host: edge.example',
      'Expect: 100-continue',
      'Content-Length: 5',
      '\r\n',
    ].join('\r\n')

  it('gets its go-ahead before the body is sent, and the answer after', async () => {
    const socket = openSocket(edge.origin)
    socket.write(head('/v1/echo'))
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 100 [^\r]*\r\n\r\n/)
    let received = ''
    socket.on('data', (chunk) => (received += chunk))
    socket.write('hello')
    await expect.poll(() => received).toContain('hello')
    expect(received).toContain('HTTP/1.1 200 OK\r\n')
    socket.destroy()
  })

  it('gets the refusal of an upstream that wants no body', async () => {
    upstream.answer('/v1/too-large', (_, response) => {
      response
        .writeHead(413, { 'content-type': 'text/plain', connection: 'close' })
        .end('too large')
    })
    const socket = openSocket(edge.origin)
    let received = ''
    socket.on('data', (chunk) => (received += chunk))
    socket.write(head('/v1/too-large'))
    await expect.poll(() => received).toContain('"code":"payload_too_large"')
    expect(received).toContain('HTTP/1.1 413 ')
    socket.destroy()
  })
})
