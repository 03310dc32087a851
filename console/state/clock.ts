import { signal } from '@preact/signals'

const TICK_MS = 1000

/** The time that relative times are told by: moves once a second while the page is in sight. */
export const nowMs = signal(Date.now())

/** Whether the page is in sight; a hidden one asks for nothing. */
export const isVisible = signal(document.visibilityState !== 'hidden')

/** Whether the machine has a network at all, as far as the browser knows. */
export const isOnline = signal(navigator.onLine)

/** Starts to follow the time, the page's visibility and the network. */
export function startClock(): void {
  setInterval(() => {
    if (isVisible.value) nowMs.value = Date.now()
  }, TICK_MS)
  document.addEventListener('visibilitychange', () => {
    nowMs.value = Date.now()
    isVisible.value = document.visibilityState !== 'hidden'
  })
  for (const type of ['online', 'offline']) {
    window.addEventListener(type, () => {
      isOnline.value = navigator.onLine
    })
  }
}
