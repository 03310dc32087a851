import { createLru } from '../lru.ts'
import { type Failure, failureBytes } from '../problem/failure.ts'
import type { CachingFacts } from '../syntax/caching-facts.ts'
import { NO_LIFETIMES } from './entry.ts'
import { allowedLifetimes, correctedInitialAgeMs } from './freshness.ts'
import { type CacheKey, memoryKey } from './key.ts'

const MAX_NEGATIVES = 2_000
const MAX_NEGATIVES_BYTES = 2 * 1024 * 1024

/** A 404 that is remembered: a poll for what is not there does not reach the upstream each time. */
export interface NegativeEntry {
  failure: Failure
  /** Milliseconds that it will still be remembered. */
  ttlMs: number
}

/** Remembered 404s, in memory only: a few seconds are not worth a KV write. */
export interface NegativeCache {
  /**
   * Returns the 404 of a key, where it is remembered.
   *
   * @param invalidatedAt epoch milliseconds: what was asked for at or before it is void for this caller
   */
  find(key: CacheKey, invalidatedAt: number, nowMs: number): NegativeEntry | undefined
  /** Remembers a failure that is a 404 and that its answer's own headers allow to keep, and no other. */
  learn(key: CacheKey, failure: Failure, requestedAt: number, nowMs: number): void
  /** Forgets the 404 of a key. */
  forget(key: CacheKey): void
}

/**
 * Creates a cache that remembers nothing. One per isolate.
 *
 * @param freshMs for how long a 404 is remembered
 */
export function createNegativeCache(freshMs: number): NegativeCache {
  const bounds = { maxEntries: MAX_NEGATIVES, maxBytes: MAX_NEGATIVES_BYTES }
  /** The upstream's own words shorten what a 404 is remembered for, down to nothing. */
  function freshnessOf(facts: CachingFacts | undefined, requestedAt: number, nowMs: number) {
    if (!facts) return freshMs
    const allowed = allowedLifetimes({ ...NO_LIFETIMES, maxAgeMs: freshMs }, facts, nowMs)
    return (allowed?.maxAgeMs ?? 0) - correctedInitialAgeMs(facts, requestedAt, nowMs)
  }

  const known = createLru<{ failure: Failure; requestedAt: number; until: number }>(bounds)
  return {
    find(ownKey, invalidatedAt, nowMs) {
      if (known.size === 0) return undefined
      const key = memoryKey(ownKey)
      const negative = known.get(key)
      if (!negative) return undefined
      const isVoid = negative.requestedAt <= invalidatedAt
      const isPast = negative.requestedAt <= nowMs
      if (!isVoid && isPast && nowMs < negative.until) {
        return { failure: negative.failure, ttlMs: negative.until - nowMs }
      }
      known.delete(key)
      return undefined
    },
    learn(ownKey, failure, requestedAt, nowMs) {
      if (failure.kind !== 'answer' || failure.status !== 404) return
      const ttlMs = freshnessOf(failure.headers.caching, requestedAt, nowMs)
      if (ttlMs <= 0) return
      const until = nowMs + ttlMs
      known.set(memoryKey(ownKey), { failure, requestedAt, until }, failureBytes(failure))
    },
    forget: (ownKey) => known.delete(memoryKey(ownKey)),
  }
}
