import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { healthyBody } from '../test/support/healthy-bodies.ts'

/** How an upstream behaves: answers, refuses at once with a 503, or takes calls and never answers. */
export type Mood = 'healthy' | 'failing' | 'silent'

/** What reached an upstream since its start. */
export interface CallCount {
  /** Different calls: by request ID, method, path and query. */
  calls: number
  /** How often one of them came again. */
  retries: number
  /** How often one that is no GET came again: always wrong. */
  replays: number
}

/** An upstream on a real socket whose mood is changed from outside. */
export interface AlternatingUpstream {
  /** What `UPSTREAM_URL` is set to. */
  url: string
  count: CallCount
  setMood(mood: Mood): void
  stop(): Promise<void>
}

/** A harness of every upstream: its ID and name. */
export interface KnownHarness {
  id: string
  name: string
}

const INSTANT = '2026-10-01T12:00:00Z'
const UNAVAILABLE = JSON.stringify({ title: 'Service Unavailable', status: 503 })

/** Starts one on a free port of this machine. Whoever asks may see everything. */
export async function startAlternatingUpstream(
  harnesses: readonly KnownHarness[],
): Promise<AlternatingUpstream> {
  let mood: Mood = 'healthy'
  const count: CallCount = { calls: 0, retries: 0, replays: 0 }
  const seen = new Set<string>()

  function tally({ method, url, headers }: IncomingMessage): void {
    const call = `${headers['x-request-id']} ${method} ${url}`
    const isAgain = seen.has(call)
    seen.add(call)
    if (!isAgain) count.calls += 1
    else if (method === 'GET') count.retries += 1
    else count.replays += 1
  }

  const server = createServer((call, answer) => {
    call.resume()
    const path = (call.url ?? '').replace(/\?.*/, '')
    if (path !== '/health') tally(call)
    if (mood === 'silent') return
    if (mood === 'failing') end(answer, 503, UNAVAILABLE)
    else end(answer, 200, bodyOf(path, harnesses))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count,
    setMood(next) {
      mood = next
    },
    stop() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function end(answer: ServerResponse, status: number, body: string): void {
  answer.writeHead(status, { 'content-type': 'application/json' }).end(body)
}

function bodyOf(path: string, harnesses: readonly KnownHarness[]): string {
  if (path === '/v1/harnesses') return JSON.stringify({ data: harnesses.map(harnessBody) })
  const [, named] = /^\/v1\/harnesses\/([^/]+)$/.exec(path) ?? []
  const harness = harnesses.find(({ id, name }) => id === named || name === named)
  return harness ? JSON.stringify(harnessBody(harness)) : healthyBody(path)
}

function harnessBody({ id, name }: KnownHarness) {
  return { id, name, status: 'active', created_at: INSTANT, updated_at: INSTANT }
}
