/**
 * Paces the calls that an isolate makes of the API for reads of its own. The API allows an address 1,200 calls a
 * minute and answers 429 to all of its people beyond it: so the edge keeps below a number of its own, and decides who
 * has to wait. The number is one isolate's; a deployment of which N isolates are busy at a time sets
 * `UPSTREAM_CALLS_PER_MINUTE` to 1,200 divided by N.
 */

/** Who waits for a call: a person, a refresh behind a stale answer, a program that walks a whole list. */
export type Priority = 'waiting' | 'refresh' | 'walk'

/** The first goes first. */
const PRIORITIES: readonly Priority[] = ['waiting', 'refresh', 'walk']

/** A twelfth of a minute's calls may come at once: a page that opens asks for its parts together. */
const BURST_SHARE = 12

/** More than this is not queued: none of it would be asked for in time. */
const MAX_QUEUE = 4_000

const MINUTE_MS = 60_000

/** No advice to wait is longer: a minute's calls are new by then. */
const MAX_WAIT_SECONDS = 60

/** Shorter waits are rounded up: a timer takes so long to fire. */
const MIN_TIMER_MS = 1

/** A call that asks for its turn. */
export interface PacedCall {
  /** Who asks: callers take turns. */
  caller: string
  priority: Priority
  /** Milliseconds after which the turn is of no use any more. */
  maxWaitMs: number
}

/** Whether a call may be made now; else in how many seconds it may be worth another try. */
type Turn = { ok: true } | { ok: false; waitSeconds: number }

/** The pace of an isolate's calls. */
export interface Pacing {
  /**
   * Waits for the turn of a call: people before refreshes before walks, and within each the callers one after the
   * other, so that one with a hundred calls does not keep the next one waiting for all of them. Fails at once where
   * the turn would come too late.
   */
  turn(call: PacedCall): Promise<Turn>
  /** How many wait. */
  readonly length: number
}

/** The parts of {@link createPacing}. */
interface PacingOptions {
  callsPerMinute: number
  /** Epoch milliseconds. */
  now: () => number
}

interface Waiter {
  call: PacedCall
  untilMs: number
  end: (turn: Turn) => void
}

