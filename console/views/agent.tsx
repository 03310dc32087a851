import { formatCount, formatDuration, formatShare, readInstant } from '../format.ts'
import type { CaseResult, HealthRun } from '../health-run.ts'
import { Badge, RunStatus } from '../parts/badge.tsx'
import { Empty, SkeletonRows } from '../parts/faces.tsx'
import { Freshness } from '../parts/freshness.tsx'
import { Ago, Num } from '../parts/number.tsx'
import { ProblemPanel } from '../parts/problem.tsx'
import { formatRoute } from '../route.ts'
import { nowMs } from '../state/clock.ts'
import {
  checks,
  isStarting,
  loadChecks,
  runCheck,
  stoppedRunId,
  stopWaiting,
  waitFor,
  waiting,
} from '../state/health.ts'

/** The health checks of one agent. */
export function AgentView({ id, runId }: { id: string; runId: string | undefined }) {
  const { agent, latest, latestSeen, hasConfigChanged } = checks.value
  const { history, chosen, problem, startProblem } = checks.value
  const run = runId === undefined || runId === latest?.id ? latest : chosen
  return (
    <div class="view">
      <div class="headline">
        <div>
          <h1>{agent?.displayName ?? id}</h1>
          {agent && (
            <p class="sub">
              <code>{agent.name}</code>
            </p>
          )}
        </div>
        <Freshness seen={latestSeen} isFailing={problem !== undefined} />
      </div>
      <div class="row wrap">
        <button
          type="button"
          class="primary"
          aria-busy={isStarting.value}
          disabled={isStarting.value || waiting.value !== undefined}
          onClick={runCheck}
        >
          Run a health check
        </button>
        <button type="button" class="quiet" onClick={loadChecks}>
          Look now
        </button>
        <a href={formatRoute({ view: 'sessions', filters: { agent_id: id } })}>
          What it did lately
        </a>
      </div>
      <WaitingLine />
      {startProblem && <ProblemPanel problem={startProblem} onRetry={runCheck} />}
      {problem && <ProblemPanel problem={problem} onRetry={loadChecks} />}
      {latest === undefined && !problem && <SkeletonRows rows={6} label="Loading its checks" />}
      {latest === null && (
        <Empty title="Never checked">
          A check plays a few cases against the agent as it is now, and scores the answers.
        </Empty>
      )}
      {run && (
        <section class="card run" aria-label="Run">
          <div class="row wrap">
            <h2>{run.id === latest?.id ? 'Latest run' : 'An earlier run'}</h2>
            <RunStatus status={run.status} />
            {run.id === latest?.id && hasConfigChanged && (
              <Badge tone="warn" title="Prompt, tools or model are not what was checked">
                agent changed since
              </Badge>
            )}
            {run.id !== latest?.id && latest && (
              <a href={formatRoute({ view: 'agent', id })}>Back to the latest</a>
            )}
          </div>
          <Run run={run} />
        </section>
      )}
      {history && history.length > 0 && (
        <>
          <div class="toolbar">
            <h2>History</h2>
          </div>
          <History agentId={id} runs={history} shownId={run?.id} />
        </>
      )}
    </div>
  )
}

function WaitingLine() {
  const { value } = waiting
  if (value) {
    return (
      <p class="waiting row wrap">
        <i class="spinner" aria-hidden="true" />
        <span role="status">Waiting for the run to end.</span>
        <span class="num muted">{formatDuration(nowMs.value - value.sinceMs)}</span>
        <button type="button" onClick={stopWaiting}>
          Stop waiting
        </button>
      </p>
    )
  }
  const stopped = stoppedRunId.value
  const isOpen =
    stopped && checks.value.history?.some(({ id, isFinal }) => id === stopped && !isFinal)
  if (!stopped || !isOpen) return null
  return (
    <p class="waiting row wrap">
      <span role="status">Not waiting any more; the run goes on.</span>
      <button type="button" onClick={() => waitFor(stopped)}>
        Wait again
      </button>
    </p>
  )
}

