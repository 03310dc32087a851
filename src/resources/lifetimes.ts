import type { Windows } from '../cache/freshness.ts'
import { MIN_KV_LIFETIME_MS } from '../cache/kv-store.ts'
import type { Config } from '../config.ts'
import type { ResourceBody } from './load.ts'
import type { CachedKind } from './reader.ts'

/** A run in one of these never changes again. */
const TERMINAL_STATUSES: ReadonlySet<string> = new Set(['completed', 'failed'])

/** How long an answer of a kind serves. */
export function windowsOf(
  kind: CachedKind,
  value: ResourceBody<CachedKind>,
  config: Config,
): Windows {
  switch (kind) {
    case 'stats':
      return windows(
        config.STATS_FRESH_SECONDS,
        config.STATS_STALE_SECONDS,
        config.STATS_ERROR_SECONDS,
      )
    case 'harness':
      return windows(
        config.HARNESS_FRESH_SECONDS,
        config.HARNESS_STALE_SECONDS,
        config.HARNESS_STALE_SECONDS,
      )
    case 'latest':
      return windows(config.CHECK_FRESH_SECONDS)
    case 'run':
      return windows(isTerminal(value) ? config.RUN_FRESH_SECONDS : config.CHECK_FRESH_SECONDS)
  }
}

/** A name serves as long as what it leads to: else stats by name would fail while stats by ID do not. */
export function nameWindows(config: Config): Windows {
  const { HARNESS_FRESH_SECONDS, HARNESS_STALE_SECONDS, STATS_ERROR_SECONDS } = config
  return windows(HARNESS_FRESH_SECONDS, HARNESS_STALE_SECONDS, STATS_ERROR_SECONDS)
}

/** Names are a memory's matter; of the rest, what outlives KV's own delays is worth a KV read and write. */
export function tierOf(kind: CachedKind | 'name', config: Config): 'memory' | 'memory-and-kv' {
  const isShort = kind === 'latest' && config.CHECK_FRESH_SECONDS * 1_000 < MIN_KV_LIFETIME_MS
  return kind === 'name' || isShort ? 'memory' : 'memory-and-kv'
}

function windows(fresh: number, stale = 0, error = 0): Windows {
  return { freshMs: fresh * 1_000, staleMs: stale * 1_000, errorMs: error * 1_000 }
}

function isTerminal(value: ResourceBody<CachedKind>): boolean {
  return (
    'status' in value && typeof value.status === 'string' && TERMINAL_STATUSES.has(value.status)
  )
}
