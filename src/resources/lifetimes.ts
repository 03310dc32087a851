import type { Lifetimes } from '../cache/freshness.ts'
import { MIN_KV_LIFETIME_MS } from '../cache/kv-store.ts'
import type { Config } from '../config.ts'
import type { ResourceBody } from './load.ts'
import type { CachedKind } from './reader.ts'

/** A run in one of these never changes again. */
const TERMINAL_STATUSES: ReadonlySet<string> = new Set(['completed', 'failed'])

/** How long an answer of a kind serves. */
export function lifetimesOf(
  kind: CachedKind,
  value: ResourceBody<CachedKind>,
  config: Config,
): Lifetimes {
  switch (kind) {
    case 'stats':
      return lifetimes(
        config.STATS_FRESH_SECONDS,
        config.STATS_STALE_SECONDS,
        config.STATS_ERROR_SECONDS,
      )
    case 'harness':
      return lifetimes(
        config.HARNESS_FRESH_SECONDS,
        config.HARNESS_STALE_SECONDS,
        config.HARNESS_STALE_SECONDS,
      )
    case 'latest':
      return lifetimes(config.CHECK_FRESH_SECONDS)
    case 'run':
      return lifetimes(isTerminal(value) ? config.RUN_FRESH_SECONDS : config.CHECK_FRESH_SECONDS)
  }
}

/** A name serves as long as what it leads to: else stats by name would fail while stats by ID do not. */
export function nameLifetimes(config: Config): Lifetimes {
  const { HARNESS_FRESH_SECONDS, HARNESS_STALE_SECONDS, STATS_ERROR_SECONDS } = config
  return lifetimes(HARNESS_FRESH_SECONDS, HARNESS_STALE_SECONDS, STATS_ERROR_SECONDS)
}

/** Names are a memory's matter; of the rest, what outlives KV's own delays is worth a KV read and write. */
export function tierOf(kind: CachedKind | 'name', config: Config): 'memory' | 'memory-and-kv' {
  const isShort = kind === 'latest' && config.CHECK_FRESH_SECONDS * 1_000 < MIN_KV_LIFETIME_MS
  return kind === 'name' || isShort ? 'memory' : 'memory-and-kv'
}

function lifetimes(fresh: number, stale = 0, error = 0): Lifetimes {
  return {
    maxAgeMs: fresh * 1_000,
    staleWhileRevalidateMs: stale * 1_000,
    staleIfErrorMs: error * 1_000,
  }
}

function isTerminal(value: ResourceBody<CachedKind>): boolean {
  return (
    'status' in value && typeof value.status === 'string' && TERMINAL_STATUSES.has(value.status)
  )
}
