import { createZipf } from './random.ts'
import { ADMISSION, FRESH, RECORD_WRITE_FACTOR, RENEW_FROM, rateOf, type World } from './world.ts'

/** Calls of the upstream a second, and what KV is written for them. */
export interface Calls {
  /** For bodies, at most. */
  stats: number
  /** For proofs of access, at most. */
  lists: number
  /** For admissions, one a caller, harness and hour, at most. */
  admissions: number
  /** Writes of KV a second, at most. */
  bodyWrites: number
  recordWrites: number
}

/**
 * What the calls cannot exceed, whatever KV does. Something that arrives at random at a rate r, and is asked
 * for by the first who comes after a time T since it last was, is asked for r / (1 + r T) times a second: the
 * mean time between two such is T and the wait 1 / r for the next arrival. A location asks once for all its
 * isolates where its cache works, and each isolate for itself where it does not.
 */
export function boundOf(world: World): Calls {
  const callers = createZipf(world.callers, world.callerExponent)
  const harnesses = createZipf(world.harnessesEach, world.harnessExponent)
  const { organisations, harnessesEach, locations } = world
  const askers = world.hasLocationCache ? 1 : world.isolatesEach
  const ofOrganisation = new Map<string, number>()
  const calls: Calls = { stats: 0, lists: 0, admissions: 0, bodyWrites: 0, recordWrites: 0 }
  const { bodySeconds, recordSeconds } = writeSeconds(world)
  for (let caller = 0; caller < world.callers; caller++) {
    const rate = rateOf(world) * callers.share(caller)
    const there = `${caller % organisations}/${caller % locations}`
    ofOrganisation.set(there, (ofOrganisation.get(there) ?? 0) + rate)
    calls.lists += askers * askedRate(rate / askers, RENEW_FROM)
    calls.recordWrites += askers * askedRate(rate / askers, recordSeconds)
    for (let rank = 0; rank < harnessesEach; rank++) {
      calls.admissions += askedRate(rate * harnesses.share(rank), ADMISSION)
    }
  }
  for (const rate of ofOrganisation.values()) {
    for (let rank = 0; rank < harnessesEach; rank++) {
      const each = (rate * harnesses.share(rank)) / askers
      calls.stats += askers * askedRate(each, FRESH)
      calls.bodyWrites += askers * askedRate(each, bodySeconds)
    }
  }
  return calls
}

/** How far apart a location's writes of one key are at least; without its cache each answer is written. */
function writeSeconds({ hasLocationCache, kvWriteSeconds }: World) {
  return hasLocationCache
    ? { bodySeconds: kvWriteSeconds, recordSeconds: RECORD_WRITE_FACTOR * kvWriteSeconds }
    : { bodySeconds: FRESH, recordSeconds: RENEW_FROM }
}

/** @param rate arrivals a second @param time seconds */
export function askedRate(rate: number, time: number): number {
  return rate / (1 + rate * time)
}
