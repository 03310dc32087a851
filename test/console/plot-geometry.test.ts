import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  areaPath,
  linearScale,
  linePaths,
  nearestSample,
  timeTicks,
  valueTicks,
} from '../../console/plot-geometry.ts'

describe('ticks of values', () => {
  it('are round, evenly spaced, few, and reach over the highest value', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (highest) => {
        const ticks = valueTicks(highest, 4)
        expect(ticks[0]).toBe(0)
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest)
        expect(ticks.length).toBeLessThanOrEqual(6)
        const step = ticks[1] ?? 0
        for (const [at, tick] of ticks.entries()) expect(tick / step).toBeCloseTo(at, 9)
        expect(Number(step.toPrecision(1))).toBe(step)
      }),
    )
  })

  it('exist though there is nothing to measure', () => {
    expect([valueTicks(0, 4).at(-1), valueTicks(Number.NaN, 4).at(-1)]).toEqual([1, 1])
  })
})

describe('ticks of time', () => {
  it('lie within the plot, and are as many as have room', () => {
    const from = Date.UTC(2026, 5, 1)
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 12 * 3_600_000 }),
        fc.integer({ min: 1, max: 12 }),
        (span, count) => {
          const ticks = timeTicks(from, from + span, count)
          expect(ticks.length).toBeLessThanOrEqual(count + 1)
          expect(ticks.every((tick) => tick >= from && tick <= from + span)).toBe(true)
        },
      ),
    )
  })

  it('are round on the reader’s clock, not on Greenwich’s', () => {
    const from = Date.UTC(2026, 5, 1, 0, 10)
    const [first] = timeTicks(from, from + 6 * 3_600_000, 6, -330)
    expect(first).toBe(Date.UTC(2026, 5, 1, 0, 30))
  })
})

describe('lines and areas', () => {
  it('are broken where a value is unknown, and a sample alone is a dot', () => {
    const xs = [0, 10, 20, 30, 40]
    expect(linePaths(xs, [1, 2, null, 4, null])).toEqual({ lines: 'M0 1L10 2', dots: 'M30 4h0' })
    expect(areaPath(xs, [0, 0, 0, null, 0], [1, 2, null, 4, 5])).toBe(
      'M0 1L10 2L10 0L0 0ZM40 5L40 0Z',
    )
  })

  it('hold no number that is none, whatever is drawn', () => {
    const value = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }))
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const xs = values.map((_, at) => at)
        const { lines, dots } = linePaths(xs, values)
        const area = areaPath(
          xs,
          values.map(() => 0),
          values,
        )
        expect(lines + dots + area).not.toMatch(/NaN|undefined|Infinity/)
      }),
    )
  })

  it('are read at the nearest sample that is known', () => {
    const known = (at: number) => at !== 1
    expect(nearestSample([0, 10, 20], known, 9)).toBe(0)
    expect(nearestSample([0, 10, 20], known, 11)).toBe(2)
    expect(nearestSample([], known, 5)).toBeUndefined()
  })

  it('are scaled to the plot, a plot without a span too', () => {
    expect(linearScale([0, 10], [100, 0])(5)).toBe(50)
    expect(linearScale([3, 3], [0, 10])(3)).toBe(0)
  })
})
