import type { AccessChange, WritePolicy } from '../access/access.ts'
import {
  type AccessRecord,
  end,
  endAll,
  hasRight,
  list,
  read as proveByRead,
} from '../access/record.ts'
import { isUnrenewedServable, standingOf } from '../access/standing.ts'
import { endsAccess, mayServeStored } from '../cache/failure-policy.ts'
import { allowedWindows, cachingFacts } from '../cache/freshness.ts'
import { type EdgeContext, waitUntil } from '../context.ts'
import type { Failure } from '../problem/failure.ts'
import { load, type Read } from './read.ts'

/** Whether a caller may be given a harness's shared stats; `unrenewed` while the upstream fails to say so anew. */
export type Grant = 'granted' | 'unrenewed' | 'refused'

/** What asking for the list came to. `failed`: the upstream said nothing; `unusable`: it said nothing of use. */
type Renewal = 'renewed' | 'failed' | 'unusable'

/**
 * Decides on a grant. Costs nothing while both parts of the right stand; renews the second part, for all of
 * the caller's harnesses at once, where it has lapsed.
 *
 * @param caller see `cache/caller.ts`
 * @param read any read of this caller's: its headers ask for the list
 */
export async function grantOf(
  c: EdgeContext,
  caller: string,
  harnessId: string,
  read: Read<'stats'>,
  mayAsk: boolean,
): Promise<Grant> {
  const { access, now } = c.var.edge
  const isKnown = access.knows(caller)
  const standing = (record: AccessRecord) => standingOf(record, harnessId, now(), access.windows)
  const first = standing(isKnown ? access.peek(caller) : await recall(c, caller))
  if (first === 'due' && mayAsk) waitUntil(c)(renew(c, caller, read))
  if (first === 'granted' || first === 'due') return 'granted'
  if (first === 'none') return 'refused'
  // Another isolate may have renewed what lapsed here.
  if (isKnown && isGranted(standing(await recall(c, caller)))) return 'granted'
  if (!mayAsk) return 'refused'
  const renewal = await renew(c, caller, read)
  const record = access.peek(caller)
  if (isGranted(standing(record))) return 'granted'
  const isServable = isUnrenewedServable(record, harnessId, now(), access.windows)
  return renewal === 'failed' && isServable ? 'unrenewed' : 'refused'
}

const isGranted = (standing: string) => standing === 'granted' || standing === 'due'

/** Takes along what other isolates know of a caller, its own changes among it. */
export async function recall(c: EdgeContext, caller: string): Promise<AccessRecord> {
  const { access, cache } = c.var.edge
  const record = await access.recall(caller, waitUntil(c))
  cache.raiseFloor(caller, 'stats', record.changedAt)
  return record
}

/** Asks the upstream, as the caller, for all its harnesses: proof of each, and the table of their names. */
export async function renew(
  c: EdgeContext,
  caller: string,
  { headers }: Pick<Read<'stats'>, 'headers'>,
): Promise<Renewal> {
  const { access, holdOff, now } = c.var.edge
  if (holdOff.of(caller)) return 'failed'
  const flight = {
    startedAt: now(),
    notBefore: -1,
    isJoinable: true,
    load: () => loadList(c, caller, headers),
  }
  const { value } = await access.renewals.run(caller, flight, waitUntil(c))
  return value
}

async function loadList(c: EdgeContext, caller: string, headers: Headers): Promise<Renewal> {
  const { holdOff, now } = c.var.edge
  const askedAt = now()
  const query = '?include_archived=true'
  const read = {
    kind: 'harnesses',
    path: '/v1/harnesses',
    query,
    headers,
    isBypass: false,
  } as const
  const loaded = await load(c, read)
  if (!loaded.ok) {
    holdOff.learn(caller, loaded.failure)
    if (endsAccess(loaded.failure)) update(c, caller, (record) => endAll(record, now()), 'now')
    return mayServeStored(loaded.failure) ? 'failed' : 'unusable'
  }
  const noWindows = { freshMs: 0, staleMs: 0, errorMs: 0 }
  if (!allowedWindows(noWindows, cachingFacts(loaded.headers))) return 'unusable'
  const listed = Object.fromEntries(loaded.value.data.map(({ id, name }) => [id, name]))
  update(c, caller, (record) => list(record, listed, askedAt), 'now')
  return 'renewed'
}

/** What a read of a harness says of the caller's right to it: proof, or its end. */
export function noteRead(
  c: EdgeContext,
  caller: string,
  harnessId: string,
  loaded: { ok: true } | { ok: false; failure: Failure },
  askedAt: number,
): void {
  if (!loaded.ok) {
    endOnRefusal(c, caller, harnessId, loaded.failure)
  } else if (hasRight(c.var.edge.access.peek(caller), harnessId)) {
    update(c, caller, (record) => proveByRead(record, harnessId, askedAt), 'later')
  }
}

/** Ends a caller's right to a harness where an answer says so. Nobody else's right is touched. */
export function endOnRefusal(
  c: EdgeContext,
  caller: string,
  harnessId: string,
  failure: Failure,
): void {
  const { access, now } = c.var.edge
  if (!endsAccess(failure) || !hasRight(access.peek(caller), harnessId)) return
  update(c, caller, (record) => end(record, harnessId, now()), 'now')
}

/** Changes what is known of a caller. */
export function update(
  c: EdgeContext,
  caller: string,
  change: AccessChange,
  policy: WritePolicy,
): void {
  c.var.edge.access.update(caller, change, policy, waitUntil(c))
}
