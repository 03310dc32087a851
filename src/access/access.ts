import type { SingleFlight } from '../cache/single-flight.ts'
import {
  type AccessRequest,
  type AskList,
  createListRenewal,
  type ListAnswer,
  type ListRenewalParts,
  type Renewal,
} from './list-renewal.ts'
import {
  type AccessLifetimes,
  type AccessRecord,
  admit,
  hasAccess,
  hasAnyAccess,
  idListedAs,
  isRevoked,
  isSuspended,
  listedId,
  nextListTimestamp,
  nextTimestamp,
  provedAt,
  recordWrite,
  revoke,
  revokeAll,
  suspend,
} from './record.ts'
import { type AccessState, accessState, isUnrenewedServable } from './state.ts'
import { timestampOf } from './timestamps.ts'

/**
 * The part of a proof's life from which on it is renewed behind an answer. What is left is the time in which a dashboard
 * that polls every five seconds comes by once more, so that it does not wait for the proof.
 */
const RENEW_FROM_PART = 0.915

/** A decision on a harness's shared stats; `allow-unrenewed` while the upstream fails to renew the proof. */
export type AccessDecision = 'allow' | 'allow-unrenewed' | 'deny'

/** One caller's access, for one request. */
export interface CallerAccess {
  /** Returns where the caller stands by what memory knows; one look-up. */
  state(harnessId: string): AccessState
  /** Tells whether a 401 stands: nothing stored is given out before the list has spoken. */
  isSuspended(): boolean
  /** Takes along what other isolates know, where this one has not done so before. */
  loadIfUnknown(): Promise<void>
  /**
   * Decides on shared stats: renews the proof behind the answer where it is due, before it where it has lapsed.
   *
   * @param mayAsk whether the upstream may be asked
   */
  decide(harnessId: string, mayAsk: boolean): Promise<AccessDecision>
  /** Decides where the upstream was asked in vain: an old proof may then serve a little longer. */
  decideInFailure(harnessId: string): AccessDecision
  /** Tells whether what a decision was based on still stands: a refusal may have come while a body was waited for. */
  isStillAllowed(harnessId: string): boolean
  /**
   * Asks for the list, once per request; returns the failure where it was refused. What another isolate of the location
   * has learnt, or is learning, is waited for and taken where it is enough.
   *
   * @param canDoWithout whether the request is answered without the list too: where the API is better spared it then
   *   has failed at once; a silent one is tried again by one call behind the answer
   */
  renew(isEnough: () => boolean, canDoWithout?: () => boolean): Promise<Renewal>
  /** Learns from a list of all the caller's harnesses that was asked for besides. */
  learnList(answer: ListAnswer, askedAt: number): Renewal
  /** Returns the timestamp of a list that is asked for now. */
  nextListTimestamp(): number
  /** Settles a 401 by asking for the list. Returns whether stored bodies may be given out. */
  liftSuspension(): Promise<boolean>
  /** Returns the ID that a name has in a list that is at most so old; `isKnown: false` where there is no such list. */
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
  /** Returns the access of a request's caller. */
  forRequest(request: AccessRequest, askList: AskList): CallerAccess
  /** Tells whether this isolate knows that a harness or its stats were refused to the caller. */
  isRevoked(request: AccessRequest, harnessId: string): boolean
  /** Notes that a harness or its stats were refused to the caller. */
  revoke(request: AccessRequest, harnessId: string): void
  /** Notes the same by a name of which the ID is not known: the caller's list has to tell it. */
  revokeName(request: AccessRequest, name: string): void
  /** Notes a 401 to any call made as the caller. */
  suspend(request: AccessRequest): void
  /** Notes a change that the caller made. */
  recordWrite(request: AccessRequest, endsAccess: boolean): Promise<void>
  /** Tells whether the API is better spared: what is known of a name then does. */
  isSpared(): boolean
  /** For how long a name may be taken from a list, and for how long while the upstream fails. */
  readonly lifetimes: AccessLifetimes
}

/** The parts of {@link createAccess}. */
interface AccessParts extends ListRenewalParts {
  flights: SingleFlight
  lifetimes: AccessLifetimes
}

