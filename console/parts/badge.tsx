import type { ComponentChildren } from 'preact'

/** What a colour says; the word beside it says the same. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'plain'

/** A word in a frame. */
export function Badge({
  tone = 'plain',
  title,
  children,
}: {
  tone?: Tone
  title?: string | undefined
  children: ComponentChildren
}) {
  return (
    <span class={`badge ${tone}`} title={title}>
      {children}
    </span>
  )
}

const STATUS_WORDS: Record<string, string> = { waitingfortoolresults: 'waiting for tools' }

const STATUS_CLASSES: Record<string, string> = {
  active: 'active',
  idle: 'idle',
  started: 'started',
  waitingfortoolresults: 'waiting',
  waiting_for_tool_results: 'waiting',
}

/** Status of a session: a dot in the colour of the plots, and the word. */
export function SessionStatus({ status }: { status: string | undefined }) {
  const known = status ?? 'unknown'
  return (
    <span class="status">
      <i class={`dot ${STATUS_CLASSES[known] ?? 'other'}`} aria-hidden="true" />
      {STATUS_WORDS[known] ?? known.replaceAll('_', ' ')}
    </span>
  )
}

const RUN_TONES: Record<string, Tone> = {
  completed: 'good',
  failed: 'bad',
  pending: 'info',
  running: 'info',
}

/** Status of a health-check run. */
export function RunStatus({ status }: { status: string }) {
  return <Badge tone={RUN_TONES[status] ?? 'plain'}>{status}</Badge>
}

/** Returns the tone of an HTTP status. */
export function toneOfStatus(status: number): Tone {
  if (status === 0 || status >= 500) return 'bad'
  if (status >= 400) return 'warn'
  return status >= 300 ? 'info' : 'good'
}
