import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemoryCaches } from '../../bench/memory-cache.ts'
import { createAccess } from '../../src/access/access.ts'
import type { AskList } from '../../src/access/list-renewal.ts'
import {
  type AccessRecord,
  admit,
  isMergedInto,
  merge,
  NO_ACCESS,
  revoke,
} from '../../src/access/record.ts'
import { type AccessStore, createAccessStore } from '../../src/access/store.ts'
import { createDigestKey } from '../../src/cache/key.ts'
import { createNoKvStore } from '../../src/cache/kv-store.ts'
import { createLocationStore } from '../../src/cache/location-store.ts'
import { createSingleFlight } from '../../src/cache/single-flight.ts'
import { LIFETIMES, START_MS } from './isolates.ts'

const CALLER = 'a-digest'
const TIMEOUT_MS = 1_000

/** Isolates of one location that share its cache alone. */
function createLocation() {
  const clock = { nowMs: START_MS }
  const now = () => clock.nowMs
  const wait = () => new Promise<void>((resolve) => void setTimeout(resolve, 1))
  const { caches, tally } = createMemoryCaches(now, wait)
  const behind: Promise<unknown>[] = []
  const use = {
    connections: { run: <T>(operation: () => Promise<T>) => operation(), left: 45 },
    origin: 'https://edge.example',
    waitUntil: (promise: Promise<unknown>) => void behind.push(promise),
  }
  return {
    use,
    clock,
    tally,
    start: () =>
      createAccessStore({
        kv: createNoKvStore(),
        location: createLocationStore({ caches: caches as unknown as CacheStorage, now }),
        flights: createSingleFlight(1_000),
        digestKey: createDigestKey('https://upstream.example', ''),
        lifetimes: LIFETIMES,
        kvWriteMs: 60_000,
        timeoutMs: TIMEOUT_MS,
        now,
      }),
    async settled() {
      while (behind.length > 0) await behind.shift()
    },
  }
}

const NEWS = { isNews: true }
const idOf = (n: number) => `harness_${n}`

describe('isolates of one location', () => {
  test('that learn of a caller in the same moment lose nothing of each other', async () => {
    const { start, use, settled } = createLocation()
    const isolates = [...Array(8)].map(start)
    // What is found once tells an isolate that the cache works.
    const [first] = isolates
    await first?.load(CALLER, use)
    first?.update(CALLER, (record) => admit(record, idOf(99), START_MS), NEWS, use)
    await settled()
    await Promise.all(isolates.map((isolate) => isolate.load(CALLER, use)))
    for (const [n, isolate] of isolates.entries()) {
      isolate.update(CALLER, (record) => admit(record, idOf(n), START_MS), NEWS, use)
    }
    await settled()
    const { admittedAt } = await start().load(CALLER, use)
    expect(Object.keys(admittedAt)).toHaveLength(9)
  })

  test('do not bring back what ended in one of them', async () => {
    const { start, use, settled } = createLocation()
    const [first, second] = [start(), start()]
    await first.load(CALLER, use)
    first.update(CALLER, (record) => admit(record, idOf(1), START_MS - 2), NEWS, use)
    await settled()
    await second.load(CALLER, use)
    first.end(
      CALLER,
      (record) => revoke(record, idOf(1), START_MS - 1),
      () => true,
      use,
    )
    second.update(CALLER, (record) => admit(record, idOf(2), START_MS), NEWS, use)
    await settled()
    const { admittedAt, revokedAt } = await start().load(CALLER, use)
    expect(Object.keys(admittedAt)).toHaveLength(2)
    expect(revokedAt).toEqual({ [idOf(1)]: START_MS - 1 })
  })

  test('do not go on waiting for a list that another one of them has failed to get', async () => {
    const { start, use, tally, settled } = createLocation()
    const [first, second] = [start(), start()]
    const request = { ...use, caller: CALLER }
    await first.load(CALLER, use)
    first.update(CALLER, (record) => admit(record, idOf(1), START_MS - 2), NEWS, use)
    await settled()
    await second.load(CALLER, use)
    expect(await first.takeClaim(CALLER, 0, use)).toBeDefined()
    expect(await second.takeClaim(CALLER, 0, use)).toBeUndefined()
    const failing = createAccess(accessParts(first)).forRequest(request, failList)
    expect(await failing.renew(() => false)).toBe('failed')
    await settled()
    const before = tally.matches
    const asked: number[] = []
    const waiting = createAccess(accessParts(second)).forRequest(request, async (askedAt) => {
      asked.push(askedAt)
      return failList(askedAt)
    })
    await waiting.renew(() => false)
    expect(asked).toHaveLength(1)
    // A look at the record, and three for the claim that it makes itself and ends: no look of a wait.
    expect(tally.matches - before).toBeLessThanOrEqual(4)
  })

  test('are not told that a list failed while another one of them has begun to ask for it', async () => {
    const { start, use, clock, settled } = createLocation()
    const [first, second, third] = [start(), start(), start()]
    const request = { ...use, caller: CALLER }
    await first.load(CALLER, use)
    first.update(CALLER, (record) => admit(record, idOf(1), START_MS - 2), NEWS, use)
    await settled()
    for (const isolate of [second, third]) await isolate.load(CALLER, use)
    const slow = createAccess(accessParts(first)).forRequest(request, async (askedAt) => {
      clock.nowMs += TIMEOUT_MS
      expect(await second.takeClaim(CALLER, 0, use)).toBeDefined()
      return failList(askedAt)
    })
    expect(await slow.renew(() => false)).toBe('failed')
    await settled()
    expect(await third.isClaimed(CALLER, 0, use)).toBe(true)
    expect(await third.takeClaim(CALLER, 0, use)).toBeUndefined()
  })
})

const failList: AskList = async (askedAt) => ({
  answer: { ok: false, failure: { kind: 'timeout' } },
  askedAt,
})

const accessParts = (store: AccessStore) => ({
  store,
  flights: createSingleFlight(1_000),
  lifetimes: LIFETIMES,
  noteChange: () => undefined,
  noteEnd: () => undefined,
  isHeld: () => false,
  isSpared: () => false,
  mayTry: () => false,
  now: () => START_MS,
})

describe('a record', () => {
  const stamps = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 9 }))
  const moment = fc.integer({ min: 0, max: 5 })
  const listed = fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('alpha', 'beta'))
  const record: fc.Arbitrary<AccessRecord> = fc.record({
    listedAt: moment,
    listed,
    admittedAt: stamps,
    revokedAt: stamps,
    allRevokedAt: moment,
    suspendedAt: moment,
    changedAt: moment,
  })

  test('is merged into another exactly where merging it there changes nothing', () => {
    fc.assert(
      fc.property(record, record, (part, whole) => {
        expect(isMergedInto(part, merge(part, whole))).toBe(true)
        expect(isMergedInto(NO_ACCESS, part)).toBe(part.listedAt > 0 || isEmpty(part.listed))
        const merged = merge(part, whole)
        const isSame = JSON.stringify(sorted(merged)) === JSON.stringify(sorted(whole))
        expect(isMergedInto(part, whole)).toBe(isSame)
      }),
    )
  })
})

const isEmpty = (map: object) => Object.keys(map).length === 0

/** In one order of names, so that texts can be compared. */
function sorted(record: AccessRecord): unknown {
  return Object.entries(record)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => [
      name,
      typeof value === 'object'
        ? Object.entries(value).sort(([a], [b]) => a.localeCompare(b))
        : value,
    ])
}
