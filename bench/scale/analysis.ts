import { createZipf } from './random.ts'
import { ADMISSION, FRESH, RENEW_FROM, rateOf, type World } from './world.ts'

/** Calls of the upstream a second. */
export interface Calls {
  /** For bodies, at most. */
  stats: number
  /** For proofs of access, at most. */
  lists: number
  /** For admissions, one a caller, harness and hour, at most. */
  admissions: number
}

/**
 * What the calls cannot exceed, whatever KV does. Something that arrives at random at a rate r, and is asked
 * for by the first who comes after a time T since it last was, is asked for r / (1 + r T) times a second: the
 * mean time between two such is T and the wait 1 / r for the next arrival. Every isolate asks for itself.
 */
export function boundOf(world: World): Calls {
  const callers = createZipf(world.callers, world.callerExponent)
  const harnesses = createZipf(world.harnessesEach, world.harnessExponent)
  const { organisations, harnessesEach, isolatesEach, locations } = world
  const ofOrganisation = new Map<string, number>()
  const calls: Calls = { stats: 0, lists: 0, admissions: 0 }
  for (let caller = 0; caller < world.callers; caller++) {
    const rate = rateOf(world) * callers.share(caller)
    const there = `${caller % organisations}/${caller % locations}`
    ofOrganisation.set(there, (ofOrganisation.get(there) ?? 0) + rate)
    calls.lists += isolatesEach * askedRate(rate / isolatesEach, RENEW_FROM)
    for (let rank = 0; rank < harnessesEach; rank++) {
      calls.admissions += askedRate(rate * harnesses.share(rank), ADMISSION)
    }
  }
  for (const rate of ofOrganisation.values()) {
    for (let rank = 0; rank < harnessesEach; rank++) {
      calls.stats += isolatesEach * askedRate((rate * harnesses.share(rank)) / isolatesEach, FRESH)
    }
  }
  return calls
}

/** @param rate arrivals a second @param time seconds */
export function askedRate(rate: number, time: number): number {
  return rate / (1 + rate * time)
}
