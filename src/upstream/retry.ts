import type { Failure } from '../problem/failure.ts'
import { decodePercent } from '../syntax/percent.ts'

/** A first try and two more. */
const MAX_RETRIES = 2

/** The first wait is at most this long, the second twice as long: full jitter spreads them. */
const BACKOFF_BASE_MS = 100

const RETRIED_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/** RFC 9110 section 15.6: the server, or one before it, could not answer now. */
const RETRIED_STATUSES: ReadonlySet<number> = new Set([502, 503, 504])

/** Retries may be a fifth of all requests. */
const BUDGET_PER_REQUEST = 0.2

/** So many retries may be saved up: a quiet isolate too can ride out a short fault, and no more. */
const MAX_BUDGET = 10

/** What a retry is decided on. */
export interface Attempt {
  method: string
  /** `/v1/…` */
  path: string
  failure: Failure
  /** 0 for the first. */
  retriesSoFar: number
  /** Milliseconds until the deadline of the whole call. */
  remainingMs: number
  /** 0 to 1. */
  random: number
}

/**
 * Returns how long to wait before trying again, in milliseconds; undefined where trying again does not help, may
 * harm, or would come too late.
 */
export function retryDelayMs(attempt: Attempt): number | undefined {
  const { method, path, failure, retriesSoFar, remainingMs, random } = attempt
  const isRetried = RETRIED_METHODS.has(method) && !isOneTime(path) && retriesSoFar < MAX_RETRIES
  if (!isRetried || !isPassing(failure)) return undefined
  const asked = failure.kind === 'answer' ? failure.retryAfterSeconds : undefined
  const backoff = random * BACKOFF_BASE_MS * 2 ** retriesSoFar
  // On top of the wait: all who were told the same second would else come back in it together.
  const delay = (asked ?? 0) * 1_000 + backoff
  return delay < remainingMs ? delay : undefined
}

/** Tells whether a path is of sign-in, whose codes are good for one use, however it is spelt. */
function isOneTime(path: string): boolean {
  return /^\/+v1\/+auth(?:\/|$)/i.test(decodePercent(path) ?? path)
}

/** Tells whether a fault may be over in a moment. A timeout is not: it took all the time there was. */
function isPassing(failure: Failure): boolean {
  switch (failure.kind) {
    case 'unreachable':
      return true
    case 'answer':
      return RETRIED_STATUSES.has(failure.status)
    case 'invalid-response':
      return failure.reason === 'cut'
    case 'timeout':
    case 'edge':
      return false
  }
}

/** Bounds retries to a part of all requests, so that a failing upstream is not asked three times as often. */
export interface RetryBudget {
  /** Every request adds its part. */
  deposit(): void
  /** Takes one retry; false where none is left. */
  withdraw(): boolean
}

/** Makes a full budget. One per isolate. */
export function createRetryBudget(): RetryBudget {
  let balance = MAX_BUDGET
  return {
    deposit() {
      balance = Math.min(MAX_BUDGET, balance + BUDGET_PER_REQUEST)
    },
    withdraw() {
      if (balance < 1) return false
      balance -= 1
      return true
    },
  }
}
