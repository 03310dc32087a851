import { lengthPrefixed } from '../cache/digest.ts'
import type { ClientRequest } from '../caller/client-request.ts'
import { clientRequest } from '../http/client-request.ts'
import { type EdgeContext, waitUntil } from '../http/context.ts'
import type { Failure } from '../problem/failure.ts'
import { moveEntityLinks } from '../resources/entity-links.ts'
import { type ListQuery, MAX_UINT32, withPaging } from './list-query.ts'
import { cutPageText } from './page-text.ts'
import type { Row } from './walk/cursor-state.ts'
import type { Window } from './walk/window.ts'

/** The upstream did not give a window; the reason is the page's. */
export class WindowFailure extends Error {
  override readonly name = 'WindowFailure'
  readonly failure: Failure
  constructor(failure: Failure) {
    super('The upstream gave no window')
    this.failure = failure
  }
}

/** A window with the members of the upstream's page that the walk knows nothing of, as raw JSON. */
export interface PageWindow extends Window {
  members: ReadonlyMap<string, string>
  /** The `created_at` of each row, by whichever key the list is walked. */
  createdAt: readonly string[]
}

/** Asks the upstream for windows of one list, as this request's caller. */
export type AskWindow = (offset: number, limit: number) => Promise<PageWindow>

type Answer = { ok: true; window: PageWindow } | { ok: false; failure: Failure }

/**
 * Windows of the list that a query filters, each read once for all of the same caller's requests that
 * need it at the same time.
 *
 * @param key the timestamp that the list is ordered by
 */
export async function createWindows(
  c: EdgeContext,
  filters: string,
  key: ListQuery['order'],
): Promise<AskWindow> {
  const { flights, now } = c.var.edge
  const request = await clientRequest(c)
  const { caller } = request
  return async function askWindow(position, limit) {
    // Windows go on behind the offset that the caller gave; nothing stands where the upstream cannot count to.
    const offset = Math.min(position, MAX_UINT32)
    const query = withPaging(filters, { offset, limit })
    const flight = {
      startedAt: now(),
      notBefore: Math.max(c.var.edge.cache.invalidatedAt(caller, 'sessions'), request.writtenAt),
      isJoinable: !request.isBypass,
      load: () => loadWindow(c, request, query, key),
    }
    const flightKey = lengthPrefixed(['sessions', caller, key, query, c.var.exchange.apiBase])
    const { value } = await flights.run(flightKey, flight, waitUntil(c))
    if (!value.ok) throw new WindowFailure(value.failure)
    return value.window
  }
}

async function loadWindow(
  c: EdgeContext,
  request: ClientRequest,
  query: string,
  key: ListQuery['order'],
): Promise<Answer> {
  const { reader, config } = c.var.edge
  const loaded = await reader.load(request, 'sessions', '/v1/sessions', query)
  if (!loaded.ok) return { ok: false, failure: loaded.failure }
  const { data, total, offset, limit } = loaded.value as SessionList
  const scope = { apiBase: request.apiBase, upstreamUrl: config.UPSTREAM_URL }
  const { rows, members } = cutPageText(moveEntityLinks(loaded.text, scope))
  const createdAt = data.map(({ created_at }) => created_at)
  const window = { rows: rowsOf(data, rows, key), total, offset, limit, members, createdAt }
  return { ok: true, window }
}

interface SessionList {
  data: { id: string; created_at: string; updated_at: string }[]
  total: number
  offset: number
  limit: number
}

function rowsOf(
  sessions: SessionList['data'],
  texts: readonly string[],
  key: ListQuery['order'],
): Row[] {
  return sessions.map((session, index) => ({
    id: session.id,
    key: key === 'created_at' ? session.created_at : session.updated_at,
    raw: texts[index] ?? '',
  }))
}
