import type { Edge } from '../edge.ts'
import { clientRequest } from '../http/client-request.ts'
import type { EdgeContext } from '../http/context.ts'
import { compareInstants, parseInstant } from './walk/instant.ts'
import { type PageWindow, WindowFailure } from './windows.ts'

/** A value of `order` that no upstream knows. */
const UNKNOWN_ORDER = '?limit=0&order=unknown'

/** The upstreams that have refused it, one an isolate. */
const HONOURING = new WeakSet<Edge>()

/**
 * Whether a list that lies in order of last activity does so because the upstream was asked for it. Where it
 * lies in order of creation as well, the upstream may have ignored what it was asked, and further down the two
 * part: then a cursor by last activity would lead nowhere. So the upstream is asked for an order that does not
 * exist, once: who knows the parameter refuses it.
 *
 * @param windows the list as far as it was read
 * @throws SortKeyError where a session has no time of creation
 * @throws WindowFailure where the upstream gives no answer to that
 */
export async function isOrderHonoured(
  c: EdgeContext,
  windows: readonly PageWindow[],
): Promise<boolean> {
  const edge = c.var.edge
  if (HONOURING.has(edge) || !windows.every(isByCreation)) return true
  const request = await clientRequest(c)
  const loaded = await edge.reader.load(request, 'sessions', '/v1/sessions', UNKNOWN_ORDER)
  if (loaded.ok) return false
  const { failure } = loaded
  if (failure.kind !== 'answer' || failure.status !== 400) throw new WindowFailure(failure)
  HONOURING.add(edge)
  return true
}

/** Notes that the upstream gave a list in another order than it was asked for. */
export function forgetOrder(c: EdgeContext): void {
  HONOURING.delete(c.var.edge)
}

function isByCreation({ createdAt }: PageWindow): boolean {
  const instants = createdAt.map(parseInstant)
  return instants.every((instant, index) => {
    const previous = instants[index - 1]
    return previous === undefined || compareInstants(previous, instant) >= 0
  })
}
