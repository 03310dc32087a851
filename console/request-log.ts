import type { Delivery } from './answered-by.ts'
import type { Problem } from './problem.ts'

/** A request of which the browser has not told yet how it was answered. */
export interface Untold {
  number: number
  /** By the clock of the page's performance, just before it was sent. */
  sentMs: number
}

/** How much the browser cuts off its times (High Resolution Time). */
const CLOCK_MS = 1

/**
 * Returns the request that an entry of Resource Timing is about: the last one that was sent before the entry began.
 * Entries come in no order, some before the body is read; where the clocks do not fit, the first is the likeliest.
 */
export function findSender(untold: readonly Untold[], beganMs: number): Untold | undefined {
  return untold.findLast(({ sentMs }) => sentMs <= beganMs + CLOCK_MS) ?? untold[0]
}

/** How many requests are remembered. */
export const LOG_LENGTH = 100

/** One request of the page and what became of it. No credential is ever part of it. */
export interface LoggedRequest {
  /** Counts from 1 since the page was opened. */
  number: number
  startedAtMs: number
  method: string
  /** Path and query. */
  path: string
  url: string
  credential: 'token' | 'cookie'
  /** Headers that the page set, but for the credential. */
  sent: [name: string, value: string][]
  cacheMode: string
  body: string | undefined
  /** Undefined while nothing has come, 0 where nothing ever will. */
  status: number | undefined
  durationMs: number | undefined
  received: [name: string, value: string][]
  delivery: Delivery
  bytes: number | undefined
  problem: Problem | undefined
  isAborted: boolean
}

/** Returns the log with a request at its front, without the oldest past {@link LOG_LENGTH}. */
export function logRequest(
  log: readonly LoggedRequest[],
  request: LoggedRequest,
): readonly LoggedRequest[] {
  return [request, ...log.slice(0, LOG_LENGTH - 1)]
}

/** Returns the log with what has become known of a request; one that was dropped stays dropped. */
export function amendRequest(
  log: readonly LoggedRequest[],
  number: number,
  known: Partial<LoggedRequest>,
): readonly LoggedRequest[] {
  return log.map((each) => (each.number === number ? { ...each, ...known } : each))
}

/** Returns the value of a header of the answer. */
export function receivedHeader({ received }: LoggedRequest, name: string): string | null {
  return received.find(([each]) => each === name)?.[1] ?? null
}

/**
 * Returns the form in which a request asks whether something has changed (RFC 9110, section 13), as it is on the
 * wire: `fetch()` adds headers of its own, which the page never sees (Fetch standard, HTTP-network-or-cache fetch).
 */
export function conditionalForm(
  sent: readonly (readonly [string, string])[],
  cacheMode: string,
  delivery: Delivery,
): string {
  const value = (wanted: string) => sent.find(([name]) => name.toLowerCase() === wanted)?.[1]
  const directive = value('cache-control')
  if (value('if-none-match') !== undefined) {
    return directive === undefined
      ? 'If-None-Match of the script, and a directive that fetch() adds: Cache-Control: max-age=0 in Chromium, no-cache with Pragma elsewhere'
      : `If-None-Match and Cache-Control: ${directive} of the script`
  }
  if (cacheMode === 'no-cache') {
    return 'Cache-Control: max-age=0 of fetch(), with If-None-Match where the browser has a copy'
  }
  if (cacheMode === 'no-store' || cacheMode === 'reload') {
    return directive === undefined
      ? 'no condition; Cache-Control: no-cache and Pragma: no-cache of fetch()'
      : `no condition; Cache-Control: ${directive} of the script`
  }
  if (delivery === 'browser-cache') return 'not sent: the browser answered'
  if (delivery === 'revalidated') return 'If-None-Match of the browser’s own cache, no directive'
  return 'no condition'
}
