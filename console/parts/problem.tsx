import { useMemo } from 'preact/hooks'
import { formatAge } from '../format.ts'
import { isEdgeProblem, type Problem } from '../problem.ts'
import { nowMs } from '../state/clock.ts'
import { Actions } from './actions.tsx'

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
        {detail && <p>{detail}</p>}
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
      {onRetry && !actions.some(({ rel }) => rel === 'retry') && (
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
