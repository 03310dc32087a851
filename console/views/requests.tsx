import { useSignal } from '@preact/signals'
import { readEdgeStatus } from '../cache-status.ts'
import { looksLikeToken } from '../credential.ts'
import { formatCurl } from '../curl.ts'
import { formatAge, formatBytes, formatDuration, formatInstant } from '../format.ts'
import { type EntryLifetimes, lifetimesOf } from '../lifetimes.ts'
import { Badge, toneOfStatus } from '../parts/badge.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { Empty } from '../parts/faces.tsx'
import { AnswerPanel, ProblemPanel } from '../parts/problem.tsx'
import { conditionalForm, type LoggedRequest, receivedHeader } from '../request-log.ts'
import type { Route } from '../route.ts'
import { nowMs } from '../state/clock.ts'
import { connection } from '../state/connection.ts'
import { type AnyRequest, EDGE_BASE, type EdgeAnswer } from '../state/edge.ts'
import { answererOf, requestLog } from '../state/log.ts'
import { go } from '../state/router.ts'

/** Ways to ask the same: what of them the caches see differs. */
const WAYS = [
  ['plain', 'as a page asks'],
  ['etag', 'with the ETag of its last answer'],
  ['past', 'past the browser’s cache, not the edge’s'],
  ['force', 'of the API itself (max-age=0)'],
] as const

type Way = (typeof WAYS)[number][0]

/** The last requests of this page, and what answered them. */
export function RequestsView({ open }: { open: number | undefined }) {
  const log = requestLog.value
  const isKnown = open === undefined || log.some(({ number }) => number === open)
  return (
    <div class="view">
      <div class="headline">
        <h1>Requests</h1>
        <p class="muted">
          The last {log.length === 1 ? 'one' : log.length} of this page, 100 at most, in memory
          only.
        </p>
      </div>
      <AskForm />
      {!isKnown && (
        <Empty title="Not known here">
          Request {open} was not made since this page was loaded, or a hundred came after it.
        </Empty>
      )}
      {log.length === 0 ? (
        <Empty title="No request yet" />
      ) : (
        <table class="requests">
          <thead>
            <tr>
              <th scope="col" class="c-time">
                Time
              </th>
              <th scope="col">Request</th>
              <th scope="col">Status</th>
              <th scope="col" class="c-by">
                Answered by
              </th>
              <th scope="col" class="c-age right">
                Age
              </th>
              <th scope="col" class="c-took right">
                Took
              </th>
              <th scope="col" class="c-id">
                Request ID
              </th>
            </tr>
          </thead>
          {log.map((request) => (
            <Entry key={request.number} request={request} isOpen={request.number === open} />
          ))}
        </table>
      )}
    </div>
  )
}

