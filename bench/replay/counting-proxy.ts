import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What went through since the start. */
export interface Passed {
  calls: number
  /** Of all answers' bodies. */
  bytes: number
}

/** A server that passes everything on, and counts. */
export interface CountingProxy {
  /** Origin and path of what is behind it, on this one's port. */
  url: string
  passed: Passed
  stop(): Promise<void>
}

/** Starts one before an API on this machine. */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  const { hostname, port, pathname } = new URL(target)
  const passed: Passed = { calls: 0, bytes: 0 }
  const server = createServer((incoming, answer) => {
    passed.calls++
    // The API says none, and this machine's clock is not the one that the edge is given.
    answer.sendDate = false
    const { method, url: path, rawHeaders: headers } = incoming
    const outgoing = request({ hostname, port, method, path, headers }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.rawHeaders)
      given.on('data', (chunk: Buffer) => {
        passed.bytes += chunk.length
      })
      given.pipe(answer)
    })
    outgoing.on('error', () => answer.destroy())
    incoming.pipe(outgoing)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    passed,
    stop() {
      server.closeAllConnections()
      return new Promise((resolve) => void server.close(() => resolve()))
    },
  }
}
