import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { etagOf } from '../../src/cache/digest.ts'
import type { Entry } from '../../src/cache/entry.ts'
import { createKvStore } from '../../src/cache/kv-store.ts'
import type { Connections } from '../../src/cache/tier.ts'

const KEY = '2/stats/caller/digest'
const TIMEOUT_MS = 250
const BODY = new TextEncoder().encode('{"session_count":3}')

interface FakeKv {
  getWithMetadata?: (key: string) => unknown
  put?: (key: string, value: unknown, options: KVNamespacePutOptions) => unknown
  delete?: (key: string) => unknown
  list?: (options: KVNamespaceListOptions) => unknown
}

const tierOf = (kv: FakeKv) => createKvStore(kv as unknown as KVNamespace, () => 0)
const connections: Connections = { run: (operation) => operation(), left: 45 }
const never = () => new Promise<never>(() => undefined)
const fail = () => {
  throw new Error('down')
}
const reject = () => Promise.reject(new Error('down'))

async function entryOf(lifetimes: Partial<Entry['envelope']> = {}): Promise<Entry> {
  const times = {
    requestedAt: 1,
    storedAt: 2,
    correctedInitialAgeMs: 1,
    clientMaxAgeMs: 0,
    kvWrittenAt: 0,
  }
  const all = {
    maxAgeMs: 15_000,
    staleWhileRevalidateMs: 45_000,
    staleIfErrorMs: 600_000,
    ...lifetimes,
  }
  return { envelope: { key: KEY, etag: await etagOf(BODY), ...times, ...all }, body: BODY }
}

let background: Promise<unknown>[]
const waitUntil = (promise: Promise<unknown>) => {
  background.push(promise)
}

beforeEach(() => {
  background = []
  vi.useFakeTimers()
})
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

describe('a read', () => {
  test('gives what was written', async () => {
    const { envelope, body } = await entryOf()
    const found = { value: body.slice().buffer, metadata: envelope }
    const tier = tierOf({ getWithMetadata: async () => found })
    expect(await tier.read(KEY, connections)).toEqual({ envelope, body })
  })

  test.each([
    ['throws at once', fail],
    ['rejects', reject],
    ['has nothing', async () => ({ value: null, metadata: null })],
    ['gives rubbish', async () => ({ value: new ArrayBuffer(9), metadata: 'rubbish' })],
    ['gives no object at all', async () => undefined],
    ['gives null', async () => null],
  ])('of a KV that %s is nothing', async (_, getWithMetadata) => {
    expect(await tierOf({ getWithMetadata }).read(KEY, connections)).toBeUndefined()
  })

  test('of a KV that gives another key’s value is nothing', async () => {
    const { envelope, body } = await entryOf()
    const found = { value: body.slice().buffer, metadata: { ...envelope, key: `${KEY}x` } }
    expect(
      await tierOf({ getWithMetadata: async () => found }).read(KEY, connections),
    ).toBeUndefined()
  })

  test('waits 250 ms for a KV that hangs, and no longer', async () => {
    let result: unknown = 'waiting'
    void tierOf({ getWithMetadata: never })
      .read(KEY, connections)
      .then((found) => {
        result = found
      })
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS - 1)
    expect(result).toBe('waiting')
    await vi.advanceTimersByTimeAsync(1)
    expect(result).toBeUndefined()
  })

  test('that is given up and rejects later is no unhandled rejection', async () => {
    const late = Promise.withResolvers<never>()
    const read = tierOf({ getWithMetadata: () => late.promise }).read(KEY, connections)
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS)
    expect(await read).toBeUndefined()
    late.reject(new Error('too late'))
    await vi.advanceTimersByTimeAsync(0)
  })
})

describe('a write', () => {
  async function ttlOf(lifetimes: Partial<Entry['envelope']>): Promise<number | undefined> {
    let ttl: number | undefined
    const put = (_key: string, _value: unknown, { expirationTtl = 0 }: KVNamespacePutOptions) => {
      if (expirationTtl < 60) throw new Error('expiration_ttl must be at least 60')
      ttl = expirationTtl
    }
    await tierOf({ put }).write(await entryOf(lifetimes), connections)
    return ttl
  }

  test.each([
    [{ maxAgeMs: 15_000, staleWhileRevalidateMs: 45_000, staleIfErrorMs: 600_000 }, 615],
    [{ maxAgeMs: 15_000, staleWhileRevalidateMs: 45_000, staleIfErrorMs: 0 }, 60],
    [{ maxAgeMs: 60_000, staleWhileRevalidateMs: 0, staleIfErrorMs: 0 }, 60],
    [{ maxAgeMs: 60_001, staleWhileRevalidateMs: 0, staleIfErrorMs: 0 }, 61],
    [{ maxAgeMs: 3_600_000, staleWhileRevalidateMs: 0, staleIfErrorMs: 0 }, 3_600],
  ])('of %o lives for %d s: KV refuses less than 60', async (lifetimes, seconds) => {
    expect(await ttlOf(lifetimes)).toBe(seconds)
  })

  test('of what lives too short for KV to show it is left out', async () => {
    expect(
      await ttlOf({ maxAgeMs: 59_999, staleWhileRevalidateMs: 0, staleIfErrorMs: 0 }),
    ).toBeUndefined()
  })

  test('is under the entry’s own key, with its envelope beside the bytes', async () => {
    const put = vi.fn()
    const { envelope, body } = await entryOf()
    await tierOf({ put }).write({ envelope, body }, connections)
    expect(put).toHaveBeenCalledExactlyOnceWith(
      KEY,
      body,
      expect.objectContaining({ metadata: envelope }),
    )
  })

  test.each([
    ['throws at once', fail],
    ['rejects', reject],
  ])('to a KV that %s is no error', async (_, put) => {
    await expect(tierOf({ put }).write(await entryOf(), connections)).resolves.toBeUndefined()
  })
})

describe('a delete', () => {
  test('is done when it resolves', async () => {
    const remove = vi.fn()
    await tierOf({ delete: remove }).delete(KEY, connections, waitUntil)
    expect(remove).toHaveBeenCalledExactlyOnceWith(KEY)
  })

  test.each([
    ['throws at once', fail],
    ['rejects', reject],
  ])('in a KV that %s is no error', async (_, remove) => {
    await expect(
      tierOf({ delete: remove }).delete(KEY, connections, waitUntil),
    ).resolves.toBeUndefined()
    await expect(Promise.all(background)).resolves.toBeDefined()
  })

  test('in a KV that hangs is waited for 250 ms, and goes on behind the answer', async () => {
    const slow = Promise.withResolvers<void>()
    const removal = tierOf({ delete: () => slow.promise }).delete(KEY, connections, waitUntil)
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS)
    await removal
    expect(background).toHaveLength(1)
    slow.resolve()
    await background[0]
  })
})

test('after three timeouts in a row KV is left out for 30 seconds, and then asked again', async () => {
  let nowMs = 1_000
  const asked = vi.fn(never)
  const kv = { getWithMetadata: asked } as unknown as KVNamespace
  const tier = createKvStore(kv, () => nowMs)
  for (let n = 0; n < 3; n++) {
    const read = tier.read(KEY, connections)
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS)
    expect(await read).toBeUndefined()
  }
  expect(await tier.read(KEY, connections)).toBeUndefined()
  expect([asked.mock.calls.length, tier.counts.leftOut, tier.counts.timedOut]).toEqual([3, 1, 3])
  nowMs += 30_000
  const again = tier.read(KEY, connections)
  await vi.advanceTimersByTimeAsync(TIMEOUT_MS)
  expect([await again, asked.mock.calls.length]).toEqual([undefined, 4])
})
