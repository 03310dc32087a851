import * as z from 'zod/mini'
import { count, decidedEnum, integer, text } from './documented.ts'

/** The states of a run known today; `completed` and `failed` are final. */
export const RUN_STATUSES = ['pending', 'running', 'completed', 'failed'] as const

const summary = z.looseObject({
  total: integer,
  passed: integer,
  failed: integer,
  errored: integer,
  pass_rate: z.number(),
  avg_score: z.number(),
  avg_turns: z.number(),
  total_input_tokens: integer,
  total_output_tokens: integer,
})

const caseResult = z.looseObject({
  name: z.string(),
  user_message: z.string(),
  rubric: z.string(),
  passed: z.boolean(),
  score: z.number(),
  judge_reason: z.string(),
  deterministic_reason: z.string(),
  turns: integer,
  latency_ms: integer,
  error: text,
  input_tokens: count,
  output_tokens: count,
  session_id: text,
})

/** One run of an agent's health check. What is not known yet is omitted. */
export const healthCheckRun = z.looseObject({
  id: z.string(),
  config_hash: z.string(),
  status: decidedEnum(RUN_STATUSES),
  created_at: z.string(),
  agent_id: text,
  model_id: text,
  completed_at: text,
  error_message: text,
  summary: z.nullish(summary),
  results: z.nullish(z.array(caseResult)),
})

/** See `healthCheckRun`. */
export type HealthCheckRun = z.infer<typeof healthCheckRun>

/** The newest run, none before the first, and whether the agent's configuration has changed since. */
export const latestHealthCheck = z.looseObject({
  run: z.nullish(healthCheckRun),
  config_changed: z.boolean(),
})

/** See `latestHealthCheck`. */
export type LatestHealthCheck = z.infer<typeof latestHealthCheck>
