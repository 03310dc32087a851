import { signal } from '@preact/signals'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Action } from '../problem.ts'

/** What was decided about a request. */
export interface Confirmed {
  body: string | undefined
}

const asked = signal<
  { action: Action; decide(confirmed: Confirmed | undefined): void } | undefined
>(undefined)

/** Shows a request, and returns whether it may be sent, and with which body. */
export function confirmRequest(action: Action): Promise<Confirmed | undefined> {
  asked.peek()?.decide(undefined)
  return new Promise((resolve) => {
    const question = {
      action,
      decide(confirmed: Confirmed | undefined) {
        // A dialog says that it was closed some time after it was: another question may be asked by then.
        if (asked.peek() === question) asked.value = undefined
        resolve(confirmed)
      },
    }
    asked.value = question
  })
}

/** The dialog of {@link confirmRequest}. */
export function ConfirmDialog() {
  const question = asked.value
  return question ? <Question key={question.action.href} {...question} /> : null
}

function Question({
  action,
  decide,
}: {
  action: Action
  decide(confirmed: Confirmed | undefined): void
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [body, setBody] = useState('')
  const takesBody = action.method !== 'DELETE'
  // With the render: the Escape key that follows at once is the dialog's.
  useLayoutEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} aria-labelledby="confirm-title" onClose={() => decide(undefined)}>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault()
          dialog.current?.close()
          decide({ body: body.trim() === '' ? undefined : body })
        }}
      >
        <h2 id="confirm-title">Send this request?</h2>
        <p>It may change something. Nothing is sent before you say so.</p>
        <dl class="facts">
          <dt>Method</dt>
          <dd>
            <code>{action.method}</code>
          </dd>
          <dt>Address</dt>
          <dd>
            <code class="break">{action.href}</code>
          </dd>
        </dl>
        {action.hint && <p class="muted">{action.hint}</p>}
        {takesBody && (
          <label class="field">
            Body (JSON, may stay empty)
            <textarea
              rows={3}
              value={body}
              spellcheck={false}
              onInput={(event) => setBody(event.currentTarget.value)}
            />
          </label>
        )}
        <div class="row end">
          {/* Closed, not taken away: what opened it has the focus again. */}
          <button type="button" autofocus onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" class={action.method === 'DELETE' ? 'danger' : 'primary'}>
            Send {action.method}
          </button>
        </div>
      </form>
    </dialog>
  )
}
