/** One call for all who ask the same at the same time, in one isolate. */
export interface SingleFlight {
  /**
   * Joins the flight of a key, or starts it.
   *
   * @param waitUntil keeps the isolate at work for a leader whose client has left
   */
  run<T>(key: string, flight: Flight<T>, waitUntil: WaitUntil): Promise<FlightResult<T>>
  /** Joins or starts a flight, whenever it began, and returns its value. */
  join<T>(key: string, load: () => Promise<T>, waitUntil: WaitUntil): Promise<T>
  /** Tells whether a flight of a key is under way. */
  isInFlight(key: string): boolean
}

/** `ctx.waitUntil`, bound to its context. */
export type WaitUntil = (promise: Promise<unknown>) => void

/** A call to make, and when another's will do in its place. */
export interface Flight<T> {
  /** Epoch milliseconds, the present. */
  startedAt: number
  /** A flight that began at or before it does not do; it would miss the caller's own write. */
  notBefore: number
  /** Whether the caller may take another's answer at all. */
  isJoinable: boolean
  /** Must give plain values only: a stream or a signal belongs to one request. */
  load: () => Promise<T>
}

/** A flight's result; `isCollapsed` for those who joined. */
export interface FlightResult<T> {
  value: T
  isCollapsed: boolean
  /** Epoch milliseconds when the flight began. */
  startedAt: number
}

interface InFlight {
  promise: Promise<unknown>
  startedAt: number
}

/**
 * Creates a single flight with nothing under way. One per isolate.
 *
 * A leader's request can end before its flight does: `waitUntil` from the first moment on lets it end all
 * the same. Should the platform end it even so, its promise never settles; every follower therefore has a
 * deadline of its own, forgets the flight then and asks for itself.
 *
 * @param followerTimeoutMs a follower's own deadline
 */
export function createSingleFlight(followerTimeoutMs: number): SingleFlight {
  const inFlight = new Map<string, InFlight>()

  function lead<T>(key: string, flight: Flight<T>, waitUntil: WaitUntil): Promise<T> {
    const promise = flight.load()
    const entry: InFlight = { promise, startedAt: flight.startedAt }
    const forget = () => {
      if (inFlight.get(key) === entry) inFlight.delete(key)
    }
    if (flight.isJoinable) inFlight.set(key, entry)
    waitUntil(promise.then(forget, forget))
    return promise
  }

  async function run<T>(
    key: string,
    flight: Flight<T>,
    waitUntil: WaitUntil,
  ): Promise<FlightResult<T>> {
    const current = flight.isJoinable ? inFlight.get(key) : undefined
    if (current && current.startedAt > flight.notBefore) {
      // Every flight under a key loads the same thing, so its value has this caller's type.
      const joined = await within(current.promise as Promise<T>, followerTimeoutMs)
      if (joined) return { value: joined.value, isCollapsed: true, startedAt: current.startedAt }
      if (inFlight.get(key) === current) inFlight.delete(key)
    }
    const value = await lead(key, flight, waitUntil)
    return { value, isCollapsed: false, startedAt: flight.startedAt }
  }

  return {
    run,
    async join(key, load, waitUntil) {
      const anyTime = { startedAt: 0, notBefore: -1, isJoinable: true, load }
      const { value } = await run(key, anyTime, waitUntil)
      return value
    },
    isInFlight: (key) => inFlight.has(key),
  }
}

/** Returns the promise's value, or undefined where it rejects or takes longer. */
function within<T>(promise: Promise<T>, timeoutMs: number): Promise<{ value: T } | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), timeoutMs)
    const end = (result: { value: T } | undefined) => {
      clearTimeout(timer)
      resolve(result)
    }
    promise.then(
      (value) => end({ value }),
      () => end(undefined),
    )
  })
}
