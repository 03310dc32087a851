import { allowsStaleIfError, isRefusal } from '../cache/failure-policy.ts'
import type { CacheUse } from '../cache/result.ts'
import type { SingleFlight } from '../cache/single-flight.ts'
import { createLru } from '../lru.ts'
import type { Failure } from '../problem/failure.ts'
import { sleep } from '../sleep.ts'
import {
  type AccessLifetimes,
  type AccessRecord,
  admit,
  hasAccess,
  hasAnyAccess,
  idListedAs,
  isSuspended,
  listedId,
  nextListTimestamp,
  nextTimestamp,
  proveByList,
  provedAt,
  recordWrite,
  revoke,
  revokeAll,
  suspend,
} from './record.ts'
import { type AccessState, accessState, isUnrenewedServable } from './state.ts'
import type { AccessStore } from './store.ts'
import { timestampOf } from './timestamps.ts'

/**
 * The part of a proof's life from which on it is renewed behind an answer. What is left is the time in which a dashboard
 * that polls every five seconds comes by once more, so that it does not wait for the proof.
 */
const RENEW_FROM_PART = 0.915

/** Where another isolate asks for the list, it is looked for in the location after each of these. */
const WAITS_FOR_ANOTHER_MS = [50, 100, 200, 400, 800, 1_600]

/** After all of these one of those that wait asks in its place, and the others wait for that one. */
const PATIENCE_MS = WAITS_FOR_ANOTHER_MS.reduce((sum, waitMs) => sum + waitMs, 0)
const MAX_ROUNDS = 2

/** Callers with refused names at the same time, and names of one; who has more is not looking at a dashboard. */
const MAX_REFUSED = 1_000
const MAX_REFUSED_BYTES = 1024 * 1024
const MAX_REFUSED_NAMES = 50

/** Whether a caller may be given a harness's shared stats; `allow-unrenewed` while the upstream fails to say so. */
export type AccessDecision = 'allow' | 'allow-unrenewed' | 'deny'

/** What asking for the caller's list came to. `failed`: the upstream is not to be asked now. */
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

/** What access needs of one request. */
export interface AccessRequest extends CacheUse {
  /** Digest of credential and organisation. */
  caller: string
}

/** One caller's access, for one request. */
export interface CallerAccess {
  /** Returns where the caller stands by what memory knows; one look-up. */
  state(harnessId: string): AccessState
  /** Whether a 401 stands: nothing stored is given out before the list has spoken. */
  isSuspended(): boolean
  /** Takes along what other isolates know, once a request. */
  load(): Promise<void>
  /** Does so where this isolate has not done it before. */
  loadIfUnknown(): Promise<void>
  /**
   * Decides on shared stats: renews the proof behind the answer where it is due, before it where it has lapsed.
   *
   * @param mayAsk whether the upstream may be asked
   */
  decide(harnessId: string, mayAsk: boolean): Promise<AccessDecision>
  /** Whether what a decision was based on still stands: a refusal may have come while a body was waited for. */
  isStillAllowed(harnessId: string): boolean
  /**
   * Asks for the list, once a request; the failure where it was refused. What another isolate of the location has
   * learnt, or is learning, is waited for and taken where it is enough.
   */
  renew(isEnough: () => boolean): Promise<Renewal>
  /** Learns from a list of all the caller's harnesses that was asked for besides. */
  learnList(answer: ListAnswer, askedAt: number): Renewal
  /** Returns the timestamp of a list that is asked for now. */
  nextListTimestamp(): number
  /** Settles a 401: asks the list. Returns whether stored bodies may be given out. */
  liftSuspension(): Promise<boolean>
  /** Returns the ID that a name has in a list that is at most so old; `known: false` where there is no such list. */
  findName(name: string, maxAgeMs: number): { isKnown: boolean; id: string | undefined }
  /** Returns the ID that a name had in the last list, however old. */
  idOnceListedAs(name: string): string | undefined
  /** Returns the timestamp of a call of the stats route that is made now. */
  nextTimestamp(harnessId: string): number
  /** Returns how much of the life of the caller's admission is over: 0 to 1, and 0 where there is none. */
  admissionAge(harnessId: string): number
  /** Notes that the stats route answered 200. */
  admit(harnessId: string, askedAt: number): void
}

