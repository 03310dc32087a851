/** Samples of several numbers over time, the newest `capacity` of them. */
export interface Series {
  /** Rows that are held, gaps included. */
  readonly length: number
  /** Grows with every change, so that a reader can see whether it has to read again. */
  readonly version: number
  /**
   * Adds a sample, unless it is not later than the last one; returns whether it did. NaN stands for an unknown
   * number.
   *
   * @param atMs the time at which the numbers were true
   * @param leastMs how much later it has to be
   */
  push(atMs: number, values: readonly number[], leastMs?: number): boolean
  /** Whether the last sample has these numbers. */
  isLast(values: readonly number[]): boolean
  /** Notes that nobody looked: the next sample is not joined to the last one. */
  interrupt(): void
  /** Returns the times, and each number's column with null where it is unknown, oldest first. */
  read(): SeriesColumns
}

/** Columns of equal length. */
export interface SeriesColumns {
  timesMs: number[]
  values: (number | null)[][]
}

/**
 * Creates a series whose memory is taken once: a page that polls for days does not grow.
 *
 * @param width how many numbers a sample has
 * @param longestMs samples further apart than this are not joined
 */
export function createSeries(width: number, capacity: number, longestMs: number): Series {
  const times = new Float64Array(capacity)
  const cells = new Float64Array(capacity * width)
  const unknown = new Array<number>(width).fill(Number.NaN)
  let start = 0
  let length = 0
  let version = 0
  let isInterrupted = false
  let lastMs = Number.NEGATIVE_INFINITY

  function append(atMs: number, values: readonly number[]) {
    const at = (start + length) % capacity
    times[at] = atMs
    for (let column = 0; column < width; column += 1) {
      cells[at * width + column] = values[column] ?? Number.NaN
    }
    if (length < capacity) length += 1
    else start = (start + 1) % capacity
  }

  return {
    get length() {
      return length
    },
    get version() {
      return version
    },
    isLast(values) {
      const at = (start + length - 1) % capacity
      return length > 0 && values.every((value, column) => cells[at * width + column] === value)
    },
    push(atMs, values, leastMs = 1) {
      if (!(atMs >= lastMs + leastMs)) return false
      if (length > 0 && (isInterrupted || atMs - lastMs > longestMs)) {
        append((lastMs + atMs) / 2, unknown)
      }
      append(atMs, values)
      isInterrupted = false
      lastMs = atMs
      version += 1
      return true
    },
    interrupt() {
      isInterrupted = true
    },
    read() {
      const rows = Array.from({ length }, (_, row) => (start + row) % capacity)
      const readCell = (at: number, column: number) => {
        const value = cells[at * width + column] ?? Number.NaN
        return Number.isNaN(value) ? null : value
      }
      return {
        timesMs: rows.map((at) => times[at] ?? 0),
        values: Array.from({ length: width }, (_, column) =>
          rows.map((at) => readCell(at, column)),
        ),
      }
    },
  }
}
