import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BudgetSpentError, createUpstreamBudget } from '../../src/upstream/budget.ts'
import { createPlatformLimits } from '../support/platform-limits.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

describe('the fake platform', () => {
  it('refuses a seventh connection and a forty-sixth subrequest', async () => {
    const platform = createPlatformLimits()
    const open = Array.from({ length: 6 }, () => platform.connect(() => after(1)))
    await expect(platform.connect(async () => 1)).rejects.toThrow('connection 7')
    await vi.runAllTimersAsync()
    await Promise.all(open)
    for (let nth = 7; nth <= 45; nth++) await platform.connect(async () => nth)
    await expect(platform.connect(async () => 46)).rejects.toThrow('subrequest 46')
    expect(platform.refusals).toHaveLength(2)
  })
})

describe('a request’s budget', () => {
  it('never opens a seventh connection, whatever is asked for and however long it takes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ startMs: fc.nat(50), takesMs: fc.nat(50), fails: fc.boolean() }), {
          maxLength: 45,
        }),
        async (operations) => {
          const platform = createPlatformLimits()
          const budget = createUpstreamBudget()
          const done = operations.map(async ({ startMs, takesMs, fails }) => {
            await after(startMs)
            return budget.run(() =>
              platform.connect(async () => {
                await after(takesMs)
                if (fails) throw new Error('as it should')
                return takesMs
              }),
            )
          })
          const settled = Promise.allSettled(done)
          await vi.runAllTimersAsync()
          const results = await settled
          expect(platform.refusals).toEqual([])
          expect(platform.begun).toBe(operations.length)
          expect(results.map(({ status }) => status === 'rejected')).toEqual(
            operations.map(({ fails }) => fails),
          )
        },
      ),
      { numRuns: 100 },
    )
  })

  it('begins an operation when its slot is there: a timer in it counts from then', async () => {
    const budget = createUpstreamBudget()
    const begun: number[] = []
    const startedAt = Date.now()
    const all = Array.from({ length: 8 }, () =>
      budget.run(async () => {
        begun.push(Date.now() - startedAt)
        await after(100)
      }),
    )
    await vi.runAllTimersAsync()
    await Promise.all(all)
    expect(begun).toEqual([0, 0, 0, 0, 0, 0, 100, 100])
  })

  it('serves those who wait in their order, and nobody who comes meanwhile before them', async () => {
    const budget = createUpstreamBudget()
    const order: number[] = []
    const all = Array.from({ length: 12 }, (_, nth) =>
      budget.run(async () => {
        order.push(nth)
        await after(1)
        if (nth === 0) all.push(budget.run(async () => void order.push(99)))
      }),
    )
    await vi.runAllTimersAsync()
    await Promise.all(all)
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 99])
  })

  it('begins forty-five operations and refuses the next', async () => {
    const platform = createPlatformLimits()
    const budget = createUpstreamBudget()
    expect(budget.left).toBe(45)
    for (let nth = 0; nth < 45; nth++) await budget.run(() => platform.connect(async () => nth))
    expect(budget.left).toBe(0)
    await expect(budget.run(() => platform.connect(async () => 0))).rejects.toThrow(
      BudgetSpentError,
    )
    expect([platform.begun, platform.refusals]).toEqual([45, []])
  })

  it('gives a slot back also where an operation fails or throws at once', async () => {
    const budget = createUpstreamBudget()
    for (let nth = 0; nth < 10; nth++) {
      const failing = budget.run(() => {
        throw new Error('at once')
      })
      await expect(failing).rejects.toThrow('at once')
    }
    expect(await budget.run(async () => 'here')).toBe('here')
  })

  it('waits for a slot no longer than it may, behind operations that hang', async () => {
    const budget = createUpstreamBudget()
    for (let nth = 0; nth < 6; nth++) void budget.run(() => new Promise(() => undefined))
    let isRun = false
    const late = budget.run(async () => {
      isRun = true
    }, 250)
    const refused = expect(late).rejects.toThrow(BudgetSpentError)
    await vi.advanceTimersByTimeAsync(250)
    await refused
    expect(isRun).toBe(false)
  })
})
