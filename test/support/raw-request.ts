import { connect, type Socket } from 'node:net'
import type { Answer } from './http-client.ts'

/** Opens a connection to an origin. */
export function openSocket(origin: string): Socket {
  const { hostname, port } = new URL(origin)
  return connect(Number(port), hostname)
}

/**
 * Writes these very bytes (one character a byte) and reads until the other side closes: for what no HTTP client
 * would send. The request must ask for `Connection: close`.
 */
export function exchange(origin: string, request: string): Promise<Answer> {
  const socket = openSocket(origin)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.write(Buffer.from(request, 'latin1'))
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', () => resolve(parseAnswer(Buffer.concat(chunks).toString('latin1'))))
  })
}

/** A request of these lines, with the headers that every one of them needs. */
export function rawRequest(line: string, headers: readonly string[] = [], body = ''): string {
  const all = [`${line} HTTP/1.1`, 'Host: edge.example', 'Connection: close', ...headers, '', body]
  return all.join('\r\n')
}

function parseAnswer(text: string): Answer {
  // An interim answer, 100 Continue, stands before the one that counts.
  const final = text.replace(/^(?:HTTP\/1\.1 1\d\d[^\r]*\r\n(?:[^\r]+\r\n)*\r\n)+/, '')
  const end = final.indexOf('\r\n\r\n')
  const [line = '', ...lines] = final.slice(0, end).split('\r\n')
  const headers = new Headers()
  for (const header of lines) {
    const at = header.indexOf(':')
    headers.append(header.slice(0, at), header.slice(at + 1).trim())
  }
  const body = final.slice(end + 4)
  const isChunked = headers.get('transfer-encoding') === 'chunked'
  return { status: Number(line.split(' ')[1]), headers, text: isChunked ? dechunk(body) : body }
}

function dechunk(body: string): string {
  let text = ''
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.slice(at, end), 16)
    text += body.slice(end + 2, end + 2 + size)
    if (!(size > 0)) break
    at = end + 4 + size
  }
  return text
}
