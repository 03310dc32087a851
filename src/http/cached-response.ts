import { cacheStatus, ttlSeconds } from '../cache/cache-status.ts'
import { currentAgeMs, type Entry } from '../cache/entry.ts'
import type { CacheAnswer } from '../cache/result.ts'
import type { Failure } from '../problem/failure.ts'
import { isNotModified } from '../syntax/entity-tags.ts'
import { type EdgeContext, fail } from './context.ts'
import { type HeaderRecord, respond } from './responses.ts'

/** The response to what the cache answered, with the headers that say where it came from and how old it is. */
export function cachedResponse(c: EdgeContext, answer: CacheAnswer): Response {
  const nowMs = c.get('edge').now()
  const status = cacheStatus(answer, nowMs)
  const how = outcome(answer)
  const facts = c.get('facts')
  facts.cache = how
  const elapsedMs = Math.max(0, nowMs - facts.startedAtMs)
  const headers: HeaderRecord = { 'Server-Timing': `cache;desc="${how}", edge;dur=${elapsedMs}` }
  if (status) headers['Cache-Status'] = status
  return isEntry(answer)
    ? entryResponse(c, answer, headers, nowMs)
    : fail(c, failureOf(answer), headers)
}

type EntryAnswer = Extract<CacheAnswer, { entry: Entry }>

const isEntry = (answer: CacheAnswer): answer is EntryAnswer => 'entry' in answer

const isStored = (answer: EntryAnswer) => answer.kind === 'hit' || answer.isStored

function failureOf(answer: Exclude<CacheAnswer, EntryAnswer>): Failure {
  switch (answer.kind) {
    case 'negative':
      return answer.negative.failure
    case 'failed':
    case 'held':
      return answer.failure
    case 'not-cached':
      return { kind: 'edge', code: 'not_cached' }
  }
}

function entryResponse(
  c: EdgeContext,
  answer: EntryAnswer,
  more: HeaderRecord,
  nowMs: number,
): Response {
  const { envelope, body } = answer.entry
  const maxAge = Math.max(0, ttlSeconds(envelope, nowMs))
  const headers: HeaderRecord = {
    'Cache-Control': isStored(answer) ? `private, max-age=${maxAge}` : 'private, no-store',
    Date: new Date(nowMs).toUTCString(),
    ETag: envelope.etag,
    Vary: c.get('edge').callers.vary,
    Age: String(Math.floor(currentAgeMs(envelope, nowMs) / 1_000)),
    ...more,
  }
  const isKnown = isNotModified(c.req.raw.headers.get('if-none-match'), envelope.etag)
  if (isKnown) return respond(c, null, headers, 304)
  headers['Content-Type'] = 'application/json'
  return respond(c, body, headers)
}

/** The cache outcome as the log and `Server-Timing` name it. */
function outcome(answer: CacheAnswer): string {
  if (answer.kind === 'hit') return answer.detail ?? 'hit'
  if (answer.kind === 'fetched' || answer.kind === 'failed') {
    return answer.isCollapsed ? 'collapsed' : answer.reason
  }
  return answer.kind
}
