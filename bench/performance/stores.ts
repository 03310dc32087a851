/**
 * The stores behind the Workers of the bench, a process of their own so that their work is not counted as a
 * Worker's: KV and the location's cache in memory, by the protocols in which workerd speaks to them.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

interface Stored {
  body: Buffer
  headers: Record<string, string>
  expiresAt: number
}

const stored = new Map<string, Stored>()

const HEAD_END = '\r\n\r\n'
const METADATA = 'cf-kv-metadata'

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { host, [METADATA]: metadata } = request.headers
  const url = new URL(request.url ?? '/', `http://${host}`)
  const key = url.origin + url.pathname + (isKv(url) ? '' : url.search)
  if (request.method === 'PUT') {
    const body = await buffer(request)
    stored.set(key, isKv(url) ? ofKv(url, body, metadata) : ofCache(body))
    response.writeHead(isKv(url) ? 200 : 204).end()
    return
  }
  const found = stored.get(key)
  if (found === undefined || Date.now() >= found.expiresAt) {
    response.writeHead(isKv(url) ? 404 : 504).end()
    return
  }
  response.writeHead(200, { ...found.headers, 'content-length': found.body.length })
  response.end(found.body)
}

/** workerd asks KV with this parameter always. */
const isKv = (url: URL) => url.searchParams.has('urlencoded')

function ofKv(url: URL, body: Buffer, metadata: string | string[] | undefined): Stored {
  const ttlSeconds = Number(url.searchParams.get('expiration_ttl') ?? Number.POSITIVE_INFINITY)
  const headers: Record<string, string> = metadata ? { [METADATA]: String(metadata) } : {}
  return { body, headers, expiresAt: Date.now() + 1_000 * ttlSeconds }
}

/** The cache is sent the response as it would be on the wire. */
function ofCache(message: Buffer): Stored {
  const end = message.indexOf(HEAD_END)
  const [, ...lines] = message.subarray(0, end).toString('latin1').split('\r\n')
  const pairs = lines.map((line) => [line.split(':', 1)[0]?.toLowerCase(), after(line, ':')])
  const headers = Object.fromEntries(pairs) as Record<string, string>
  delete headers['transfer-encoding']
  const [, seconds] = /max-age=(\d+)/.exec(headers['cache-control'] ?? '') ?? []
  return {
    body: message.subarray(end + HEAD_END.length),
    headers: { ...headers, 'cf-cache-status': 'HIT' },
    expiresAt: Date.now() + 1_000 * Number(seconds ?? 0),
  }
}

const after = (line: string, mark: string) => line.slice(line.indexOf(mark) + 1).trim()

const server = createServer((request, response) => void answer(request, response))
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => {
  process.send?.({ address: `127.0.0.1:${(server.address() as AddressInfo).port}` })
})
process.on('disconnect', () => process.exit())
