import type { EdgeAnswer } from './edge.ts'

/** When something was seen, and when it was true. */
export interface Seen {
  /** Number of the request in the log. */
  number: number
  asOfMs: number
  receivedAtMs: number
}

/** Returns when an answer was seen. */
export function seenOf({ number, asOfMs, receivedAtMs }: EdgeAnswer): Seen {
  return { number, asOfMs, receivedAtMs }
}