/** Creates the pace of an isolate, with nothing spent yet. */
export function createPacing({ callsPerMinute, now }: PacingOptions): Pacing {
  const burst = Math.max(1, Math.floor(callsPerMinute / BURST_SHARE))
  // In any minute there are the burst and what is refilled: together they stay within the number.
  const perMs = (callsPerMinute - burst + 1) / MINUTE_MS
  let tokens = burst
  let refilledAt = now()
  const queues = { waiting: createQueue(), refresh: createQueue(), walk: createQueue() }

  const length = () => PRIORITIES.reduce((sum, priority) => sum + queues[priority].size, 0)

  function refill(): void {
    const nowMs = now()
    // A clock that was set back refills nothing, and counts from there.
    tokens = Math.min(burst, tokens + Math.max(0, nowMs - refilledAt) * perMs)
    refilledAt = nowMs
  }

  /** Gives out what turns there are. Whoever comes by does it: the timer of a request ends with the request. */
  function giveOut(): void {
    refill()
    while (tokens >= 1) {
      const waiter = next()
      if (!waiter) return
      tokens -= 1
      waiter.end({ ok: true })
    }
  }

  /** The next in turn; one whose time is over is passed over, since its request may have ended. */
  function next(): Waiter | undefined {
    for (const priority of PRIORITIES) {
      for (let waiter = queues[priority].take(); waiter; waiter = queues[priority].take()) {
        if (now() < waiter.untilMs) return waiter
        waiter.end(late(0))
      }
    }
    return undefined
  }

  /**
   * Milliseconds until a call that came now would have its turn, where nobody more important comes.
   *
   * @param own how many of those that wait are the call itself
   */
  function expectedMs({ caller, priority }: PacedCall, own = 0): number {
    const before = PRIORITIES.slice(0, PRIORITIES.indexOf(priority))
    const ahead = before.reduce((sum, known) => sum + queues[known].size, 0)
    const missing = ahead + queues[priority].ahead(caller) - own + 1 - tokens
    return Math.max(0, missing / perMs)
  }

  const late = (ms: number): Turn => ({
    ok: false,
    waitSeconds: Math.min(MAX_WAIT_SECONDS, Math.max(1, Math.ceil(ms / 1_000))),
  })

  /** Makes room for a call that is more important than the last of the least important. */
  function makeRoom({ priority }: PacedCall): boolean {
    if (length() < MAX_QUEUE) return true
    const after = PRIORITIES.slice(PRIORITIES.indexOf(priority) + 1).reverse()
    const victim = after.map((known) => queues[known].takeLast()).find((waiter) => waiter)
    victim?.end(late(MINUTE_MS))
    return victim !== undefined
  }

  function wait(call: PacedCall): Promise<Turn> {
    const untilMs = now() + call.maxWaitMs
    return new Promise((resolve) => {
      let timer: ReturnType<typeof setTimeout>
      const waiter: Waiter = {
        call,
        untilMs,
        end(turn) {
          clearTimeout(timer)
          resolve(turn)
        },
      }
      const arm = (expectedInMs: number) => {
        // Nobody sleeps so long that turns are lost which nobody gives out.
        const nextMs = Math.max(1 - tokens, burst / 2) / perMs
        const inMs = Math.min(untilMs - now(), expectedInMs, nextMs)
        timer = setTimeout(fire, Math.max(MIN_TIMER_MS, Math.ceil(inMs)))
      }
      const fire = () => {
        giveOut()
        if (!queues[call.priority].has(waiter)) return
        if (now() < untilMs) return arm(expectedMs(call, 1))
        queues[call.priority].remove(waiter)
        waiter.end(late(expectedMs(call)))
      }
      const expectedInMs = expectedMs(call)
      queues[call.priority].add(waiter)
      arm(expectedInMs)
    })
  }

  return {
    get length() {
      return length()
    },
    async turn(call) {
      giveOut()
      if (tokens >= 1) {
        tokens -= 1
        return { ok: true }
      }
      const ms = expectedMs(call)
      if (ms >= call.maxWaitMs) return late(ms)
      return makeRoom(call) ? wait(call) : late(MINUTE_MS)
    },
  }
}

/** Creates the queue of those who wait with one priority; callers take turns. */
function createQueue() {
  /** By caller, the one whose turn is next first; each set the oldest first. */
  const callers = new Map<string, Set<Waiter>>()
  let size = 0

  function remove(waiter: Waiter): void {
    const { caller } = waiter.call
    const own = callers.get(caller)
    if (!own?.delete(waiter)) return
    size--
    if (own.size === 0) callers.delete(caller)
  }

  return {
    get size() {
      return size
    },
    has: (waiter: Waiter) => callers.get(waiter.call.caller)?.has(waiter) ?? false,
    remove,
    add(waiter: Waiter): void {
      const { caller } = waiter.call
      const own = callers.get(caller) ?? new Set()
      callers.set(caller, own.add(waiter))
      size++
    },
    /** Takes the first of the caller whose turn it is, who then stands behind all others. */
    take(): Waiter | undefined {
      const [first] = callers
      const [caller, own] = first ?? []
      const [waiter] = own ?? []
      if (!waiter || caller === undefined || !own) return undefined
      remove(waiter)
      if (callers.delete(caller)) callers.set(caller, own)
      return waiter
    },
    /** Takes the newest of the caller who stands last. */
    takeLast(): Waiter | undefined {
      const waiter = [...([...callers.values()].at(-1) ?? [])].at(-1)
      if (waiter) remove(waiter)
      return waiter
    },
    /** How many go before a call that this caller would add now, at most. */
    ahead(caller: string): number {
      const own = callers.get(caller)?.size ?? 0
      const known = callers.size + (own === 0 ? 1 : 0)
      return Math.min(size, (own + 1) * known - 1)
    },
  }
}
