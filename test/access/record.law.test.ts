import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AccessLifetimes,
  type AccessRecord,
  admit,
  dropFuture,
  hasAccess,
  isAdmitted,
  isSuspended,
  listedId,
  merge,
  NO_ACCESS,
  nextListTimestamp,
  proveByList,
  provedAt,
  prune,
  recordWrite,
  revoke,
  revokeAll,
  suspend,
} from '../../src/access/record.ts'
import { accessState, isUnrenewedServable } from '../../src/access/state.ts'

const RUNS = { numRuns: 500 }
const IDS = ['harness_a', 'harness_b', 'harness_c', '__proto__', 'constructor'] as const
const LIFETIMES: AccessLifetimes = { admissionMs: 3_600, proofMs: 60, unrenewedMs: 300 }

const id = fc.constantFrom(...IDS)
/** Few values, so that equal ones meet. */
const at = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 9_000 }))
const timestamps = fc.dictionary(id, at, { noNullPrototype: true })

const neverListed = fc.constant({ listedAt: 0, listed: {} })
const listedOnce = fc.record({
  listedAt: at,
  listed: fc.dictionary(id, fc.constantFrom('alpha', 'beta'), { noNullPrototype: true }),
})
const orNever = fc.oneof(fc.constant(0), at)
const rest = fc.record({
  admittedAt: timestamps,
  revokedAt: timestamps,
  allRevokedAt: orNever,
  suspendedAt: orNever,
  changedAt: orNever,
})
const record: fc.Arbitrary<AccessRecord> = fc
  .tuple(fc.oneof(neverListed, listedOnce), rest)
  .map(([listed, other]) => ({ ...listed, ...other }))

function law<T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  holds: (...values: T) => void,
): void {
  const property = fc.property(...arbitraries, (...values: T) => {
    holds(...values)
  })
  fc.assert(property, RUNS)
}

/** Every decision that is made on a record. */
function decisions(of: AccessRecord, nowMs: number) {
  return IDS.map((harnessId) => [
    accessState(of, harnessId, nowMs, LIFETIMES, 0.9),
    isUnrenewedServable(of, harnessId, nowMs, LIFETIMES),
  ])
}

describe('two isolates that know the same caller', () => {
  test('agree whichever takes along what the other knows', () => {
    law([record, record], (a, b) => expect(merge(a, b)).toEqual(merge(b, a)))
  })

  test('agree in whichever order three meet', () => {
    law([record, record, record], (a, b, c) =>
      expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c))),
    )
  })

  test('learn nothing from what they know already', () => {
    law([record], (a) => expect(merge(a, a)).toEqual(a))
    law([record, record], (a, b) => expect(merge(merge(a, b), b)).toEqual(merge(a, b)))
    law([record], (a) => expect(merge(a, NO_ACCESS)).toEqual(a))
  })

  test('never revive what ended, by whatever was known before', () => {
    law([record, record, id, at], (known, older, harnessId, nowMs) => {
      const then = dropFuture(older, nowMs)
      const ended = merge(revoke(known, harnessId, nowMs), then)
      const isLaterList = known.listedAt > nowMs && Object.hasOwn(known.listed, harnessId)
      const isLaterStamp = [known.admittedAt].some(
        (own) => Object.hasOwn(own, harnessId) && (own[harnessId] ?? 0) > nowMs,
      )
      fc.pre(!isLaterList && !isLaterStamp)
      expect(isAdmitted(ended, harnessId, nowMs, LIFETIMES)).toBe(false)
      expect(provedAt(ended, harnessId)).toBe(0)
      expect(hasAccess(ended, harnessId)).toBe(false)
      expect(Object.values(ended.listed).map((name) => listedId(ended, name))).not.toContain(
        harnessId,
      )
    })
  })

  test('never revive anything once all has ended', () => {
    law([record, record, at], (known, older, nowMs) => {
      const ended = merge(revokeAll(dropFuture(known, nowMs), nowMs), dropFuture(older, nowMs))
      expect(decisions(ended, nowMs)).toEqual(decisions(NO_ACCESS, nowMs))
    })
  })

  test('are never more generous together than the more generous of them, but for a 401 that one has lifted', () => {
    law([record, record, id, at], (a, b, harnessId, nowMs) => {
      fc.pre(!isSuspended(a) && !isSuspended(b))
      const isIn = (of: AccessRecord) => isAdmitted(of, harnessId, nowMs, LIFETIMES)
      if (isIn(merge(a, b))) expect(isIn(a) || isIn(b)).toBe(true)
      const proof = provedAt(merge(a, b), harnessId)
      expect(proof).toBeLessThanOrEqual(Math.max(provedAt(a, harnessId), provedAt(b, harnessId)))
    })
  })
})

