import type { CacheAnswer } from '../cache/answer.ts'
import { cacheStatus, ttlSeconds } from '../cache/cache-status.ts'
import { isNotModified } from '../cache/conditional.ts'
import { currentAgeMs, type Entry } from '../cache/envelope.ts'
import { type EdgeContext, fail } from '../context.ts'
import type { Failure } from '../problem/failure.ts'

const VARY = 'Authorization, Cookie, X-Org-Id'

/** The response to what the cache answered, with the headers that say where it came from and how old it is. */
export function cachedResponse(c: EdgeContext, answer: CacheAnswer): Response {
  const nowMs = c.var.edge.now()
  const status = cacheStatus(answer, nowMs)
  const response = isEntry(answer)
    ? entryResponse(c, answer.entry, isStored(answer), nowMs)
    : fail(c, failureOf(answer))
  if (status) response.headers.set('Cache-Status', status)
  response.headers.set('Server-Timing', serverTiming(c, answer, nowMs))
  c.var.facts.cache = outcome(answer)
  return response
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
  { envelope, body }: Entry,
  isKept: boolean,
  nowMs: number,
): Response {
  const maxAge = Math.max(0, ttlSeconds(envelope, nowMs))
  const headers = new Headers({
    'Cache-Control': isKept ? `private, max-age=${maxAge}` : 'private, no-store',
    Date: new Date(nowMs).toUTCString(),
    ETag: envelope.etag,
    Vary: VARY,
    Age: String(Math.floor(currentAgeMs(envelope, nowMs) / 1_000)),
  })
  if (isNotModified(c.req.raw.headers.get('if-none-match'), envelope.etag)) {
    return new Response(null, { status: 304, headers })
  }
  headers.set('Content-Type', 'application/json')
  return new Response(body, { headers })
}

/** The cache outcome as the log and `Server-Timing` name it. */
function outcome(answer: CacheAnswer): string {
  if (answer.kind === 'hit') return answer.detail ?? 'hit'
  if (answer.kind === 'fetched' || answer.kind === 'failed') {
    return answer.isCollapsed ? 'collapsed' : answer.reason
  }
  return answer.kind
}

function serverTiming(c: EdgeContext, answer: CacheAnswer, nowMs: number): string {
  const duration = Math.max(0, nowMs - c.var.facts.startedAtMs)
  return `cache;desc="${outcome(answer)}", edge;dur=${duration}`
}
