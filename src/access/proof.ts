import { allowsStaleIfError, isRefusal } from '../cache/failure-policy.ts'
import { allowedLifetimes, cachingFacts } from '../cache/freshness.ts'
import { type EdgeContext, waitUntil } from '../http/context.ts'
import type { Failure } from '../problem/failure.ts'
import type { ResourceKind } from '../resources/load.ts'
import { load, type Read } from '../resources/reader.ts'
import { type AccessRecord, end, endAll, hasRight, list, read as proveByRead } from './record.ts'
import type { AccessChange, WritePolicy } from './store.ts'

/** What asking for the list came to. `failed`: the upstream said nothing; `unusable`: it said nothing of use. */
export type Renewal = 'renewed' | 'failed' | 'unusable'

/** All of a caller's harnesses: archived ones have stats too. */
const LIST = {
  kind: 'harnesses',
  path: '/v1/harnesses',
  query: '?include_archived=true',
} as const

/** A request looks for rights in KV once and asks for the list once: what it learned then is recent enough. */
const learned = new WeakMap<EdgeContext, { recall?: Promise<void>; renewal?: Promise<Renewal> }>()

function learnedBy(c: EdgeContext): { recall?: Promise<void>; renewal?: Promise<Renewal> } {
  const known = learned.get(c) ?? {}
  learned.set(c, known)
  return known
}

/** Takes along what other isolates know of a caller, its own changes among it. */
export async function recall(c: EdgeContext, caller: string): Promise<AccessRecord> {
  const request = learnedBy(c)
  request.recall ??= recallOnce(c, caller)
  await request.recall
  return c.get('edge').access.peek(caller)
}

async function recallOnce(c: EdgeContext, caller: string): Promise<void> {
  await c.get('edge').access.recall(caller, waitUntil(c))
  applyOwnWrites(c, caller)
}

/** What a caller changed through other isolates counts here, however its record came to be known. */
export function applyOwnWrites(c: EdgeContext, caller: string): void {
  const { access, cache } = c.get('edge')
  const { changedAt } = access.peek(caller)
  for (const kind of ['stats', 'name']) cache.invalidate(caller, kind, changedAt)
}

/** Any read of the caller's: its headers ask for the list. */
export type ReadAsCaller = Pick<Read<ResourceKind>, 'headers'>

/** Asks the upstream, as the caller, for all its harnesses: proof of each, and the table of their names. */
export function renew(c: EdgeContext, caller: string, read: ReadAsCaller): Promise<Renewal> {
  const request = learnedBy(c)
  request.renewal ??= renewOnce(c, caller, read)
  return request.renewal
}

async function renewOnce(c: EdgeContext, caller: string, read: ReadAsCaller): Promise<Renewal> {
  const { access, now } = c.get('edge')
  const flight = {
    startedAt: now(),
    notBefore: -1,
    isJoinable: true,
    load: () => loadList(c, caller, read),
  }
  const { value } = await access.renewals.run(caller, flight, waitUntil(c))
  return value
}

async function loadList(c: EdgeContext, caller: string, read: ReadAsCaller): Promise<Renewal> {
  const { access, holdOff, now } = c.get('edge')
  if (holdOff.of(caller) || holdOff.isAddressHeld()) return 'failed'
  const askedAt = now()
  const loaded = await load(c, { ...LIST, headers: read.headers })
  if (!loaded.ok) {
    holdOff.learn(caller, loaded.failure)
    if (isRefusal(loaded.failure)) update(c, caller, (record) => endAll(record, now()), 'now')
    return allowsStaleIfError(loaded.failure) ? 'failed' : 'unusable'
  }
  const noLifetime = { maxAgeMs: 0, staleWhileRevalidateMs: 0, staleIfErrorMs: 0 }
  if (!allowedLifetimes(noLifetime, cachingFacts(loaded.headers), now())) return 'unusable'
  const listed = Object.fromEntries(loaded.value.data.map(({ id, name }) => [id, name]))
  update(c, caller, (record) => list(record, listed, askedAt), 'now')
  access.claimRenewal(caller, askedAt)
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
  } else if (hasRight(c.get('edge').access.peek(caller), harnessId)) {
    update(c, caller, (record) => proveByRead(record, harnessId, askedAt), 'later')
  }
}

/**
 * Ends a caller's right to a harness where an answer says so; a 401 refuses the credential itself, and ends
 * all. Nobody else's right is touched. It is remembered even where there is none to end, because KV may
 * hold one that was not read.
 */
export function endOnRefusal(
  c: EdgeContext,
  caller: string,
  harnessId: string,
  failure: Failure,
): void {
  const { access, now } = c.get('edge')
  if (!isRefusal(failure)) return
  const isOfAll = failure.kind === 'answer' && failure.status === 401
  const isWritten = !access.knows(caller) || hasRight(access.peek(caller), harnessId)
  const change = (record: AccessRecord) =>
    isOfAll ? endAll(record, now()) : end(record, harnessId, now())
  update(c, caller, change, isWritten ? 'now' : 'later')
}

/** Changes what is known of a caller. */
export function update(
  c: EdgeContext,
  caller: string,
  change: AccessChange,
  policy: WritePolicy,
): void {
  c.get('edge').access.update(caller, change, policy, waitUntil(c))
}