describe('a suspended caller', () => {
  test('is given nothing of anybody’s until a list that was asked for after the 401', () => {
    law([record, at, at], (any, nowMs, waitedMs) => {
      const suspended = suspend(dropFuture(any, nowMs), nowMs)
      fc.pre(isSuspended(suspended))
      for (const decision of decisions(suspended, nowMs + waitedMs).flat()) {
        expect(['unproved', 'unadmitted', false]).toContain(decision)
      }
      const askedAt = nextListTimestamp(suspended, nowMs)
      expect(isSuspended(proveByList(suspended, {}, askedAt))).toBe(false)
      expect(isSuspended(revokeAll(suspended, nowMs))).toBe(false)
    })
  })
})

describe('a record', () => {
  test('decides the same after what has lapsed was left out, then and later', () => {
    law([record, at, fc.nat({ max: 9_000 })], (any, nowMs, waitedMs) => {
      const kept = prune(any, nowMs, LIFETIMES)
      expect(decisions(kept, nowMs + waitedMs)).toEqual(decisions(any, nowMs + waitedMs))
    })
  })

  test('holds nothing that lapsed, and nothing that came from the future', () => {
    law([record, at], (any, nowMs) => {
      const { admittedAt, revokedAt } = prune(any, nowMs, LIFETIMES)
      for (const timestamp of [admittedAt, revokedAt].flatMap(Object.values)) {
        expect(nowMs - timestamp).toBeLessThan(LIFETIMES.admissionMs)
      }
      const past = dropFuture(any, nowMs)
      const all = [past.admittedAt, past.revokedAt].flatMap(Object.values)
      const latest = Math.max(
        0,
        ...all,
        past.listedAt,
        past.allRevokedAt,
        past.suspendedAt,
        past.changedAt,
      )
      expect(latest).toBeLessThanOrEqual(nowMs)
    })
  })

  test('gives no access by being read anew, and takes none that is true', () => {
    law([record, at], (any, nowMs) => {
      const past = dropFuture(any, nowMs)
      expect(dropFuture(past, nowMs)).toEqual(past)
      for (const harnessId of IDS) {
        const proof = provedAt(past, harnessId)
        const timestamp = Object.hasOwn(any.admittedAt, harnessId) ? any.admittedAt[harnessId] : 0
        if (isAdmitted(past, harnessId, nowMs, LIFETIMES))
          expect(timestamp).toBeLessThanOrEqual(nowMs)
        expect(proof).toBeLessThanOrEqual(nowMs)
      }
    })
  })

  test('never goes back: an older answer that arrives late changes no later timestamp', () => {
    law([record, id, at], (any, harnessId, askedAt) => {
      const admitted = admit(any, harnessId, askedAt).admittedAt[harnessId] ?? 0
      expect(admitted).toBeGreaterThanOrEqual(askedAt)
      expect(merge(any, admit(any, harnessId, askedAt))).toEqual(admit(any, harnessId, askedAt))
      expect(merge(any, suspend(any, askedAt))).toEqual(suspend(any, askedAt))
      expect(merge(any, revokeAll(any, askedAt))).toEqual(revokeAll(any, askedAt))
      expect(merge(any, recordWrite(any, askedAt))).toEqual(recordWrite(any, askedAt))
      const listed = proveByList(any, { [harnessId]: 'alpha' }, askedAt)
      expect(merge(any, listed)).toEqual(listed)
    })
  })
})
