/** A bound on the time of one call. */
export interface Deadline {
  /** Aborts when the time is over. */
  signal: AbortSignal
  /** Starts the time, or starts it anew. */
  start(): void
  pause(): void
  /** Ends it for good: what starts it later starts nothing. */
  close(): void
}

/** Makes a deadline that has not been started. */
export function createDeadline(timeoutMs: number): Deadline {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isClosed = false
  const pause = () => timer !== undefined && clearTimeout(timer)
  return {
    signal: controller.signal,
    start() {
      pause()
      if (!isClosed) timer = setTimeout(() => controller.abort(), timeoutMs)
    },
    pause,
    close() {
      isClosed = true
      pause()
    },
  }
}
