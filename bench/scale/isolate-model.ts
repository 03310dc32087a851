import type { KvModel } from './kv-model.ts'
import { FRESH, MAX_BODIES, MAX_CALLERS, PROOF, RENEW_FROM, STALE } from './world.ts'

/** What all isolates count together. */
export interface Tally {
  requests: number
  hits: number
  statsCalls: number
  listCalls: number
  /** Seconds: the oldest answer given out while the upstream was well. */
  worstAge: number
}

/** How an isolate answers one request for stats of a caller who is admitted. */
export interface IsolateModel {
  answer(caller: number, harness: number, now: number): void
}

/** Where the bodies and rights of an isolate come from. */
export interface IsolateParts {
  location: number
  kv: KvModel
  tally: Tally
  /** Whether memory is looked into first; without it KV is, on every request. */
  hasMemory: boolean
}

/** An isolate that has just started. */
export function createIsolateModel({ location, kv, tally, hasMemory }: IsolateParts): IsolateModel {
  const bodies = createRecent(hasMemory ? MAX_BODIES : 0)
  const proofs = createRecent(hasMemory ? MAX_CALLERS : 0)

  function list(caller: number, now: number): void {
    tally.listCalls++
    proofs.set(caller, now)
    kv.write(location, `caller ${caller}`, now, now)
  }

  function prove(caller: number, now: number): void {
    const known = proofs.get(caller)
    if (known !== undefined && now - known < RENEW_FROM) return
    // Another isolate may have renewed it: KV first.
    const stored = kv.read(location, `caller ${caller}`, now)
    const latest = Math.max(known ?? Number.NEGATIVE_INFINITY, stored ?? Number.NEGATIVE_INFINITY)
    if (now - latest < (known === undefined ? PROOF : RENEW_FROM)) proofs.set(caller, latest)
    else list(caller, now)
  }

  function ask(harness: number, now: number): void {
    tally.statsCalls++
    bodies.set(harness, now)
    kv.write(location, `stats ${harness}`, now, now)
  }

  function give(askedAt: number, now: number): void {
    tally.hits++
    tally.worstAge = Math.max(tally.worstAge, now - askedAt)
  }

  return {
    answer(caller, harness, now) {
      tally.requests++
      prove(caller, now)
      let askedAt = bodies.get(harness)
      if (askedAt === undefined || now - askedAt >= FRESH + STALE) {
        askedAt = kv.read(location, `stats ${harness}`, now)
        if (askedAt !== undefined) bodies.set(harness, askedAt)
      }
      if (askedAt === undefined || now - askedAt >= FRESH + STALE) return ask(harness, now)
      give(askedAt, now)
      if (now - askedAt >= FRESH) ask(harness, now)
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
