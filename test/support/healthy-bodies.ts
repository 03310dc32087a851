const INSTANT = '2026-10-01T12:00:00Z'

const RUN = { id: 'healthcheck_1', config_hash: 'c', status: 'completed', created_at: INSTANT }

const COUNTS = [
  ...['session_count', 'active_session_count', 'idle_session_count', 'started_session_count'],
  ...['waiting_for_tool_results_session_count', 'execution_count', 'total_session_duration_ms'],
  ...['total_input_tokens', 'total_output_tokens', 'total_cache_read_tokens'],
  ...['total_cache_creation_tokens', 'total_actual_cost_usd', 'total_estimated_cost_usd'],
  'total_cost_usd',
]

const BODIES: readonly [RegExp, object][] = [
  [/\/stats$/, Object.fromEntries(COUNTS.map((name) => [name, 0]))],
  [/\/health-checks\/latest$/, { run: RUN, config_changed: false }],
  [/\/health-checks\/[^/]+$/, RUN],
  [/^\/v1\/sessions$/, { data: [], total: 0, offset: 0, limit: 20 }],
  [/^\/v1\/harnesses$/, { data: [] }],
  [
    /^\/v1\/harnesses\/[^/]+$/,
    { id: 'h', name: 'h', status: 'active', created_at: INSTANT, updated_at: INSTANT },
  ],
  [/^/, { status: 'ok' }],
]

/** A small body of the shape that the API documents for a path. */
export function healthyBody(path: string): string {
  return JSON.stringify(BODIES.find(([pattern]) => pattern.test(path))?.[1])
}
