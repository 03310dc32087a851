import { readdirSync, readFileSync } from 'node:fs'

const NANOSECONDS_PER_MS = 1_000_000

/**
 * Returns the CPU time, user and system, that the threads of a process have used so far, in milliseconds: the
 * kernel's own count, to the microsecond where `/proc/<pid>/stat` counts in hundredths of a second.
 *
 * @throws where there is no `/proc`, or no such process
 */
export function cpuMs(pid: number): number {
  const nanoseconds = readdirSync(`/proc/${pid}/task`).map((thread) => readThread(pid, thread))
  return nanoseconds.reduce((sum, value) => sum + value, 0) / NANOSECONDS_PER_MS
}

/** Zero where the thread has ended meanwhile. */
function readThread(pid: number, thread: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
  } catch {
    return 0
  }
}
