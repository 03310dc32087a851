import type { WaitUntil } from './single-flight.ts'

/** After so many operations in a row without an answer a tier is left out for a while. */
const MAX_TIMEOUTS_IN_A_ROW = 3

/** How long a tier that does not answer is left out. */
const LEFT_OUT_MS = 30_000

/** The operations that a request may run at the same time and in all: the platform's limits, kept here first. */
export interface Connections {
  /** Runs an operation in a slot of its own. Rejects where the request has none left, or as the operation does. */
  run<T>(operation: () => Promise<T>): Promise<T>
  /** How many operations the request may still begin. */
  readonly left: number
  /** Whether a call of the upstream met silence: the request makes no more of them, behind its answer neither. */
  readonly hasTimedOut?: boolean
}

/** Runs a tier's operations so that nothing it does wrong reaches a caller. */
interface Tier {
  /**
   * Returns what an operation gives in time, else undefined. Never rejects.
   *
   * @param waitUntil lets an operation end that is late, where its end matters
   */
  ask<T>(
    connections: Connections,
    operation: () => Promise<T>,
    waitUntil?: WaitUntil,
  ): Promise<T | undefined>
  /** Waits for an operation however long it takes. Never rejects. */
  tell(connections: Connections, operation: () => Promise<unknown>): Promise<void>
  /** The outcomes of all operations so far, for metrics. */
  readonly counts: TierCounts
}

/** Counters of one tier. */
export interface TierCounts {
  asked: number
  failed: number
  timedOut: number
  leftOut: number
}

/** The parts of {@link createTier}. */
interface TierOptions {
  /** Bound on one operation, counted from its slot. */
  timeoutMs: number
  /** Epoch milliseconds. */
  now: () => number
}

/** Creates the guard of one tier. */
export function createTier({ timeoutMs, now }: TierOptions): Tier {
  const counts: TierCounts = { asked: 0, failed: 0, timedOut: 0, leftOut: 0 }
  let timeoutsInARow = 0
  let leftOutUntil = 0

  function isLeftOut(): boolean {
    const isOut = now() < leftOutUntil
    if (isOut) counts.leftOut++
    return isOut
  }

  function noteTimeout(): void {
    counts.timedOut++
    timeoutsInARow++
    if (timeoutsInARow < MAX_TIMEOUTS_IN_A_ROW) return
    timeoutsInARow = 0
    leftOutUntil = now() + LEFT_OUT_MS
  }

  /** The slot is held until the operation ends, which can be long after nobody waits for it any more. */
  function withinTime<T>(operation: () => Promise<T>, resolve: (value?: T) => void): Promise<void> {
    counts.asked++
    const timer = setTimeout(() => {
      noteTimeout()
      resolve()
    }, timeoutMs)
    return attempt(operation).then(({ isOk, value }) => {
      clearTimeout(timer)
      if (isOk) timeoutsInARow = 0
      else counts.failed++
      resolve(value)
    })
  }

  return {
    counts,
    ask(connections, operation, waitUntil) {
      if (isLeftOut()) return Promise.resolve(undefined)
      return new Promise((resolve) => {
        const running = connections
          .run(() => withinTime(operation, resolve))
          .catch(() => resolve(undefined))
        waitUntil?.(running)
      })
    },
    async tell(connections, operation) {
      if (isLeftOut()) return
      counts.asked++
      const isDone = await connections.run(() => attempt(operation)).catch(() => undefined)
      if (!isDone?.isOk) counts.failed++
    },
  }
}

/** Runs an operation, which may also throw at once. */
async function attempt<T>(operation: () => Promise<T>): Promise<{ isOk: boolean; value?: T }> {
  try {
    return { isOk: true, value: await operation() }
  } catch {
    return { isOk: false }
  }
}
