import { createOptionalBinding } from './optional-binding.ts'

/** One point per route, outcome and status class in this time, however many requests there were. */
const PERIOD_MS = 10_000

/** What the platform takes from one request; the rest waits for the next one. */
const MAX_POINTS_PER_FLUSH = 25

/** Routes, outcomes and classes are few; what goes beyond is counted under `other`. */
const MAX_SERIES = 200

/** Upper bounds, inclusive; slower than the last has a bucket of its own. */
export const LATENCY_BUCKETS_MS = [
  ...[1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000],
] as const

/** What requests are counted by. */
export interface RequestLabels {
  /** The route's pattern. */
  route: string
  /** A problem's code where the answer is a problem, else what the cache did (`hit`, `uri-miss`, …). */
  outcome: string
  status: number
}

/** One request that has been answered. */
export interface MeasuredRequest extends RequestLabels {
  durationMs: number
  upstreamCalls: number
  /** The tier that the answer came from: `memory`, `location` or `kv`. */
  tier?: string | undefined
}

/** What came of the operations of one tier since the isolate started. */
export interface TierOperations {
  asked: number
  failed: number
  timedOut: number
  leftOut: number
}

/**
 * Counts of requests, for Workers Analytics Engine (the binding `METRICS`). One point has
 * - index1 and blob1 the route, blob2 the outcome, blob3 the status class (`2xx`), blob4 the version;
 * - double1 requests, double2 upstream calls before answers, double3 milliseconds in all, double4 to 6 answers from
 *   memory, from the location's cache and from KV, double7 upstream calls behind answers;
 * - double8 to 20 the requests of each latency bucket of {@link LATENCY_BUCKETS_MS}, the last the slower ones.
 *
 * Two more kinds of points count no requests: `tier` in blob1 and its name in blob2, with operations asked, failed,
 * timed out and left out in double1 to 4; and `drift` in blob1 and the kind of resource in blob2.
 */
export interface Metrics {
  /** Counts a request. True where a period has ended: {@link Metrics.flush} should then run behind the answer. */
  record(request: MeasuredRequest): boolean
  /** Counts upstream calls that were made behind the answer to a request. */
  recordBackground(request: RequestLabels, upstreamCalls: number): void
  /** Counts that bodies of a kind were found to depart from what is documented. */
  recordDrift(kind: string): void
  /** Writes the points of the period that has ended, as many as one request may write. */
  flush(): void
  /** Whether anything is counted at all. */
  isOn(): boolean
  isBroken(): boolean
}

/** What metrics are made of. */
interface MetricsOptions {
  /** `env.METRICS`, unchecked. */
  binding: unknown
  /** The release, in every point. */
  version: string
  /** The tiers below memory by name, with their counters. */
  tiers?: Readonly<Record<string, TierOperations>>
  /** Epoch milliseconds. */
  now: () => number
  /** Takes note that the binding is off, and why. */
  report: (name: string, reason: string) => void
}

interface Series {
  labels: readonly [what: string, which: string, statusClass: string]
  counts: number[]
}

const BACKGROUND_CALLS = 6
const FIRST_BUCKET = 7
const COUNTS = FIRST_BUCKET + LATENCY_BUCKETS_MS.length + 1
const TIERS = ['memory', 'location', 'kv']

/** Creates the metrics of an isolate. Without a binding nothing is counted. */
export function createMetrics(options: MetricsOptions): Metrics {
  const { binding, version, tiers = {}, now, report } = options
  const guard = { name: 'METRICS', binding, method: 'writeDataPoint', now, report } as const
  const dataset = createOptionalBinding<AnalyticsEngineDataset>(guard)
  const written = new Map<string, TierOperations>()
  let series = new Map<string, Series>()
  let openedAtMs: number | undefined
  let due: Series[] = []

  function countsOf(...labels: Series['labels']): number[] {
    const found = series.get(labels.join('\n'))
    if (found) return found.counts
    const isFull = series.size >= MAX_SERIES
    const kept = isFull ? (['other', 'other', labels[2]] as const) : labels
    const key = kept.join('\n')
    const made = series.get(key) ?? { labels: kept, counts: new Array(COUNTS).fill(0) }
    series.set(key, made)
    return made.counts
  }

  const countsFor = ({ route, outcome, status }: RequestLabels) =>
    countsOf(route, outcome, `${Math.floor(status / 100)}xx`)

  function countTiers(): void {
    for (const [name, { asked, failed, timedOut, leftOut }] of Object.entries(tiers)) {
      const before = written.get(name) ?? { asked: 0, failed: 0, timedOut: 0, leftOut: 0 }
      written.set(name, { asked, failed, timedOut, leftOut })
      if (asked + leftOut === before.asked + before.leftOut) continue
      const counts = countsOf('tier', name, '-')
      add(counts, 0, asked - before.asked)
      add(counts, 1, failed - before.failed)
      add(counts, 2, timedOut - before.timedOut)
      add(counts, 3, leftOut - before.leftOut)
    }
  }

  return {
    record(request) {
      if (!dataset.get()) return false
      openedAtMs ??= now()
      count(countsFor(request), request)
      if (now() - openedAtMs < PERIOD_MS) return due.length > 0
      countTiers()
      due = [...due, ...series.values()].slice(-2 * MAX_SERIES)
      series = new Map()
      openedAtMs = undefined
      return true
    },
    recordBackground(request, upstreamCalls) {
      if (dataset.get()) add(countsFor(request), BACKGROUND_CALLS, upstreamCalls)
    },
    recordDrift(kind) {
      if (dataset.get()) add(countsOf('drift', kind, '-'), 0, 1)
    },
    flush() {
      const points = due.splice(0, MAX_POINTS_PER_FLUSH)
      for (const { labels, counts } of points) {
        try {
          dataset.get()?.writeDataPoint({
            indexes: [labels[0].slice(0, 96)],
            blobs: [...labels, version],
            doubles: counts,
          })
        } catch (error) {
          dataset.fail(error)
        }
      }
    },
    isOn: () => dataset.get() !== undefined,
    isBroken: dataset.isBroken,
  }
}

function count(counts: number[], request: MeasuredRequest): void {
  add(counts, 0, 1)
  add(counts, 1, request.upstreamCalls)
  add(counts, 2, request.durationMs)
  const tier = TIERS.indexOf(request.tier ?? '')
  if (tier >= 0) add(counts, 3 + tier, 1)
  const bucket = LATENCY_BUCKETS_MS.findIndex((bound) => request.durationMs <= bound)
  add(counts, FIRST_BUCKET + (bucket < 0 ? LATENCY_BUCKETS_MS.length : bucket), 1)
}

function add(counts: number[], at: number, amount: number): void {
  counts[at] = (counts[at] as number) + amount
}
