/** What the upstream was asked for. */
export interface CallTally {
  stats: number
  lists: number
  other: number
  /** Calls of any kind that the limit for one address answered with 429. */
  limited: number
}

/** The upstream's part in the bench: stats and the list, for anyone who bears a token. */
export interface SmallUpstream {
  /** Takes what the platform's `fetch` takes, in whatever form the edge calls it. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  tally: CallTally
}

/** How the upstream behaves. */
export interface SmallUpstreamOptions {
  harnessIds: readonly string[]
  /** Epoch milliseconds. */
  now: () => number
  /** Resolves when the upstream's time to answer is over. */
  wait: () => Promise<void>
  /** Calls a minute that it takes from one address, as the real one does. */
  callsPerMinute: number
}

const STAMP = '2026-10-01T12:00:00Z'
const MINUTE_MS = 60_000
const CREDENTIAL = /^(?:evr_pat_[0-9a-f]{64}|Bearer [\w.-]+)$/

/** Creates an upstream whose stats say which harness they are of, and when they were made. */
export function createSmallUpstream(options: SmallUpstreamOptions): SmallUpstream {
  const { harnessIds, now, wait, callsPerMinute } = options
  const tally: CallTally = { stats: 0, lists: 0, other: 0, limited: 0 }
  const list = JSON.stringify({ data: harnessIds.map(describeHarness) })
  const numbers = new Map(harnessIds.map((id, number) => [id, number]))
  let recent: number[] = []

  function isOverLimit(): boolean {
    const at = now()
    if ((recent[0] ?? at) <= at - MINUTE_MS) recent = recent.filter((each) => each > at - MINUTE_MS)
    if (recent.length >= callsPerMinute) return true
    recent.push(at)
    return false
  }

  function answer(path: string): string | undefined {
    if (path === '/v1/harnesses') {
      tally.lists++
      return list
    }
    const [, id = ''] = /^\/v1\/harnesses\/([^/]+)\/stats$/.exec(path) ?? []
    const number = numbers.get(id)
    if (number !== undefined) {
      tally.stats++
      return JSON.stringify(describeStats(number, now()))
    }
    tally.other++
    return undefined
  }

  return {
    tally,
    async fetch(input, init) {
      const request = new Request(input, init)
      const credential = request.headers.get('authorization') ?? ''
      const isLimited = isOverLimit()
      if (isLimited) tally.limited++
      const body = isLimited ? undefined : answer(new URL(request.url).pathname.replace('/api', ''))
      await wait()
      if (isLimited) return tooManyRequests()
      if (!CREDENTIAL.test(credential)) return failure(401, 'Unauthorized')
      if (body === undefined) return failure(404, 'Not Found')
      return new Response(body, { headers: { 'content-type': 'application/json' } })
    },
  }
}

function tooManyRequests(): Response {
  const waiting = { code: 'rate_limited', retry_after_seconds: 60 }
  const body = { title: 'Too Many Requests', status: 429, ...waiting }
  return Response.json(body, { status: 429, headers: { 'retry-after': '60' } })
}

function failure(status: number, title: string): Response {
  const headers = { 'content-type': 'application/problem+json' }
  return Response.json({ title, status }, { status, headers })
}

function describeHarness(id: string, number: number) {
  const times = { created_at: STAMP, updated_at: STAMP }
  return { id, name: `harness-${number}`, status: 'active', ...times, session_count: number }
}

/** `session_count` is the harness's number, `total_session_duration_ms` the time when they were made. */
function describeStats(number: number, madeAt: number) {
  return {
    session_count: number,
    active_session_count: 4,
    idle_session_count: 30,
    started_session_count: 2,
    waiting_for_tool_results_session_count: 4,
    execution_count: 100,
    total_session_duration_ms: madeAt,
    avg_session_duration_ms: 25,
    total_input_tokens: 512,
    total_output_tokens: 96,
    total_cache_read_tokens: 0,
    total_cache_creation_tokens: 0,
    total_actual_cost_usd: 0.25,
    total_estimated_cost_usd: 0.5,
    total_cost_usd: 0.5,
    first_session_at: STAMP,
    last_session_at: STAMP,
    last_execution_at: null,
  }
}
