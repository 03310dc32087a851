import { type CacheInfo, cacheOf } from './cache-status.ts'
import type { Edge, EdgeAnswer } from './client.ts'
import type { EdgeProblem } from './problem.ts'
import type { components, operations } from './schema.ts'

type Schemas = components['schemas']

/** A body with what answered it. `cache` is the whole truth on how old the body is. */
export interface Answer<Body> {
  body: Body
  cache: CacheInfo
}

/** What the functions of options are given; TanStack's own `Query` is one. */
interface QueryLike<Data> {
  state: { data: Data | undefined; error: unknown }
}

interface Context {
  signal: AbortSignal
}

/** Options that `useQuery`, `createQuery` and `injectQuery` of every TanStack adapter take. */
export interface QueryOptions<Data> {
  queryKey: readonly unknown[]
  queryFn: (context: Context) => Promise<Data>
  refetchInterval: (query: QueryLike<Data>) => number | false
  staleTime: (query: QueryLike<Data>) => number
  retry: (failures: number, error: unknown) => boolean
  retryDelay: (failures: number, error: unknown) => number
}

/** Nobody needs it fresher, and a board left open all day is asked for often enough. */
const MIN_POLL_MS = 5_000

/** How often the first page of sessions is looked at. */
const HEAD_POLL_MS = 10_000

/** How long a request waits for a run; the edge takes 30 s at most. */
const WAIT_SECONDS = 25

/** Where the edge does not wait. */
const RUN_POLL_MS = 2_000

/** A poll after a failure that does not say when to come back. */
const FAILED_POLL_MS = 15_000

const MAX_RETRIES = 3

/**
 * Stats of a harness, by ID or name; polls when they are no longer fresh, every 5 s at most.
 *
 * @example
 * ```ts
 * const { data } = useQuery(statsQuery(edge, 'support-triage'))
 * data?.body.session_count
 * data?.cache.age
 * ```
 */
export function statsQuery(edge: Edge, harness: string): QueryOptions<Answer<Schemas['Stats']>> {
  return polled([...key(edge), 'stats', harness], ({ signal }) =>
    edge.GET('/v1/harnesses/{harness_id}/stats', {
      params: { path: { harness_id: harness } },
      signal,
    }),
  )
}

/** Which harnesses a board shows. */
export interface BoardFilter {
  search?: string
  include_archived?: boolean
}

/** All harnesses with their stats, in one request; polls as {@link statsQuery} does. */
export function boardQuery(
  edge: Edge,
  filter: BoardFilter = {},
): QueryOptions<Answer<Schemas['HarnessList']>> {
  return polled([...key(edge), 'board', filter], ({ signal }) =>
    edge.GET('/v1/harnesses', { params: { query: { expand: 'stats', ...filter } }, signal }),
  )
}

/** Filters of the sessions list, and how a page looks. */
export type SessionsFilter = Omit<
  NonNullable<operations['list_sessions']['parameters']['query']>,
  'cursor' | 'offset'
>

/** A filter without `fields`: rows are whole sessions. */
type WholeRows = SessionsFilter & { fields?: undefined }

/** What {@link WholeRows} brings. */
export type WholeSessionPage = Omit<Schemas['SessionPage'], 'data'> & { data: Schemas['Session'][] }

/** The place of a page: its cursor, and the place of the page before, so that dropped pages can be had again. */
export interface SessionsPlace {
  cursor: string | null
  previous: SessionsPlace | null
}

/** What beside the filter {@link sessionsInfinite} takes. */
export interface SessionsOptions {
  /** Pages that are kept; those before are fetched again on the way back. */
  maxPages?: number
}

/** Options that `useInfiniteQuery` of every TanStack adapter takes. */
export interface SessionsInfinite<Page = Schemas['SessionPage']> {
  queryKey: readonly unknown[]
  queryFn: (context: Context & { pageParam: SessionsPlace }) => Promise<Page>
  initialPageParam: SessionsPlace
  getNextPageParam: (last: Page, pages: unknown, place: SessionsPlace) => SessionsPlace | undefined
  getPreviousPageParam: (
    first: Page,
    pages: unknown,
    place: SessionsPlace,
  ) => SessionsPlace | undefined
  maxPages?: number
  refetchInterval: false
  refetchOnWindowFocus: false
  refetchOnReconnect: false
  staleTime: number
  retry: (failures: number, error: unknown) => boolean
  retryDelay: (failures: number, error: unknown) => number
}

/**
 * Sessions page by page: each once, whatever is created or deleted meanwhile. It has no interval, since a poll would
 * fetch every loaded page again: {@link sessionsHead} says what is new.
 */
