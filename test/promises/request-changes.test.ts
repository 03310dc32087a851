import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type RunningEdge, startEdge } from '../support/edge.ts'
import { send } from '../support/http-client.ts'
import { logFaults } from '../support/log-rules.ts'
import { openRequest } from '../support/open-request.ts'
import { type RecordingUpstream, startRecordingUpstream } from '../support/recording-upstream.ts'

const READ_TIMEOUT_MS = 1_000
const FORWARD_TIMEOUT_MS = 4_000

const HARNESS = `/v1/harnesses/${HARNESSES_ONE.generic}`
const CALLER = { authorization: `Bearer evr_pat_${'7c'.repeat(32)}` }

let upstream: RecordingUpstream
let edge: RunningEdge
/** What a PATCH of the harness comes to. */
let change: (request: IncomingMessage, response: ServerResponse) => void

beforeAll(async () => {
  upstream = await startRecordingUpstream()
  upstream.answer(HARNESS, (request, response) => {
    if (request.method !== 'GET') return change(request, response)
    const at = '2026-10-01T12:00:00Z'
    const rest = { status: 'active', created_at: at, updated_at: at }
    const body = { id: HARNESSES_ONE.generic, name: 'generic', ...rest }
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  })
  upstream.answer('/v1/silent', (request) => request.resume())
  edge = await startEdge({
    vars: {
      UPSTREAM_URL: upstream.url,
      UPSTREAM_TIMEOUT_MS: String(READ_TIMEOUT_MS),
      FORWARD_TIMEOUT_MS: String(FORWARD_TIMEOUT_MS),
      UPSTREAM_HEADER: 'X-Edge-Secret: only-the-edge',
    },
  })
})

afterAll(async () => {
  await edge?.stop()
  await upstream?.stop()
  expect(logFaults(edge.logs)).toEqual([])
  expect(JSON.stringify(edge.logs)).not.toContain('only-the-edge')
})

async function read(): Promise<string> {
  const { status, headers } = await send(edge.origin + HARNESS, { headers: CALLER })
  expect(status).toBe(200)
  return headers.get('cache-status') ?? ''
}

const patch = () =>
  send(edge.origin + HARNESS, { method: 'PATCH', headers: CALLER, body: '{"description":"x"}' })

describe('a change counts as made, and its caller reads anew,', () => {
  beforeEach(async () => {
    await read()
    expect(await read()).toContain('hit')
  })

  it.each([200, 201, 204, 302, 303, 500, 503])('where it is answered %i', async (status) => {
    change = (request, response) =>
      void request
        .resume()
        .on('end', () => response.writeHead(status, { location: `${HARNESS}/x` }).end())
    expect((await patch()).status).toBe(status)
    expect(await read()).not.toContain('hit')
  })

  it('where its connection breaks', async () => {
    change = (request) => void request.resume().on('end', () => request.socket.destroy())
    expect((await patch()).status).toBe(502)
    expect(await read()).not.toContain('hit')
  })

  it('where it ends in silence', async () => {
    change = (request) => void request.resume()
    expect((await patch()).status).toBe(504)
    expect(await read()).not.toContain('hit')
  })

  it('where its client leaves before the answer, and then its call upstream ends too', async () => {
    const seen = new Promise<IncomingMessage>((resolve) => {
      change = (request) => void request.resume().on('end', () => resolve(request))
    })
    const { outgoing } = openRequest(edge.origin + HARNESS, 'PATCH', CALLER)
    outgoing.end('{}')
    const { socket } = await seen
    const ended = new Promise((resolve) => socket.on('close', resolve))
    const leftAt = Date.now()
    outgoing.socket?.resetAndDestroy()
    await ended
    expect(Date.now() - leftAt).toBeLessThan(1_000)
    await expect.poll(read).not.toContain('hit')
  })

  it('and not where it is refused', async () => {
    change = (request, response) =>
      void request.resume().on('end', () => response.writeHead(409).end())
    expect((await patch()).status).toBe(409)
    expect(await read()).toContain('hit')
  })
})

it('a change may take longer than a read of the edge’s own', async () => {
  change = (request, response) =>
    void request.resume().on('end', () => setTimeout(() => response.end(), 1.5 * READ_TIMEOUT_MS))
  expect((await patch()).status).toBe(200)
})

it('every call carries the header by which the API knows its edge, and no client’s in its place', async () => {
  change = (request, response) => void request.resume().on('end', () => response.end())
  upstream.calls()
  const forged = { 'x-edge-secret': 'forged', connection: 'x-edge-secret' }
  await send(`${edge.origin}/v1/users/me`, { headers: { ...CALLER, ...forged } })
  await patch()
  await read()
  const seen = upstream.calls().map(({ headers }) => new Headers(headers).get('x-edge-secret'))
  expect(seen.length).toBeGreaterThanOrEqual(3)
  expect(new Set(seen)).toEqual(new Set(['only-the-edge']))
})
