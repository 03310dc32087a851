import type { EdgeContext } from '../http/context.ts'
import { failedRequest } from '../http/problems.ts'
import { respond } from '../http/responses.ts'
import { toProblem } from '../problem/failure.ts'
import { walkFailure } from './failure.ts'
import { readSessionPage, type SessionPage } from './list.ts'
import type { ListQuery } from './list-query.ts'
import { SortOrderError } from './walk/window.ts'

/** Sessions of one step: enough to ask windows side by side, little enough to hold at once. */
export const STEP_ROWS = 300

/** The platform allows a thousand calls a request; the rest is for retries. */
const MAX_STEPS = 150

/** The media type of one JSON value a line. */
const NDJSON = 'application/x-ndjson'

/** Whether a client asks for lines, and does not rather have a page (RFC 9110 section 12.5.1). */
export function wantsLines(accept: string | undefined): boolean {
  const lines = quality(NDJSON, accept)
  return lines > 0 && lines >= quality('application/json', accept)
}

/** The weight of a media type that is named in full; 0 where it is not. */
function quality(type: string, accept = ''): number {
  const ranges = accept.split(',').map((range) => range.toLowerCase().split(';'))
  const named = ranges.find(([name = '']) => name.trim() === type)
  if (!named) return 0
  const weight = named.find((part) => part.trim().startsWith('q='))
  return weight === undefined ? 1 : Number(weight.trim().slice(2)) || 0
}

/**
 * The whole list from the query's cursor on, one session a line, as the upstream wrote it. The last line says
 * whether that was all: `{"complete":true,"sessions":n}`, or
 * `{"complete":false,"sessions":n,"next_cursor":"…","problem":{…}}` with the cursor to go on from.
 *
 * @param first the first step, read already, so that what is wrong from the start is a problem and no stream
 */
export function streamSessions(c: EdgeContext, query: ListQuery, first: SessionPage): Response {
  const encoder = new TextEncoder()
  let next: SessionPage | undefined = first
  let cursor = query.cursor ?? null
  let sessions = 0
  let steps = 0

  async function step(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const read = next ?? (await readStep(c, query, cursor))
    next = undefined
    steps += 1
    sessions += read.page.items.length
    cursor = read.nextCursor
    const lines = read.page.items.map(({ raw }) => `${raw.replace(/[\r\n]+/g, ' ')}\n`)
    if (lines.length > 0) controller.enqueue(encoder.encode(lines.join('')))
    if (cursor === null) end(controller, { complete: true, sessions })
    else if (steps >= MAX_STEPS) end(controller, { complete: false, sessions, next_cursor: cursor })
  }

  function end(controller: ReadableStreamDefaultController<Uint8Array>, line: unknown): void {
    controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`))
    controller.close()
  }

  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          await step(controller)
        } catch (error) {
          const problem = toProblem(walkFailure(error), failedRequest(c))
          end(controller, { complete: false, sessions, next_cursor: cursor, problem })
        }
      },
    },
    { highWaterMark: 0 },
  )
  const headers = { 'Content-Type': NDJSON, 'Cache-Control': 'private, no-store', Vary: 'Accept' }
  return respond(c, body, headers)
}

async function readStep(
  c: EdgeContext,
  query: ListQuery,
  cursor: string | null,
): Promise<SessionPage> {
  const from = cursor === null ? {} : { cursor, hasOffset: false }
  const step = await readSessionPage(c, { ...query, ...from })
  if (!step) throw new SortOrderError('The list is no longer in the order that it was begun in')
  return step
}
