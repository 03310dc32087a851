import { type AddressInfo, createServer, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { healthyBody } from './healthy-bodies.ts'

/** Size of the largest answer: more than an isolate has memory. */
export const HUGE_BYTES = 200 * 1024 * 1024

/** A sentence that no caller may read, in whatever form it comes. */
export const INSIDE = 'thread panicked at src/store.rs:42, host main-db.internal'

const DRIP_MS = 40
const PIECE = Buffer.alloc(1024 * 1024, ' ')

/** Does to a connection what the fault is, once the request's head is there. */
type Fault = (socket: Socket, path: string) => void

const JSON_TYPE = 'Content-Type: application/json'
const PROBLEM_TYPE = 'Content-Type: application/problem+json'
const HTML_TYPE = 'Content-Type: text/html; charset=utf-8'
const TEXT_TYPE = 'Content-Type: text/plain; charset=utf-8'

const HOSTILE_PROBLEM = {
  type: 'https://evil.example/problem',
  title: ['Bad'],
  status: 200,
  detail: { html: '<h1>Oh no</h1>' },
  code: 'evr_pat_1111111111111111',
  instance: 7,
  request_id: 'theirs',
  retry_after_seconds: '5',
  errors: [{ pointer: 7, detail: INSIDE }, null],
  allowed_actions: [
    null,
    { rel: 'retry', href: '//evil.example/v1/x' },
    { rel: 'retry', href: 'javascript:alert(1)' },
    { rel: 'retry', href: 'https://evil.example/v1/x' },
    { rel: 'retry', href: 'https://user@evil.example/v1/x' },
    { rel: 'retry', href: '\\\\evil.example\\v1' },
    { rel: 'retry', href: '/v1/sessions', hint: INSIDE, operation_id: 7 },
    { rel: 'takeover', href: '/v1/sessions' },
  ],
}

/** Every fault by its name. */
export const FAULTS = {
  reset_at_once: (socket) => socket.resetAndDestroy(),
  reset_in_body: (socket) => {
    socket.write(head('200 OK', [JSON_TYPE, 'Content-Length: 1000'], '{"id":"half'))
    setTimeout(() => socket.resetAndDestroy(), DRIP_MS)
  },
  silence: () => undefined,
  /** Silence that does not even read on. */
  deafness: (socket) => socket.pause(),
  drip: (socket) => {
    socket.write(head('200 OK', [JSON_TYPE, 'Content-Length: 1000000'], '{'))
    const timer = setInterval(() => socket.write(' '), DRIP_MS)
    socket.on('close', () => clearInterval(timer))
  },
  cut_at_length: (socket) => {
    socket.end(head('200 OK', [JSON_TYPE, 'Content-Length: 1000'], '{"id":"half'))
  },
  cut_chunks: (socket) => {
    const chunk = '6\r\n{"id":\r\n'
    socket.end(head('200 OK', [JSON_TYPE, 'Transfer-Encoding: chunked'], chunk))
  },
  invalid_json: whole('200 OK', [JSON_TYPE], '{"data": ['),
  wrong_shape: whole('200 OK', [JSON_TYPE], '{"unexpected":true}'),
  html_200: whole('200 OK', [HTML_TYPE], '<h1>Please sign in</h1>'),
  html_502: whole('502 Bad Gateway', [HTML_TYPE], `<h1>Bad gateway</h1><pre>${INSIDE}</pre>`),
  empty_404: whole('404 Not Found', [], ''),
  empty_500: whole('500 Internal Server Error', [], ''),
  text_400: whole('400 Bad Request', [TEXT_TYPE], 'limit: invalid digit'),
  text_400_inside: whole('400 Bad Request', [TEXT_TYPE], INSIDE),
  text_500: whole('500 Internal Server Error', [TEXT_TYPE], INSIDE),
  legacy_403: whole('403 Forbidden', [JSON_TYPE], '{"error":"No access"}'),
  nested_409: whole('409 Conflict', [JSON_TYPE], '{"error":{"code":"taken","message":"Taken"}}'),
  /** An error that begins and does not go on. */
  stalled_409: (socket) => {
    socket.write(head('409 Conflict', [TEXT_TYPE, 'Content-Length: 1000'], 'Taken for'))
  },
  hostile_problem: whole('400 Bad Request', [PROBLEM_TYPE], JSON.stringify(HOSTILE_PROBLEM)),
  limit_in_header: whole('429 Too Many', [JSON_TYPE, 'Retry-After: 30'], '{"code":"rate_limited"}'),
  limit_in_body: whole('429 Too Many', [PROBLEM_TYPE], '{"retry_after_seconds":20}'),
  limit_as_date: (socket, path) => {
    const at = new Date(Date.now() + 45_000).toUTCString()
    whole('429 Too Many', [`Retry-After: ${at}`], '')(socket, path)
  },
  limit_bare: whole('429 Too Many', [TEXT_TYPE], 'Slow down'),
  unavailable_for_7: whole('503 Unavailable', [HTML_TYPE, 'Retry-After: 7'], '<h1>Back soon</h1>'),
  unavailable: whole('503 Unavailable', [PROBLEM_TYPE], `{"detail":"${INSIDE}"}`),
  redirect: whole('302 Found', ['Location: https://elsewhere.example/v1/x?a=b'], 'Moved'),
  status_103: (socket) => {
    socket.end('HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n')
  },
  status_204_with_body: whole('204 No Content', [JSON_TYPE], '{"not":"empty"}'),
  status_999: whole('999 Odd', [JSON_TYPE], '{"odd":true}'),
  no_http: (socket) => {
    socket.end(`SSH-2.0-${INSIDE}\r\n`)
  },
  gzip: (socket, path) => {
    const body = gzipSync(healthyBody(path))
    socket.write(head('200 OK', [JSON_TYPE, 'Content-Encoding: gzip', length(body)]))
    socket.end(body)
  },
  huge: (socket) => {
    socket.write(head('200 OK', [JSON_TYPE, `Content-Length: ${HUGE_BYTES}`]))
    writePieces(socket, HUGE_BYTES / PIECE.length)
  },
} satisfies Record<string, Fault>

/** Name of a fault. */
export type FaultName = keyof typeof FAULTS

/** An upstream of which each request says by `search=fault-<name>` in its query how it fails. */
export interface FaultyUpstream {
  /** What `UPSTREAM_URL` is set to. */
  url: string
  /** Lets every request that names none fail so from now on; undefined heals. */
  setFault(name: FaultName | undefined): void
  stop(): Promise<void>
}

/** Starts one on a free port. Requests that name no fault get a healthy answer until `setFault`. */
export async function startFaultyUpstream(): Promise<FaultyUpstream> {
  const sockets = new Set<Socket>()
  let present: FaultName | undefined
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    let received = ''
    socket.on('data', (chunk) => {
      const isAnswered = received.includes('\r\n\r\n')
      received += chunk.toString('latin1')
      if (!isAnswered && received.includes('\r\n\r\n')) answer(socket, received, present)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    setFault(name) {
      present = name
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function answer(socket: Socket, request: string, present: FaultName | undefined): void {
  const target = request.split(' ')[1]?.replace(/^\/api/, '') ?? ''
  const path = target.split('?')[0] ?? ''
  const name = /[?&]search=fault-(\w+)/.exec(target)?.[1] ?? present ?? ''
  const fault: Fault | undefined = Object.hasOwn(FAULTS, name)
    ? FAULTS[name as FaultName]
    : undefined
  if (fault) fault(socket, path)
  else whole('200 OK', [JSON_TYPE], healthyBody(path))(socket, path)
}

function whole(status: string, headers: readonly string[], body: string): Fault {
  return (socket) => {
    socket.end(head(status, [...headers, length(Buffer.from(body))], body))
  }
}

function head(status: string, headers: readonly string[], body = ''): string {
  const lines = [`HTTP/1.1 ${status}`, 'Connection: close', 'Server: axum/0.8', ...headers]
  return [...lines, '', body].join('\r\n')
}

const length = (body: Buffer) => `Content-Length: ${body.length}`

/** Writes no faster than it is read. */
function writePieces(socket: Socket, left: number): void {
  if (left === 0 || socket.destroyed) return void socket.end()
  socket.write(PIECE, () => writePieces(socket, left - 1))
}
