/** The API behind all Workers of the bench, a process of its own; sends its address to the one that forked it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HARNESS_ID, STREAM_EVENTS } from './requests.ts'
import { sessionPageBytes } from './session-rows.ts'

const STAMP = '2026-10-01T12:00:00Z'
const CHUNK = Buffer.alloc(64 * 1024, 'everruns ')
const DOWNLOAD_BYTES = 100_000_000
const MAX_PAGE_ROWS = 100

/** Between two events of a stream, in milliseconds. */
const EVENT_EVERY_MS = 5

const COUNTS = [
  ...['session_count', 'active_session_count', 'idle_session_count', 'started_session_count'],
  ...['waiting_for_tool_results_session_count', 'execution_count', 'total_session_duration_ms'],
  ...['total_input_tokens', 'total_output_tokens', 'total_cache_read_tokens'],
  ...['total_cache_creation_tokens', 'total_actual_cost_usd', 'total_estimated_cost_usd'],
  'total_cost_usd',
]
/** Each organisation has other numbers. */
const statsOf = (organization: string | string[] | undefined) =>
  JSON.stringify({
    ...Object.fromEntries(COUNTS.map((name, index) => [name, 1_000 * index])),
    session_count: organization === undefined ? 1_000 : 2_000,
    avg_session_duration_ms: 25,
    first_session_at: STAMP,
    last_session_at: STAMP,
    last_execution_at: STAMP,
  })
const harness = (id: string) => ({
  id,
  name: `harness-${id.slice(-4)}`,
  status: 'active',
  created_at: STAMP,
  updated_at: STAMP,
})
const TWO_KB = JSON.stringify({ data: [{ id: 'agent_1', description: 'a'.repeat(1_960) }] })

/** Agents with links of their own, which the edge puts on itself: 2 KB as well. */
const LINKED = JSON.stringify({
  data: Array.from({ length: 4 }, (_, index) => ({
    id: `agent_${index}`,
    description: 'a'.repeat(280),
    self_url: `https://app.everruns.com/api/v1/agents/agent_${index}`,
    allowed_actions: ['update', 'delete'].map((rel) => {
      return { rel, method: 'POST', href: `/v1/agents/agent_${index}/${rel}` }
    }),
  })),
})

/** What the one that forked it may change. */
let delayMs = 0
let isFailing = false
const calls = new Map<string, number>()

function sendJson(response: ServerResponse, body: string | Buffer): void {
  response.setHeader('content-type', 'application/json')
  response.setHeader('content-length', Buffer.byteLength(body))
  response.end(body)
}

function download(response: ServerResponse): void {
  response.setHeader('content-type', 'application/octet-stream')
  response.setHeader('content-length', DOWNLOAD_BYTES)
  let left = DOWNLOAD_BYTES
  const write = () => {
    while (left > 0) {
      const piece = CHUNK.subarray(0, Math.min(left, CHUNK.length))
      left -= piece.length
      if (!response.write(piece)) return void response.once('drain', write)
    }
    response.end()
  }
  write()
}

/** Each event bears the moment at which it was sent, on the clock that all processes of a machine share. */
function stream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  let sent = 0
  const timer = setInterval(() => {
    response.write(`data: ${performance.timeOrigin + performance.now()}\n\n`)
    sent += 1
    if (sent < STREAM_EVENTS) return
    clearInterval(timer)
    response.end()
  }, EVENT_EVERY_MS)
  response.on('close', () => clearInterval(timer))
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://upstream')
  calls.set(pathname, (calls.get(pathname) ?? 0) + 1)
  if (isFailing) response.writeHead(500).end()
  else if (pathname === '/v1/files') download(response)
  else if (pathname.endsWith('/sse')) stream(response)
  else if (pathname.endsWith('/stats')) sendJson(response, statsOf(request.headers['x-org-id']))
  else sendJson(response, bodyOf(pathname, searchParams))
}

function bodyOf(pathname: string, query: URLSearchParams): string | Buffer {
  switch (pathname) {
    case '/v1/users':
      return TWO_KB
    case '/v1/agents/agent_1/versions':
      return LINKED
    case '/v1/harnesses':
      return JSON.stringify({ data: [harness(HARNESS_ID)] })
    case '/v1/sessions': {
      const limit = Math.min(Number(query.get('limit') ?? 20), MAX_PAGE_ROWS)
      return sessionPageBytes(Number(query.get('offset') ?? 0), limit)
    }
    default:
      return JSON.stringify(harness(pathname.split('/')[3] ?? ''))
  }
}

const server = createServer((request, response) => {
  if (delayMs === 0) answer(request, response)
  else setTimeout(() => answer(request, response), delayMs)
})
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => {
  process.send?.({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
})
process.on('message', (message: { delayMs?: number; isFailing?: boolean; callsOf?: string }) => {
  delayMs = message.delayMs ?? delayMs
  isFailing = message.isFailing ?? isFailing
  process.send?.({ calls: calls.get(message.callsOf ?? '') ?? 0 })
})
process.on('disconnect', () => process.exit())
