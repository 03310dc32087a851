import { useMemo, useState } from 'preact/hooks'
import { formatAge, formatDuration } from '../format.ts'
import { type Action, isEdgeProblem, type Problem } from '../problem.ts'
import { formatRoute, routeOfApi } from '../route.ts'
import { nowMs } from '../state/clock.ts'
import { connection } from '../state/connection.ts'
import { EDGE_BASE, type EdgeAnswer } from '../state/edge.ts'
import { answererOf, requestLog } from '../state/log.ts'
import { Badge, toneOfStatus } from './badge.tsx'
import { confirmRequest } from './confirm.tsx'

// One file: a problem shows its actions, an action the answer to it, and an answer may be a problem.

/** Longest text of an answer that is shown. */
const SHOWN_MAX = 20_000

/** A problem: what happened, what can be done, and what to tell whoever runs the edge. */
export function ProblemPanel({
  problem,
  onRetry,
}: {
  problem: Problem
  onRetry?: (() => void) | undefined
}) {
  const { status, title, detail, code, requestId, errors, actions } = problem
  return (
    <section class="problem">
      <div role="alert">
        <h2>
          {status > 0 && <span class="num">{status}</span>} {title}
        </h2>
        {detail && detail !== title && <p>{detail}</p>}
      </div>
      {errors.length > 0 && (
        <ul class="errors">
          {errors.map((error) => (
            <li key={error.pointer + error.detail}>
              {error.pointer && <code>{error.pointer}</code>} {error.detail}
            </li>
          ))}
        </ul>
      )}
      <Countdown problem={problem} />
      <Actions
        actions={actions}
        onFollowed={(action, answer) => {
          const isHealed = answer.isOk && new URL(action.href).pathname === problem.instance
          if (isHealed) onRetry?.()
          return isHealed && onRetry !== undefined
        }}
      />
      {onRetry && !actions.some(isRetry) && (
        <p>
          <button type="button" onClick={onRetry}>
            Look again
          </button>
        </p>
      )}
      {(code || requestId) && (
        <p class="small muted">
          {code && (
            <>
              Code <code>{code}</code>
              {problem.type && isEdgeProblem(problem, location.origin) && (
                <>
                  {' '}
                  <a href={problem.type} target="_blank" rel="noopener">
                    what it means
                  </a>
                </>
              )}
            </>
          )}
          {code && requestId && ' · '}
          {requestId && (
            <>
              request <code class="break">{requestId}</code>
            </>
          )}
        </p>
      )}
    </section>
  )
}

/** Whether an action asks again for what failed: it then looks again by itself. */
function isRetry({ rel, method }: Action): boolean {
  return method === 'GET' && (rel === 'retry' || rel === 'retry-later')
}

/** Counts down to when asking again makes sense. */
function Countdown({ problem }: { problem: Problem }) {
  const { retryAfterSeconds } = problem
  // Another problem is another wait.
  const seenAtMs = useMemo(() => Date.now(), [problem])
  if (retryAfterSeconds === undefined || retryAfterSeconds === 0) return null
  const leftMs = seenAtMs + retryAfterSeconds * 1000 - nowMs.value
  return (
    <p class="countdown">
      {leftMs > 0 ? (
        <>
          Asking again makes sense in{' '}
          <b class="num">{formatAge(Math.min(leftMs + 999, retryAfterSeconds * 1000))}</b>.
        </>
      ) : (
        'The wait is over.'
      )}
    </p>
  )
}

/**
 * Actions as buttons: a GET is sent at once, anything else after a look at it. What leads to another origin can
 * be read and not followed.
 */
export function Actions({
  actions,
  onFollowed,
}: {
  actions: readonly Action[]
  onFollowed?: ((action: Action, answer: EdgeAnswer) => boolean) | undefined
}) {
  const [followed, setFollowed] = useState<{ path: string; answer: EdgeAnswer } | undefined>()
  const [busy, setBusy] = useState<Action | undefined>()
  if (actions.length === 0) return null

  async function follow(action: Action) {
    const { value } = connection
    if (value.phase !== 'connected' || !canFollow(action)) return
    const isRead = action.method === 'GET' || action.method === 'HEAD'
    const confirmed = isRead ? { body: undefined } : await confirmRequest(action)
    if (!confirmed) return
    setBusy(action)
    const path = pathOfHref(action.href)
    const { body } = confirmed
    const answer = await value.edge.askAny({ method: action.method, path, body })
    setBusy(undefined)
    if (answer.isAborted) return
    setFollowed(onFollowed?.(action, answer) ? undefined : { path, answer })
  }

  return (
    <div class="actions">
      <ul>
        {actions.map((action) => (
          <li key={`${action.rel} ${action.method} ${action.href}`}>
            <button
              type="button"
              disabled={!canFollow(action)}
              aria-busy={busy === action}
              onClick={() => follow(action)}
            >
              <b>{action.rel}</b>{' '}
              <code>
                {action.method} {pathOfHref(action.href)}
              </code>
            </button>
            {canFollow(action) ? (
              action.hint && <span class="muted">{action.hint}</span>
            ) : (
              <span class="muted">Not an address of this edge: it is not followed.</span>
            )}
          </li>
        ))}
      </ul>
      {followed && <AnswerPanel {...followed} />}
    </div>
  )
}

function canFollow({ isOwn, href }: Action): boolean {
  return isOwn && href.startsWith(`${EDGE_BASE}/`)
}

/** What a request led to: its status, who answered, and the body. */
export function AnswerPanel({ answer, path }: { answer: EdgeAnswer; path: string }) {
  const request = requestLog.value.find(({ number }) => number === answer.number)
  const answerer = answererOf(request)
  const route = answer.isOk ? routeOfApi(path) : undefined
  return (
    <section class="answer" aria-label="Answer">
      <p class="row wrap">
        <Badge tone={toneOfStatus(answer.status)}>{answer.status || 'no answer'}</Badge>
        <code class="break">{path}</code>
        {request?.durationMs !== undefined && (
          <span class="num">{formatDuration(request.durationMs)}</span>
        )}
        {answerer && <span class="muted">{answerer.label}</span>}
        {request && <a href={formatRoute({ view: 'requests', open: answer.number })}>Inspect</a>}
        {route && <a href={formatRoute(route)}>Open its view</a>}
      </p>
      {answer.problem ? (
        <ProblemPanel problem={answer.problem} />
      ) : (
        <pre class="body" tabIndex={0}>
          {pretty(answer)}
        </pre>
      )}
    </section>
  )
}

/** Returns path and query of an address of the edge, as the edge is asked for it. */
function pathOfHref(href: string): string {
  return href.startsWith(EDGE_BASE) ? href.slice(EDGE_BASE.length) : href
}

function pretty({ body, status }: EdgeAnswer): string {
  if (body === undefined) return status === 304 ? 'Not modified: no body.' : 'No body.'
  const shown = typeof body === 'string' ? body : JSON.stringify(body, null, 2)
  return shown.length > SHOWN_MAX ? `${shown.slice(0, SHOWN_MAX)}\n… cut here` : shown
}
