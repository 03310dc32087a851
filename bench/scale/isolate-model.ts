import type { AdmissionModel } from './admission-model.ts'
import type { KvModel } from './kv-model.ts'
import type { LocationModel } from './location-model.ts'
import {
  ADMISSION_NEWS_PART,
  FRESH,
  KEPT,
  KV_LOOK,
  MAX_BODIES,
  MAX_CALLERS,
  PROOF,
  RECORD_WRITE_FACTOR,
  REFRESH_AHEAD,
  RENEW_FROM,
  STALE,
} from './world.ts'

/** What all isolates count together. */
export interface Tally {
  requests: number
  hits: number
  statsCalls: number
  listCalls: number
  /** Seconds: the oldest answer given out while the upstream was well. */
  worstAge: number
}

/** How an isolate answers one request for stats. */
export interface IsolateModel {
  answer(caller: number, harness: number, now: number): void
}

/** Where the bodies and access records of an isolate come from. */
export interface IsolateParts {
  location: number
  /** The cache of its location; undefined where that never has anything. */
  shared: LocationModel | undefined
  kv: KvModel
  /** `KV_WRITE_SECONDS`. */
  kvWriteSeconds: number
  admissions: AdmissionModel
  tally: Tally
  /** Whether memory is looked into first; without it KV is, on every request. */
  hasMemory: boolean
}

const NEVER = Number.NEGATIVE_INFINITY

/** Creates an isolate that has just started. */
export function createIsolateModel(parts: IsolateParts): IsolateModel {
  const { location, shared, kv, kvWriteSeconds, admissions, tally, hasMemory } = parts
  const bodies = createRecent(hasMemory ? MAX_BODIES : 0)
  const proofs = createRecent(hasMemory ? MAX_CALLERS : 0)
  const kvLooks = createRecent(hasMemory ? MAX_CALLERS : 0)

  /** Keeps in every tier what the upstream has just said. */
  function keep(key: string, askedAt: number, now: number, everySeconds: number): void {
    shared?.put(key, askedAt)
    if (shared && !shared.takeTurnToWrite(key, now, everySeconds)) return
    kv.write(location, key, askedAt, now)
  }

  const keepBody = (harness: number, now: number) =>
    keep(`stats ${harness}`, now, now, kvWriteSeconds)

  /** Of a record the time of its list counts: an admission proves nothing of other harnesses. */
  const keepRecord = (caller: number, listedAt: number, now: number) =>
    keep(`caller ${caller}`, listedAt, now, RECORD_WRITE_FACTOR * kvWriteSeconds)

  /** What the tiers below memory hold: KV only where the location has nothing, however old. */
  function lookBelow(key: string, now: number): number | undefined {
    const near = shared?.get(key)
    if (near !== undefined && now - near < KEPT) return near
    return kv.read(location, key, now)
  }

  function list(caller: number, now: number): void {
    tally.listCalls++
    proofs.set(caller, now)
    keepRecord(caller, now, now)
  }

  /** Returns when the upstream listed what the caller may see. */
  function prove(caller: number, now: number): number {
    const known = proofs.get(caller)
    if (known !== undefined && now - known < RENEW_FROM) return known
    // Another isolate may have renewed it. KV knows what ended elsewhere, and is looked into now and then.
    const near = shared?.get(`caller ${caller}`)
    const far = isKvDue(caller, now) ? kv.read(location, `caller ${caller}`, now) : undefined
    const latest = Math.max(known ?? NEVER, near ?? NEVER, far ?? NEVER)
    if (now - latest >= (known === undefined ? PROOF : RENEW_FROM)) {
      list(caller, now)
      return now
    }
    proofs.set(caller, latest)
    return latest
  }

  function isKvDue(caller: number, now: number): boolean {
    const lookedAt = kvLooks.get(caller)
    const isDue = !shared || lookedAt === undefined || now - lookedAt >= KV_LOOK
    if (isDue) kvLooks.set(caller, now)
    return isDue
  }

  /** What the stats route says to a caller also admits it anew. */
  function ask(caller: number, harness: number, listedAt: number, now: number): void {
    tally.statsCalls++
    bodies.set(harness, now)
    keepBody(harness, now)
    const isNews = admissions.ageOf(caller, harness, now) > ADMISSION_NEWS_PART
    admissions.admit(caller, harness, now)
    if (isNews) keepRecord(caller, listedAt, now)
  }

  /** Takes, behind an answer, what another isolate of the location has brought meanwhile. */
  function isBrought(harness: number, askedAt: number, now: number): boolean {
    const near = shared?.get(`stats ${harness}`)
    if (near === undefined || near <= askedAt || now - near >= FRESH) return false
    bodies.set(harness, near)
    return true
  }

  /** Whether a body is due for a refresh by this caller, whose admission may be about to lapse. */
  function isDue(caller: number, harness: number, ageOfBody: number, now: number): boolean {
    const leftPart = 1 - ageOfBody / FRESH
    if (leftPart <= 0 || leftPart > REFRESH_AHEAD.part) return leftPart <= 0
    const age = admissions.ageOf(caller, harness, now)
    return leftPart < REFRESH_AHEAD.part * age ** REFRESH_AHEAD.steepness
  }

  function give(askedAt: number, now: number): void {
    tally.hits++
    tally.worstAge = Math.max(tally.worstAge, now - askedAt)
  }

  return {
    answer(caller, harness, now) {
      tally.requests++
      const listedAt = prove(caller, now)
      if (admissions.ageOf(caller, harness, now) >= 1) return ask(caller, harness, listedAt, now)
      let askedAt = bodies.get(harness)
      if (askedAt === undefined || now - askedAt >= FRESH + STALE) {
        const isKept = askedAt !== undefined && now - askedAt < KEPT
        const isEnough = isKept && shared !== undefined
        const below = isEnough ? shared.get(`stats ${harness}`) : lookBelow(`stats ${harness}`, now)
        if (below !== undefined && below > (askedAt ?? NEVER)) {
          askedAt = below
          bodies.set(harness, below)
        }
      }
      if (askedAt === undefined || now - askedAt >= FRESH + STALE) {
        return ask(caller, harness, listedAt, now)
      }
      give(askedAt, now)
      const isToRefresh = isDue(caller, harness, now - askedAt, now)
      if (isToRefresh && !isBrought(harness, askedAt, now)) ask(caller, harness, listedAt, now)
    },
  }
}

/** A map of what was used last, bounded in entries. */
function createRecent(most: number) {
  const slots = new Map<number, number>()
  return {
    get(key: number): number | undefined {
      const value = slots.get(key)
      if (value === undefined) return undefined
      slots.delete(key)
      slots.set(key, value)
      return value
    },
    set(key: number, value: number): void {
      slots.delete(key)
      slots.set(key, value)
      if (slots.size <= most) return
      const oldest = slots.keys().next()
      if (!oldest.done) slots.delete(oldest.value)
    },
  }
}
