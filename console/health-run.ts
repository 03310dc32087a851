import { readInstant } from './format.ts'

/** A case of a health check, and how it ended. */
export interface CaseResult {
  name: string
  userMessage: string | undefined
  rubric: string | undefined
  isPassed: boolean | undefined
  score: number | undefined
  reasons: string[]
  latencyMs: number | undefined
  tokens: number | undefined
  sessionId: string | undefined
  error: string | undefined
}

/** A run of a health check. */
export interface HealthRun {
  id: string
  status: string
  isFinal: boolean
  createdAt: string | null
  completedAt: string | null
  modelId: string | undefined
  errorMessage: string | undefined
  passRate: number | undefined
  averageScore: number | undefined
  passed: number | undefined
  total: number | undefined
  cases: CaseResult[]
}

/** What is known of an agent's runs. */
export interface KnownRuns {
  /** Undefined while it is not known, null where no check was run. */
  latest: HealthRun | null | undefined
  /** The newest first. */
  history: readonly HealthRun[] | undefined
}

/** Statuses that never change again. */
const FINAL = ['completed', 'failed']

/** Returns a run, or undefined where the body is none. */
export function readRun(body: unknown): HealthRun | undefined {
  if (!isObject(body) || typeof body.id !== 'string') return undefined
  const summary = isObject(body.summary) ? body.summary : {}
  const status = readText(body.status) ?? 'unknown'
  return {
    id: body.id,
    status,
    isFinal: FINAL.includes(status),
    createdAt: readText(body.created_at) ?? null,
    completedAt: readText(body.completed_at) ?? null,
    modelId: readText(body.model_id),
    errorMessage: readText(body.error_message),
    passRate: readNumber(summary.pass_rate),
    averageScore: readNumber(summary.avg_score),
    passed: readNumber(summary.passed),
    total: readNumber(summary.total),
    cases: Array.isArray(body.results) ? body.results.filter(isObject).map(readCase) : [],
  }
}

/** Returns the runs of a list, newest first as it came. */
export function readRuns(body: unknown): HealthRun[] {
  return Array.isArray(body) ? body.flatMap((each) => readRun(each) ?? []) : []
}

/**
 * Returns what is known when answers came that were asked for a while ago: a run that was seen since then, and that
 * they do not know, stays; one that was seen to end does not begin again.
 *
 * @param before what was known when they were asked for
 */
export function joinRuns(before: KnownRuns, now: KnownRuns, came: KnownRuns): KnownRuns {
  return { latest: joinLatest(before, now, came), history: joinHistory(before, now, came) }
}

function joinHistory(before: KnownRuns, now: KnownRuns, came: KnownRuns): KnownRuns['history'] {
  if (!came.history) return now.history
  const seen = new Map(now.history?.map((run) => [run.id, run]))
  const old = new Set([...(before.history ?? []), ...came.history].map(({ id }) => id))
  const since = [...seen.values()].filter(({ id }) => !old.has(id))
  const known = came.history.map((run) => laterOf(seen.get(run.id), run))
  if (since.length === 0) return known
  return [...since, ...known].toSorted((a, b) => begunMs(b) - begunMs(a))
}

function joinLatest(before: KnownRuns, now: KnownRuns, came: KnownRuns): KnownRuns['latest'] {
  if (came.latest === undefined) return now.latest
  if (!now.latest) return came.latest
  if (came.latest?.id === now.latest.id) return laterOf(now.latest, came.latest)
  if (now.latest.id === before.latest?.id) return came.latest
  return begunMs(came.latest) > begunMs(now.latest) ? came.latest : now.latest
}

function begunMs(run: HealthRun | null): number {
  return readInstant(run?.createdAt) ?? 0
}

/** Returns the later of two looks at one run, the second of which came last. */
function laterOf(known: HealthRun | undefined, came: HealthRun): HealthRun {
  return known?.isFinal && !came.isFinal ? known : came
}

function readCase(body: Record<string, unknown>): CaseResult {
  const tokens = [body.input_tokens, body.output_tokens].map(readNumber)
  return {
    name: readText(body.name) ?? 'unnamed',
    userMessage: readText(body.user_message),
    rubric: readText(body.rubric),
    isPassed: typeof body.passed === 'boolean' ? body.passed : undefined,
    score: readNumber(body.score),
    reasons: [body.judge_reason, body.deterministic_reason].flatMap((text) => readText(text) ?? []),
    latencyMs: readNumber(body.latency_ms),
    tokens: tokens.every((each) => each === undefined)
      ? undefined
      : tokens.reduce((sum: number, each) => sum + (each ?? 0), 0),
    sessionId: readText(body.session_id),
    error: readText(body.error) ?? readText(body.error_message),
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
