import { createAdmissionModel } from './admission-model.ts'
import { createIsolateModel, type Tally } from './isolate-model.ts'
import { createKvModel } from './kv-model.ts'
import { createLocationModel } from './location-model.ts'
import { createRandom, createZipf } from './random.ts'
import { rateOf, type World } from './world.ts'

/** What a simulated stretch of time came to. */
export interface Outcome extends Tally {
  /** How many seconds were counted. */
  seconds: number
  kvReads: number
  kvWrites: number
}

/** Seconds that are simulated and not counted: caches begin empty. */
const WARM_UP = 120

/**
 * Plays requests that arrive at random (Poisson) for a time. Every caller has a location, and any of its
 * isolates; every organisation has harnesses of its own.
 *
 * @param seconds how many are counted
 */
export function simulate(world: World, hasMemory: boolean, seconds: number, seed: number): Outcome {
  const random = createRandom(seed)
  const callers = createZipf(world.callers, world.callerExponent)
  const harnesses = createZipf(world.harnessesEach, world.harnessExponent)
  const kv = createKvModel(world.kvDelay, world.kvCacheTtl)
  const shareOf = (caller: number, harness: number) =>
    callers.share(caller) * harnesses.share(harness % world.harnessesEach)
  const admissions = createAdmissionModel(
    random,
    world.organisations * world.harnessesEach,
    (caller, harness) => rateOf(world) * shareOf(caller, harness),
  )
  const tally: Tally = { requests: 0, hits: 0, statsCalls: 0, listCalls: 0, worstAge: 0 }
  const isolates = [...Array(world.locations).keys()].map((location) => {
    const hasShared = hasMemory && world.hasLocationCache
    const shared = hasShared ? createLocationModel(random) : undefined
    const { kvWriteSeconds } = world
    const parts = { location, shared, kv, kvWriteSeconds, admissions, tally, hasMemory }
    return [...Array(world.isolatesEach)].map(() => createIsolateModel(parts))
  })
  const meanGap = 1 / rateOf(world)
  let before = { ...tally, kvReads: 0, kvWrites: 0 }
  let isCounted = false
  let now = 0
  while (now < WARM_UP + seconds) {
    if (!isCounted && now >= WARM_UP) {
      isCounted = true
      tally.worstAge = 0
      before = { ...tally, kvReads: kv.reads, kvWrites: kv.writes }
    }
    const caller = callers.draw(random())
    const organisation = caller % world.organisations
    const harness = organisation * world.harnessesEach + harnesses.draw(random())
    const there = isolates[caller % world.locations] ?? []
    there[Math.floor(random() * there.length)]?.answer(caller, harness, now)
    now += -Math.log(1 - random()) * meanGap
  }
  return {
    seconds,
    requests: tally.requests - before.requests,
    hits: tally.hits - before.hits,
    statsCalls: tally.statsCalls - before.statsCalls,
    listCalls: tally.listCalls - before.listCalls,
    worstAge: tally.worstAge,
    kvReads: kv.reads - before.kvReads,
    kvWrites: kv.writes - before.kvWrites,
  }
}
