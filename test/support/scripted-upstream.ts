import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a call gets; a handler that does nothing leaves it without an answer. */
export type Handler = (call: IncomingMessage, answer: ServerResponse, nth: number) => void

/** An upstream on a real socket that does what a test tells it: it can also reset, and stay silent. */
export interface ScriptedUpstream {
  /** What `UPSTREAM_URL` is set to. */
  url: string
  /** Method and path of every call since the last script, in order. */
  calls: string[]
  /** Answers all calls from now on, counted from 0. */
  script(handler: Handler): void
  stop(): Promise<void>
}

/** Starts one on a free port of this machine. It answers 200 with `{}` until told otherwise. */
export async function startScriptedUpstream(): Promise<ScriptedUpstream> {
  let handle: Handler = (_, answer) => json(answer, 200, {})
  const calls: string[] = []
  const server = createServer((call, answer) => {
    calls.push(`${call.method} ${call.url}`)
    handle(call, answer, calls.length - 1)
  })
  // A test that leaves calls open must not wait for them at its end.
  server.requestTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    script(handler) {
      calls.length = 0
      handle = handler
    },
    stop() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Ends a call with JSON. */
export function json(
  answer: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  answer.writeHead(status, { 'content-type': 'application/json', ...headers })
  answer.end(JSON.stringify(body))
}

/** Breaks the connection in the middle of everything. */
export function reset(call: IncomingMessage): void {
  call.socket.resetAndDestroy()
}