/** Creates an access that knows nobody. One per isolate. */
export function createAccess(parts: AccessParts): Access {
  const { store, flights, lifetimes, isSpared, mayTry, now } = parts
  const renewal = createListRenewal(parts)
  const stateOf = (record: AccessRecord, harnessId: string) =>
    accessState(record, harnessId, now(), lifetimes, RENEW_FROM_PART)

  function forRequest(request: AccessRequest, askList: AskList): CallerAccess {
    const { caller, waitUntil } = request
    let loading: Promise<void> | undefined
    let loadingNear: Promise<void> | undefined
    let renewing: Promise<Renewal> | undefined
    const record = () => store.record(caller)
    const state = (harnessId: string) => stateOf(record(), harnessId)
    const isAllowed = (harnessId: string) => isGiven(state(harnessId))

    function load(): Promise<void> {
      loading ??= renewal.load(request)
      return loading
    }

    function loadFromLocationOnce(): Promise<void> {
      loadingNear ??= renewal.loadFromLocation(request)
      return loadingNear
    }

    function askOnce(load: () => Promise<Renewal>): Promise<Renewal> {
      // The leader of a flight is the same caller: its refusal is this request's too.
      renewing ??= flights.join(`list ${caller}`, load, waitUntil)
      return renewing
    }

    /** Asks for the list once per request: what it brought is the latest there is. */
    async function renew(isEnough: () => boolean, canDoWithout?: () => boolean): Promise<Renewal> {
      if (!isSpared() || !canDoWithout?.()) {
        return askOnce(() => renewal.renew(request, isEnough, askList))
      }
      renewOnceBehind(() => !isEnough())
      return 'failed'
    }

    /** Renews the proof after a look at other isolates: one may have renewed it, or be about to, or know of an end. */
    async function renewBehind(isWanted: () => boolean): Promise<void> {
      await load()
      if (!isWanted()) return
      await renewal.renewUnlessClaimed(request, () => askOnce(() => renewal.ask(request, askList)))
    }

    /** Renews the proof once behind all answers to the caller; of a silent API one caller's. */
    function renewOnceBehind(isWanted: () => boolean): void {
      const id = `renewal ${caller}`
      if (flights.isInFlight(`list ${caller}`) || flights.isInFlight(id)) return
      if (request.connections.hasTimedOut || (isSpared() && !mayTry())) return
      waitUntil(flights.join(id, () => renewBehind(isWanted), waitUntil))
    }

    function decideInFailure(harnessId: string): AccessDecision {
      if (isAllowed(harnessId)) return 'allow'
      const isServable = isUnrenewedServable(record(), harnessId, now(), lifetimes)
      return isServable ? 'allow-unrenewed' : 'deny'
    }

    async function decide(harnessId: string, mayAsk: boolean): Promise<AccessDecision> {
      const wasLoaded = store.isLoaded(caller)
      if (!wasLoaded) await load()
      const first = state(harnessId)
      if (first === 'renewable' && mayAsk) renewOnceBehind(() => isDue(state(harnessId)))
      if (isGiven(first)) return 'allow'
      if (first === 'unadmitted' && !wasLoaded) return 'deny'
      // What was loaded a while ago need not be all there is: another isolate may have let the caller in since.
      if (first === 'unadmitted') await loadFromLocationOnce()
      else if (wasLoaded) await load()
      if (isAllowed(harnessId)) return 'allow'
      if (!mayAsk || state(harnessId) === 'unadmitted') return 'deny'
      const outcome = await renew(
        () => isAllowed(harnessId),
        () => decideInFailure(harnessId) !== 'deny',
      )
      if (outcome === 'failed') return decideInFailure(harnessId)
      return isAllowed(harnessId) ? 'allow' : 'deny'
    }

    return {
      state,
      learnList: (answer, askedAt) => renewal.learn(request, answer, askedAt),
      nextListTimestamp: () => nextListTimestamp(record(), now()),
      async loadIfUnknown() {
        if (!store.isLoaded(caller)) await load()
      },
      renew,
      decide,
      decideInFailure,
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
    isSpared,
    forRequest,
    isRevoked: ({ caller }, harnessId) => isRevoked(store.record(caller), harnessId),
    revoke(request, harnessId) {
      const wasKnown = (record: AccessRecord) => hasAccess(record, harnessId)
      store.end(request.caller, (record) => revoke(record, harnessId, now()), wasKnown, request)
    },
    revokeName(request, name) {
      const { caller } = request
      if (!hasAnyAccess(store.record(caller))) return
      renewal.rememberRefused(caller, name)
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
