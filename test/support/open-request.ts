import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'

/** A request whose body is written bit by bit. */
export interface OpenRequest {
  outgoing: ClientRequest
  /** Comes with the answer's headers, be the request at its end or not. */
  answer: Promise<IncomingMessage>
}

/** Opens a request on a connection of its own; without a length among its headers it sends chunks. */
export function openRequest(
  url: string,
  method: string,
  headers: Record<string, string | number> = {},
): OpenRequest {
  const outgoing = request(url, { agent: new Agent({ keepAlive: true }), method, headers })
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve)
    outgoing.on('error', reject)
  })
  // A test that leaves on purpose has nobody waiting for the answer.
  answer.catch(() => undefined)
  outgoing.flushHeaders()
  return { outgoing, answer }
}
