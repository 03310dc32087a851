import { createLru } from '../lru.ts'
import { NO_HEADERS } from '../problem/error-headers.ts'
import { type Failure, failureBytes } from '../problem/failure.ts'

/** No wait is kept longer: a limit of the API's is counted by the minute. */
const MAX_HOLD_OFF_MS = 60_000

const MAX_HELD_CALLERS = 2_000
const MAX_HELD_BYTES = 4 * 1024 * 1024

/** A 429 of the upstream's. */
type TooMany = Extract<Failure, { kind: 'answer' }>

/** Who may not ask the upstream for a while, because it answered 429 and said how long. */
export interface HoldOff {
  /** Learns from a failure that is a 429 with a wait, and from no other. */
  learn(caller: string, failure: Failure): void
  /** Returns the same 429 with what is left of its wait; undefined where the caller may ask. */
  of(caller: string): TooMany | undefined
  /** Tells whether the whole address is limited: others too are then given what is stored first. */
  isAddressHeld(): boolean
}

/**
 * Creates a hold-off that holds nobody. One per isolate.
 *
 * @param now epoch milliseconds
 */
export function createHoldOff(now: () => number): HoldOff {
  const bounds = { maxEntries: MAX_HELD_CALLERS, maxBytes: MAX_HELD_BYTES }
  const held = createLru<{ failure: TooMany; until: number }>(bounds)
  let addressUntil = 0

  return {
    learn(caller, failure) {
      if (failure.kind !== 'answer' || failure.status !== 429) return
      const { retryAfterSeconds: seconds, hasRetryAfter } = failure
      if (seconds === undefined) return
      const until = now() + Math.min(seconds * 1_000, MAX_HOLD_OFF_MS)
      // Calls that were under way together may be told different waits: the longest holds.
      const isLongest = until > (held.get(caller)?.until ?? 0)
      if (isLongest) held.set(caller, { failure, until }, failureBytes(failure))
      // Only the limit of an address comes with the header; that of an organisation has it in its body.
      if (hasRetryAfter) addressUntil = Math.max(addressUntil, until)
    },
    of(caller) {
      const hold = held.get(caller)
      if (!hold) return undefined
      const leftMs = hold.until - now()
      if (leftMs <= 0) {
        held.delete(caller)
        return undefined
      }
      // What its headers said, cookies and counters, was said once.
      const retryAfterSeconds = Math.ceil(leftMs / 1_000)
      return { ...hold.failure, retryAfterSeconds, headers: NO_HEADERS }
    },
    isAddressHeld: () => now() < addressUntil,
  }
}
