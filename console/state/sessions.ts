import { computed, effect, signal } from '@preact/signals'
import { nextPollMs } from '../poll-delay.ts'
import type { Problem } from '../problem.ts'
import type { SessionFilters } from '../route.ts'
import {
  appendPage,
  EMPTY_LIST,
  offerFirstPage,
  type SessionList,
  type SessionPage,
  type SessionRow,
  takeNewcomers,
} from '../session-rows.ts'
import { connection, onCallerChange } from './connection.ts'
import type { Edge, EdgeAnswer } from './edge.ts'
import { startPoller } from './poller.ts'
import { route } from './router.ts'

const PAGE_ROWS = 100
/** How often the first page is looked at for newcomers. */
const NEWCOMERS_SECONDS = 10

/** What a row shows; the edge leaves out the rest. */
const FIELDS = [
  ...['id', 'title', 'status', 'harness_id', 'agent_id'],
  ...['created_at', 'updated_at', 'is_pinned', 'usage'],
].join(',')

/** The list of the address's filters. */
export interface SessionsView {
  list: SessionList
  isLoading: boolean
  /** Why the next page did not come. */
  problem: Problem | undefined
  /** When the first page was seen. */
  topAtMs: number | undefined
  /** Whether the last look for newcomers failed. */
  isTopFailing: boolean
}

const EMPTY_VIEW: SessionsView = {
  ...{ list: EMPTY_LIST, isLoading: false },
  ...{ problem: undefined, topAtMs: undefined, isTopFailing: false },
}

/** The list as far as it is loaded. */
export const sessions = signal<SessionsView>(EMPTY_VIEW)

const filterText = computed(() =>
  route.value.view === 'sessions' ? queryOf(route.value.filters) : undefined,
)
const edge = computed(() =>
  connection.value.phase === 'connected' ? connection.value.edge : undefined,
)

/** Grows with every new walk: a page of an earlier one is not appended. */
let walk = 0
let loaded: string | undefined

/** Starts to load whatever list the address asks for, and to look for newcomers while it is shown. */
export function startSessions(): void {
  onCallerChange(() => restart(undefined))
  effect(() => {
    const [asked, query] = [edge.value, filterText.value]
    if (!asked || query === undefined) return
    // Back from a session or another view, the list is where it was.
    if (loaded !== query) {
      restart(query)
      loadMore()
    }
    const poller = startPoller(async (signal) => {
      const { topAtMs } = sessions.peek()
      if (topAtMs === undefined) return NEWCOMERS_SECONDS * 1000
      if (Date.now() - topAtMs < 1000) return NEWCOMERS_SECONDS * 1000
      const answer = await askPage(asked, query, undefined, signal)
      return takeFirstPage(answer)
    })
    return () => poller.stop()
  })
}

/** Asks for the next page of the list, unless one is under way or there is none. */
export async function loadMore(): Promise<void> {
  const asked = edge.peek()
  const { list, isLoading } = sessions.peek()
  if (!asked || loaded === undefined || isLoading || list.cursor === null) return
  const mine = walk
  sessions.value = { ...sessions.peek(), isLoading: true, problem: undefined }
  const answer = await askPage(asked, loaded, list.cursor)
  if (mine !== walk) return
  const page = readPage(answer)
  const last = sessions.peek()
  if (!page) {
    sessions.value = { ...last, isLoading: false, problem: answer.problem }
    return
  }
  const isFirst = last.list.cursor === undefined
  sessions.value = {
    ...last,
    list: appendPage(last.list, page),
    isLoading: false,
    problem: undefined,
    topAtMs: isFirst ? answer.asOfMs : last.topAtMs,
  }
}

/** Puts the newcomers on top; where there are more than the first page holds, begins anew. */
export function showNewcomers(): void {
  const last = sessions.peek()
  if (last.list.isCutOff) reloadSessions()
  else sessions.value = { ...last, list: takeNewcomers(last.list) }
}

/** Begins the list anew at its top. */
export function reloadSessions(): void {
  restart(loaded)
  loadMore()
}

function takeFirstPage(answer: EdgeAnswer): number {
  const page = readPage(answer)
  const last = sessions.peek()
  if (page && last.topAtMs !== undefined) {
    const list = offerFirstPage(last.list, page, timeOf)
    sessions.value = { ...last, list, topAtMs: answer.asOfMs, isTopFailing: false }
  } else if (!page && !answer.isAborted) {
    sessions.value = { ...last, isTopFailing: true }
  }
  return nextPollMs({
    isOk: answer.isOk,
    ttlSeconds: NEWCOMERS_SECONDS,
    retryAfterSeconds: answer.problem?.retryAfterSeconds,
    failures: 2,
  })
}

function restart(query: string | undefined): void {
  walk += 1
  loaded = query
  sessions.value = EMPTY_VIEW
}

function readPage({ isOk, body }: EdgeAnswer): SessionPage | undefined {
  const page = body as SessionPage | undefined
  return isOk && Array.isArray(page?.data) ? page : undefined
}

function timeOf(row: SessionRow): string {
  const isByActivity = new URLSearchParams(loaded).get('order') === 'last_activity'
  return (isByActivity ? row.updated_at : undefined) ?? row.created_at
}

function queryOf(filters: SessionFilters): string {
  const entries = Object.entries(filters).filter(([, value]) => value !== '')
  return new URLSearchParams(entries as [string, string][]).toString()
}

function askPage(
  asked: Edge,
  filters: string,
  cursor: string | null | undefined,
  signal?: AbortSignal,
): Promise<EdgeAnswer> {
  const query = {
    limit: PAGE_ROWS,
    ...Object.fromEntries(new URLSearchParams(filters)),
    fields: FIELDS,
    ...(cursor ? { cursor } : {}),
  }
  return asked.ask(({ GET }) =>
    GET('/v1/sessions', { params: { query: query as object }, ...(signal && { signal }) }),
  )
}
