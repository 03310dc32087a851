/** What the upstream was asked for. */
export interface CallTally {
  stats: number
  lists: number
  other: number
}

/** The upstream's part in the bench: stats and the list, for anyone who bears a token. */
export interface SmallUpstream {
  fetch(input: unknown, init?: { headers?: Headers; signal?: AbortSignal }): Promise<Response>
  tally: CallTally
}

const STAMP = '2026-10-01T12:00:00Z'

/** @param wait resolves when the upstream's time to answer is over */
export function createSmallUpstream(
  harnessIds: readonly string[],
  wait: () => Promise<void>,
): SmallUpstream {
  const tally: CallTally = { stats: 0, lists: 0, other: 0 }
  const list = JSON.stringify({ data: harnessIds.map(harness) })
  let executions = 0

  function answer(path: string): string | undefined {
    if (path === '/v1/harnesses') {
      tally.lists++
      return list
    }
    const [, id] = /^\/v1\/harnesses\/([^/]+)\/stats$/.exec(path) ?? []
    if (id && harnessIds.includes(id)) {
      tally.stats++
      return JSON.stringify(stats(++executions))
    }
    tally.other++
    return undefined
  }

  return {
    tally,
    async fetch(input, init) {
      const isKnown = init?.headers?.get('authorization')?.startsWith('evr_pat_')
      const body = answer(new URL(String(input)).pathname.replace('/api', ''))
      await wait()
      if (!isKnown) return Response.json({ title: 'Unauthorized', status: 401 }, { status: 401 })
      return body === undefined
        ? Response.json({ title: 'Not Found', status: 404 }, { status: 404 })
        : new Response(body, { headers: { 'content-type': 'application/json' } })
    },
  }
}

function harness(id: string, index: number) {
  const times = { created_at: STAMP, updated_at: STAMP }
  return { id, name: `harness-${index}`, status: 'active', ...times, session_count: 1 }
}

function stats(executions: number) {
  return {
    session_count: 40,
    active_session_count: 4,
    idle_session_count: 30,
    started_session_count: 2,
    waiting_for_tool_results_session_count: 4,
    execution_count: executions,
    total_session_duration_ms: 1_000 * executions,
    avg_session_duration_ms: 25 * executions,
    total_input_tokens: 512 * executions,
    total_output_tokens: 96 * executions,
    total_cache_read_tokens: 0,
    total_cache_creation_tokens: 0,
    total_actual_cost_usd: 0,
    total_estimated_cost_usd: 0.5,
    total_cost_usd: 0.5,
    first_session_at: STAMP,
    last_session_at: STAMP,
    last_execution_at: null,
  }
}
