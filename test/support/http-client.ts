import { Agent, request } from 'node:http'

/** A response with its body read. */
export interface Answer {
  status: number
  headers: Headers
  text: string
}

/** What is sent: the headers exactly these, also twice the same. */
export interface Sending {
  method?: string
  headers?: Record<string, string> | readonly (readonly [string, string])[]
  body?: string | undefined
}

/** Looks at every answer of an origin. */
export type Watcher = (method: string, url: string, answer: Answer) => void

const watchers = new Map<string, Watcher>()

/** Has every answer that {@link send} gets from an origin looked at. */
export function watchAnswers(origin: string, watcher: Watcher): void {
  watchers.set(origin, watcher)
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

/**
 * Sends a request without any header of its own making. `fetch` will not do: it adds `no-cache` to whatever
 * carries `If-None-Match`, and it has no way to send a header twice.
 */
export function send(
  url: string,
  { method = 'GET', headers = {}, body }: Sending,
): Promise<Answer> {
  const pairs = isPairs(headers) ? headers : Object.entries(headers)
  const length: [string, string][] = body ? [['content-length', `${Buffer.byteLength(body)}`]] : []
  const flat = [['host', new URL(url).host], ...pairs, ...length].flat()
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent, headers: flat }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        const status = incoming.statusCode ?? 0
        const answer = { status, headers: toHeaders(incoming.rawHeaders), text }
        watchers.get(new URL(url).origin)?.(method, url, answer)
        resolve(answer)
      })
    })
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // A kept connection that the server closed just as it was taken: nothing has been sent.
      const isUnsent = outgoing.reusedSocket && error.code === 'ECONNRESET'
      if (isUnsent) send(url, { method, headers, body }).then(resolve, reject)
      else reject(error)
    })
    outgoing.end(body)
  })
}

function isPairs(
  headers: NonNullable<Sending['headers']>,
): headers is readonly (readonly [string, string])[] {
  return Array.isArray(headers)
}

function toHeaders(raw: readonly string[]): Headers {
  const headers = new Headers()
  for (let at = 0; at < raw.length; at += 2) headers.append(raw[at] ?? '', raw[at + 1] ?? '')
  return headers
}
