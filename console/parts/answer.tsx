import { formatDuration } from '../format.ts'
import { formatRoute, routeOfApi } from '../route.ts'
import { EDGE_BASE, type EdgeAnswer } from '../state/edge.ts'
import { answererOf, requestLog } from '../state/log.ts'
import { Badge, toneOfStatus } from './badge.tsx'
import { ProblemPanel } from './problem.tsx'

/** Longest text of an answer that is shown. */
const SHOWN_MAX = 20_000

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
export function pathOfHref(href: string): string {
  return href.startsWith(EDGE_BASE) ? href.slice(EDGE_BASE.length) : href
}

function pretty({ body, status }: EdgeAnswer): string {
  if (body === undefined) return status === 304 ? 'Not modified: no body.' : 'No body.'
  const shown = typeof body === 'string' ? body : JSON.stringify(body, null, 2)
  return shown.length > SHOWN_MAX ? `${shown.slice(0, SHOWN_MAX)}\n… cut here` : shown
}
