import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAdmissionModel } from '../../bench/scale/admission-model.ts'
import { askedRate, boundOf } from '../../bench/scale/analysis.ts'
import { createIsolateModel, type Tally } from '../../bench/scale/isolate-model.ts'
import { createKvModel } from '../../bench/scale/kv-model.ts'
import { createLocationModel } from '../../bench/scale/location-model.ts'
import { costOf, pointsOf } from '../../bench/scale/prices.ts'
import { createRandom, createZipf } from '../../bench/scale/random.ts'
import { simulate } from '../../bench/scale/simulation.ts'
import { FRESH, rateOf, STALE, type World, worldOf } from '../../bench/scale/world.ts'

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

/** Calls a minute of one isolate that shares, as `npm run bench:dashboard` has printed them. */
const MEASURED_CALLS = 302

/** What `npm run bench:dashboard` allows eight isolates of one location. */
const ALLOWED_CALLS_OF_EIGHT = 360

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
  it('gives nothing that is older than its lifetimes allow, and counts every request', () => {
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
        const admissions = createAdmissionModel(
          () => 0.5,
          3,
          () => 1,
        )
        const isolates = [0, 1].map((location) => {
          const shared = hasMemory ? createLocationModel(() => 1) : undefined
          const parts = { location, shared, kv, kvWriteSeconds: 60, admissions, tally, hasMemory }
          return createIsolateModel(parts)
        })
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

describe('a location', () => {
  const start = (count: number, kvWriteSeconds = 60) => {
    const tally = emptyTally()
    const kv = createKvModel(60, 60)
    const admissions = createAdmissionModel(
      () => 0,
      1,
      () => 1,
    )
    const shared = createLocationModel(() => 1)
    const parts = { location: 0, shared, kv, kvWriteSeconds, admissions, tally, hasMemory: true }
    const isolates = [...Array(count)].map(() => createIsolateModel(parts))
    return { tally, kv, isolates }
  }

  it('asks once for all its isolates, and writes KV once in the time that is set', () => {
    const { tally, kv, isolates } = start(10)
    for (let now = 0; now < 600; now += 0.5) {
      isolates[Math.floor(now * 2) % 10]?.answer(0, 0, now)
    }
    expect(tally.statsCalls).toBe(600 / 15)
    expect(tally.listCalls).toBeLessThanOrEqual(600 / 54.9 + 1)
    expect(kv.writes).toBe(600 / 60 + Math.ceil(600 / 240))
  })

  it('gives an isolate that has just started what another has brought', () => {
    const { tally, kv, isolates } = start(2)
    isolates[0]?.answer(0, 0, 0)
    const { statsCalls, listCalls } = tally
    const { reads } = kv
    isolates[1]?.answer(0, 0, 1)
    expect(tally).toMatchObject({ statsCalls, listCalls, hits: 1 })
    // The caller's record alone is looked for in KV too: what ended elsewhere stands there.
    expect(kv.reads).toBe(reads + 1)
  })
})

describe('the simulation', () => {
  it('is the same for the same seed, and another for another', () => {
    const world = worldOf(1e6)
    expect(simulate(world, true, 60, 3)).toEqual(simulate(world, true, 60, 3))
    expect(simulate(world, true, 60, 3)).not.toEqual(simulate(world, true, 60, 4))
  })

  it.each([
    [1e6, {}],
    [1e7, {}],
    [1e7, { isolatesEach: 10 }],
    [1e7, { isolatesEach: 3, hasLocationCache: false }],
  ])('asks and writes no more often than the bound, at %d a day, %j', (perDay, change) => {
    const world = { ...worldOf(perDay), ...change }
    const seconds = 600
    const { statsCalls, listCalls, kvWrites } = simulate(world, true, seconds, 1)
    const { stats, lists, admissions, bodyWrites, recordWrites } = boundOf(world)
    expect((statsCalls + listCalls) / seconds).toBeLessThan((stats + lists + admissions) * 1.05)
    expect(statsCalls + listCalls).toBeGreaterThan(0)
    expect(kvWrites / seconds).toBeLessThan((bodyWrites + recordWrites + admissions) * 1.05)
  })

  it('makes no more calls with ten isolates at a location than with one', () => {
    const calls = [1, 10].map((isolatesEach) => {
      const { statsCalls, listCalls } = simulate({ ...worldOf(1e7), isolatesEach }, true, 300, 1)
      return statsCalls + listCalls
    }) as [number, number]
    expect(calls[1]).toBeLessThan(calls[0] * 1.02)
  })

  it.each([
    [60, 1],
    [300, 0.65],
  ])(
    'costs at ten million requests a day, with KV written every %d s, at most $%f',
    (kvWriteSeconds, most) => {
      const world = { ...worldOf(1e7), kvWriteSeconds }
      const { requests, hits, statsCalls, listCalls, kvReads, kvWrites } = simulate(
        world,
        true,
        900,
        1,
      )
      const cost = costOf({
        hitRatio: hits / requests,
        kvReads: kvReads / requests,
        kvWrites: kvWrites / requests,
        calls: (statsCalls + listCalls) / requests,
        points: pointsOf(rateOf(world), world.locations * world.isolatesEach),
      })
      expect(cost).toBeLessThanOrEqual(most)
    },
  )

  it('comes within a tenth of what the code itself does for a team of dashboards', () => {
    expect(callsAMinute(1)).toBeGreaterThan(MEASURED_CALLS * 0.9)
    expect(callsAMinute(1)).toBeLessThan(MEASURED_CALLS * 1.1)
    expect(callsAMinute(8)).toBeLessThan(ALLOWED_CALLS_OF_EIGHT)
  })
})

function callsAMinute(isolatesEach: number): number {
  const { statsCalls, listCalls, seconds } = simulate({ ...TEAM, isolatesEach }, true, 300, 1)
  return ((statsCalls + listCalls) / seconds) * 60
}

it('what arrives often is asked for once in the time, what arrives rarely each time', () => {
  expect(askedRate(1_000, 15)).toBeCloseTo(1 / 15, 3)
  expect(askedRate(1e-6, 15)).toBeCloseTo(1e-6, 9)
})

it('a million hits cost their requests, CPU and a hundredth of a log line, and KV what it is asked', () => {
  const hits = { hitRatio: 1, kvReads: 0, kvWrites: 0, calls: 0, points: 0 }
  expect(costOf(hits)).toBeCloseTo(0.303 + 0.006 + 0.006)
  expect(costOf({ ...hits, kvReads: 2, kvWrites: 0.1 })).toBeCloseTo(0.315 + 1 + 0.5 + 0.0126)
  expect(costOf({ ...hits, hitRatio: 0, points: 1 })).toBeCloseTo(0.306 + 0.6 + 0.006 + 0.25)
})

it('points are written by the period and not by the request', () => {
  expect(pointsOf(100, 1)).toBeCloseTo(0.008)
  expect(pointsOf(10_000, 1)).toBeCloseTo(0.000_08)
  expect(pointsOf(0.1, 1)).toBeCloseTo(3)
})
