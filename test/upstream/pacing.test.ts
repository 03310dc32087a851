import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createPacing,
  type PacedCall,
  type Pacing,
  type Priority,
} from '../../src/upstream/pacing.ts'

const MINUTE_MS = 60_000

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000, loopLimit: 1_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

const paceOf = (callsPerMinute: number) => createPacing({ callsPerMinute, now: Date.now })

/** One that waits as long as it takes. */
const patient = (caller: string, priority: Priority = 'waiting') => ({
  caller,
  priority,
  maxWaitMs: 1_000_000_000,
})

/** Spends what may come at once. */
async function spendBurst(pacing: Pacing): Promise<void> {
  const impatient = { caller: 'first', priority: 'waiting', maxWaitMs: 0 } as const
  while ((await pacing.turn(impatient)).ok);
}

/** Asks for turns; the names of those who got one, in their order. */
function record(pacing: Pacing) {
  const order: string[] = []
  const ask = (name: string, priority: Priority = 'waiting') =>
    pacing.turn(patient(name, priority)).then(({ ok }) => ok && order.push(name))
  return { order, ask }
}

it('a few calls at once have their turn at once', async () => {
  const pacing = paceOf(600)
  for (let nth = 0; nth < 50; nth++) {
    expect(await pacing.turn({ caller: 'ada', priority: 'walk', maxWaitMs: 0 })).toEqual({
      ok: true,
    })
  }
  expect(await pacing.turn({ caller: 'ada', priority: 'walk', maxWaitMs: 0 })).toMatchObject({
    ok: false,
  })
})

interface Arrival extends PacedCall {
  atMs: number
  count: number
}

const arrivals: fc.Arbitrary<Arrival[]> = fc.array(
  fc.record({
    atMs: fc.nat(4 * MINUTE_MS),
    caller: fc.constantFrom('ada', 'ben', 'gina'),
    priority: fc.constantFrom<Priority>('waiting', 'refresh', 'walk'),
    maxWaitMs: fc.constantFrom(0, 5_000, 20_000, 500_000),
    count: fc.integer({ min: 1, max: 40 }),
  }),
  { minLength: 1, maxLength: 40 },
)

/** Lets calls arrive; the milliseconds at which they had their turn, and how many had none. */
async function run(callsPerMinute: number, calls: readonly Arrival[]) {
  const pacing = paceOf(callsPerMinute)
  const startedAt = Date.now()
  const turns: number[] = []
  let refused = 0
  const all = calls.flatMap(({ atMs, count, ...call }) =>
    Array.from({ length: count }, async () => {
      await new Promise((resolve) => setTimeout(resolve, atMs))
      const askedAt = Date.now()
      const turn = await pacing.turn(call)
      expect(Date.now() - askedAt).toBeLessThanOrEqual(call.maxWaitMs + 2)
      if (turn.ok) turns.push(Date.now() - startedAt)
      else {
        refused++
        expect(turn.waitSeconds).toBeGreaterThanOrEqual(1)
        expect(turn.waitSeconds).toBeLessThanOrEqual(60)
      }
    }),
  )
  await vi.runAllTimersAsync()
  await Promise.all(all)
  expect(pacing.length).toBe(0)
  return { turns, refused }
}

it('in no minute are there more turns than the number, whatever comes when', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), arrivals, async (callsPerMinute, calls) => {
      const { turns } = await run(callsPerMinute, calls)
      for (const [first, from] of turns.entries()) {
        const beyond = turns[first + callsPerMinute]
        if (beyond !== undefined) expect(beyond - from).toBeGreaterThanOrEqual(MINUTE_MS)
      }
    }),
    { numRuns: 25 },
  )
})

it('nothing is lost: who waits long enough has a turn, and the number is nearly made use of', async () => {
  const all = { atMs: 0, priority: 'waiting', maxWaitMs: 500_000, count: 900 } as const
  const calls = (['ada', 'ben'] as const).map((caller) => ({ ...all, caller }))
  const { turns, refused } = await run(600, calls)
  expect([turns.length, refused]).toEqual([1_800, 0])
  // 50 at once and 551 a minute.
  expect(turns.at(-1)).toBeLessThan(3.25 * MINUTE_MS)
})

it('people who wait go before refreshes, and these before walks', async () => {
  const pacing = paceOf(60)
  await spendBurst(pacing)
  const { order, ask } = record(pacing)
  for (const priority of ['walk', 'refresh', 'waiting', 'walk', 'refresh', 'waiting'] as const) {
    void ask(priority, priority)
  }
  await vi.runAllTimersAsync()
  expect(order).toEqual(['waiting', 'waiting', 'refresh', 'refresh', 'walk', 'walk'])
})

