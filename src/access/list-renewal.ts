import { allowsStaleIfError, isRefusal } from '../cache/failure-policy.ts'
import type { CacheUse } from '../cache/result.ts'
import { createLru } from '../lru.ts'
import type { Failure } from '../problem/failure.ts'
import { sleep as realSleep, type Sleep } from '../sleep.ts'
import {
  type AccessRecord,
  hasAnyAccess,
  idListedAs,
  nextListTimestamp,
  proveByList,
  revoke,
  revokeAll,
} from './record.ts'
import type { AccessStore } from './store.ts'

/** The waits after which the list is looked for in the location, while another isolate asks for it. */
const WAITS_FOR_ANOTHER_MS = [50, 100, 200, 400, 800, 1_600]

/** After all of these one of the isolates that wait asks in its place, and the others wait for that one. */
const PATIENCE_MS = WAITS_FOR_ANOTHER_MS.reduce((sum, waitMs) => sum + waitMs, 0)
const MAX_ROUNDS = 2

/** Callers with refused names at the same time, and names of one: a caller with more does not look at a dashboard. */
const MAX_REFUSED = 1_000
const MAX_REFUSED_BYTES = 1024 * 1024
const MAX_REFUSED_NAMES = 50

/** The outcome of asking for the caller's list. `failed`: the upstream is not to be asked now. */
export type Renewal = 'renewed' | 'failed' | Failure

/** The caller's harnesses, names by ID, or why there are none. */
export type ListAnswer =
  | { ok: true; listed: Record<string, string>; isUsable: boolean }
  | { ok: false; failure: Failure }

/**
 * Asks for the caller's list, and tells when it was asked for: a request asks once, whatever it needs the list for.
 *
 * @param askedAt the timestamp of a list that is asked for now
 */
export type AskList = (askedAt: number) => Promise<{ answer: ListAnswer; askedAt: number }>

/** The part of a request that access needs. */
export interface AccessRequest extends CacheUse {
  /** Digest of credential and organisation. */
  caller: string
}

/** The parts of a list renewal. */
export interface ListRenewalParts {
  store: AccessStore
  /** Takes note of a change of the caller's own: everything that is older is void for it. */
  noteChange: (caller: string, atMs: number) => void
  /** Takes note of an end of all: the caller's own entries that are older are void. */
  noteEnd: (caller: string, atMs: number) => void
  /** Tells whether the upstream may not be asked for this caller now. */
  isHeld: (caller: string) => boolean
  /** Tells whether the API is silent or limits the whole address: who can do without the list does not wait for it. */
  isSpared: () => boolean
  /** Tells whether the one that asks behind an answer shall try a silent API again. */
  mayTry: () => boolean
  /** Epoch milliseconds. */
  now: () => number
  /** How another isolate is waited for; in real time where it is not given. */
  sleep?: Sleep | undefined
}

