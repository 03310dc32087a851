import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createDeadline } from '../../src/upstream/deadline.ts'

const TIMEOUT_MS = 1_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('aborts when the time is over, and not a moment before', () => {
  const deadline = createDeadline(TIMEOUT_MS)
  deadline.start()
  vi.advanceTimersByTime(TIMEOUT_MS - 1)
  expect(deadline.signal.aborted).toBe(false)
  vi.advanceTimersByTime(1)
  expect(deadline.signal.aborted).toBe(true)
})

it('does not run before it is started', () => {
  const deadline = createDeadline(TIMEOUT_MS)
  vi.advanceTimersByTime(10 * TIMEOUT_MS)
  expect(deadline.signal.aborted).toBe(false)
})

it('stands still while it is paused, and gives all its time anew after', () => {
  const deadline = createDeadline(TIMEOUT_MS)
  deadline.start()
  vi.advanceTimersByTime(TIMEOUT_MS - 1)
  deadline.pause()
  vi.advanceTimersByTime(10 * TIMEOUT_MS)
  deadline.start()
  vi.advanceTimersByTime(TIMEOUT_MS - 1)
  expect(deadline.signal.aborted).toBe(false)
  vi.advanceTimersByTime(1)
  expect(deadline.signal.aborted).toBe(true)
})

it('runs once, however often it is started', () => {
  const deadline = createDeadline(TIMEOUT_MS)
  deadline.start()
  deadline.start()
  expect(vi.getTimerCount()).toBe(1)
  deadline.pause()
  expect(vi.getTimerCount()).toBe(0)
})

it('never aborts once it is closed, whatever starts it later, and leaves no timer', () => {
  const deadline = createDeadline(TIMEOUT_MS)
  deadline.start()
  deadline.close()
  deadline.start()
  expect(vi.getTimerCount()).toBe(0)
  vi.advanceTimersByTime(10 * TIMEOUT_MS)
  expect(deadline.signal.aborted).toBe(false)
})

it('may be paused and closed without ever having run', () => {
  const deadline = createDeadline(TIMEOUT_MS)
  deadline.pause()
  deadline.close()
  expect(vi.getTimerCount()).toBe(0)
})
