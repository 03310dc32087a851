import { requireStats } from './authentication.ts'
import { optionalTime } from './entities.ts'
import { float } from './float.ts'
import { MICROS_PER_MS, type Micros } from './instant.ts'
import type { Content, Organisation, Session, SessionStatus, Usage, World } from './model.ts'
import { json } from './problem.ts'
import type { Handler } from './router.ts'

/** What one unseen turn adds to the sums. */
const LIVE_TURN = { input: 512, output: 96, cacheRead: 256, durationMs: 1_500, costUsd: 0.0018 }

/**
 * The sums over all sessions bound to one harness or agent, archived ones too. Every call finds
 * one more turn than the last, or what moved with the clock: workers go on without any write through the API.
 */
export function computeStats(
  world: World,
  org: Organisation,
  resourceId: string,
  sessions: Session[],
): Content {
  const live = world.options.moving ? 0 : countLiveTurn(org, resourceId, sessions.length > 0)
  const sum = (read: (usage: Usage) => number) =>
    sessions.reduce((total, { usage }) => total + read(usage), 0)
  const durationMs = sumDurations(sessions) + live * LIVE_TURN.durationMs
  const estimated = sum((usage) => usage.estimatedCostUsd) + live * LIVE_TURN.costUsd
  const actual = sum((usage) => usage.actualCostUsd ?? 0)
  const best = sum((usage) => usage.actualCostUsd ?? usage.estimatedCostUsd)
  return {
    session_count: sessions.length,
    ...countBuckets(sessions, '_session_count'),
    execution_count: sessions.reduce((total, { turns }) => total + turns, 0) + live,
    total_session_duration_ms: durationMs,
    avg_session_duration_ms: sessions.length ? Math.floor(durationMs / sessions.length) : null,
    total_input_tokens: sum((usage) => usage.inputTokens) + live * LIVE_TURN.input,
    total_output_tokens: sum((usage) => usage.outputTokens) + live * LIVE_TURN.output,
    total_cache_read_tokens: sum((usage) => usage.cacheReadTokens) + live * LIVE_TURN.cacheRead,
    total_cache_creation_tokens: sum((usage) => usage.cacheCreationTokens),
    total_actual_cost_usd: float(actual),
    total_estimated_cost_usd: float(estimated),
    total_cost_usd: float(best + live * LIVE_TURN.costUsd),
    first_session_at: extreme(sessions, Math.min),
    last_session_at: extreme(sessions, Math.max),
    last_execution_at: live ? (optionalTime(world.now()) ?? null) : lastTurn(sessions),
  }
}

/**
 * `GET /v1/sessions/stats`: another shape, over the whole organisation; paused only in the total.
 */
export const getSessionStats: Handler = ({ caller }) => {
  requireStats(caller)
  const sessions = [...caller.org.sessions.values()]
  return json({ total: sessions.length, ...countBuckets(sessions, '') })
}

function lastTurn(sessions: Session[]): string | null {
  const last = Math.max(...sessions.map(({ lastTurnAt }) => lastTurnAt ?? 0), 0)
  return last > 0 ? (optionalTime(last) ?? null) : null
}

function countLiveTurn(org: Organisation, resourceId: string, hasSessions: boolean): number {
  const turns = (org.liveTurns.get(resourceId) ?? 0) + (hasSessions ? 1 : 0)
  org.liveTurns.set(resourceId, turns)
  return hasSessions ? turns : 0
}

function countBuckets(sessions: Session[], suffix: string): Content {
  const count = (status: SessionStatus) =>
    sessions.filter((session) => session.status === status).length
  return {
    [`active${suffix}`]: count('active'),
    [`idle${suffix}`]: count('idle'),
    [`started${suffix}`]: count('started'),
    [`waiting_for_tool_results${suffix}`]: count('waitingfortoolresults'),
  }
}

function sumDurations(sessions: Session[]): number {
  const durations = sessions.map(({ startedAt, lastTurnAt, finishedAt }) =>
    startedAt === undefined ? 0 : (finishedAt ?? lastTurnAt ?? startedAt) - startedAt,
  )
  return Math.floor(durations.reduce((total, each) => total + each, 0) / MICROS_PER_MS)
}

function extreme(sessions: Session[], choose: (...times: Micros[]) => Micros): string | null {
  if (sessions.length === 0) return null
  return optionalTime(choose(...sessions.map(({ createdAt }) => createdAt))) ?? null
}
