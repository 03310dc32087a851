import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fallsOf, lastKnown, ratesPerMinute, stack } from '../../console/rates.ts'

describe('rates of a total', () => {
  it('are per minute, whatever time lies between samples', () => {
    expect(ratesPerMinute([0, 15_000, 75_000], [100, 110, 170])).toEqual([null, 40, 60])
  })

  it('are unknown after a gap, and for a total that fell', () => {
    expect(ratesPerMinute([0, 1, 2, 60_002, 120_002], [9, null, 9, 4, 6])).toEqual([
      ...[null, null, null, null, 2],
    ])
    expect(fallsOf([9, null, 9, 4, 6])).toEqual([0, 0, 0, 5, 0])
  })

  it('are never negative and never endless, and rates times spans add up to the growth', () => {
    const sample = fc.record({
      stepMs: fc.integer({ min: 0, max: 60_000 }),
      total: fc.option(fc.nat()),
    })
    fc.assert(
      fc.property(fc.array(sample), (samples) => {
        let at = 0
        const timesMs = samples.map(({ stepMs }) => {
          at += stepMs
          return at
        })
        const totals = samples.map(({ total }) => total)
        const rates = ratesPerMinute(timesMs, totals)
        rates.forEach((rate, each) => {
          if (rate === null) return
          expect(rate).toBeGreaterThanOrEqual(0)
          expect(Number.isFinite(rate)).toBe(true)
          const spanMs = (timesMs[each] ?? 0) - (timesMs[each - 1] ?? 0)
          const growth = (totals[each] ?? 0) - (totals[each - 1] ?? 0)
          expect((rate * spanMs) / 60_000).toBeCloseTo(growth, 3)
        })
      }),
    )
  })
})

describe('a stack', () => {
  it('adds its columns up from the first on, and is unknown where one of them is', () => {
    expect(
      stack([
        [1, 2, null],
        [10, null, 30],
        [100, 200, 300],
      ]),
    ).toEqual([
      [1, 2, null],
      [11, null, null],
      [111, null, null],
    ])
    expect(stack([])).toEqual([])
  })
})

it('the last known value is the last one that is not null', () => {
  expect([lastKnown([1, 0, null]), lastKnown([null]), lastKnown([])]).toEqual([0, null, null])
})