it('callers take turns: one with a hundred calls keeps nobody waiting for all of them', async () => {
  const pacing = paceOf(60)
  await spendBurst(pacing)
  const { order, ask } = record(pacing)
  for (let nth = 0; nth < 100; nth++) void ask('many')
  void ask('few')
  void ask('few')
  void ask('other')
  await vi.runAllTimersAsync()
  expect(order.slice(0, 6)).toEqual(['many', 'few', 'other', 'many', 'few', 'many'])
  expect(order).toHaveLength(103)
})

describe('what cannot be asked for in time', () => {
  it('is refused at once, with its wait, and does not stand in anybody’s way', async () => {
    const pacing = paceOf(60)
    await spendBurst(pacing)
    const { order, ask } = record(pacing)
    for (let nth = 0; nth < 20; nth++) void ask('ada')
    await vi.advanceTimersByTimeAsync(0)
    const turn = await pacing.turn({ caller: 'ada', priority: 'waiting', maxWaitMs: 5_000 })
    expect(turn).toEqual({ ok: false, waitSeconds: expect.any(Number) })
    if (!turn.ok) expect(turn.waitSeconds).toBeGreaterThan(15)
    expect(pacing.length).toBe(20)
    await vi.runAllTimersAsync()
    expect(order).toHaveLength(20)
  })

  it('is refused when its time is over, where others went before it', async () => {
    const pacing = paceOf(60)
    await spendBurst(pacing)
    const walk = pacing.turn({ caller: 'ada', priority: 'walk', maxWaitMs: 3_000 })
    const { ask } = record(pacing)
    for (let nth = 0; nth < 10; nth++) void ask(`person ${nth}`)
    await vi.advanceTimersByTimeAsync(3_001)
    expect(await walk).toMatchObject({ ok: false })
    await vi.runAllTimersAsync()
  })

  it('is not queued beyond a bound: what is more important takes the place of what is less', async () => {
    const pacing = paceOf(60)
    await spendBurst(pacing)
    const refused: string[] = []
    const ask = (name: string, priority: Priority) =>
      pacing.turn(patient(name, priority)).then(({ ok }) => !ok && refused.push(name))
    for (let nth = 0; nth < 4_000; nth++) void ask('walk', 'walk')
    await vi.advanceTimersByTimeAsync(0)
    const queued = pacing.length
    void ask('walk too', 'walk')
    void ask('person', 'waiting')
    await vi.advanceTimersByTimeAsync(0)
    expect([queued, pacing.length]).toEqual([4_000, 4_000])
    expect(refused).toEqual(['walk too', 'walk'])
  })
})

it('a request that has ended, and its timers with it, costs others no turn', async () => {
  const pacing = paceOf(60)
  await spendBurst(pacing)
  void pacing.turn({ caller: 'gone', priority: 'waiting', maxWaitMs: 2_000 })
  await vi.advanceTimersByTimeAsync(0)
  // The platform drops timers of a request that is over.
  vi.clearAllTimers()
  vi.setSystemTime(Date.now() + 10_000)
  expect(await pacing.turn({ caller: 'ben', priority: 'waiting', maxWaitMs: 0 })).toEqual({
    ok: true,
  })
  expect(pacing.length).toBe(0)
})

it('a clock that is set back gives nothing away and stops nothing', async () => {
  const pacing = paceOf(60)
  await spendBurst(pacing)
  vi.setSystemTime(Date.now() - 3_600_000)
  expect(await pacing.turn({ caller: 'a', priority: 'waiting', maxWaitMs: 0 })).toMatchObject({
    ok: false,
  })
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await pacing.turn({ caller: 'a', priority: 'waiting', maxWaitMs: 0 })).toEqual({
    ok: true,
  })
})

it('two hundred cold boards of twenty fill, each of them as soon as its neighbour', async () => {
  const pacing = paceOf(1_000)
  const startedAt = Date.now()
  const filledAt: number[] = []
  const board = async (caller: string) => {
    const part = async () => {
      // A part that is told to wait is asked for again with a later poll.
      for (;;) {
        const turn = await pacing.turn({ caller, priority: 'waiting', maxWaitMs: 5_000 })
        if (turn.ok) return
        await new Promise((resolve) => setTimeout(resolve, turn.waitSeconds * 1_000))
      }
    }
    await Promise.all(Array.from({ length: 21 }, part))
    filledAt.push(Date.now() - startedAt)
  }
  const all = Array.from({ length: 200 }, (_, nth) => board(`caller ${nth}`))
  await vi.runAllTimersAsync()
  await Promise.all(all)
  expect(Math.max(...filledAt)).toBeLessThan(5 * MINUTE_MS)
})