function AskForm() {
  const path = useSignal('/v1/harnesses')
  const way = useSignal<Way>('plain')
  const fault = useSignal('')
  const came = useSignal<{ path: string; answer: EdgeAnswer } | undefined>(undefined)

  async function send(event: Event) {
    event.preventDefault()
    const { value } = connection
    const asked = path.value.trim()
    fault.value = faultOf(asked)
    if (fault.value || value.phase !== 'connected') return
    const request = requestFor(asked, way.value)
    if (!request) {
      fault.value =
        'No answer of this address with an ETag is in the list: ask as a page does first.'
      return
    }
    const answer = await value.edge.askAny(request)
    if (!answer.isAborted) came.value = { path: asked, answer }
  }

  return (
    <div class="card ask">
      <form class="toolbar" onSubmit={send}>
        <label class="grow">
          <span>GET</span>
          <input
            type="text"
            aria-label="Path of a GET"
            value={path.value}
            spellcheck={false}
            autocomplete="off"
            onInput={(event) => {
              path.value = event.currentTarget.value
            }}
          />
        </label>
        <select
          aria-label="How it is asked"
          value={way.value}
          onChange={(event) => {
            way.value = event.currentTarget.value as Way
          }}
        >
          {WAYS.map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
        <button type="submit">Send</button>
      </form>
      {fault.value && (
        <p class="small bad-text" role="alert">
          {fault.value}
        </p>
      )}
      {came.value && <AnswerPanel {...came.value} />}
    </div>
  )
}

function faultOf(path: string): string {
  if (looksLikeToken(path))
    return 'That looks like a credential: it is not sent as part of an address.'
  if (!path.startsWith('/')) return 'A path begins with /: the console asks its own edge only.'
  return ''
}

/** Returns a request in one of the ways; undefined where it needs an ETag and none is known. */
function requestFor(path: string, way: Way): AnyRequest | undefined {
  switch (way) {
    case 'plain':
      return { method: 'GET', path }
    case 'force':
      return { method: 'GET', path, cache: 'no-cache' }
    case 'past':
      return {
        method: 'GET',
        path,
        cache: 'no-store',
        headers: { 'cache-control': 'max-age=86400' },
      }
    case 'etag': {
      const last = requestLog
        .peek()
        .find((each) => each.url === EDGE_BASE + path && receivedHeader(each, 'etag') !== null)
      const etag = last && receivedHeader(last, 'etag')
      return etag ? { method: 'GET', path, headers: { 'if-none-match': etag } } : undefined
    }
  }
}

function Entry({ request, isOpen }: { request: LoggedRequest; isOpen: boolean }) {
  const { number, method, path, status, startedAtMs, durationMs, isAborted } = request
  const answerer = answererOf(request)
  const lifetimes = lifetimesSeen(request)
  const requestId = receivedHeader(request, 'x-request-id')
  const to: Route = { view: 'requests', ...(isOpen ? {} : { open: number }) }
  return (
    <tbody class={isOpen ? 'open' : ''}>
      <tr>
        <td class="c-time num muted">{formatInstant(startedAtMs, nowMs.value)}</td>
        <th scope="row">
          {/* A button: a link would be named after its path, as those of the navigation are. */}
          <button type="button" class="opener" aria-expanded={isOpen} onClick={() => go(to)}>
            <b>{method}</b> <code>{path.replaceAll('%2C', ',')}</code>
          </button>
        </th>
        <td>
          {status === undefined ? (
            <span class="muted">open</span>
          ) : (
            <Badge tone={isAborted ? 'plain' : toneOfStatus(status)}>
              {isAborted ? 'called off' : status || 'no answer'}
            </Badge>
          )}
        </td>
        <td>
          {answerer && !isAborted && (
            <span class={`by ${answerer.who}`} title={answerer.sentence}>
              {answerer.label}
            </span>
          )}
        </td>
        <td class="c-age right num">
          {lifetimes.age === undefined ? '–' : formatAge(lifetimes.age * 1000)}
          {lifetimes.entry && (
            <span class="muted"> of {formatAge(lifetimes.entry.fresh * 1000)}</span>
          )}
        </td>
        <td class="c-took right num">{formatDuration(durationMs)}</td>
        <td class="c-id">
          <code>{requestId ? requestId.slice(0, 8) : '–'}</code>
        </td>
      </tr>
      {isOpen && (
        <tr class="detail">
          <td colSpan={7}>
            <Detail request={request} />
          </td>
        </tr>
      )}
    </tbody>
  )
}

function Detail({ request }: { request: LoggedRequest }) {
  const { method, url, sent, credential, body, delivery, bytes, problem, cacheMode } = request
  const answerer = answererOf(request)
  const { age, entry } = lifetimesSeen(request)
  const requestId = receivedHeader(request, 'x-request-id')
  const curl = formatCurl({ method, url, headers: sent, credential, body })
  const hidden = credential === 'token' ? 'authorization' : 'cookie'
  return (
    <div class="inspector">
      {answerer && !request.isAborted && <p class="lead">{answerer.sentence}</p>}
      {delivery === 'browser-cache' && (
        <p class="muted">
          Age, Cache-Status and Server-Timing below are those of the stored answer: old news.
        </p>
      )}
      {age !== undefined && entry && <Lifetimes age={age} lifetimes={entry} />}
      {problem && <ProblemPanel problem={problem} />}
      <dl class="facts">
        <dt>Address</dt>
        <dd>
          <code class="break">{url}</code>
        </dd>
        <dt>Request ID</dt>
        <dd>
          {requestId ? (
            <>
              <code class="break">{requestId}</code> <CopyButton text={requestId} label="Copy" />
            </>
          ) : (
            '–'
          )}
        </dd>
        <dt>Delivered</dt>
        <dd>{DELIVERIES[delivery]}</dd>
        <dt>Took</dt>
        <dd class="num">{formatDuration(request.durationMs)}, to the last byte</dd>
        <dt>Body</dt>
        <dd class="num">{formatBytes(bytes)}</dd>
        <dt>Condition</dt>
        <dd>{conditionalForm(sent, cacheMode, delivery)}</dd>
      </dl>
      <div class="headers">
        <div>
          <h2>Sent</h2>
          <ul>
            <li>
              <code>{hidden}</code> <span class="muted">not shown</span>
            </li>
            {sent.map(([name, value]) => (
              <Header key={name} name={name} value={value} />
            ))}
          </ul>
        </div>
        <div>
          <h2>Received</h2>
          <ul>
            {request.received.map(([name, value]) => (
              <Header key={name} name={name} value={value} />
            ))}
          </ul>
        </div>
      </div>
      <div class="command row wrap">
        <h2>As a command</h2>
        <CopyButton text={curl} label="Copy as curl" />
      </div>
      <pre tabIndex={0}>{curl}</pre>
    </div>
  )
}

/** The age of an answer, and the lifetimes of its entry where there is one. */
function lifetimesSeen(request: LoggedRequest) {
  const text = receivedHeader(request, 'age')
  if (text === null) return { age: undefined, entry: undefined }
  const age = Number(text)
  const said = readEdgeStatus(receivedHeader(request, 'cache-status'))
  return { age, entry: said && lifetimesOf(request.path, age, said.ttlSeconds) }
}

const DELIVERIES = {
  'browser-cache': 'out of the browser’s own cache, without a question to the edge',
  revalidated: 'over the network; the edge said 304, the body was in the browser’s cache',
  network: 'over the network',
  unknown: 'this browser does not tell whether its own cache answered',
} as const

function Header({ name, value }: { name: string; value: string }) {
  return (
    <li>
      <code>{name}</code> <span class="break">{value}</span>
    </li>
  )
}

/** The age of an answer beside the lifetimes of its entry. */
function Lifetimes({ age, lifetimes }: { age: number; lifetimes: EntryLifetimes }) {
  const { fresh, stale, error } = lifetimes
  const parts = [
    ['fresh', 'Served without asking', fresh],
    ['stale', 'Served while refreshed behind', stale],
    ['error', 'Served while the API fails', error],
  ] as const
  const shown = parts.filter(([, , seconds]) => seconds > 0)
  // Ten minutes beside fifteen seconds: each window gets at least a tenth of the width.
  const total = shown.reduce((sum, [, , seconds]) => sum + Math.sqrt(seconds), 0)
  let from = 0
  let x = 0
  let mark = 100
  const boxes = shown.map(([name, label, seconds]) => {
    const width = (Math.sqrt(seconds) / total) * 100
    const box = { name, label, seconds, x, width }
    if (age >= from && age <= from + seconds) mark = x + ((age - from) / seconds) * width
    from += seconds
    x += width
    return box
  })
  return (
    <figure class="lifetimes">
      <figcaption>
        Age <b class="num">{formatAge(age * 1000)}</b> when it came
      </figcaption>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        {boxes.map((box) => (
          <rect key={box.name} class={`w-${box.name}`} x={box.x} width={box.width} height="8" />
        ))}
        <rect class="mark" x={Math.min(99.4, mark)} width="0.6" height="8" />
      </svg>
      <ul class="legend">
        {boxes.map(({ name, label, seconds }) => (
          <li key={name}>
            <svg viewBox="0 0 18 10" aria-hidden="true" class={`key w-${name}`}>
              <rect width="18" height="10" rx="2" />
            </svg>
            {label} <b class="num">{formatAge(seconds * 1000)}</b>
          </li>
        ))}
      </ul>
      <p class="small muted">
        The first is what the answer says of itself; the others are the edge’s defaults, which a
        deployment may change.
      </p>
    </figure>
  )
}
