/** What an isolate reads of JSON at the same time: a quarter of its 128 MB, since text takes room beside its bytes. */
const MAX_BYTES = 32 * 1024 * 1024

/** Larger JSON than this is not read: it would take a fair part of the isolate's memory. */
export const MAX_JSON_BYTES = 16 * 1024 * 1024

/** What all but the eldest reading share: that one can always be read to its end, so that no two wait for each other. */
const SHARED_BYTES = MAX_BYTES - MAX_JSON_BYTES

/** One body that is being read. */
export interface Reading {
  /**
   * Asks for room for so many bytes of the body in all, at most {@link MAX_JSON_BYTES}; undefined where there is room
   * at once.
   *
   * @returns a promise of room; it rejects when the signal aborts
   */
  need(bytes: number, signal: AbortSignal): Promise<void> | undefined
  /** Gives its room back. */
  end(): void
}

/** Bounds what an isolate reads at the same time; what is beyond waits, and with it the API that sends it. */
interface ReadingGate {
  /** @param untilMs epoch milliseconds when the reading is over, also where its request ended without a word */
  begin(untilMs: number): Reading
  /** Bytes that are given out. */
  readonly bytes: number
}

interface Holder {
  untilMs: number
  held: number
  wanted: number
  admit: (() => void) | undefined
}

/**
 * Creates the gate of an isolate.
 *
 * @param now epoch milliseconds
 */
export function createReadingGate(now: () => number): ReadingGate {
  /** The eldest first. */
  const holders = new Set<Holder>()

  const bytes = () => [...holders].reduce((sum, { held }) => sum + held, 0)

  function mayTake(holder: Holder): boolean {
    const [eldest] = holders
    const shared = bytes() - (eldest?.held ?? 0)
    return holder === eldest || shared + holder.wanted - holder.held <= SHARED_BYTES
  }

  function remove(holder: Holder): void {
    if (!holders.delete(holder)) return
    for (const waiting of holders) {
      if (!waiting.admit || !mayTake(waiting)) continue
      waiting.held = waiting.wanted
      waiting.admit()
      waiting.admit = undefined
    }
  }

  /** Requests that the platform ended have not given back what they held. */
  function removeEnded(): void {
    for (const holder of [...holders]) if (now() >= holder.untilMs) remove(holder)
  }

  function wait(holder: Holder, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      holder.admit = resolve
      const leave = () => {
        remove(holder)
        reject(signal.reason)
      }
      if (signal.aborted) leave()
      else signal.addEventListener('abort', leave, { once: true })
    })
  }

  return {
    get bytes() {
      return bytes()
    },
    begin(untilMs) {
      const holder: Holder = { untilMs, held: 0, wanted: 0, admit: undefined }
      return {
        need(wanted, signal) {
          if (wanted <= holder.held) return undefined
          holders.add(holder)
          holder.wanted = wanted
          if (!mayTake(holder)) removeEnded()
          if (!mayTake(holder)) return wait(holder, signal)
          holder.held = wanted
          return undefined
        },
        end: () => remove(holder),
      }
    },
  }
}
