import { cacheStatus } from '../cache/cache-status.ts'
import { currentAgeMs, type Envelope } from '../cache/entry.ts'
import { clientMaxAgeSeconds } from '../cache/freshness.ts'
import { type CacheResult, type EntryResult, failureOf, type HitDetail } from '../cache/result.ts'
import type { HeaderRecord } from '../syntax/header-record.ts'
import type { EdgeContext } from './context.ts'
import { fail } from './problems.ts'
import { appendCookies, respondTagged } from './responses.ts'

/** Returns the response to what the cache answered, with the headers that say where it came from and how old it is. */
export function cachedResponse(c: EdgeContext, result: CacheResult): Response {
  const edge = c.get('edge')
  const exchange = c.get('exchange')
  const nowMs = edge.now()
  const status = cacheStatus(result, nowMs)
  const outcome = outcomeOf(result)
  const tier = result.kind === 'hit' ? result.tier : undefined
  exchange.outcome.cache = outcome
  if (tier) exchange.outcome.tier = tier
  const elapsedMs = Math.max(0, nowMs - exchange.startedAtMs)
  const headers: HeaderRecord = {
    'Server-Timing': `cache;desc="${outcome}"${tier ? `, tier;desc="${tier}"` : ''}, edge;dur=${elapsedMs}`,
  }
  if (status) headers['Cache-Status'] = status
  return isEntry(result)
    ? entryResponse(c, result, headers, nowMs)
    : fail(c, failureOf(result), headers)
}

const isEntry = (result: CacheResult): result is EntryResult => 'entry' in result

function entryResponse(
  c: EdgeContext,
  result: EntryResult,
  more: HeaderRecord,
  nowMs: number,
): Response {
  const { envelope, body } = result.entry
  const isStored = result.kind === 'hit' || result.isStored
  c.get('exchange').outcome.isPlainHit = result.kind === 'hit' && isUsual(result.detail)
  const headers: HeaderRecord = {
    'Cache-Control': isStored ? clientCacheControl(envelope, nowMs) : 'private, no-store',
    Date: new Date(nowMs).toUTCString(),
    Vary: c.get('edge').callers.vary,
    Age: String(Math.floor(currentAgeMs(envelope, nowMs) / 1_000)),
    ...more,
  }
  const response = respondTagged(c, body, envelope.etag, headers)
  return appendCookies(c, response, result.kind === 'fetched' ? result.cookies : [])
}

/**
 * Returns what a client's own cache may do. By default it asks each time, and gets a cheap 304: else it would hide from
 * its user what that user has just changed.
 */
function clientCacheControl(envelope: Envelope, nowMs: number): string {
  const seconds = clientMaxAgeSeconds(envelope, envelope.clientMaxAgeMs, nowMs)
  return seconds > 0 ? `private, max-age=${seconds}` : 'private, no-cache'
}

/** Tells whether a hit is usual: a busy cache gives a stale answer with a refresh behind it most of the time. */
const isUsual = (detail: HitDetail | undefined) =>
  detail === undefined || detail === 'stale-while-revalidate'

/** Returns the cache outcome as the log and `Server-Timing` name it. */
function outcomeOf(result: CacheResult): string {
  if (result.kind === 'hit') return result.detail ?? 'hit'
  if (result.kind === 'fetched' || result.kind === 'failed') {
    return result.isCollapsed ? 'collapsed' : result.reason
  }
  return result.kind
}
