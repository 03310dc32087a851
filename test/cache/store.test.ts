import { beforeEach, describe, expect, test } from 'vitest'
import type { Entry } from '../../src/cache/entry.ts'
import { type CacheKey, createDigestKey } from '../../src/cache/key.ts'
import type { KvStore } from '../../src/cache/kv-store.ts'
import { createLocationStore } from '../../src/cache/location-store.ts'
import type { CacheUse } from '../../src/cache/result.ts'
import { createSingleFlight } from '../../src/cache/single-flight.ts'
import { createStore, MAX_STORED_BYTES, type Store } from '../../src/cache/store.ts'

const NAME: CacheKey = {
  caller: 'ada',
  kind: 'stats',
  resource: '/v1/harnesses/harness_1/stats',
  query: '',
  linkBase: '',
  lowestTier: 'kv',
}
const LIFETIMES = { maxAgeMs: 100, staleWhileRevalidateMs: 100, staleIfErrorMs: 60_000 }
const use: CacheUse = {
  connections: { run: (operation) => operation(), left: 45 },
  origin: 'https://edge.example',
  waitUntil: () => undefined,
}

let nowMs: number
/** What KV holds, and reads of it that wait until the test lets them go. */
let inKv: Entry | undefined
let written: Entry[]
let deletes: number
let holdReads: Promise<unknown>
let store: Store

const kv: KvStore = {
  read: async () => {
    const found = inKv
    await holdReads
    return found
  },
  write: async (entry) => {
    written.push(entry)
  },
  delete: async () => {
    deletes++
    inKv = undefined
  },
  counts: { asked: 0, failed: 0, timedOut: 0, leftOut: 0 },
}

beforeEach(() => {
  nowMs = 1_000
  inKv = undefined
  written = []
  deletes = 0
  holdReads = Promise.resolve()
  const now = () => nowMs
  store = createStore({
    kv,
    location: createLocationStore({ caches: undefined, now }),
    flights: createSingleFlight(1_000),
    digestKey: createDigestKey('https://api.example', ''),
    kvWriteMs: 60_000,
    timeoutMs: 1_000,
    now,
  })
})

const load = async (invalidatedAt: number) => (await store.load(NAME, invalidatedAt, use))?.entry

const textOf = (entry: Entry | undefined) => entry && new TextDecoder().decode(entry.body)

async function entryOf(text: string, requestedAt: number, name = NAME): Promise<Entry> {
  const times = { requestedAt, storedAt: requestedAt, correctedInitialAgeMs: 0, clientMaxAgeMs: 0 }
  return store.createEntry(name, new TextEncoder().encode(text), { ...times, ...LIFETIMES })
}

async function put(text: string, requestedAt: number, name = NAME): Promise<boolean> {
  return store.put(name, await entryOf(text, requestedAt, name), use)
}

describe('memory', () => {
  test('gives what was put, to its name alone', async () => {
    await put('mine', 1_000)
    expect(textOf(store.fromMemory(NAME, 0))).toBe('mine')
    for (const part of ['caller', 'kind', 'resource', 'query', 'linkBase'] as const) {
      expect(store.fromMemory({ ...NAME, [part]: 'other' }, 0)).toBeUndefined()
    }
  })

  test('gives nothing past its last lifetime', async () => {
    await put('mine', 1_000)
    nowMs = 61_099
    expect(store.fromMemory(NAME, 0)).toBeDefined()
    nowMs = 61_100
    expect(store.fromMemory(NAME, 0)).toBeUndefined()
  })

  test.each([
    [999, true],
    [1_000, false],
  ])('asked for at 1000, a write at %d: given is %s', async (invalidatedAt, isGiven) => {
    await put('mine', 1_000)
    expect(store.fromMemory(NAME, invalidatedAt) !== undefined).toBe(isGiven)
  })

  test('takes what is a mebibyte, and not a byte more', async () => {
    expect(await put('x'.repeat(MAX_STORED_BYTES), 1_000)).toBe(true)
    expect(await put('x'.repeat(MAX_STORED_BYTES + 1), 1_001)).toBe(false)
    expect(store.fromMemory(NAME, 0)?.body.byteLength).toBe(MAX_STORED_BYTES)
    expect(written).toHaveLength(1)
  })

  test('answers that overtake each other: the one that was asked for last stays', async () => {
    nowMs = 1_010
    await put('later', 1_010)
    expect(await put('earlier', 1_000)).toBe(false)
    expect(textOf(store.fromMemory(NAME, 0))).toBe('later')
    expect(written).toHaveLength(1)
  })
})

