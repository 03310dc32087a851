import type { SampleOptions } from './options.ts'

/** One request that is being served for some time. */
export interface Presence {
  /** Says that it still is. */
  beat(): void
  /** Says that it ended; may be called twice. */
  leave(): void
}

/**
 * Who is still there. A Worker is not told of every client that leaves: then the beats just stop.
 */
export interface Attendance {
  enter(key: string): Presence
  /** How many are there, of one key or in all. */
  count(key?: string): number
}

/** How often a request that waits beats. */
export const BEAT_MS = 100
/** Without a beat for so long a request is taken for gone; below the second a test waits for it. */
const GONE_AFTER_MS = 500

/** Nobody there yet. */
export function createAttendance({ now }: Pick<SampleOptions, 'now'>): Attendance {
  const present = new Set<{ key: string; seenMs: number }>()
  return {
    enter: (key) => {
      const entry = { key, seenMs: now() }
      present.add(entry)
      return {
        beat: () => {
          entry.seenMs = now()
        },
        leave: () => {
          present.delete(entry)
        },
      }
    },
    count: (key) => {
      for (const entry of present) if (now() - entry.seenMs > GONE_AFTER_MS) present.delete(entry)
      return [...present].filter((entry) => key === undefined || entry.key === key).length
    },
  }
}
