import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { formatCost, formatCount } from '../format.ts'
import { SessionStatus } from '../parts/badge.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { SkeletonRows } from '../parts/faces.tsx'
import { Freshness } from '../parts/freshness.tsx'
import { Ago, ExactSwitch, Num } from '../parts/number.tsx'
import { Actions, ProblemPanel } from '../parts/problem.tsx'
import { readActions } from '../problem.ts'
import { formatRoute } from '../route.ts'
import type { SessionRow } from '../session-rows.ts'
import { connection } from '../state/connection.ts'
import type { EdgeAnswer } from '../state/edge.ts'
import { type Poller, startPoller } from '../state/poller.ts'
import { board } from '../state/watch.ts'

const LOOK_MS = 10_000

/** One session. */
export function SessionPage({ id }: { id: string }) {
  const answer = useSignal<EdgeAnswer | undefined>(undefined)
  const last = useSignal<EdgeAnswer | undefined>(undefined)
  const poller = useSignal<Poller | undefined>(undefined)
  const { value } = connection
  const edge = value.phase === 'connected' ? value.edge : undefined
  useEffect(() => {
    if (!edge) return
    const params = { path: { session_id: id } }
    const started = startPoller(async (signal) => {
      const came = await edge.ask(({ GET }) => GET('/v1/sessions/{session_id}', { params, signal }))
      if (came.isAborted) return 0
      answer.value = came
      if (came.isOk) last.value = came
      return Math.max(LOOK_MS, (came.problem?.retryAfterSeconds ?? 0) * 1000)
    })
    poller.value = started
    return () => started.stop()
  }, [edge, id, answer, last, poller])

  const problem = answer.value?.problem
  const body = last.value?.body as (SessionRow & Record<string, unknown>) | undefined
  return (
    <div class="view">
      <div class="headline">
        <h1>{body?.title || (body ? 'Without a title' : id)}</h1>
        <Freshness seen={last.value} poller={poller.value} isFailing={problem !== undefined} />
      </div>
      {problem && <ProblemPanel problem={problem} onRetry={() => poller.value?.lookNow()} />}
      {!body && !problem && <SkeletonRows rows={6} label="Loading it" />}
      {body && <Facts body={body} />}
    </div>
  )
}

function Facts({ body }: { body: SessionRow & Record<string, unknown> }) {
  const usage = body.usage as Record<string, number> | undefined
  const harness = board.value.rows?.find(({ id }) => id === body.harness_id)
  return (
    <>
      <dl class="facts">
        <dt>Status</dt>
        <dd>
          <SessionStatus status={body.status} />
        </dd>
        <dt>ID</dt>
        <dd>
          <code class="break">{body.id}</code> <CopyButton text={body.id} label="Copy" />
        </dd>
        <dt>Harness</dt>
        <dd>
          {body.harness_id ? (
            <a href={formatRoute({ view: 'harness', id: body.harness_id })}>
              {harness?.displayName ?? body.harness_id}
            </a>
          ) : (
            '–'
          )}
        </dd>
        <dt>Agent</dt>
        <dd>
          {body.agent_id ? (
            <a class="break" href={formatRoute({ view: 'agent', id: body.agent_id })}>
              {body.agent_id}
            </a>
          ) : (
            '–'
          )}
        </dd>
        <dt>Created</dt>
        <dd>
          <Ago at={body.created_at} />
        </dd>
        <dt>Changed</dt>
        <dd>
          <Ago at={body.updated_at} />
        </dd>
        <dt>Input</dt>
        <dd>
          <Num value={usage?.input_tokens} format={formatCount} /> tokens
        </dd>
        <dt>Output</dt>
        <dd>
          <Num value={usage?.output_tokens} format={formatCount} /> tokens
        </dd>
        <dt>Cost</dt>
        <dd>
          <Num value={usage?.effective_cost_usd} format={formatCost} />
        </dd>
      </dl>
      <div class="toolbar">
        <h2 class="grow">What can be done with it</h2>
        <ExactSwitch />
      </div>
      <Actions actions={readActions(body.allowed_actions, location.origin)} />
    </>
  )
}