describe('KV', () => {
  test('is looked into once for all who ask at the same time, and then known', async () => {
    inKv = await entryOf('stored', 1_000)
    const found = await Promise.all([1, 2, 3].map(() => load(0)))
    expect(found.map(textOf)).toEqual(['stored', 'stored', 'stored'])
    expect(textOf(store.fromMemory(NAME, 0))).toBe('stored')
  })

  test('is not asked for what is kept in memory alone', async () => {
    const name: CacheKey = { ...NAME, lowestTier: 'memory' }
    inKv = await entryOf('stored', 1_000)
    expect(await store.load(name, 0, use)).toBeUndefined()
    await put('mine', 1_000, name)
    expect(written).toEqual([])
  })

  test('gives nothing that is past its lifetimes or that a write has made void', async () => {
    inKv = await entryOf('stored', 1_000)
    expect(await load(1_000)).toBeUndefined()
    nowMs = 61_100
    expect(await load(0)).toBeUndefined()
  })

  test('that is slow does not put an older entry over a newer one', async () => {
    inKv = await entryOf('old', 900)
    const held = Promise.withResolvers<void>()
    holdReads = held.promise
    const recalled = load(0)
    await put('new', 1_000)
    held.resolve()
    expect(textOf(await recalled)).toBe('new')
    expect(textOf(store.fromMemory(NAME, 0))).toBe('new')
  })
})

describe('what was removed', () => {
  test('is gone from both tiers', async () => {
    await put('mine', 1_000)
    inKv = await entryOf('mine', 1_000)
    await store.remove(NAME, use)
    expect(store.fromMemory(NAME, 0)).toBeUndefined()
    expect(await load(0)).toBeUndefined()
  })

  test('does not come back from a KV that goes on showing it', async () => {
    const removed = await entryOf('removed', 1_000)
    await store.remove(NAME, use)
    inKv = removed
    expect(await load(0)).toBeUndefined()
    expect(store.fromMemory(NAME, 0)).toBeUndefined()
  })

  test('does not come back from a look into KV that was under way', async () => {
    inKv = await entryOf('removed', 900)
    const held = Promise.withResolvers<void>()
    holdReads = held.promise
    const recalled = load(0)
    await store.remove(NAME, use)
    held.resolve()
    expect(await recalled).toBeUndefined()
    expect(store.fromMemory(NAME, 0)).toBeUndefined()
  })

  test('does not come back with the answer to a call that was under way', async () => {
    const late = await entryOf('late', 990)
    await store.remove(NAME, use)
    nowMs = 1_050
    expect(store.put(NAME, late, use)).toBe(false)
    expect(store.fromMemory(NAME, 0)).toBeUndefined()
    expect(written).toEqual([])
  })

  test('is removed again where something was stored while it was being removed', async () => {
    const entry = await entryOf('stored since', 1_001)
    const first = store.remove(NAME, use)
    nowMs = 1_001
    expect(store.put(NAME, entry, use)).toBe(true)
    const second = store.remove(NAME, use)
    await Promise.all([first, second])
    expect(deletes).toBe(2)
  })

  test('is removed once by all who remove it at the same time, and by one who comes later', async () => {
    await put('mine', 1_000)
    await Promise.all([store.remove(NAME, use), store.remove(NAME, use)])
    expect([deletes, store.fromMemory(NAME, 0)]).toEqual([1, undefined])
    await store.remove(NAME, use)
    expect(deletes).toBe(2)
  })

  test('may be forgotten here alone: nothing older is taken from KV, which keeps it', async () => {
    inKv = await entryOf('older', 1_000)
    store.forget(NAME)
    expect([await load(0), deletes]).toEqual([undefined, 0])
    nowMs = 1_001
    inKv = await entryOf('newer', 1_001)
    expect(textOf(await load(0))).toBe('newer')
  })

  test('may be asked for and stored anew', async () => {
    await store.remove(NAME, use)
    nowMs = 1_001
    expect(await put('again', 1_001)).toBe(true)
    expect(textOf(store.fromMemory(NAME, 0))).toBe('again')
  })
})
