import * as z from 'zod/mini'
import { count, integer, text } from './documented.ts'

/** The counters of one harness (or agent), computed by the upstream at each request. Durations in milliseconds. */
export const resourceStats = z.looseObject({
  session_count: integer,
  active_session_count: integer,
  idle_session_count: integer,
  started_session_count: integer,
  waiting_for_tool_results_session_count: integer,
  execution_count: integer,
  total_session_duration_ms: integer,
  avg_session_duration_ms: count,
  total_input_tokens: integer,
  total_output_tokens: integer,
  total_cache_read_tokens: integer,
  total_cache_creation_tokens: integer,
  total_actual_cost_usd: z.number(),
  total_estimated_cost_usd: z.number(),
  total_cost_usd: z.number(),
  first_session_at: text,
  last_session_at: text,
  last_execution_at: text,
})

/** See `resourceStats`. */
export type ResourceStats = z.infer<typeof resourceStats>
