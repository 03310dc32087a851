/** The numbers of one stats body; null where the API gave none. */
export interface Stats {
  sessions: number
  active: number
  idle: number
  started: number
  waiting: number
  /** Sessions in no bucket, paused ones among them. */
  other: number
  executions: number
  durationMs: number
  averageMs: number | null
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
  costUsd: number
  actualCostUsd: number
  estimatedCostUsd: number
  firstSessionAt: string | null
  lastSessionAt: string | null
  lastExecutionAt: string | null
}

/** Returns the numbers of a stats body, or undefined where it is no such body. */
export function readStats(body: unknown): Stats | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined
  const members = body as Record<string, unknown>
  const number = (name: string) => {
    const value = members[name]
    return typeof value === 'number' && Number.isFinite(value) ? value : 0
  }
  const text = (name: string) => {
    const value = members[name]
    return typeof value === 'string' ? value : null
  }
  if (typeof members.session_count !== 'number') return undefined
  const sessions = number('session_count')
  const active = number('active_session_count')
  const idle = number('idle_session_count')
  const started = number('started_session_count')
  const waiting = number('waiting_for_tool_results_session_count')
  const average = members.avg_session_duration_ms
  return {
    sessions,
    active,
    idle,
    started,
    waiting,
    other: Math.max(0, sessions - active - idle - started - waiting),
    executions: number('execution_count'),
    durationMs: number('total_session_duration_ms'),
    averageMs: typeof average === 'number' ? average : null,
    inputTokens: number('total_input_tokens'),
    outputTokens: number('total_output_tokens'),
    cacheReadTokens: number('total_cache_read_tokens'),
    cacheWriteTokens: number('total_cache_creation_tokens'),
    costUsd: number('total_cost_usd'),
    actualCostUsd: number('total_actual_cost_usd'),
    estimatedCostUsd: number('total_estimated_cost_usd'),
    firstSessionAt: text('first_session_at'),
    lastSessionAt: text('last_session_at'),
    lastExecutionAt: text('last_execution_at'),
  }
}

/** Tokens of all kinds. */
export function sumTokens(stats: Stats): number {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = stats
  return inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens
}

/** The numbers that are kept over time, in the order of their columns. */
export const WATCHED = [
  'active',
  'waiting',
  'started',
  'idle',
  'other',
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'costUsd',
] as const satisfies readonly (keyof Stats)[]

/** Name of a number that is kept over time. */
export type Watched = (typeof WATCHED)[number]

/** Returns one sample of a series. */
export function sampleOf(stats: Stats): number[] {
  return WATCHED.map((name) => stats[name])
}
