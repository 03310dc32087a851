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
  let isolates = 0
  const drawName = () => `isolate-${isolates++}`
  const start = () =>
    createLocationStore({ caches: caches as unknown as CacheStorage, now, drawName })
  return { clock, start }
}

const CLAIM = { lifetimeMs: LIFETIME_MS, askedAt: 0 }

const takeToken = (isolate: LocationStore, askedAt = 0, key = KEY) =>
  isolate.takeClaim(key, { ...CLAIM, askedAt }, use)

const take = async (...how: Parameters<typeof takeToken>) => (await takeToken(...how)) !== undefined

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
    const token = await takeToken(first)
    expect([await second.isClaimed(KEY, CLAIM, use), await take(second)]).toEqual([true, false])
    await first.dropClaim(KEY, token as string, use)
    expect([await second.isClaimed(KEY, CLAIM, use), await take(second)]).toEqual([false, true])
  })

  test('is not over when an isolate says so of an earlier one, another’s or its own', async () => {
    const { clock, start } = createLocation()
    const [first, second, third] = [start(), start(), start()]
    await warm(first, second, third)
    const earlier = (await takeToken(first)) as string
    clock.nowMs += LIFETIME_MS
    const later = (await takeToken(second)) as string
    await first.dropClaim(KEY, earlier, use)
    expect(await take(third)).toBe(false)
    const again = (await takeToken(second)) as string
    await second.dropClaim(KEY, later, use)
    expect(await take(third)).toBe(false)
    await second.dropClaim(KEY, again, use)
    expect(await take(third)).toBe(true)
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