/** Creates the renewal of proofs: asks for callers' lists, once per location, and learns from them. One per isolate. */
export function createListRenewal({
  store,
  noteChange,
  noteEnd,
  isHeld,
  now,
  sleep = realSleep,
}: ListRenewalParts) {
  /** Refused names by caller, until a list tells their IDs. */
  const refusedNames = createLru<Map<string, number>>({
    maxEntries: MAX_REFUSED,
    maxBytes: MAX_REFUSED_BYTES,
  })

  function learnEnds(caller: string, { changedAt, allRevokedAt }: AccessRecord): void {
    if (changedAt > 0) noteChange(caller, changedAt)
    if (allRevokedAt > 0) noteEnd(caller, allRevokedAt)
  }

  /** Takes along what other isolates know, and ends what ended there. */
  async function load(request: AccessRequest): Promise<void> {
    learnEnds(request.caller, await store.load(request.caller, request))
  }

  /** Does so with what other isolates of the location know. */
  async function loadFromLocation(request: AccessRequest): Promise<void> {
    learnEnds(request.caller, await store.loadFromLocation(request.caller, request))
  }

  /** Waits for what another isolate of the location had, or brings in time; where there is none, claims the list. */
  async function waitForAnother(
    request: AccessRequest,
    isEnough: () => boolean,
  ): Promise<{ isEnough: boolean; claim?: string | undefined }> {
    await loadFromLocation(request)
    if (isEnough()) return { isEnough: true }
    for (let round = 0; round < MAX_ROUNDS; round++) {
      if (isHeld(request.caller)) break
      const sinceMs = now() - PATIENCE_MS
      const claim = await store.takeClaim(request.caller, sinceMs, request)
      if (claim !== undefined) return { isEnough: false, claim }
      for (const waitMs of WAITS_FOR_ANOTHER_MS) {
        await sleep(waitMs)
        await loadFromLocation(request)
        if (isEnough()) return { isEnough: true }
        // What the other isolate asked for did not come.
        if (!(await store.isClaimed(request.caller, sinceMs, request))) break
      }
    }
    return { isEnough: false }
  }

  /** Ends a claim under which the list did not come, so that nobody waits for it. */
  async function underClaim(
    request: AccessRequest,
    claim: string | undefined,
    asking: Promise<Renewal>,
  ): Promise<Renewal> {
    const renewal = await asking
    if (renewal !== 'renewed' && claim !== undefined) {
      request.waitUntil(store.dropClaim(request.caller, claim, request))
    }
    return renewal
  }

  /** Asks for the list and learns from it. */
  async function ask(request: AccessRequest, askList: AskList): Promise<Renewal> {
    const { caller } = request
    if (isHeld(caller)) return 'failed'
    const { answer, askedAt } = await askList(nextListTimestamp(store.record(caller), now()))
    return learn(request, answer, askedAt)
  }

  /** Learns from a list of all the caller's harnesses. */
  function learn(request: AccessRequest, answer: ListAnswer, askedAt: number): Renewal {
    const { caller } = request
    if (!answer.ok) {
      if (isRefusal(answer.failure)) {
        noteEnd(caller, now())
        store.end(caller, (record) => revokeAll(record, now()), hasAnyAccess, request)
      }
      return allowsStaleIfError(answer.failure) ? 'failed' : answer.failure
    }
    if (!answer.isUsable) return { kind: 'invalid-response', reason: 'shape' }
    const refused = refusedNames.get(caller)
    refusedNames.delete(caller)
    const change = (record: AccessRecord) => {
      let listed = proveByList(record, answer.listed, askedAt)
      for (const [name, at] of refused ?? []) {
        const id = idListedAs(listed, name)
        if (id !== undefined) listed = revoke(listed, id, at)
      }
      return listed
    }
    store.update(caller, change, { isNews: true }, request)
    return 'renewed'
  }

  return {
    ...{ load, loadFromLocation, ask, learn },

    /** Takes what another isolate of the location has learnt, or is learning, where it is enough; else asks. */
    async renew(
      request: AccessRequest,
      isEnough: () => boolean,
      askList: AskList,
    ): Promise<Renewal> {
      const waited = await waitForAnother(request, isEnough)
      return waited.isEnough ? 'renewed' : underClaim(request, waited.claim, ask(request, askList))
    },

    /** Asks, in the way given, unless another isolate of the location does. */
    async renewUnlessClaimed(
      request: AccessRequest,
      asking: () => Promise<Renewal>,
    ): Promise<void> {
      const claim = await store.takeClaim(request.caller, 0, request)
      if (claim !== undefined) await underClaim(request, claim, asking())
    },

    /** Remembers a name that was refused until a list tells its ID. */
    rememberRefused(caller: string, name: string): void {
      const names = refusedNames.get(caller) ?? new Map<string, number>()
      if (names.size < MAX_REFUSED_NAMES) names.set(name, now())
      refusedNames.set(caller, names, names.size * name.length)
    },
  }
}
