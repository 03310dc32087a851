import type { ComponentChildren } from 'preact'
import { formatCost, formatCount, formatDuration, formatShare } from '../format.ts'
import { Badge } from '../parts/badge.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { SkeletonRows } from '../parts/faces.tsx'
import { Freshness } from '../parts/freshness.tsx'
import { Ago, ExactSwitch, Num } from '../parts/number.tsx'
import { Actions, ProblemPanel } from '../parts/problem.tsx'
import { readActions } from '../problem.ts'
import { board, harness, harnessPoller, samples, seriesOf } from '../state/watch.ts'
import { type Stats, sumTokens } from '../stats.ts'
import { HarnessPlots } from './harness-plots.tsx'

/** Answers after which nothing of a harness is shown any more. */
const GONE = [401, 403, 404, 410]

/** One harness: its numbers, and how they moved while the console watched. */
export function HarnessPage({ id }: { id: string }) {
  const { row: own, problem, stats: ownStats, statsSeen, statsProblem } = harness.value
  const listed = board.value.rows?.find((each) => each.id === id || each.name === id)
  const row = own ?? listed
  // What the board has seen stands here until the harness's own numbers have come.
  const stats = ownStats ?? (statsProblem || own?.id !== listed?.id ? undefined : listed?.stats)
  const seen = statsSeen ?? (stats ? board.value.seen : undefined)
  const poller = harnessPoller.value
  void samples.value
  const series = row && seriesOf(row.id)
  // An outage leaves what the board has seen.
  const isGone = problem !== undefined && GONE.includes(problem.status)
  return (
    <div class="view">
      <div class="headline">
        <div>
          <h1>{isGone ? id : (row?.displayName ?? id)}</h1>
          {row && !isGone && (
            <p class="sub">
              <code>{row.name}</code>
              {row.isBuiltIn && <Badge>built in</Badge>}
              {row.status === 'archived' && <Badge tone="warn">archived</Badge>}
              {row.tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </p>
          )}
        </div>
        <Freshness seen={seen} poller={poller} isFailing={statsProblem !== undefined} />
      </div>
      {row?.description && !isGone && <p class="lead">{row.description}</p>}
      {problem && <ProblemPanel problem={problem} onRetry={() => poller?.lookNow()} />}
      {statsProblem && !isGone && (
        <ProblemPanel problem={statsProblem} onRetry={() => poller?.lookNow()} />
      )}
      {!stats && !problem && !statsProblem && <SkeletonRows rows={8} label="Loading its numbers" />}
      {stats && !isGone && (
        <>
          <div class="toolbar">
            <h2 class="grow">Numbers</h2>
            <ExactSwitch />
          </div>
          <Numbers stats={stats} />
          <div class="toolbar">
            <h2>While this console watched</h2>
          </div>
          <HarnessPlots series={series} version={series?.version ?? 0} />
        </>
      )}
      {row && !isGone && (
        <>
          <div class="toolbar">
            <h2>About it</h2>
          </div>
          <dl class="facts">
            <dt>ID</dt>
            <dd>
              <code class="break">{row.id}</code> <CopyButton text={row.id} label="Copy" />
            </dd>
            <dt>Created</dt>
            <dd>
              <Ago at={row.createdAt} />
            </dd>
            <dt>Changed</dt>
            <dd>
              <Ago at={row.updatedAt} />
            </dd>
            <dt>Apps</dt>
            <dd>
              <Num value={row.appCount} format={formatCount} />
            </dd>
          </dl>
          {own && (
            <>
              <h3>What can be done with it</h3>
              <Actions actions={readActions(own.body.allowed_actions, location.origin)} />
            </>
          )}
        </>
      )}
    </div>
  )
}

function Numbers({ stats }: { stats: Stats }) {
  const tokens = sumTokens(stats)
  const input = stats.inputTokens + stats.cacheReadTokens + stats.cacheWriteTokens
  const perSession = stats.sessions > 0 ? stats.costUsd / stats.sessions : null
  return (
    <div class="groups">
      <Group title="Sessions" value={stats.sessions} format={formatCount}>
        <Fact label="Active" colour="active" value={stats.active} format={formatCount} />
        <Fact
          label="Waiting for tools"
          colour="waiting"
          value={stats.waiting}
          format={formatCount}
        />
        <Fact label="Started" colour="started" value={stats.started} format={formatCount} />
        <Fact label="Idle" colour="idle" value={stats.idle} format={formatCount} />
        <Fact label="Paused and others" colour="other" value={stats.other} format={formatCount} />
      </Group>
      <Group title="Cost" value={stats.costUsd} format={formatCost}>
        <Fact label="As billed" value={stats.actualCostUsd} format={formatCost} />
        <Fact label="As estimated" value={stats.estimatedCostUsd} format={formatCost} />
        <Fact label="Per session" value={perSession} format={formatCost} />
      </Group>
      <Group title="Tokens" value={tokens} format={formatCount}>
        <Fact label="Input" colour="input" value={stats.inputTokens} format={formatCount} />
        <Fact label="Output" colour="output" value={stats.outputTokens} format={formatCount} />
        <Fact
          label="Cache read"
          colour="cacheRead"
          value={stats.cacheReadTokens}
          format={formatCount}
        />
        <Fact
          label="Cache write"
          colour="cacheWrite"
          value={stats.cacheWriteTokens}
          format={formatCount}
        />
        <Fact
          label="Read from cache"
          value={input > 0 ? stats.cacheReadTokens / input : null}
          format={formatShare}
        />
      </Group>
      <Group title="Turns" value={stats.executions} format={formatCount}>
        <Fact label="Time in all" value={stats.durationMs} format={formatDuration} />
        <Fact label="Per session" value={stats.averageMs} format={formatDuration} />
        <div>
          <dt>Last turn</dt>
          <dd>
            <Ago at={stats.lastExecutionAt} />
          </dd>
        </div>
        <div>
          <dt>Newest session</dt>
          <dd>
            <Ago at={stats.lastSessionAt} />
          </dd>
        </div>
        <div>
          <dt>First session</dt>
          <dd>
            <Ago at={stats.firstSessionAt} />
          </dd>
        </div>
      </Group>
    </div>
  )
}

type Format = (value: number | null | undefined) => string

function Group({
  title,
  value,
  format,
  children,
}: {
  title: string
  value: number
  format: Format
  children: ComponentChildren
}) {
  return (
    <section class="group">
      <h3>{title}</h3>
      <p class="big">
        <Num value={value} format={format} />
      </p>
      <dl>{children}</dl>
    </section>
  )
}

function Fact({
  label,
  colour,
  value,
  format,
}: {
  label: string
  colour?: string
  value: number | null
  format: Format
}) {
  return (
    <div>
      <dt>
        {colour && <i class={`dot ${colour}`} aria-hidden="true" />}
        {label}
      </dt>
      <dd>
        <Num value={value} format={format} />
      </dd>
    </div>
  )
}
