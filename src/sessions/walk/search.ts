import { compareInstants, type Instant } from './instant.ts'
import type { Slice } from './window.ts'

/** Rows of the first step towards a position of which only the direction is known. */
const FIRST_STEP_ROWS = 60

/** Each further step in the same direction is this many times as long. */
const STEP_GROWTH = 4

/** A position the position lies beyond, and the key seen there. */
interface Bound {
  readonly index: number
  readonly at: Instant | undefined
}

/** The search for a position whose offset hint has failed. */
export interface Search {
  /** Notes a slice that did not join, and on which side of the position it lay. */
  note(slice: Slice, place: 'too-early' | 'too-deep'): void
  /** The next position to try. */
  nextGuess(): number
  /** A position known to lie before the position when it was last looked at. */
  readonly floor: number
}

/**
 * Creates a search for the position at the instant `at`, last known at `hint` when the list had `total` rows.
 *
 * First it believes the change of the total. If that misleads it steps away from where the hint
 * failed, further each time, for the position is more likely near than far. With a bound on each side
 * every other guess goes by the keys seen there, and the steps end in plain halving, which ends
 * the search even where sessions were created at an uneven pace. The table moves meanwhile:
 * bounds that contradict each other yield to the newer one.
 */
export function createSearch(at: Instant, hint: number, total: number): Search {
  let low: Bound | null = null
  let high: Bound | null = null
  let isForward = true
  let seenTotal = total
  let misses = 0
  let step = 0

  function isPossible(index: number): boolean {
    return (low === null || index > low.index) && (high === null || index < high.index)
  }

  function stepped(): number {
    const goesOn = high === null || (low !== null && isForward)
    if (!goesOn && step === 0) step = FIRST_STEP_ROWS
    const index = goesOn ? (low?.index ?? hint) + step : (high?.index ?? hint) - step
    step = step === 0 ? FIRST_STEP_ROWS : step * STEP_GROWTH
    return Math.max(0, index)
  }

  return {
    note(slice, place) {
      const isTooEarly = place === 'too-early'
      if (low === null && high === null) isForward = isTooEarly
      seenTotal = slice.total
      // Where there is no row the list has ended before: by its own word, unless rows were seen behind that.
      const isTotalUsable = slice.rows.length === 0 && slice.total > (low?.index ?? 0)
      const depth = isTotalUsable ? Math.min(slice.offset, slice.total) : slice.offset
      if (isTooEarly) low = { index: slice.end, at: slice.rows.at(-1)?.at }
      else high = { index: depth, at: slice.rows[0]?.at }
      if (low === null || high === null || low.index <= high.index) return
      if (isTooEarly) high = null
      else low = null
      isForward = isTooEarly
      step = 0
    },
    nextGuess() {
      misses += 1
      const moved = hint + seenTotal - total
      if (misses === 1 && seenTotal !== total && isPossible(moved)) return moved
      if (low !== null && high !== null) {
        if (misses % 2 === 0) return between(low, high, at)
        if (high.index - low.index <= 2 * step) return middle(low, high)
      }
      return stepped()
    },
    get floor() {
      return low?.index ?? 0
    },
  }
}

function middle(low: Bound, high: Bound): number {
  return Math.floor((low.index + high.index) / 2)
}

// Where the key would stand if sessions were created at an even pace between the two bounds.
function between(low: Bound, high: Bound, at: Instant): number {
  if (low.at === undefined || high.at === undefined) return middle(low, high)
  if (compareInstants(low.at, high.at) <= 0) return middle(low, high)
  const pace = (low.at.second - at.second) / Math.max(1, low.at.second - high.at.second)
  const share = Math.min(1, Math.max(0, pace))
  return low.index + Math.floor((high.index - low.index) * share)
}
