/** However short an entry lives, it is not asked for more often. */
export const SHORTEST_POLL_MS = 5_000
/** However long the edge is away, it is asked again. */
export const LONGEST_POLL_MS = 60_000
/** The edge counts in whole seconds: a moment later the entry is really over. */
const SLACK_MS = 250

/** What the last answer says about the next question. */
export interface PollFacts {
  isOk: boolean
  /** `ttl` of the edge's `Cache-Status`. */
  ttlSeconds: number | undefined
  retryAfterSeconds: number | undefined
  /** Answers in a row that were none of use, the last one included. */
  failures: number
}

/** Returns after how long to ask again: when the entry is over; after a failure ever later. */
export function nextPollMs({ isOk, ttlSeconds, retryAfterSeconds, failures }: PollFacts): number {
  if (isOk) {
    const freshMs = (ttlSeconds ?? 0) * 1000 + SLACK_MS
    return Math.max(SHORTEST_POLL_MS, freshMs)
  }
  const backoffMs = SHORTEST_POLL_MS * 2 ** Math.min(10, Math.max(0, failures - 1))
  const waitMs = Math.min(LONGEST_POLL_MS, backoffMs)
  return Math.max(waitMs, (retryAfterSeconds ?? 0) * 1000)
}
