import { describe, expect, test } from 'vitest'
import {
  type AccessRecord,
  type AccessWindows,
  admit,
  dropFuture,
  end,
  endAll,
  hasRight,
  isAdmitted,
  list,
  listedId,
  merge,
  NO_ACCESS,
  nextTimestamp,
  provedAt,
  read,
} from '../../src/access/record.ts'
import { isUnrenewedServable, standingOf } from '../../src/access/state.ts'

const WINDOWS: AccessWindows = { admissionMs: 3_600_000, proofMs: 60_000, unrenewedMs: 300_000 }
const T = 1_800_000_000_000
const ID = 'harness_1'
const OTHER = 'harness_2'

const admitted = admit(NO_ACCESS, ID, T)
const standing = (record: AccessRecord, nowMs: number) => standingOf(record, ID, nowMs, WINDOWS)

describe('the standing of a caller', () => {
  test('is none without the stats route’s own 200, whatever list and reads say', () => {
    const seen = read(list(NO_ACCESS, { [ID]: 'one' }, T), ID, T)
    expect(standing(NO_ACCESS, T)).toBe('none')
    expect(standing(seen, T)).toBe('none')
    expect(isUnrenewedServable(seen, ID, T, WINDOWS)).toBe(false)
  })

  test('is granted, due from 9/10 of the proof on, and lapsed at its end', () => {
    expect(standing(admitted, T)).toBe('granted')
    expect(standing(admitted, T + 53_999)).toBe('granted')
    expect(standing(admitted, T + 54_000)).toBe('due')
    expect(standing(admitted, T + 59_999)).toBe('due')
    expect(standing(admitted, T + 60_000)).toBe('lapsed')
  })

  test('is due later where another isolate renewed last: what that finds is in KV by then', () => {
    const elsewhere = (nowMs: number) => standingOf(admitted, ID, nowMs, WINDOWS, false)
    expect(elsewhere(T + 54_000)).toBe('granted')
    expect(elsewhere(T + 59_000)).toBe('due')
    expect(elsewhere(T + 60_000)).toBe('lapsed')
  })

  test('is none from ADMISSION_SECONDS on, however new the proof', () => {
    const proved = list(admitted, { [ID]: 'one' }, T + 3_590_000)
    expect(standing(proved, T + 3_599_999)).toBe('granted')
    expect(standing(proved, T + 3_600_000)).toBe('none')
  })

  test('of one harness says nothing of another', () => {
    expect(standingOf(admitted, OTHER, T, WINDOWS)).toBe('none')
    expect(hasRight(admitted, OTHER)).toBe(false)
  })

  test('may serve unrenewed for less than 5 minutes after the last proof', () => {
    expect(isUnrenewedServable(admitted, ID, T + 299_999, WINDOWS)).toBe(true)
    expect(isUnrenewedServable(admitted, ID, T + 300_000, WINDOWS)).toBe(false)
    expect(isUnrenewedServable(end(admitted, ID, T + 1), ID, T + 2, WINDOWS)).toBe(false)
  })
})

describe('a proof', () => {
  test('is the later of the list and a read', () => {
    expect(provedAt(list(admitted, { [ID]: 'one' }, T + 5), ID)).toBe(T + 5)
    expect(provedAt(read(list(admitted, { [ID]: 'one' }, T + 5), ID, T + 9), ID)).toBe(T + 9)
  })

  test('is gone where a list that was asked for at the same time or later left the harness out', () => {
    expect(provedAt(list(admitted, { [OTHER]: 'two' }, T), ID)).toBe(0)
    expect(provedAt(list(admitted, {}, T + 5), ID)).toBe(0)
    expect(provedAt(read(list(admitted, {}, T + 5), ID, T + 6), ID)).toBe(T + 6)
  })

  test('by a list asked for before the one that is known does not count', () => {
    const known = list(admitted, {}, T + 5)
    expect(list(known, { [ID]: 'one' }, T + 4)).toEqual(known)
  })

  test('by two lists of one millisecond is what both say', () => {
    const a = list(NO_ACCESS, { [ID]: 'one', [OTHER]: 'two' }, T)
    expect(merge(a, list(NO_ACCESS, { [ID]: 'one', [OTHER]: 'new' }, T)).listed).toEqual({
      [ID]: 'one',
    })
  })
})

describe('a refusal', () => {
  test('ends what was asked for up to its moment, and not what is asked for after it', () => {
    const ended = end(admitted, ID, T + 10)
    expect(standing(ended, T + 11)).toBe('none')
    expect(standing(admit(ended, ID, T + 10), T + 11)).toBe('none')
    expect(standing(admit(ended, ID, T + 11), T + 11)).toBe('granted')
  })

  test('is earlier than a call that follows it, though the clock stands still', () => {
    const ended = end(admitted, ID, T + 10)
    const askedAt = nextTimestamp(ended, ID, T + 10)
    expect(standing(admit(ended, ID, askedAt), T + 10)).toBe('granted')
    expect(nextTimestamp(NO_ACCESS, ID, T)).toBe(T)
  })

  test('leaves the admission ended though later lists prove that the harness is there', () => {
    const listed = list(end(admitted, ID, T + 10), { [ID]: 'one' }, T + 20)
    expect(provedAt(listed, ID)).toBe(T + 20)
    expect(isAdmitted(listed, ID, T + 21, WINDOWS)).toBe(false)
  })

  test('of all ends the names too', () => {
    const named = list(admitted, { [ID]: 'one' }, T)
    expect(listedId(named, 'one')).toBe(ID)
    expect(listedId(endAll(named, T + 1), 'one')).toBeUndefined()
    expect(hasRight(endAll(named, T + 1), ID)).toBe(false)
  })

  test('of more harnesses than there are ends all: a record does not grow without bound', () => {
    let record = admitted
    for (let n = 0; n < 1_000; n++) record = end(record, `harness_x${n}`, T + 1)
    expect(Object.keys(record.endedAt).length).toBeLessThanOrEqual(256)
    expect(standing(record, T + 2)).toBe('none')
  })
})

test('stamps of the future are nobody’s', () => {
  const forged = list(admit(NO_ACCESS, ID, 8.64e15), { [ID]: 'one' }, 8.64e15)
  expect(standing(forged, T)).toBe('granted')
  expect(standing(dropFuture(forged, T), T)).toBe('none')
  expect(provedAt(dropFuture(forged, T), ID)).toBe(0)
})
