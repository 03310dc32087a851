import { describe, expect, test } from 'vitest'
import {
  type AccessLifetimes,
  type AccessRecord,
  admit,
  dropFuture,
  hasAccess,
  isAdmitted,
  listedId,
  merge,
  NO_ACCESS,
  nextTimestamp,
  proveByList,
  provedAt,
  revoke,
  revokeAll,
} from '../../src/access/record.ts'
import { accessState, isUnrenewedServable } from '../../src/access/state.ts'

const LIFETIMES: AccessLifetimes = { admissionMs: 3_600_000, proofMs: 60_000, unrenewedMs: 300_000 }
const T = 1_800_000_000_000
const ID = 'harness_1'
const OTHER = 'harness_2'

const admitted = admit(NO_ACCESS, ID, T)
const state = (record: AccessRecord, nowMs: number) =>
  accessState(record, ID, nowMs, LIFETIMES, 0.9)

describe('the state of a caller’s access', () => {
  test('is unadmitted without the stats route’s own 200, whatever lists say', () => {
    const seen = proveByList(NO_ACCESS, { [ID]: 'one' }, T)
    expect(state(NO_ACCESS, T)).toBe('unadmitted')
    expect(state(seen, T)).toBe('unadmitted')
    expect(isUnrenewedServable(seen, ID, T, LIFETIMES)).toBe(false)
  })

  test('is valid, renewable from its part of the proof on, and unproved at its end', () => {
    expect(state(admitted, T)).toBe('valid')
    expect(state(admitted, T + 53_999)).toBe('valid')
    expect(state(admitted, T + 54_000)).toBe('renewable')
    expect(state(admitted, T + 59_999)).toBe('renewable')
    expect(state(admitted, T + 60_000)).toBe('unproved')
  })

  test('is unadmitted from ADMISSION_SECONDS on, however new the proof', () => {
    const proved = proveByList(admitted, { [ID]: 'one' }, T + 3_590_000)
    expect(state(proved, T + 3_599_999)).toBe('valid')
    expect(state(proved, T + 3_600_000)).toBe('unadmitted')
  })

  test('of one harness says nothing of another', () => {
    expect(accessState(admitted, OTHER, T, LIFETIMES, 0.9)).toBe('unadmitted')
    expect(hasAccess(admitted, OTHER)).toBe(false)
  })

  test('may serve unrenewed for less than 5 minutes after the last proof', () => {
    expect(isUnrenewedServable(admitted, ID, T + 299_999, LIFETIMES)).toBe(true)
    expect(isUnrenewedServable(admitted, ID, T + 300_000, LIFETIMES)).toBe(false)
    expect(isUnrenewedServable(revoke(admitted, ID, T + 1), ID, T + 2, LIFETIMES)).toBe(false)
  })
})

describe('a proof', () => {
  test('is the later of the list and an admission', () => {
    expect(provedAt(proveByList(admitted, { [ID]: 'one' }, T + 5), ID)).toBe(T + 5)
    expect(provedAt(admit(proveByList(admitted, { [ID]: 'one' }, T + 5), ID, T + 9), ID)).toBe(
      T + 9,
    )
  })

  test('is gone where a list that was asked for at the same time or later left the harness out', () => {
    expect(provedAt(proveByList(admitted, { [OTHER]: 'two' }, T), ID)).toBe(0)
    expect(provedAt(proveByList(admitted, {}, T + 5), ID)).toBe(0)
    expect(provedAt(admit(proveByList(admitted, {}, T + 5), ID, T + 6), ID)).toBe(T + 6)
  })

  test('by a list asked for before the one that is known does not count', () => {
    const known = proveByList(admitted, {}, T + 5)
    expect(proveByList(known, { [ID]: 'one' }, T + 4)).toEqual(known)
  })

  test('by two lists of one millisecond is what both say', () => {
    const a = proveByList(NO_ACCESS, { [ID]: 'one', [OTHER]: 'two' }, T)
    expect(merge(a, proveByList(NO_ACCESS, { [ID]: 'one', [OTHER]: 'new' }, T)).listed).toEqual({
      [ID]: 'one',
    })
  })
})

describe('a refusal', () => {
  test('ends what was asked for up to its moment, and not what is asked for after it', () => {
    const ended = revoke(admitted, ID, T + 10)
    expect(state(ended, T + 11)).toBe('unadmitted')
    expect(state(admit(ended, ID, T + 10), T + 11)).toBe('unadmitted')
    expect(state(admit(ended, ID, T + 11), T + 11)).toBe('valid')
  })

  test('is earlier than a call that follows it, though the clock stands still', () => {
    const ended = revoke(admitted, ID, T + 10)
    const askedAt = nextTimestamp(ended, ID, T + 10)
    expect(state(admit(ended, ID, askedAt), T + 10)).toBe('valid')
    expect(nextTimestamp(NO_ACCESS, ID, T)).toBe(T)
  })

  test('leaves the admission ended though later lists prove that the harness is there', () => {
    const listed = proveByList(revoke(admitted, ID, T + 10), { [ID]: 'one' }, T + 20)
    expect(provedAt(listed, ID)).toBe(T + 20)
    expect(isAdmitted(listed, ID, T + 21, LIFETIMES)).toBe(false)
  })

  test('of all ends the names too', () => {
    const named = proveByList(admitted, { [ID]: 'one' }, T)
    expect(listedId(named, 'one')).toBe(ID)
    expect(listedId(revokeAll(named, T + 1), 'one')).toBeUndefined()
    expect(hasAccess(revokeAll(named, T + 1), ID)).toBe(false)
  })

  test('of more harnesses than there are ends all: a record does not grow without bound', () => {
    let record = admitted
    for (let n = 0; n < 1_000; n++) record = revoke(record, `harness_x${n}`, T + 1)
    expect(Object.keys(record.revokedAt).length).toBeLessThanOrEqual(256)
    expect(state(record, T + 2)).toBe('unadmitted')
  })
})

test('timestamps of the future are nobody’s', () => {
  const forged = proveByList(admit(NO_ACCESS, ID, 8.64e15), { [ID]: 'one' }, 8.64e15)
  expect(state(forged, T)).toBe('unadmitted')
  expect(state(dropFuture(forged, T), T)).toBe('unadmitted')
  expect(provedAt(dropFuture(forged, T), ID)).toBe(0)
})
