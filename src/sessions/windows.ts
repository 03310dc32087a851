import { lengthPrefixed } from '../cache/digest.ts'
import type { Failure } from '../problem/failure.ts'
import { textOf } from '../syntax/bytes.ts'
import { JsonSyntaxError } from '../syntax/json-bytes.ts'
import { type ListQuery, MAX_UINT32, type SortKey, withPaging } from './list-query.ts'
import type { SessionSource } from './source.ts'
import { type Window, WindowTooLargeError } from './walk/window.ts'
import { readWindowBody, WindowShapeError } from './window-body.ts'

/** Bytes of one window at most: an isolate has 128 MB for everything that it does at the same time. */
const MAX_WINDOW_BYTES = 8 * 1024 * 1024

/** The upstream did not give a window; the reason is the page's. */
export class WindowFailure extends Error {
  override readonly name = 'WindowFailure'
  readonly failure: Failure
  constructor(failure: Failure) {
    super('The upstream gave no window')
    this.failure = failure
  }
}

/** A window with the members of the upstream's page that the walk knows nothing of, as JSON. */
export interface PageWindow extends Window {
  members: ReadonlyMap<string, Uint8Array>
  /** The `created_at` of each row, by whichever key the list is walked. */
  createdAt: readonly string[]
}

/** Asks the upstream for windows of one list. */
export type AskWindow = (offset: number, limit: number) => Promise<PageWindow>

type Answer = { ok: true; window: PageWindow } | { ok: false; failure: Failure }

/**
 * Creates the function that asks for windows of the query's list, each read once for all of the same caller's
 * requests that need it at the same time.
 *
 * @param key the timestamp that the list is ordered by
 */
export function createWindows(source: SessionSource, query: ListQuery, key: SortKey): AskWindow {
  const { fields, filters } = query
  const { links } = source
  const form = [key, links.apiBase, ...(fields ? ['fields', ...fields] : [])]
  return async function askWindow(position, limit) {
    // Windows go on behind the offset that the caller gave; nothing stands where the upstream cannot count to.
    const offset = Math.min(position, MAX_UINT32)
    const call = withPaging(filters, { offset, limit })
    const answer = await source.share(
      lengthPrefixed([call, ...form]),
      async (): Promise<Answer> => {
        const read = await source.read(call, MAX_WINDOW_BYTES)
        if (!read.ok) return read
        try {
          const { rows, createdAt, members } = readWindowBody(read.bytes, { key, fields, links })
          return {
            ok: true,
            window: { ...numbersOf(members, offset, limit, rows.length), rows, createdAt, members },
          }
        } catch (error) {
          return { ok: false, failure: { kind: 'invalid-response', reason: reasonOf(error) } }
        }
      },
    )
    if (answer.ok) return answer.window
    const { failure } = answer
    const isTooLarge = failure.kind === 'invalid-response' && failure.reason === 'too-large'
    if (isTooLarge && limit > 1) throw new WindowTooLargeError(limit)
    throw new WindowFailure(failure)
  }
}

/** Returns the numbers that the upstream says of its answer; what was asked for where it does not say them. */
function numbersOf(
  members: ReadonlyMap<string, Uint8Array>,
  offset: number,
  limit: number,
  rows: number,
): Pick<Window, 'offset' | 'limit' | 'total'> {
  const numberOf = (name: string, fallback: number) => {
    const json = members.get(name)
    const number = json && /^\d{1,16}$/.exec(textOf(json, 0, json.length))
    return number ? Number(number[0]) : fallback
  }
  const from = numberOf('offset', offset)
  return { offset: from, limit: numberOf('limit', limit), total: numberOf('total', from + rows) }
}

function reasonOf(error: unknown): 'not-json' | 'shape' {
  if (error instanceof WindowShapeError) return 'shape'
  if (error instanceof JsonSyntaxError) return 'not-json'
  throw error
}
