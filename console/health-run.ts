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
