import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request as its bytes said, its prefix `/api` cut off. */
export interface RecordedCall {
  method: string
  target: string
  /** As they came, twice the same too. */
  headers: [string, string][]
  body: string
}

/** Answers a request; it may read the body itself. */
export type Answering = (request: IncomingMessage, response: ServerResponse) => unknown

/** An upstream that remembers what it got, and answers as the test says. */
export interface RecordingUpstream {
  /** What `UPSTREAM_URL` is set to. */
  url: string
  /** Calls since the last call of this. */
  calls(): RecordedCall[]
  /** Answers requests whose target begins so; the others get an empty JSON object. */
  answer(target: string, answering: Answering): void
  stop(): Promise<void>
}

/** Starts one on a free port. */
export async function startRecordingUpstream(): Promise<RecordingUpstream> {
  const answers: [string, Answering][] = []
  let recorded: RecordedCall[] = []
  const server = createServer(async (request, response) => {
    const target = (request.url ?? '').replace(/^\/api/, '')
    const call: RecordedCall = { method: request.method ?? '', target, headers: [], body: '' }
    const raw = request.rawHeaders
    for (let at = 0; at < raw.length; at += 2) call.headers.push([raw[at] ?? '', raw[at + 1] ?? ''])
    recorded.push(call)
    const own = answers.findLast(([prefix]) => target.startsWith(prefix))
    if (own) return own[1](request, response)
    call.body = await text(request)
    response.setHeader('content-type', 'application/json').end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    calls() {
      const calls = recorded
      recorded = []
      return calls
    },
    answer: (target, answering) => answers.push([target, answering]),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