export function sessionsInfinite(
  edge: Edge,
  filter?: WholeRows,
  options?: SessionsOptions,
): SessionsInfinite<WholeSessionPage>
export function sessionsInfinite(
  edge: Edge,
  filter: SessionsFilter,
  options?: SessionsOptions,
): SessionsInfinite
export function sessionsInfinite(
  edge: Edge,
  filter: SessionsFilter = {},
  { maxPages }: SessionsOptions = {},
): SessionsInfinite | SessionsInfinite<WholeSessionPage> {
  const options: SessionsInfinite = {
    queryKey: [...key(edge), 'sessions', filter],
    queryFn: async ({ pageParam, signal }) => {
      const { cursor } = pageParam
      const query = { ...filter, ...(cursor !== null && { cursor }) }
      const { data } = await edge.GET('/v1/sessions', { params: { query }, signal })
      return data
    },
    initialPageParam: { cursor: null, previous: null },
    getNextPageParam: ({ next_cursor: cursor }, _, place) =>
      cursor === null ? undefined : { cursor, previous: place },
    getPreviousPageParam: (_, __, place) => place.previous ?? undefined,
    ...(maxPages !== undefined && { maxPages }),
    refetchInterval: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: Number.POSITIVE_INFINITY,
    ...RETRIES,
  }
  return options
}

/** The first page of sessions, polled every 10 s: compare it with the top of what is shown, and offer what is new. */
export function sessionsHead(edge: Edge, filter?: WholeRows): QueryOptions<Answer<WholeSessionPage>>
export function sessionsHead(
  edge: Edge,
  filter: SessionsFilter,
): QueryOptions<Answer<Schemas['SessionPage']>>
export function sessionsHead(
  edge: Edge,
  filter: SessionsFilter = {},
): QueryOptions<Answer<Schemas['SessionPage']>> | QueryOptions<Answer<WholeSessionPage>> {
  const options: QueryOptions<Answer<Schemas['SessionPage']>> = {
    ...polled([...key(edge), 'sessions-head', filter], ({ signal }) =>
      edge.GET('/v1/sessions', { params: { query: filter }, signal }),
    ),
    refetchInterval: ({ state }) => intervalAfter(state.error, HEAD_POLL_MS),
    staleTime: () => 0,
  }
  return options
}

/** A run of a health check: waits at the edge until it is final, and then rests. */
export function runQuery(
  edge: Edge,
  agent: string,
  run: string,
): QueryOptions<Answer<Schemas['HealthCheckRun']> & { hasWaited: boolean }> {
  return {
    queryKey: [...key(edge), 'run', agent, run],
    queryFn: async ({ signal }) => {
      const { data, response } = await edge.GET('/v1/agents/{agent_id}/health-checks/{run_id}', {
        params: {
          path: { agent_id: agent, run_id: run },
          header: { Prefer: `wait=${WAIT_SECONDS}` },
        },
        signal,
      })
      const hasWaited = response.headers.has('preference-applied')
      return { body: data, cache: cacheOf(response), hasWaited }
    },
    refetchInterval: ({ state: { data, error } }) => {
      if (data && isFinal(data.body)) return false
      return intervalAfter(error, data?.hasWaited ? 1 : RUN_POLL_MS)
    },
    staleTime: ({ state: { data } }) => (data && isFinal(data.body) ? Number.POSITIVE_INFINITY : 0),
    ...RETRIES,
  }
}

const isFinal = ({ status }: Schemas['HealthCheckRun']) =>
  status === 'completed' || status === 'failed'

const key = (edge: Edge) => ['everruns-edge', ...edge.scope]

function polled<Body>(
  queryKey: readonly unknown[],
  ask: (context: Context) => Promise<EdgeAnswer<Body>>,
): QueryOptions<Answer<Body>> {
  return {
    queryKey,
    queryFn: async (context) => {
      const { data, response } = await ask(context)
      return { body: data, cache: cacheOf(response) }
    },
    refetchInterval: ({ state: { data, error } }) =>
      intervalAfter(error, Math.max(MIN_POLL_MS, freshMs(data))),
    staleTime: ({ state }) => freshMs(state.data),
    ...RETRIES,
  }
}

function freshMs(answer: Answer<unknown> | undefined): number {
  return Math.max(0, answer?.cache.ttl ?? 0) * 1_000
}

/** No poll mends what the caller has to change; after another failure it comes when the failure says. */
function intervalAfter(error: unknown, otherwiseMs: number): number | false {
  if (!error) return otherwiseMs
  if (!canRetry(error)) return false
  return Math.max(otherwiseMs, waitMs(error) ?? FAILED_POLL_MS)
}

const RETRIES = {
  retry: (failures: number, error: unknown) => failures < MAX_RETRIES && canRetry(error),
  retryDelay: (failures: number, error: unknown) =>
    waitMs(error) ?? Math.min(1_000 * 2 ** failures, 30_000),
}

function canRetry(error: unknown): boolean {
  const { kind, status = 0 } = error as Partial<EdgeProblem>
  if (kind === 'problem') return status === 429 || status >= 500
  return kind === 'network' || kind === 'timeout'
}

function waitMs(error: unknown): number | undefined {
  const seconds = (error as Partial<EdgeProblem>).retryAfterSeconds
  return seconds === undefined ? undefined : seconds * 1_000
}
