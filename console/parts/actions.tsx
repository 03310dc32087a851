import { useState } from 'preact/hooks'
import type { Action } from '../problem.ts'
import { connection } from '../state/connection.ts'
import { EDGE_BASE, type EdgeAnswer } from '../state/edge.ts'
import { AnswerPanel, pathOfHref } from './answer.tsx'
import { confirmRequest } from './confirm.tsx'

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
