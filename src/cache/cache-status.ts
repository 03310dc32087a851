import { currentAgeMs, type Envelope } from './entry.ts'
import type { CacheResult } from './result.ts'

const NAME = 'everruns-edge'

/** What a cache before this one said is passed on, but not without bound. */
const MAX_UPSTREAM_STATUS_LENGTH = 300

/**
 * Returns `Cache-Status`, RFC 9211: one member of the list for this cache, after what came from caches before it.
 * Undefined for an error that the edge made itself: no cache took part in it.
 */
export function cacheStatus(result: CacheResult, nowMs: number): string | undefined {
  switch (result.kind) {
    case 'hit':
      return member('hit', `ttl=${ttlSeconds(result.entry.envelope, nowMs)}`, detail(result.detail))
    case 'negative':
      return member('hit', `ttl=${Math.ceil(result.negative.ttlMs / 1_000)}`, detail('negative'))
    case 'fetched':
      return after(
        result.upstreamStatus,
        member(
          `fwd=${result.reason}`,
          'fwd-status=200',
          stored(result),
          collapsed(result),
          detail(result.detail),
        ),
      )
    case 'failed':
      if (result.failure.kind !== 'answer') return undefined
      return member(
        `fwd=${result.reason}`,
        `fwd-status=${result.failure.status}`,
        collapsed(result),
        detail(result.detail),
      )
    case 'not-cached':
    case 'held':
      return undefined
  }
}

/** Returns the whole seconds of freshness that are left, negative when stale. */
function ttlSeconds(envelope: Envelope, nowMs: number): number {
  return Math.floor((envelope.maxAgeMs - currentAgeMs(envelope, nowMs)) / 1_000)
}

const stored = (result: { isStored: boolean }) => (result.isStored ? 'stored' : undefined)

const collapsed = (result: { isCollapsed: boolean }) =>
  result.isCollapsed ? 'collapsed' : undefined

const detail = (value: string | undefined) => value && `detail=${value}`

function member(...parameters: (string | undefined)[]): string {
  return [NAME, ...parameters.filter((parameter) => parameter !== undefined)].join('; ')
}

function after(upstream: string | null, own: string): string {
  const isPassedOn = upstream && upstream.length <= MAX_UPSTREAM_STATUS_LENGTH
  return isPassedOn ? `${upstream}, ${own}` : own
}
