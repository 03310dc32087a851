import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'

/** One block of an event stream: an event, or a comment such as a heartbeat. */
export interface ServerEvent {
  event?: string
  id?: string
  data?: string
  comment?: string
}

/** An event stream that is read block by block. */
export interface EventStream {
  status: number
  headers: IncomingMessage['headers']
  /** The next block as soon as it is there; undefined at the end of the stream. */
  next(): Promise<ServerEvent | undefined>
  /** Closes the connection, in order or by a reset. */
  leave(how?: 'close' | 'reset'): void
}

/** Asks for an event stream on a connection of its own. */
export async function openEvents(
  url: string,
  headers: Record<string, string> = {},
): Promise<EventStream> {
  const accept = { accept: 'text/event-stream', 'cache-control': 'no-cache' }
  const outgoing = request(url, {
    agent: new Agent({ keepAlive: true }),
    headers: { ...accept, ...headers },
  })
  outgoing.end()
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  // What a client gets when it leaves is of no interest to it.
  incoming.on('error', () => undefined)
  const blocks = readBlocks(incoming)
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    next: async () => (await blocks.next()).value || undefined,
    leave(how = 'close') {
      if (how === 'reset') incoming.socket.resetAndDestroy()
      else incoming.destroy()
    },
  }
}

async function* readBlocks(incoming: IncomingMessage): AsyncGenerator<ServerEvent, void> {
  incoming.setEncoding('utf8')
  let text = ''
  for await (const chunk of incoming) {
    const blocks = (text + chunk).split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) yield parseBlock(block)
  }
}

function parseBlock(block: string): ServerEvent {
  const parsed: ServerEvent = {}
  for (const line of block.split('\n')) {
    const [, name, value] = /^(event|id|data|): ?(.*)$/.exec(line) ?? []
    if (name !== undefined) parsed[(name || 'comment') as keyof ServerEvent] = value ?? ''
  }
  return parsed
}
