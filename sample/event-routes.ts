import { readConversation } from './conversation.ts'
import type { SessionEvent } from './model.ts'
import { json, refuse } from './problem.ts'
import { readQuery, readText, readUint32 } from './query.ts'
import type { Handler } from './router.ts'
import { requireSession } from './session-lookup.ts'

const TYPES_MAX = 25
const LIMIT_MAX = 1000

/** Which events of a session are wanted. */
export interface EventFilter {
  /** ID of the last event already seen; events begin after it. */
  sinceId: string | undefined
  keep(event: SessionEvent): boolean
}

/** Reads `since_id` and the repeatable `types` and `exclude`; 400 past 25 of either. */
export function readEventFilter(url: URL): EventFilter {
  const { since_id } = readQuery(url, { since_id: readText })
  const types = url.searchParams.getAll('types')
  const exclude = url.searchParams.getAll('exclude')
  if (types.length > TYPES_MAX || exclude.length > TYPES_MAX) {
    refuse(400, `At most ${TYPES_MAX} event types can be given`)
  }
  return {
    sinceId: since_id,
    keep: ({ type }) => (types.length === 0 || types.includes(type)) && !exclude.includes(type),
  }
}

/** The events after `sinceId`; all of them when it is not known. */
export function eventsAfter(events: SessionEvent[], sinceId: string | undefined): SessionEvent[] {
  return events.slice(events.findIndex(({ id }) => id === sinceId) + 1)
}

/** `GET /v1/sessions/{id}/events`: `X-Total-Count` when a limit was given. */
export const listEvents: Handler = ({ url, params, caller }) => {
  const filter = readEventFilter(url)
  const { limit } = readQuery(url, { limit: readUint32 })
  if (limit !== undefined && (limit < 1 || limit > LIMIT_MAX)) {
    refuse(400, `limit must be between 1 and ${LIMIT_MAX}`)
  }
  const { events } = readConversation(requireSession(caller, params.id ?? ''))
  const found = eventsAfter(events, filter.sinceId).filter(filter.keep)
  const headers: Record<string, string> =
    limit === undefined ? {} : { 'x-total-count': String(found.length) }
  return json({ data: found.slice(0, limit) }, 200, headers)
}
