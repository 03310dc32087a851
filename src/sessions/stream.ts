import type { Failure } from '../problem/failure.ts'
import type { Problem } from '../problem/problem.ts'
import { qualityOf } from '../syntax/accept.ts'
import { joinEdited, wholeBytes } from '../syntax/edited-bytes.ts'
import { walkFailure } from './failure.ts'
import { readSessionPage, type SessionPage } from './list.ts'
import type { ListQuery } from './list-query.ts'
import type { SessionSource } from './source.ts'
import { SortOrderError } from './walk/window.ts'

/** Sessions of one step: enough to ask windows side by side, little enough to hold at once. */
export const STEP_ROWS = 300

/** The platform allows a thousand calls a request; the rest is for retries. */
const MAX_STEPS = 150

/** The media type of one JSON value per line. */
export const NDJSON = 'application/x-ndjson'

/** Tells whether a client asks for lines, and does not prefer a page (RFC 9110 section 12.5.1). */
export function wantsLines(accept: string | null): boolean {
  const lines = qualityOf(NDJSON, accept)
  return lines > 0 && lines >= qualityOf('application/json', accept)
}

/**
 * Streams the whole list from the query's cursor on, one session per line, as the upstream wrote it. The last line
 * says whether that was all: `{"complete":true,"sessions":n}`, or
 * `{"complete":false,"sessions":n,"next_cursor":"…","problem":{…}}` with the cursor to go on from.
 *
 * @param first the first step, read already, so that what is wrong from the start is a problem and no stream
 * @param toProblem describes a failure to this client
 */
export function streamSessions(
  source: SessionSource,
  query: ListQuery,
  first: SessionPage,
  toProblem: (failure: Failure) => Problem,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let next: SessionPage | undefined = first
  let cursor = query.cursor ?? null
  let sessions = 0
  let steps = 0

  async function step(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const read = next ?? (await readStep(source, query, cursor))
    next = undefined
    steps += 1
    sessions += read.page.items.length
    cursor = read.nextCursor
    if (read.page.items.length > 0) controller.enqueue(linesOf(read))
    if (cursor === null) end(controller, { complete: true, sessions })
    else if (steps >= MAX_STEPS) end(controller, { complete: false, sessions, next_cursor: cursor })
  }

  function end(controller: ReadableStreamDefaultController<Uint8Array>, line: unknown): void {
    controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`))
    controller.close()
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          await step(controller)
        } catch (error) {
          const problem = toProblem(walkFailure(error))
          end(controller, { complete: false, sessions, next_cursor: cursor, problem })
        }
      },
    },
    { highWaterMark: 0 },
  )
}

/** Returns the page's sessions, one per line. Line breaks in a session are white space of its JSON. */
function linesOf({ page }: SessionPage): Uint8Array {
  const lines = joinEdited(page.items.flatMap(({ bytes }) => [bytes, LINE_FEED]))
  let end = 0
  for (const { bytes } of page.items) {
    end += bytes.length
    for (let at = end - bytes.length; at < end; at += 1) {
      if (lines[at] === 0x0a || lines[at] === 0x0d) lines[at] = 0x20
    }
    end += 1
  }
  return lines
}

const LINE_FEED = wholeBytes(new Uint8Array([0x0a]))

async function readStep(
  source: SessionSource,
  query: ListQuery,
  cursor: string | null,
): Promise<SessionPage> {
  const from = cursor === null ? {} : { cursor, hasOffset: false }
  const step = await readSessionPage(source, { ...query, ...from })
  if (!step) throw new SortOrderError('The list is no longer in the order that it was begun in')
  return step
}
