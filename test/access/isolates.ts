import { expect } from 'vitest'
import { type AccessStore, createAccessStore } from '../../src/access/store.ts'
import { createDigestKey } from '../../src/cache/key.ts'
import { createKvStore } from '../../src/cache/kv-store.ts'
import { createLocationStore } from '../../src/cache/location-store.ts'
import type { CacheUse } from '../../src/cache/result.ts'
import { createSingleFlight } from '../../src/cache/single-flight.ts'

export const LIFETIMES = { admissionMs: 3_600_000, proofMs: 60_000, unrenewedMs: 300_000 }
export const START_MS = 1_800_000_000_000

/** A value of KV with what stands beside it. */
export type Stored = { value: ArrayBuffer; metadata: unknown }

/** Isolates over one KV, all in the test's hand. */
export interface Isolates {
  /** Moved by the test, epoch milliseconds. */
  nowMs: number
  values: Map<string, Stored>
  reads: number
  writes: number
  fault: 'none' | 'throws' | 'hangs'
  start(upstreamUrl?: string): AccessStore
  /** What a request gives the store. */
  readonly use: CacheUse
  /** Waits for all that runs behind the answers. */
  settled(): Promise<void>
}

/** Makes an empty KV. */
export function createIsolates(): Isolates {
  const behind: Promise<unknown>[] = []
  const kv = {
    async getWithMetadata(key: string) {
      stage.reads++
      if (stage.fault === 'throws') throw new Error('KV is down')
      if (stage.fault === 'hangs') return new Promise(() => undefined)
      return stage.values.get(key) ?? { value: null, metadata: null }
    },
    async put(
      key: string,
      value: Uint8Array,
      options: { metadata: unknown; expirationTtl: number },
    ) {
      stage.writes++
      if (stage.fault === 'throws') throw new Error('KV is down')
      expect(options.expirationTtl).toBeGreaterThanOrEqual(3_600)
      const { metadata } = options
      stage.values.set(key, { value: new Uint8Array(value).buffer, metadata })
    },
  }
  const stage: Isolates = {
    nowMs: START_MS,
    values: new Map(),
    reads: 0,
    writes: 0,
    fault: 'none',
    start(upstreamUrl = 'https://upstream.example') {
      const now = () => stage.nowMs
      return createAccessStore({
        kv: createKvStore(kv as unknown as KVNamespace, now),
        location: createLocationStore({ caches: undefined, now }),
        flights: createSingleFlight(1_000),
        digestKey: createDigestKey(upstreamUrl, ''),
        lifetimes: LIFETIMES,
        kvWriteMs: 60_000,
        timeoutMs: 1_000,
        now,
      })
    },
    use: {
      connections: { run: (operation) => operation(), left: 45 },
      origin: 'https://edge.example',
      waitUntil: (promise) => void behind.push(promise),
    },
    async settled() {
      while (behind.length > 0) await behind.shift()
    },
  }
  return stage
}
