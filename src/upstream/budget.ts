/**
 * The platform opens six outgoing connections of a request at once, whatever they are for; the next one waits in
 * silence, while timers that have been started run.
 */
const MAX_CONNECTIONS = 6

/** The smallest plan allows a request 50 subrequests: what runs behind the answer needs a few. */
const MAX_SUBREQUESTS = 45

/** An operation that waits longer than this for its slot waits behind some that hang. */
const MAX_WAIT_MS = 10_000

/** What one request may ask of the upstream, of KV and of the location's cache. */
export interface UpstreamBudget {
  /** Calls of the upstream so far, for the log. */
  upstreamCalls: number
  /** A call met silence: the request makes no more, so that its client waits for one deadline and not for three. */
  hasTimedOut: boolean
  /** How many operations the request may still begin. */
  readonly left: number
  /**
   * Runs an operation in a slot of its own, begun when the slot is there: a timer that it starts counts from then. The
   * slot is free when the operation settles, which for a `fetch` is when the response's headers are there.
   *
   * @param maxWaitMs how long it may wait for its slot
   * @throws BudgetSpentError where the request has no operation left, or no slot became free in time
   */
  run<T>(operation: () => Promise<T>, maxWaitMs?: number): Promise<T>
}

/** A request asks for more than the platform would do for it. */
export class BudgetSpentError extends Error {
  override readonly name = 'BudgetSpentError'
}

/** Creates the budget of a request. */
export function createUpstreamBudget(): UpstreamBudget {
  return new RequestBudget()
}

/** A class, since there is one per request: what it can do is made once. */
class RequestBudget implements UpstreamBudget {
  upstreamCalls = 0
  hasTimedOut = false
  #begun = 0
  #open = 0
  /** Those who wait for a slot, the first first; made when the first one waits. */
  #waiting: Set<() => void> | undefined

  get left() {
    return MAX_SUBREQUESTS - this.#begun
  }

  async run<T>(operation: () => Promise<T>, maxWaitMs = MAX_WAIT_MS): Promise<T> {
    if (this.#begun >= MAX_SUBREQUESTS) {
      throw new BudgetSpentError(`A request begins ${MAX_SUBREQUESTS} operations at most`)
    }
    this.#begun++
    if (this.#open < MAX_CONNECTIONS) this.#open++
    else await this.#slot(maxWaitMs)
    try {
      return await operation()
    } finally {
      this.#free()
    }
  }

  #slot(maxWaitMs: number): Promise<void> {
    this.#waiting ??= new Set()
    const waiting = this.#waiting
    return new Promise((resolve, reject) => {
      const take = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        waiting.delete(take)
        reject(new BudgetSpentError('No connection of the request became free in time'))
      }, maxWaitMs)
      waiting.add(take)
    })
  }

  /** Hands the slot on, so that nobody who comes meanwhile takes it from those who wait. */
  #free(): void {
    const [next] = this.#waiting ?? []
    if (!next) {
      this.#open--
      return
    }
    this.#waiting?.delete(next)
    next()
  }
}
