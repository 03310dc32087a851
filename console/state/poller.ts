import { effect, signal } from '@preact/signals'
import { isOnline, isVisible } from './clock.ts'

/** Looks again and again while the page is in sight. */
export interface Poller {
  /** When it looks next; undefined while it looks, and when it is stopped. */
  readonly nextAtMs: { readonly value: number | undefined }
  /** Looks now, whatever time it is. */
  lookNow(): void
  stop(): void
}

/**
 * Starts a poller, whose first look is now.
 *
 * @param look asks, and returns after how many milliseconds to look again
 * @param onPause is told when the page is hidden
 */
export function startPoller(
  look: (signal: AbortSignal) => Promise<number>,
  onPause: () => void = () => {},
): Poller {
  const nextAtMs = signal<number | undefined>(undefined)
  const ended = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isLooking = false

  async function lookNow() {
    if (isLooking || ended.signal.aborted) return
    isLooking = true
    clearTimeout(timer)
    nextAtMs.value = undefined
    const delayMs = await look(ended.signal)
    isLooking = false
    if (ended.signal.aborted) return
    nextAtMs.value = Date.now() + delayMs
    schedule()
  }

  function schedule() {
    clearTimeout(timer)
    const at = nextAtMs.peek()
    if (at === undefined || !isVisible.peek()) return
    timer = setTimeout(lookNow, Math.max(0, at - Date.now()))
  }

  const stopWatching = effect(() => {
    if (isVisible.value) schedule()
    else {
      clearTimeout(timer)
      onPause()
    }
  })
  let wasOnline = isOnline.peek()
  const stopListening = effect(() => {
    const isBack = isOnline.value && !wasOnline
    wasOnline = isOnline.value
    if (isBack && isVisible.peek()) lookNow()
  })
  if (isVisible.peek()) lookNow()
  else nextAtMs.value = 0

  return {
    nextAtMs,
    lookNow,
    stop() {
      ended.abort()
      clearTimeout(timer)
      stopWatching()
      stopListening()
      nextAtMs.value = undefined
    },
  }
}
