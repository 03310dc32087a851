/** A clock that stands still until it is moved, and the timers that hang on it. */
export interface SimulatedClock {
  /** Epoch milliseconds. */
  now(): number
  setTimeout(run: () => void, delayMs?: number): number
  clearTimeout(id: number | undefined): void
  /** Moves on, and lets every timer that falls due run in its order. */
  advance(milliseconds: number): Promise<void>
}

/**
 * Timers fall due a millisecond at a time, so that finding the next costs nothing however many there are.
 *
 * @param startMs epoch milliseconds
 */
export function createSimulatedClock(startMs: number): SimulatedClock {
  const dueAt = new Map<number, Map<number, () => void>>()
  const momentOf = new Map<number, number>()
  let nowMs = startMs
  let lastId = 0

  async function runDue(): Promise<void> {
    // What runs may set timers for this very millisecond.
    for (let due = dueAt.get(nowMs); due; due = dueAt.get(nowMs)) {
      dueAt.delete(nowMs)
      for (const [id, run] of due) if (momentOf.delete(id)) run()
      await settle()
    }
  }

  return {
    now: () => nowMs,
    setTimeout(run, delayMs = 0) {
      lastId++
      const at = nowMs + Math.ceil(delayMs)
      const due = dueAt.get(at) ?? new Map()
      dueAt.set(at, due.set(lastId, run))
      momentOf.set(lastId, at)
      return lastId
    },
    clearTimeout(id) {
      const at = id === undefined ? undefined : momentOf.get(id)
      if (id === undefined || at === undefined) return
      momentOf.delete(id)
      dueAt.get(at)?.delete(id)
      if (dueAt.get(at)?.size === 0) dueAt.delete(at)
    },
    async advance(milliseconds) {
      const until = nowMs + milliseconds
      await runDue()
      while (nowMs < until) {
        nowMs++
        if (dueAt.has(nowMs)) await runDue()
      }
    },
  }
}

/** Rounds of the event loop that bodies of responses take to be read. */
const SETTLE_ROUNDS = 3

/** Everything that waits for nothing but other work in this process is done. */
export async function settle(): Promise<void> {
  for (let round = 0; round < SETTLE_ROUNDS; round++) {
    await new Promise<void>((resolve) => void setImmediate(resolve))
  }
}
