import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

/** An upstream that answers every request with the bytes it was given last, and then closes. */
export interface RawUpstream {
  /** What `UPSTREAM_URL` is set to; it has no path prefix. */
  url: string
  /** One character a byte. */
  answer(bytes: string): void
  /** Connections since the start. */
  connections(): number
  stop(): Promise<void>
}

/** Starts one on a free port: for answers that no HTTP server would make. */
export async function startRawUpstream(): Promise<RawUpstream> {
  const sockets = new Set<Socket>()
  let bytes = ''
  let connections = 0
  const server = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(Buffer.from(bytes, 'latin1')))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (next) => {
      bytes = next
    },
    connections: () => connections,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** An answer as it stands on the wire, with a length of its own unless its headers say how long it is. */
export function rawAnswer(status: number, headers: readonly string[] = [], body = ''): string {
  const isFramed = headers.some((header) => /^(?:content-length|transfer-encoding):/i.test(header))
  const length = isFramed ? [] : [`Content-Length: ${body.length}`]
  return [`HTTP/1.1 ${status} Any`, ...length, ...headers, '', body].join('\r\n')
}
