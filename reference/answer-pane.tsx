import type { Sent } from './send.ts'

/** Headers that say how the edge answered, shown before the others. */
const TELLING = [
  'cache-status',
  'age',
  'server-timing',
  'x-request-id',
  'retry-after',
  'etag',
  'link',
]

const REST = {
  none: '',
  coming: 'more is coming…',
  'left out': 'the rest is left out',
  stopped: 'stopped',
} as const

/** An answer: its status, how it came, its body, and what a problem offers. */
export function AnswerPane({ sent, onFollow }: { sent: Sent; onFollow: (href: string) => void }) {
  const { line, status, tookMs, headers, text, rest, failure } = sent
  const told = headers.filter(([name]) => TELLING.includes(name))
  const others = headers.filter(([name]) => !TELLING.includes(name))
  return (
    <div class="pane">
      <p>
        {status > 0 && <strong class={status < 400 ? 'good' : 'bad'}>{status}</strong>}{' '}
        <code>{line}</code> {status > 0 && <span class="muted">{Math.round(tookMs)} ms</span>}
      </p>
      {failure && <p class="bad">No answer: {failure}</p>}
      <HeaderList headers={told} />
      {others.length > 0 && (
        <details>
          <summary>{others.length} more headers</summary>
          <HeaderList headers={others} />
        </details>
      )}
      {text && <pre>{pretty(text, rest)}</pre>}
      {rest !== 'none' && <p class="muted">{REST[rest]}</p>}
      <Actions text={text} onFollow={onFollow} />
    </div>
  )
}

function HeaderList({ headers }: { headers: Sent['headers'] }) {
  if (headers.length === 0) return null
  return (
    <dl class="headers">
      {headers.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <code>{value}</code>
          </dd>
        </div>
      ))}
    </dl>
  )
}

interface Action {
  rel: string
  method: string
  href: string
}

/** What a problem offers that only reads, and on this origin. */
function Actions({ text, onFollow }: { text: string; onFollow: (href: string) => void }) {
  const offered = actionsIn(text).filter(
    ({ method, href }) =>
      method === 'GET' && URL.canParse(href) && new URL(href).origin === location.origin,
  )
  if (offered.length === 0) return null
  return (
    <div class="buttons">
      {offered.map(({ rel, href }) => (
        <button type="button" key={rel + href} onClick={() => onFollow(href)}>
          {rel}: GET {new URL(href).pathname}
        </button>
      ))}
    </div>
  )
}

function actionsIn(text: string): Action[] {
  const value = parse(text) as { code?: unknown; allowed_actions?: Action[] } | undefined
  return value?.code && Array.isArray(value.allowed_actions) ? value.allowed_actions : []
}

function pretty(text: string, rest: Sent['rest']): string {
  const value = rest === 'none' ? parse(text) : undefined
  return value === undefined ? text : JSON.stringify(value, null, 2)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