/** The access of all callers of an isolate. */
export interface Access {
  forRequest(request: AccessRequest, askList: AskList): CallerAccess
  /** Notes that a harness or its stats were refused to the caller. */
  revoke(request: AccessRequest, harnessId: string): void
  /** Notes the same by a name of which the ID is not known: the caller's list has to tell it. */
  revokeName(request: AccessRequest, name: string): void
  /** Notes a 401 to any call made as the caller. */
  suspend(request: AccessRequest): void
  /** Notes a change that the caller made. */
  recordWrite(request: AccessRequest, endsAccess: boolean): Promise<void>
  /** How long a name may be taken from a list, and how long while the upstream fails. */
  readonly lifetimes: AccessLifetimes
}

/** What {@link createAccess} is made of. */
export interface AccessParts {
  store: AccessStore
  flights: SingleFlight
  lifetimes: AccessLifetimes
  /** Told of a change of the caller's own: everything that is older is void for it. */
  noteChange: (caller: string, atMs: number) => void
  /** Told of an end of all: the caller's own entries that are older are void. */
  noteEnd: (caller: string, atMs: number) => void
  /** Whether the upstream may not be asked for this caller now. */
  isHeld: (caller: string) => boolean
  /** Epoch milliseconds. */
  now: () => number
}

/** Creates the access of nobody. One an isolate. */
export function createAccess(parts: AccessParts): Access {
  const { store, flights, lifetimes, noteChange, noteEnd, isHeld, now } = parts
  /** Refused names by caller, until a list tells their IDs. */
  const refusedNames = createLru<Map<string, number>>({
    maxEntries: MAX_REFUSED,
    maxBytes: MAX_REFUSED_BYTES,
  })
  const stateOf = (record: AccessRecord, harnessId: string) =>
    accessState(record, harnessId, now(), lifetimes, RENEW_FROM_PART)

  function endAll(request: AccessRequest): void {
    const { caller } = request
    noteEnd(caller, now())
    store.end(caller, (record) => revokeAll(record, now()), hasAnyAccess, request)
  }

  function learnEnds(caller: string, { changedAt, allRevokedAt }: AccessRecord): void {
    if (changedAt > 0) noteChange(caller, changedAt)
    if (allRevokedAt > 0) noteEnd(caller, allRevokedAt)
  }

  async function loadOnce(request: AccessRequest): Promise<void> {
    learnEnds(request.caller, await store.load(request.caller, request))
  }

  async function loadFromLocation(request: AccessRequest): Promise<void> {
    learnEnds(request.caller, await store.loadFromLocation(request.caller, request))
  }

  /** Waits for what another isolate of the location had, or brings in time; where none does, claims the list. */
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

  async function askAndLearn(request: AccessRequest, askList: AskList): Promise<Renewal> {
    const { caller } = request
    if (isHeld(caller)) return 'failed'
    const { answer, askedAt } = await askList(nextListTimestamp(store.record(caller), now()))
    return learnList(request, answer, askedAt)
  }

  function learnList(request: AccessRequest, answer: ListAnswer, askedAt: number): Renewal {
    const { caller } = request
    if (!answer.ok) {
      if (isRefusal(answer.failure)) endAll(request)
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

  function forRequest(request: AccessRequest, askList: AskList): CallerAccess {
    const { caller, waitUntil } = request
    let loading: Promise<void> | undefined
    let loadingNear: Promise<void> | undefined
    let renewing: Promise<Renewal> | undefined
    const record = () => store.record(caller)
    const state = (harnessId: string) => stateOf(record(), harnessId)
    const isAllowed = (harnessId: string) => isGiven(state(harnessId))

    function load(): Promise<void> {
      loading ??= loadOnce(request)
      return loading
    }

    function loadFromLocationOnce(): Promise<void> {
      loadingNear ??= loadFromLocation(request)
      return loadingNear
    }

    function askOnce(load: () => Promise<Renewal>): Promise<Renewal> {
      // The leader of a flight is the same caller: its refusal is this request's too.
      renewing ??= flights.join(`list ${caller}`, load, waitUntil)
      return renewing
    }

    /** A request that asked once for the list has the latest there is. */
    function renew(isEnough: () => boolean): Promise<Renewal> {
      return askOnce(async () => {
        const waited = await waitForAnother(request, isEnough)
        if (waited.isEnough) return 'renewed'
        return underClaim(request, waited.claim, askAndLearn(request, askList))
      })
    }

    /** Other isolates first: one may have renewed the proof, or be about to, and what ended there ends here. */
    async function renewBehind(harnessId: string): Promise<void> {
      await load()
      if (!isDue(state(harnessId))) return
      const claim = await store.takeClaim(caller, 0, request)
      if (claim === undefined) return
      await underClaim(
        request,
        claim,
        askOnce(() => askAndLearn(request, askList)),
      )
    }

    /** One renewal behind all answers to the caller. */
    function renewOnceBehind(harnessId: string): void {
      const id = `renewal ${caller}`
      if (flights.isInFlight(`list ${caller}`) || flights.isInFlight(id)) return
      waitUntil(flights.join(id, () => renewBehind(harnessId), waitUntil))
    }

    async function decide(harnessId: string, mayAsk: boolean): Promise<AccessDecision> {
      const wasLoaded = store.isLoaded(caller)
      if (!wasLoaded) await load()
      const first = state(harnessId)
      if (first === 'renewable' && mayAsk) renewOnceBehind(harnessId)
      if (isGiven(first)) return 'allow'
      if (first === 'unadmitted' && !wasLoaded) return 'deny'
      // What was loaded a while ago need not be all there is: another isolate may have let the caller in since.
      if (first === 'unadmitted') await loadFromLocationOnce()
      else if (wasLoaded) await load()
      if (isAllowed(harnessId)) return 'allow'
      if (!mayAsk || state(harnessId) === 'unadmitted') return 'deny'
      const renewal = await renew(() => isAllowed(harnessId))
      if (isAllowed(harnessId)) return 'allow'
      const isServable = isUnrenewedServable(record(), harnessId, now(), lifetimes)
      return renewal === 'failed' && isServable ? 'allow-unrenewed' : 'deny'
    }

    return {
      state,
      load,
      learnList: (answer, askedAt) => learnList(request, answer, askedAt),
      nextListTimestamp: () => nextListTimestamp(record(), now()),
      async loadIfUnknown() {
        if (!store.isLoaded(caller)) await load()
      },
      renew,
      decide,
      isSuspended: () => isSuspended(record()),
      isStillAllowed(harnessId) {
        return state(harnessId) !== 'unadmitted' && provedAt(record(), harnessId) > 0
      },
      async liftSuspension() {
        if (!isSuspended(record())) return true
        const isLifted = () => !isSuspended(record())
        return (await renew(isLifted)) === 'renewed' && isLifted()
      },
      findName(name, maxAgeMs) {
        const known = record()
        const isKnown = !isSuspended(known) && now() - known.listedAt < maxAgeMs
        return { isKnown, id: isKnown ? listedId(known, name) : undefined }
      },
      idOnceListedAs: (name) => idListedAs(record(), name),
      admissionAge(harnessId) {
        const at = timestampOf(record().admittedAt, harnessId)
        return at === 0 ? 0 : Math.max(0, now() - at) / lifetimes.admissionMs
      },
      nextTimestamp: (harnessId) => nextTimestamp(record(), harnessId, now()),
      admit(harnessId, askedAt) {
        // Admitted again: other isolates need not hear of it each time.
        const ageMs = now() - timestampOf(record().admittedAt, harnessId)
        const isNews = !hasAccess(record(), harnessId) || ageMs > lifetimes.admissionMs / 4
        store.update(caller, (known) => admit(known, harnessId, askedAt), { isNews }, request)
      },
    }
  }

  return {
    lifetimes,
    forRequest,
    revoke(request, harnessId) {
      const wasKnown = (record: AccessRecord) => hasAccess(record, harnessId)
      store.end(request.caller, (record) => revoke(record, harnessId, now()), wasKnown, request)
    },
    revokeName(request, name) {
      const { caller } = request
      if (!hasAnyAccess(store.record(caller))) return
      const names = refusedNames.get(caller) ?? new Map<string, number>()
      if (names.size < MAX_REFUSED_NAMES) names.set(name, now())
      refusedNames.set(caller, names, names.size * name.length)
      store.end(caller, (record) => suspend(record, now()), hasAnyAccess, request)
    },
    suspend(request) {
      store.end(request.caller, (record) => suspend(record, now()), hasAnyAccess, request)
    },
    async recordWrite(request, endsAccess) {
      const { caller } = request
      const change = (record: AccessRecord) => {
        const written = recordWrite(record, now())
        return endsAccess ? revokeAll(written, now()) : written
      }
      await store.noteWrite(caller, change, request)
    },
  }
}

const isGiven = (state: AccessState) => state === 'valid' || state === 'renewable'

const isDue = (state: AccessState) => state === 'renewable' || state === 'unproved'
