import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { readOrganisation, readToken } from '../credential.ts'
import { ProblemPanel } from '../parts/problem.tsx'
import { connect, connection } from '../state/connection.ts'

/** Asks who is to be asked as. */
export function Connect() {
  const { value } = connection
  const [token, setToken] = useState('')
  const [org, setOrg] = useState('')
  const [isKept, setKept] = useState(false)
  const [faults, setFaults] = useState<{ token?: string; org?: string }>({})
  const field = useRef<HTMLInputElement>(null)
  const orgField = useRef<HTMLInputElement>(null)
  const isRefused = value.phase === 'refused'
  const status = value.phase === 'refused' ? value.problem.status : undefined
  const isBusy = value.phase === 'connecting'
  // With the render: a token that is pasted at once is not taken out.
  useLayoutEffect(() => {
    if (status === undefined) return
    // What was accepted need not be pasted again: a 400 lacks the choice of an organization.
    if (status === 401) setToken('')
    const next = status === 400 ? orgField : field
    next.current?.focus()
  }, [status])

  function submit(event: Event) {
    event.preventDefault()
    const isEmpty = token.trim() === ''
    const read = isEmpty ? { authorization: undefined } : readToken(token)
    const chosen = readOrganisation(org)
    setFaults({
      ...('fault' in read ? { token: read.fault } : {}),
      ...('fault' in chosen ? { org: chosen.fault } : {}),
    })
    if ('fault' in read || 'fault' in chosen) return
    const kind = isEmpty ? 'cookie' : 'token'
    void connect({ kind, authorization: read.authorization, org: chosen.org }, isKept && !isEmpty)
  }

  return (
    <div class="connect">
      <form class="card" onSubmit={submit} autocomplete="off" noValidate>
        <h1>{isRefused && value.wasConnected ? 'Connect again' : 'Connect to this edge'}</h1>
        <p class="muted">
          {isRefused && value.wasConnected
            ? 'What this page connected with is not accepted any more. The view stays where it was.'
            : 'The console asks the edge that it came from, as you, and nobody else.'}
        </p>
        {isRefused && (
          <div class="refusal">
            <p>
              <b>{describeRefusal(value.problem.status)}</b>
            </p>
            <ProblemPanel problem={{ ...value.problem, actions: [] }} />
          </div>
        )}
        <div class="field">
          <label for="token">Token</label>
          <input
            id="token"
            ref={field}
            type="password"
            value={token}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={faults.token !== undefined}
            aria-describedby="token-help"
            onInput={(event) => setToken(event.currentTarget.value)}
          />
          <p id="token-help" class="help">
            {faults.token ?? (
              <>
                A personal access token (<code>evr_pat_…</code>) or a JWT. Left empty: the session
                that this browser is signed in with.
              </>
            )}
          </p>
        </div>
        <div class="field">
          <label for="org">Organization</label>
          <input
            id="org"
            ref={orgField}
            type="text"
            value={org}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={faults.org !== undefined}
            aria-describedby="org-help"
            onInput={(event) => setOrg(event.currentTarget.value)}
          />
          <p id="org-help" class="help">
            {faults.org ?? (
              <>
                Optional: <code>org_…</code>, needed by members of several.
              </>
            )}
          </p>
        </div>
        <label class="check">
          <input
            type="checkbox"
            checked={isKept}
            onChange={(event) => setKept(event.currentTarget.checked)}
          />
          <span class="capital">keep for this tab</span>
        </label>
        <div class="row">
          <button type="submit" class="primary" disabled={isBusy} aria-busy={isBusy}>
            Connect
          </button>
          <span class="muted" role="status">
            {isBusy && 'Asking the edge…'}
            {value.phase === 'looking' && 'Looking for a session of this browser…'}
          </span>
        </div>
      </form>
    </div>
  )
}

function describeRefusal(status: number): string {
  if (status === 0) return 'Not connected: the edge gave no answer.'
  if (status === 429 || status >= 500) {
    return 'Not connected: the edge could not say whether it is accepted.'
  }
  return status === 400
    ? 'Not connected yet: something is missing.'
    : 'Refused: the API does not accept it.'
}
