import { describe, expect, test } from 'vitest'
import { createMemoryCaches } from '../../bench/memory-cache.ts'
import { createLocationStore, type LocationStore } from '../../src/cache/location-store.ts'

const START_MS = 1_800_000_000_000
const LIFETIME_MS = 10_000
const KEY = '2/stats/a-digest'

const use = {
  connections: { run: <T>(operation: () => Promise<T>) => operation(), left: 45 },
  origin: 'https://edge.example',
}

function createLocation(latencyMs = 1) {
  const clock = { nowMs: START_MS }
  const now = () => clock.nowMs
  const wait = () => new Promise<void>((resolve) => void setTimeout(resolve, latencyMs))
  const { caches } = createMemoryCaches(now, wait)
  const start = () => createLocationStore({ caches: caches as unknown as CacheStorage, now })
  return { clock, start }
}

const take = (isolate: LocationStore, askedAt = 0, key = KEY) =>
  isolate.takeClaim(key, { lifetimeMs: LIFETIME_MS, askedAt }, use)

/** An isolate that has found something there: it knows that the cache works. */
async function warm(...isolates: LocationStore[]) {
  for (const isolate of isolates) {
    await isolate.claim('2/stats/another', LIFETIME_MS, use)
    await take(isolate, 0, '2/stats/another')
  }
}

describe('a claim in the cache of a location', () => {
  test('is taken by one of the isolates that take it in the same moment', async () => {
    const { start } = createLocation()
    const isolates = [...Array(8)].map(() => start())
    await warm(...isolates)
    const taken = await Promise.all(isolates.map((isolate) => take(isolate)))
    expect(taken.filter((isTaken) => isTaken)).toHaveLength(1)
  })

  test('keeps the others away until its deadline, and never its own isolate', async () => {
    const { clock, start } = createLocation()
    const [first, second] = [start(), start()]
    await warm(first, second)
    expect(await take(first)).toBe(true)
    clock.nowMs += LIFETIME_MS - 1
    expect([await take(second), await take(first)]).toEqual([false, true])
    clock.nowMs += LIFETIME_MS
    expect(await take(second)).toBe(true)
  })

  test('is over when its isolate says that nothing came', async () => {
    const { start } = createLocation()
    const [first, second] = [start(), start()]
    await warm(first, second)
    const claim = { lifetimeMs: LIFETIME_MS, askedAt: 0 }
    await take(first)
    expect([await second.isClaimed(KEY, claim, use), await take(second)]).toEqual([true, false])
    await first.dropClaim(KEY, use)
    expect([await second.isClaimed(KEY, claim, use), await take(second)]).toEqual([false, true])
  })

  test('is over when what is stored was asked for after it', async () => {
    const { clock, start } = createLocation()
    const [first, second] = [start(), start()]
    await warm(first, second)
    await take(first)
    clock.nowMs += 1_000
    expect(await take(second, START_MS - 1)).toBe(false)
    expect(await take(second, START_MS)).toBe(true)
  })

  test('of the future, or that is none, keeps nobody away', async () => {
    const { clock, start } = createLocation()
    const [first, second] = [start(), start()]
    await warm(first, second)
    await take(first)
    clock.nowMs -= 1
    expect(await take(second)).toBe(true)
  })

  test.each([
    ['is not there', undefined],
    ['throws', { open: () => Promise.reject(new Error('no cache')) }],
    ['hangs', { open: () => new Promise(() => undefined) }],
  ])('is each isolate’s where the cache %s', async (_, caches) => {
    const now = () => START_MS
    const isolates = [1, 2].map(() =>
      createLocationStore({ caches: caches as unknown as CacheStorage, now }),
    )
    expect(await Promise.all(isolates.map((isolate) => take(isolate)))).toEqual([true, true])
  })
})
