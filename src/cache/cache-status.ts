import { currentAgeMs, type Envelope } from './entry.ts'
import type { CacheAnswer } from './result.ts'

const NAME = 'everruns-edge'

/** What a cache before this one said is passed on, but not without bound. */
const MAX_UPSTREAM_STATUS_LENGTH = 300

/**
 * RFC 9211: one member of the list for this cache, after what came from caches before it. Undefined for an
 * error that the edge made itself: no cache took part in it.
 */
export function cacheStatus(answer: CacheAnswer, nowMs: number): string | undefined {
  switch (answer.kind) {
    case 'hit':
      return member('hit', `ttl=${ttlSeconds(answer.entry.envelope, nowMs)}`, detail(answer.detail))
    case 'negative':
      return member('hit', `ttl=${Math.ceil(answer.negative.ttlMs / 1_000)}`, detail('negative'))
    case 'fetched':
      return after(
        answer.upstreamStatus,
        member(`fwd=${answer.reason}`, 'fwd-status=200', stored(answer), collapsed(answer)),
      )
    case 'failed':
      if (answer.failure.kind !== 'answer') return undefined
      return member(
        `fwd=${answer.reason}`,
        `fwd-status=${answer.failure.status}`,
        collapsed(answer),
      )
    case 'not-cached':
    case 'held':
      return undefined
  }
}

/** Whole seconds of freshness left, negative when stale. */
export function ttlSeconds(envelope: Envelope, nowMs: number): number {
  return Math.floor((envelope.maxAgeMs - currentAgeMs(envelope, nowMs)) / 1_000)
}

const stored = (answer: { isStored: boolean }) => (answer.isStored ? 'stored' : undefined)

const collapsed = (answer: { isCollapsed: boolean }) =>
  answer.isCollapsed ? 'collapsed' : undefined

const detail = (value: string | undefined) => value && `detail=${value}`

function member(...parameters: (string | undefined)[]): string {
  return [NAME, ...parameters.filter((parameter) => parameter !== undefined)].join('; ')
}

function after(upstream: string | null, own: string): string {
  const isPassedOn = upstream && upstream.length <= MAX_UPSTREAM_STATUS_LENGTH
  return isPassedOn ? `${upstream}, ${own}` : own
}
