import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type RunningEdge, startEdge } from '../support/edge.ts'
import { send } from '../support/http-client.ts'
import { logFaults } from '../support/log-rules.ts'
import {
  type Handler,
  json,
  reset,
  type ScriptedUpstream,
  startScriptedUpstream,
} from '../support/scripted-upstream.ts'

const TIMEOUT_MS = 1_000
const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE']
const PATH = '/v1/sessions/session_1/cancel'

let upstream: ScriptedUpstream
let edge: RunningEdge

beforeAll(async () => {
  upstream = await startScriptedUpstream()
  const vars = { UPSTREAM_URL: upstream.url, FORWARD_TIMEOUT_MS: String(TIMEOUT_MS) }
  edge = await startEdge({ vars })
})

afterAll(async () => {
  await edge?.stop()
  await upstream?.stop()
  expect(logFaults(edge.logs)).toEqual([])
})

const ask = (method: string, path = PATH, body?: string) =>
  send(edge.origin + path, { method, body })

/** Lets a call's body come whole before something happens. */
const afterBody = (then: Handler) => (call: IncomingMessage, answer: ServerResponse, nth: number) =>
  void call.resume().on('end', () => then(call, answer, nth))

function half(call: IncomingMessage, answer: ServerResponse): void {
  answer.writeHead(503, { 'content-length': '1000' })
  answer.write('{"title":', () => reset(call))
}

describe.each(UNSAFE)('a %s reaches the API once, whatever becomes of it', (method) => {
  const FAULTS: [string, Handler, number][] = [
    ['a reset at once', reset, 502],
    ['a reset after its body', afterBody(reset), 502],
    ['a reset within the answer', half, 503],
    ...[500, 502, 503, 504, 429].map((status): [string, Handler, number] => [
      `${status}`,
      (_, answer) => json(answer, status, {}, { 'retry-after': '0' }),
      status,
    ]),
  ]
  test.each(FAULTS)('%s', async (_, handler, status) => {
    for (const body of [undefined, '{"title":"x"}']) {
      upstream.script(handler)
      expect(await ask(method, PATH, body)).toMatchObject({ status })
      expect(upstream.calls).toEqual([`${method} ${PATH}`])
    }
  })

  test('a reset of a connection that was good before', async () => {
    upstream.script((call, answer, nth) => (nth === 0 ? json(answer, 200, {}) : reset(call)))
    expect(await ask(method)).toMatchObject({ status: 200 })
    expect(await ask(method)).toMatchObject({ status: 502 })
    expect(upstream.calls).toHaveLength(2)
  })
})

test('silence is answered once for each of them, and for nobody twice', async () => {
  upstream.script(() => undefined)
  const answers = await Promise.all(UNSAFE.map((method) => ask(method)))
  expect(answers.map(({ status }) => status)).toEqual(UNSAFE.map(() => 504))
  expect(upstream.calls.toSorted()).toEqual(UNSAFE.map((method) => `${method} ${PATH}`).toSorted())
})

describe.each(['GET', 'HEAD'])('a %s is asked again where the connection broke', (method) => {
  /** Fills the budget with what good calls bring. */
  beforeEach(async () => {
    upstream.script((_, answer) => json(answer, 200, {}))
    for (let nth = 0; nth < 12; nth++) await ask('GET', '/v1/apps')
  })

  test.each<[string, Handler]>([
    ['at once', reset],
    ['within the answer', half],
  ])('%s', async (_, fault) => {
    upstream.script((call, answer, nth) =>
      nth < 2 ? fault(call, answer, nth) : json(answer, 200, { nth }),
    )
    const { status, text } = await ask(method, '/v1/apps')
    expect({ status, text }).toEqual({ status: 200, text: method === 'GET' ? '{"nth":2}' : '' })
    expect(upstream.calls).toEqual(Array(3).fill(`${method} /v1/apps`))
  })

  test('and no third time', async () => {
    upstream.script(reset)
    expect(await ask(method, '/v1/apps')).toMatchObject({ status: 502 })
    expect(upstream.calls).toHaveLength(3)
  })
})

test('a GET whose answer broke off once the client had some of it is not begun anew', async () => {
  upstream.script((call, answer) => {
    answer.writeHead(200, { 'content-length': '1000' })
    answer.write('{"data":', () => reset(call))
  })
  await expect(ask('GET', '/v1/apps')).rejects.toThrow()
  expect(upstream.calls).toHaveLength(1)
})

describe('the time of an upload', () => {
  /** More than any socket between holds. */
  const LARGE_BYTES = 32 * 1024 * 1024

  test.each([
    ['a small body', 10],
    ['a large one that the API does not take', LARGE_BYTES],
  ])('is bounded where the API is silent: %s', async (_, bytes) => {
    upstream.script((call) => void call.pause())
    const { status, text } = await ask('POST', '/v1/images', 'x'.repeat(bytes))
    expect({ status, code: JSON.parse(text).code }).toEqual({
      status: 504,
      code: 'upstream_timeout',
    })
    expect(upstream.calls).toHaveLength(1)
  })

  test('is the client’s own as long as it is the client who is waited for', async () => {
    let received = 0
    upstream.script((call, answer) => {
      call.on('data', (chunk: Buffer) => {
        received += chunk.byteLength
      })
      call.on('end', () => json(answer, 201, { received }))
    })
    const { hostname, port } = new URL(edge.origin)
    const socket = connect(Number(port), hostname)
    socket.write('POST /v1/images HTTP/1.1\r\nHost: edge\r\nContent-Length: 6\r\n\r\nabc')
    // Not a wait for something: a line that is slower than the deadline is what is tested.
    setTimeout(() => socket.write('def'), 1.5 * TIMEOUT_MS)
    const first = await new Promise<Buffer>((resolve) => socket.once('data', resolve))
    socket.destroy()
    expect(first.toString()).toMatch(/^HTTP\/1.1 201 /)
    expect(received).toBe(6)
  })
})
