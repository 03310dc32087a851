import { residentBytes } from './process-memory.ts'

/** Short beside the second that the fastest body takes. */
const SAMPLE_EVERY_MS = 20

/** What processes held, in bytes: as the watch began, and the most since then. */
export interface MemoryFigures {
  before: number
  peak: number
}

/** Samples the resident memory of processes, all together, until it is stopped. */
export function watchMemory(pids: readonly number[]): { stop(): MemoryFigures } {
  const read = () => {
    const bytes = residentBytes(pids)
    if (bytes === undefined) throw new Error('no process whose memory could be read')
    return bytes
  }
  const before = read()
  let peak = before
  const sample = () => {
    peak = Math.max(peak, read())
  }
  const timer = setInterval(sample, SAMPLE_EVERY_MS)
  return {
    stop() {
      sample()
      clearInterval(timer)
      return { before, peak }
    },
  }
}
