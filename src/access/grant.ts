import { type EdgeContext, waitUntil } from '../http/context.ts'
import { type ReadAsCaller, recall, renew } from './proof.ts'
import { isAdmitted, provedAt } from './record.ts'
import { isUnrenewedServable, type Standing, standingOf } from './state.ts'

/** Whether a caller may be given a harness's shared stats; `unrenewed` while the upstream fails to say so anew. */
export type Grant = 'granted' | 'unrenewed' | 'refused'

/**
 * Decides on a grant. Costs nothing while both parts of the right stand; renews the second part, for all of
 * the caller's harnesses at once, where it has lapsed.
 *
 * @param caller see `cache/caller.ts`
 */
export async function grantOf(
  c: EdgeContext,
  caller: string,
  harnessId: string,
  read: ReadAsCaller,
  mayAsk: boolean,
): Promise<Grant> {
  const { access, now } = c.get('edge')
  const isKnown = access.knows(caller)
  const standing = () => standingNow(c, caller, harnessId)
  if (!isKnown) await recall(c, caller)
  const first = standing()
  if (first === 'due' && mayAsk) waitUntil(c)(renewBehind(c, caller, read, standing))
  if (maySeeStored(first)) return 'granted'
  if (first === 'none') return 'refused'
  // Another isolate may have renewed what lapsed here.
  if (isKnown) await recall(c, caller)
  if (maySeeStored(standing())) return 'granted'
  if (!mayAsk || standing() === 'none') return 'refused'
  const renewal = await renew(c, caller, read)
  if (maySeeStored(standing())) return 'granted'
  const isServable = isUnrenewedServable(access.peek(caller), harnessId, now(), access.windows)
  return renewal === 'failed' && isServable ? 'unrenewed' : 'refused'
}

const maySeeStored = (standing: Standing) => standing === 'granted' || standing === 'due'

/** Whether a caller still has what a grant was based on: a refusal may have come while a body was waited for. */
export function isStillRight(c: EdgeContext, caller: string, harnessId: string): boolean {
  const { access, now } = c.get('edge')
  const record = access.peek(caller)
  const isIn = isAdmitted(record, harnessId, now(), access.windows)
  return isIn && provedAt(record, harnessId) > 0
}

/** Whether a caller's right stands with nothing to look up and nothing to renew. */
export function isSettled(c: EdgeContext, caller: string, harnessId: string): boolean {
  return c.get('edge').access.knows(caller) && standingNow(c, caller, harnessId) === 'granted'
}

function standingNow(c: EdgeContext, caller: string, harnessId: string): Standing {
  const { access, now } = c.get('edge')
  const isRenewer = access.isRenewer(caller)
  return standingOf(access.peek(caller), harnessId, now(), access.windows, isRenewer)
}

/** KV first: other isolates may have renewed the proof already, and what ended there must end here. */
async function renewBehind(
  c: EdgeContext,
  caller: string,
  read: ReadAsCaller,
  standing: () => Standing,
): Promise<void> {
  if (c.get('edge').access.renewals.isInFlight(caller)) return
  await recall(c, caller)
  if (standing() === 'due' || standing() === 'lapsed') await renew(c, caller, read)
}
