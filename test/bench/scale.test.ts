import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askedRate, boundOf } from '../../bench/scale/analysis.ts'
import { createIsolateModel, type Tally } from '../../bench/scale/isolate-model.ts'
import { createKvModel } from '../../bench/scale/kv-model.ts'
import { costOf } from '../../bench/scale/prices.ts'
import { createRandom, createZipf } from '../../bench/scale/random.ts'
import { simulate } from '../../bench/scale/simulation.ts'
import { FRESH, STALE, type World, worldOf } from '../../bench/scale/world.ts'

const emptyTally = (): Tally => ({ requests: 0, hits: 0, statsCalls: 0, listCalls: 0, worstAge: 0 })

/** The team of `npm run bench:dashboard`: 200 dashboards of 20 harnesses, each asked for every 5 seconds. */
const TEAM: World = {
  ...worldOf(1e6),
  requestsPerDay: 48_000 * 1_440,
  callers: 200,
  organisations: 1,
  harnessesEach: 20,
  locations: 1,
  isolatesEach: 1,
  callerExponent: 0,
  harnessExponent: 0,
}

describe('Zipf', () => {
  it('gives shares that fall and are the whole together', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        (count, exponent) => {
          const zipf = createZipf(count, exponent)
          const shares = [...Array(count).keys()].map(zipf.share)
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
          for (const [rank, share] of shares.entries()) {
            expect(share).toBeLessThanOrEqual((shares[rank - 1] ?? 1) + 1e-9)
          }
        },
      ),
    )
  })

  it('draws each rank as often as its share says', () => {
    const random = createRandom(1)
    const zipf = createZipf(10, 1)
    const drawn = Array<number>(10).fill(0)
    for (let index = 0; index < 100_000; index++) {
      const rank = zipf.draw(random())
      drawn[rank] = (drawn[rank] ?? 0) + 1
    }
    for (const [rank, times] of drawn.entries()) {
      expect(times / 100_000).toBeCloseTo(zipf.share(rank), 2)
    }
  })
})

describe('KV', () => {
  it('shows a write at once where it was made, and elsewhere after its delay', () => {
    const kv = createKvModel(60, 0)
    kv.write(0, 'key', 7, 10)
    expect(kv.read(0, 'key', 10)).toBe(7)
    expect(kv.read(1, 'key', 69)).toBeUndefined()
    expect(kv.read(1, 'key', 70)).toBe(7)
    expect([kv.reads, kv.writes]).toEqual([3, 1])
  })

  it('keeps what a location has read, nothing too', () => {
    const kv = createKvModel(5, 60)
    expect(kv.read(1, 'key', 0)).toBeUndefined()
    kv.write(0, 'key', 1, 1)
    expect(kv.read(1, 'key', 59)).toBeUndefined()
    expect(kv.read(1, 'key', 60)).toBe(1)
  })
})

describe('an isolate', () => {
  it('gives nothing that is older than the windows allow, and counts every request', () => {
    const request = fc.record({
      gap: fc.double({ min: 0, max: 40, noNaN: true }),
      caller: fc.integer({ min: 0, max: 2 }),
      harness: fc.integer({ min: 0, max: 2 }),
      location: fc.integer({ min: 0, max: 1 }),
    })
    fc.assert(
      fc.property(fc.array(request, { maxLength: 60 }), fc.boolean(), (requests, hasMemory) => {
        const tally = emptyTally()
        const kv = createKvModel(60, 60)
        const isolates = [0, 1].map((location) =>
          createIsolateModel({ location, kv, tally, hasMemory }),
        )
        let now = 0
        for (const { gap, caller, harness, location } of requests) {
          now += gap
          isolates[location]?.answer(caller, harness, now)
        }
        expect(tally.worstAge).toBeLessThan(FRESH + STALE)
        expect(tally.requests).toBe(requests.length)
        expect(tally.hits + tally.statsCalls).toBeGreaterThanOrEqual(requests.length)
      }),
    )
  })
})

describe('the simulation', () => {
  it('is the same for the same seed, and another for another', () => {
    const world = worldOf(1e6)
    expect(simulate(world, true, 60, 3)).toEqual(simulate(world, true, 60, 3))
    expect(simulate(world, true, 60, 3)).not.toEqual(simulate(world, true, 60, 4))
  })

  it.each([1e6, 1e7])('asks the upstream no more often than the bound, at %d a day', (perDay) => {
    const world = worldOf(perDay)
    const window = 600
    const { statsCalls, listCalls } = simulate(world, true, window, 1)
    const bound = boundOf(world)
    expect((statsCalls + listCalls) / window).toBeLessThan((bound.stats + bound.lists) * 1.05)
    expect(statsCalls + listCalls).toBeGreaterThan(0)
  })

  it('comes to what the code itself does for a team of dashboards: 320 calls a minute', () => {
    const { statsCalls, listCalls, window } = simulate(TEAM, true, 600, 1)
    const perMinute = ((statsCalls + listCalls) / window) * 60
    expect(perMinute).toBeGreaterThan(320 * 0.9)
    expect(perMinute).toBeLessThan(320 * 1.1)
  })
})

it('what arrives often is asked for once in the time, what arrives rarely each time', () => {
  expect(askedRate(1_000, 15)).toBeCloseTo(1 / 15, 3)
  expect(askedRate(1e-6, 15)).toBeCloseTo(1e-6, 9)
})

it('a million hits cost their requests and their CPU, and KV what it is asked', () => {
  expect(costOf({ hitRatio: 1, kvReads: 0, kvWrites: 0 })).toBeCloseTo(0.303)
  expect(costOf({ hitRatio: 1, kvReads: 2, kvWrites: 0.1 })).toBeCloseTo(0.303 + 1 + 0.5)
})
