import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSeries } from '../../console/series.ts'

const LONGEST_MS = 100

describe('a series of samples', () => {
  it('keeps the newest samples, in order, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -10, max: 50 }), { maxLength: 200 }),
        fc.integer({ min: 1, max: 20 }),
        (steps, capacity) => {
          const series = createSeries(1, capacity, Number.POSITIVE_INFINITY)
          const kept: number[] = []
          let at = 0
          for (const step of steps) {
            const next = at + step
            if (series.push(next, [next])) kept.push(next)
            at = kept.at(-1) ?? at
          }
          const { timesMs, values } = series.read()
          expect(timesMs).toEqual(kept.slice(-capacity))
          expect(values[0]).toEqual(timesMs)
          expect(timesMs).toEqual([...timesMs].sort((a, b) => a - b))
        },
      ),
    )
  })

  it('takes no sample that is not later than the last one', () => {
    const series = createSeries(1, 10, LONGEST_MS)
    expect([series.push(10, [1]), series.push(10, [2]), series.push(9, [3])]).toEqual([
      ...[true, false, false],
    ])
    expect(series.read()).toEqual({ timesMs: [10], values: [[1]] })
  })

  it('takes no sample closer than it is told, and knows the numbers of its last one', () => {
    const series = createSeries(2, 10, LONGEST_MS)
    series.push(10, [1, 2])
    expect([series.isLast([1, 2]), series.isLast([1, 3])]).toEqual([true, false])
    expect([series.push(19, [1, 3], 10), series.push(20, [1, 3], 10)]).toEqual([false, true])
  })

  it('puts a gap where it was interrupted, and one where nobody looked for long', () => {
    const series = createSeries(1, 10, LONGEST_MS)
    series.push(10, [1])
    series.push(20, [2])
    series.interrupt()
    series.push(30, [3])
    series.push(30 + LONGEST_MS, [4])
    series.push(31 + 2 * LONGEST_MS, [5])
    expect(series.read().values).toEqual([[1, 2, null, 3, 4, null, 5]])
  })

  it('has no gap before its first sample, and one for many interruptions', () => {
    const series = createSeries(1, 10, LONGEST_MS)
    series.interrupt()
    series.push(1, [1])
    series.interrupt()
    series.interrupt()
    series.push(2, [2])
    expect(series.read().values).toEqual([[1, null, 2]])
  })

  it('reads unknown numbers as null, and tells by its version whether something was added', () => {
    const series = createSeries(2, 4, LONGEST_MS)
    const before = series.version
    series.push(1, [Number.NaN, 7])
    expect(series.read().values).toEqual([[null], [7]])
    expect(series.version).toBe(before + 1)
    series.push(1, [1, 1])
    expect(series.version).toBe(before + 1)
  })
})
