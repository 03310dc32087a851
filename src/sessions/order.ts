import type { SessionSource } from './source.ts'
import { compareInstants, parseInstant } from './walk/instant.ts'
import { type PageWindow, WindowFailure } from './windows.ts'

/** A value of `order` that no upstream knows. */
const UNKNOWN_ORDER = '?limit=0&order=unknown'

/** Bytes of the answer to it that are read at most. */
const MAX_ANSWER_BYTES = 1024 * 1024

/**
 * Tells whether a list that is in order of last activity is so because the upstream was asked for it. Where it is in
 * order of creation as well, the upstream may have ignored what it was asked, and further down the two part: then a
 * cursor by last activity would lead nowhere. So the upstream is asked for an order that does not exist, once: an
 * upstream that knows the parameter refuses it.
 *
 * @param windows the list as far as it was read
 * @throws SortKeyError where a session has no time of creation
 * @throws WindowFailure where the upstream gives no answer to that
 */
export async function isOrderHonoured(
  source: SessionSource,
  windows: readonly PageWindow[],
): Promise<boolean> {
  if (source.orders.isHonoured || !windows.every(isByCreation)) return true
  const answer = await source.read(UNKNOWN_ORDER, MAX_ANSWER_BYTES)
  if (answer.ok) return false
  const { failure } = answer
  if (failure.kind !== 'answer' || failure.status !== 400) throw new WindowFailure(failure)
  source.orders.isHonoured = true
  return true
}

function isByCreation({ createdAt }: PageWindow): boolean {
  const instants = createdAt.map(parseInstant)
  return instants.every((instant, index) => {
    const previous = instants[index - 1]
    return previous === undefined || compareInstants(previous, instant) >= 0
  })
}
