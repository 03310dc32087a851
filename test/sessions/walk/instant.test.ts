import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareInstants, parseInstant, SortKeyError } from '../../../src/sessions/walk/instant.ts'

const DIGITS = 9

// Seconds and nanoseconds, spelt with an offset and any number of digits that still say it all.
const moment = fc
  .record({
    second: fc.integer({ min: -62_135_596_800 + 86_400, max: 253_402_300_799 - 86_400 }),
    nanos: fc.oneof(fc.integer({ min: 0, max: 999_999_999 }), fc.constantFrom(0, 500_000_000)),
    shiftMinutes: fc.constantFrom(0, 0, 90, -330, 1439),
    padding: fc.nat({ max: 12 }),
    zone: fc.constantFrom('Z', 'z', '+00:00', '-00:00'),
  })
  .map(({ second, nanos, shiftMinutes, padding, zone }) => {
    const local = new Date((second + shiftMinutes * 60) * 1000).toISOString().slice(0, 19)
    const digits = String(nanos).padStart(DIGITS, '0').replace(/0+$/, '') + '0'.repeat(padding)
    const minutes = Math.abs(shiftMinutes)
    const clock = [Math.floor(minutes / 60), minutes % 60].map((part) => `${part}`.padStart(2, '0'))
    const offset = shiftMinutes === 0 ? zone : `${shiftMinutes < 0 ? '-' : '+'}${clock.join(':')}`
    const text = `${local}${digits === '' ? '' : `.${digits}`}${offset}`
    return { text, nanos: BigInt(second) * 1_000_000_000n + BigInt(nanos) }
  })

describe('instants', () => {
  it('compare as the moments they mean, however they are spelt', () => {
    const near = fc.tuple(moment, moment)
    fc.assert(
      fc.property(near, ([left, right]) => {
        const order = compareInstants(parseInstant(left.text), parseInstant(right.text))
        expect(Math.sign(order)).toBe(
          Number(left.nanos > right.nanos) - Number(left.nanos < right.nanos),
        )
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000000000000001Z', -1],
    ['2026-01-01T00:00:00.1Z', '2026-01-01T00:00:00.10+00:00', 0],
    ['2026-01-01T00:00:00.123456Z', '2026-01-01T00:00:00.123457Z', -1],
    ['2026-01-01T01:30:00+01:30', '2026-01-01T00:00:00Z', 0],
    ['2026-01-01T00:00:00.9Z', '2026-01-01T00:00:00.10Z', 1],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z', 0],
    ['0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', -1],
  ])('%s against %s gives %i', (left, right, order) => {
    expect(Math.sign(compareInstants(parseInstant(left), parseInstant(right)))).toBe(order)
  })

  it.each([
    '',
    '2026-01-01',
    '2026-01-01T00:00:00',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:61Z',
    '2026-01-01T00:00:00.Z',
    ' 2026-01-01T00:00:00Z',
    `2026-01-01T00:00:00.${'1'.repeat(25)}Z`,
  ])('%j is no timestamp', (text) => {
    expect(() => parseInstant(text)).toThrow(SortKeyError)
  })
})