function Run({ run }: { run: HealthRun }) {
  const { createdAt, completedAt, errorMessage, cases, passed, total, passRate, averageScore } = run
  return (
    <>
      <dl class="tiles">
        <div>
          <dt>Passed</dt>
          <dd class="num">
            {total === undefined ? '–' : `${passed ?? 0} of ${total}`}
            {passRate !== undefined && <small> {formatShare(passRate)}</small>}
          </dd>
        </div>
        <div>
          <dt>Score</dt>
          <dd class="num">{formatShare(averageScore)}</dd>
        </div>
        <div>
          <dt>Took</dt>
          <dd class="num">{formatDuration(tookMs(run))}</dd>
        </div>
        <div>
          <dt>{completedAt ? 'Ended' : 'Begun'}</dt>
          <dd>
            <Ago at={completedAt ?? createdAt} />
          </dd>
        </div>
      </dl>
      {errorMessage && <p class="problem">{errorMessage}</p>}
      {cases.length > 0 ? (
        <ul class="cases">
          {cases.map((each) => (
            <Case key={each.name} result={each} />
          ))}
        </ul>
      ) : (
        !run.isFinal && <p class="muted">Its cases show when it has ended.</p>
      )}
    </>
  )
}

function Case({ result }: { result: CaseResult }) {
  const { name, isPassed, score, userMessage, rubric, reasons, latencyMs, tokens, error } = result
  return (
    <li>
      <div class="row wrap">
        <h3>{name}</h3>
        <Badge tone={isPassed === undefined ? 'plain' : isPassed ? 'good' : 'bad'}>
          {isPassed === undefined ? 'not judged' : isPassed ? 'passed' : 'failed'}
        </Badge>
        {score !== undefined && (
          <span class="score">
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
              <rect class="k-track" width="100" height="6" rx="3" />
              <rect
                class="k-score"
                width={Math.max(0, Math.min(1, score)) * 100}
                height="6"
                rx="3"
              />
            </svg>
            <b class="num">{formatShare(score)}</b>
          </span>
        )}
        <span class="muted">
          <Num value={latencyMs} format={formatDuration} /> ·{' '}
          <Num value={tokens} format={formatCount} /> tokens
        </span>
        {result.sessionId && (
          <a href={formatRoute({ view: 'session', id: result.sessionId })}>Its conversation</a>
        )}
      </div>
      {userMessage && (
        <p>
          <span class="muted">Asked:</span> “{userMessage}”
        </p>
      )}
      {rubric && (
        <p>
          <span class="muted">Wanted:</span> {rubric}
        </p>
      )}
      {error && <p class="bad-text">{error}</p>}
      {reasons.length > 0 && <p class="muted">{reasons.join(' ')}</p>}
    </li>
  )
}

function History({
  agentId,
  runs,
  shownId,
}: {
  agentId: string
  runs: readonly HealthRun[]
  shownId: string | undefined
}) {
  return (
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">Begun</th>
          <th scope="col">Status</th>
          <th scope="col" class="right">
            Passed
          </th>
          <th scope="col" class="right">
            Score
          </th>
          <th scope="col" class="c-took right">
            Took
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id} aria-current={run.id === shownId ? 'true' : undefined}>
            <th scope="row">
              <a href={formatRoute({ view: 'agent', id: agentId, runId: run.id })}>
                <Ago at={run.createdAt} />
              </a>
            </th>
            <td>
              <RunStatus status={run.status} />
            </td>
            <td class="right num">
              {run.total === undefined ? '–' : `${run.passed ?? 0} of ${run.total}`}
            </td>
            <td class="right num">{formatShare(run.averageScore)}</td>
            <td class="c-took right num">{formatDuration(tookMs(run))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function tookMs({ createdAt, completedAt }: HealthRun): number | null {
  const [from, to] = [readInstant(createdAt), readInstant(completedAt)]
  return from === null || to === null ? null : to - from
}
