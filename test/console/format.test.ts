import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatAge,
  formatBytes,
  formatCost,
  formatCostTick,
  formatCount,
  formatDuration,
  formatExact,
  formatInstant,
  formatRate,
  formatRelative,
  formatShare,
  readInstant,
} from '../../console/format.ts'

/** Blanks that keep a number with its unit read as plain ones here. */
const plain = (text: string) => text.replaceAll(' ', ' ')

describe('numbers for people', () => {
  it('writes counts out below ten thousand, and with three digits and a letter from there on', () => {
    const texts = [0, 7, 999, 1000, 9999, 10_000, 12_345, 18_412_345, 3_222_508, 7e9, 2e12]
    expect(texts.map(formatCount).map(plain)).toEqual([
      ...['0', '7', '999', '1,000', '9,999', '10.0 k', '12.3 k'],
      ...['18.4 M', '3.22 M', '7.00 G', '2.00 T'],
    ])
  })

  it('carries over into the next letter instead of writing a thousand of the last one', () => {
    expect([999_499, 999_500, 999_999_999].map(formatCount).map(plain)).toEqual([
      ...['999 k', '1.00 M', '1.00 G'],
    ])
  })

  it('never names a count that is more than half a percent off', () => {
    const factors: Record<string, number> = { k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (count) => {
        const [digits = '', letter = ''] = plain(formatCount(count)).split(' ')
        const value = Number(digits.replaceAll(',', '')) * (factors[letter] ?? 1)
        expect(Math.abs(value - count)).toBeLessThanOrEqual(count * 0.005)
      }),
    )
  })

  it('writes amounts with cents, small ones with two digits that count, large ones shortened', () => {
    const texts = [0, 42.18, 0.0018, 0.00999, 0.01, 6.683499999999998, 1234.5, 18_400, -3]
    expect(texts.map(formatCost).map(plain)).toEqual([
      ...[
        '$0.00',
        '$42.18',
        '$0.0018',
        '$0.01',
        '$0.01',
        '$6.68',
        '$1,234.50',
        '$18.4 k',
        '−$3.00',
      ],
    ])
  })

  it('keeps every digit where the exact number is asked for', () => {
    expect(formatExact(6.683499999999998)).toBe('6.683499999999998')
    expect(formatExact(18_412_345)).toBe('18,412,345')
  })

  it('gives neighbouring ticks of an axis different texts', () => {
    const steps = [0.005, 0.01, 0.05, 0.2, 1, 50]
    for (const step of steps) {
      const ticks = [0, 1, 2, 3, 4].map((each) => formatCostTick(each * step, step))
      expect(new Set(ticks).size, ticks.join()).toBe(5)
    }
  })

  it('writes rates with decimals only while they are small', () => {
    expect([0, 0.5, 2.345, 42.27, 6144, 12_345].map(formatRate).map(plain)).toEqual([
      ...['0', '0.5', '2.35', '42.3', '6,144', '12.3 k'],
    ])
  })

  it('writes a dash where there is no number', () => {
    for (const format of [
      formatCount,
      formatCost,
      formatDuration,
      formatAge,
      formatShare,
      formatExact,
    ]) {
      expect([null, undefined, Number.NaN].map(format)).toEqual(['–', '–', '–'])
    }
  })
})

describe('times for people', () => {
  it('writes durations in the units that fit', () => {
    const texts = [
      0, 940, 999.4, 20_900, 59_949, 59_950, 192_000, 3_600_000, 7_500_000, 273_600_000,
    ]
    expect(texts.map(formatDuration).map(plain)).toEqual([
      ...['0 ms', '940 ms', '999 ms', '20.9 s', '59.9 s', '1 min', '3 min 12 s'],
      ...['1 h', '2 h 5 min', '3 d 4 h'],
    ])
  })

  it('writes ages in whole units, and nothing below zero', () => {
    const texts = [-5, 0, 7_900, 60_000, 3_599_000, 3_600_000, 47 * 3_600_000, 49 * 3_600_000]
    expect(texts.map(formatAge).map(plain)).toEqual([
      ...['0 s', '0 s', '7 s', '1 min', '59 min', '1 h', '47 h', '2 d'],
    ])
  })

  it('calls what is within two seconds now, because clocks differ', () => {
    const now = Date.UTC(2026, 10, 1)
    const at = [now - 1900, now + 1900, now - 20_000, now + 5_000]
    expect(at.map((each) => plain(formatRelative(each, now)))).toEqual([
      ...['now', 'now', '20 s ago', 'in 5 s'],
    ])
  })

  it('leaves the date out of an instant of today', () => {
    const at = new Date(2026, 4, 3, 9, 5, 7).getTime()
    expect(formatInstant(at, at + 1000)).toBe('09:05:07')
    expect(formatInstant(at, at + 86_400_000)).toBe('2026-05-03 09:05:07')
  })

  it('reads instants, and nothing else', () => {
    expect(readInstant('2026-10-01T12:00:00.058Z')).toBe(Date.UTC(2026, 9, 1, 12, 0, 0, 58))
    expect([readInstant('soon'), readInstant(null), readInstant(5)]).toEqual([null, null, null])
  })
})

it('writes sizes in powers of 1024, and shares in percent', () => {
  expect([512, 1434, 3 * 1024 * 1024].map(formatBytes).map(plain)).toEqual([
    ...['512 B', '1.4 KiB', '3.0 MiB'],
  ])
  expect(plain(formatShare(0.925))).toBe('93 %')
})
