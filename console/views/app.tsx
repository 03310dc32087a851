import { useSignalEffect } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useErrorBoundary, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { readOrganisation } from '../credential.ts'
import { ConfirmDialog } from '../parts/confirm.tsx'
import { Empty } from '../parts/faces.tsx'
import { sectionOf } from '../route.ts'
import { isOnline } from '../state/clock.ts'
import { connect, connection, leave } from '../state/connection.ts'
import { route } from '../state/router.ts'
import { AgentView } from './agent.tsx'
import { AgentsView } from './agents.tsx'
import { BoardView } from './board.tsx'
import { Connect } from './connect.tsx'
import { HarnessPage } from './harness.tsx'
import { RequestsView } from './requests.tsx'
import { SessionPage } from './session.tsx'
import { SessionsList } from './sessions.tsx'

const LINKS = [
  ['harnesses', 'Harnesses'],
  ['sessions', 'Sessions'],
  ['health-checks', 'Health checks'],
  ['requests', 'Requests'],
] as const

/** The whole page. */
export function App() {
  const { phase } = connection.value
  const section = sectionOf(route.value)
  const main = useRef<HTMLElement>(null)
  const isFirst = useRef(true)
  const key = viewKey()
  // Once for every view, not for every render; with it, so that no key goes to where the focus was before.
  useLayoutEffect(() => {
    if (!isFirst.current) main.current?.focus({ preventScroll: true })
    isFirst.current = false
    main.current?.scrollTo(0, 0)
  }, [key])
  useSignalEffect(() => {
    const name = LINKS.find(([each]) => each === sectionOf(route.value))?.[1] ?? ''
    document.title = `${name} – Everruns edge console`
  })
  const isConnected = phase === 'connected'
  useLayoutEffect(() => {
    if (!isConnected) return
    main.current?.scrollTo(0, 0)
    // The form had the focus, and is gone.
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true })
  }, [isConnected])
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <header class="top">
        <span class="brand">
          <img src="/icon.svg" alt="" width="22" height="22" />
          Everruns edge
        </span>
        <nav aria-label="Views">
          {LINKS.map(([each, label]) => (
            <a key={each} href={`#/${each}`} aria-current={each === section ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
        {isConnected && <CallerMenu />}
      </header>
      {!isOnline.value && (
        <p class="banner" role="status">
          This machine is offline. What you see is what was seen last; the console looks again as
          soon as there is a network.
        </p>
      )}
      <main id="main" ref={main} tabIndex={-1}>
        <Guard key={key}>{isConnected ? <View /> : <Connect />}</Guard>
      </main>
      <ConfirmDialog />
    </>
  )
}

function viewKey(): string {
  const { value } = route
  return 'id' in value ? `${value.view} ${value.id}` : value.view
}

function View() {
  const { value } = route
  switch (value.view) {
    case 'harnesses':
      return <BoardView {...value} />
    case 'harness':
      return <HarnessPage id={value.id} />
    case 'sessions':
      return <SessionsList filters={value.filters} />
    case 'session':
      return <SessionPage id={value.id} />
    case 'health-checks':
      return <AgentsView />
    case 'agent':
      return <AgentView id={value.id} runId={value.runId} />
    case 'requests':
      return <RequestsView open={value.open} />
  }
}

/** A view that fails does not take the page along. */
function Guard({ children }: { children: ComponentChildren }) {
  const [error, reset] = useErrorBoundary()
  if (!error) return <>{children}</>
  return (
    <Empty title="This view failed">
      That is a fault of the console: {String(error.message ?? error)}.{' '}
      <button type="button" onClick={reset}>
        Show it again
      </button>
    </Empty>
  )
}

function CallerMenu() {
  const { value } = connection
  const [isOpen, setOpen] = useState(false)
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    if (isOpen) dialog.current?.showModal()
  }, [isOpen])
  if (value.phase !== 'connected') return null
  const { caller, isKept } = value
  return (
    <div class="caller">
      <button type="button" class="quiet" onClick={() => setOpen(true)} aria-haspopup="dialog">
        <span class="who">{caller.org ? shorten(caller.org) : 'Default organization'}</span>
        <span class="muted how">{caller.kind === 'token' ? 'by token' : 'by session cookie'}</span>
      </button>
      {isOpen && (
        <dialog ref={dialog} aria-labelledby="caller-title" onClose={() => setOpen(false)}>
          <h2 id="caller-title">Who asks</h2>
          <dl class="facts">
            <dt>Credential</dt>
            <dd>
              {caller.kind === 'cookie'
                ? 'the session cookie of this browser'
                : isKept
                  ? 'a token, kept until this tab is closed'
                  : 'a token, in memory only'}
            </dd>
            <dt>Organization</dt>
            <dd>
              <code class="break">{caller.org || 'whatever the API takes without a choice'}</code>
            </dd>
          </dl>
          <Switch onDone={() => dialog.current?.close()} />
        </dialog>
      )}
    </div>
  )
}

function Switch({ onDone }: { onDone: () => void }) {
  const { value } = connection
  const [org, setOrg] = useState('')
  const [fault, setFault] = useState<string | undefined>()
  if (value.phase !== 'connected') return null
  const { caller, isKept } = value
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const read = readOrganisation(org)
        if ('fault' in read) return setFault(read.fault)
        onDone()
        void connect({ ...caller, org: read.org }, isKept)
      }}
    >
      <div class="field">
        <label for="other-org">Organization to switch to</label>
        <input
          id="other-org"
          type="text"
          value={org}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={fault !== undefined}
          aria-describedby="other-org-help"
          onInput={(event) => setOrg(event.currentTarget.value)}
        />
        <p id="other-org-help" class="help">
          {fault ?? 'Everything shown is emptied first. Left empty: the API’s own choice.'}
        </p>
      </div>
      <div class="row end">
        <button
          type="button"
          onClick={() => {
            onDone()
            leave()
          }}
        >
          Sign out of the console
        </button>
        <button type="button" onClick={onDone}>
          Close
        </button>
        <button type="submit" class="primary">
          Switch
        </button>
      </div>
    </form>
  )
}

function shorten(org: string): string {
  return `${org.slice(0, 8)}…${org.slice(-4)}`
}
