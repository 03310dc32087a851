import { readConversation, settleTurns } from './conversation.ts'
import { type EventFilter, eventsAfter, readEventFilter } from './event-routes.ts'
import type { Session, World } from './model.ts'
import { repeat } from './options.ts'
import { refuse } from './problem.ts'
import type { Handler } from './router.ts'
import { requireSession } from './session-lookup.ts'

const CONNECTIONS_PER_SESSION_MAX = 12
const RETRY_MS = 100
const encoder = new TextEncoder()

/**
 * `GET /v1/sessions/{id}/sse`: the past after `since_id`, then what happens, until the cycle ends.
 */
export const streamEvents: Handler = ({ world, request, url, params, caller }) => {
  const filter = readEventFilter(url)
  const session = requireSession(caller, params.id ?? '')
  if (world.streams.count(session.id) >= CONNECTIONS_PER_SESSION_MAX) {
    refuse(429, 'Too many event streams for this session', { code: 'rate_limited' })
  }
  return new Response(openStream(world, session, filter, request.signal), {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
  })
}

function openStream(
  world: World,
  session: Session,
  filter: EventFilter,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  let close = () => {}
  return new ReadableStream({
    start: (controller) => {
      close = startCycle(world, session, filter, controller)
      signal.addEventListener('abort', () => close(), { once: true })
    },
    cancel: () => close(),
  })
}

/** Writes until the cycle ends; the result stops all timers, and may be called twice. */
function startCycle(
  world: World,
  session: Session,
  filter: EventFilter,
  controller: ReadableStreamDefaultController<Uint8Array>,
): () => void {
  const { options, streams } = world
  const write = (text: string) => controller.enqueue(encoder.encode(text))
  const presence = streams.enter(session.id)
  const timers: (() => void)[] = []
  let seenId = filter.sinceId
  let isOpen = true
  const close = () => {
    if (!isOpen) return
    isOpen = false
    for (const stop of timers) stop()
    presence.leave()
  }
  const poll = () => {
    presence.beat()
    settleTurns(world)
    for (const event of eventsAfter(readConversation(session).events, seenId)) {
      seenId = event.id
      if (filter.keep(event)) write(formatEvent(event.type, event, event.id))
    }
  }
  const end = () => {
    write(formatEvent('disconnecting', { reason: 'connection_cycle', retry_ms: RETRY_MS }))
    close()
    controller.close()
  }
  write(formatEvent('connected', { status: 'connected' }))
  poll()
  timers.push(
    repeat(options.schedule, options.pollMs, poll),
    repeat(options.schedule, options.heartbeatMs, () => write(': heartbeat\n\n')),
    options.schedule(end, options.cycleMs),
  )
  return close
}

function formatEvent(type: string, data: unknown, id?: string): string {
  const lines = [`event: ${type}`, `data: ${JSON.stringify(data)}`]
  if (id) lines.splice(1, 0, `id: ${id}`, `retry: ${RETRY_MS}`)
  return `${lines.join('\n')}\n\n`
}
