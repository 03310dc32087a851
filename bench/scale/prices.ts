/** List prices of the paid plan beyond what it includes, in US dollars, as of November 2026. */
export const PRICES = {
  /** A million requests. */
  requests: 0.3,
  /** A million milliseconds of CPU. */
  cpuMs: 0.02,
  /** A million reads of KV, of what is not there too. */
  kvReads: 0.5,
  /** A million writes. */
  kvWrites: 5,
  /** A million log lines or spans of a trace. By the GB (from December 2026) they are half of it at 1 KB each. */
  events: 0.6,
  /** A million points of Analytics Engine. */
  points: 0.25,
} as const

/** Milliseconds of CPU for a request, by how it is answered; `npm run bench` measured them on one core. */
export const CPU_MS = { hit: 0.15, forwarded: 0.3 } as const

/** `LOG_HIT_SAMPLE` and the rate of traces in `wrangler.toml`, as deployed by default. */
export const RATES = { hitLog: 0.01, trace: 0.01 } as const

/** Points of METRICS an isolate writes in ten seconds: so many outcomes a busy one has, and its two tiers. */
const SERIES_AN_ISOLATE = 6
const TIERS = 2
const METRICS_PERIOD = 10

/** Returns the points that isolates write for each request. */
export function pointsOf(requestsPerSecond: number, isolates: number): number {
  const perPeriod = (requestsPerSecond / isolates) * METRICS_PERIOD
  return (Math.min(SERIES_AN_ISOLATE, perPeriod) + TIERS) / perPeriod
}

/** What a million requests use, each in millions. */
export interface Usage {
  /** Part of the requests that the cache answers, 0 to 1. */
  hitRatio: number
  kvReads: number
  kvWrites: number
  /** Calls of the upstream: spans of a trace, like KV's. */
  calls: number
  /** Points of METRICS. */
  points: number
}

/** US dollars for a million requests, by what they are for. */
export interface Bill {
  requests: number
  cpu: number
  kvReads: number
  kvWrites: number
  logs: number
  traces: number
  metrics: number
}

/** Returns what a million requests cost. */
export function billOf({ hitRatio, kvReads, kvWrites, calls, points }: Usage): Bill {
  const cpuMs = hitRatio * CPU_MS.hit + (1 - hitRatio) * CPU_MS.forwarded
  const lines = hitRatio * RATES.hitLog + (1 - hitRatio)
  const spans = RATES.trace * (1 + kvReads + kvWrites + calls)
  return {
    requests: PRICES.requests,
    cpu: cpuMs * PRICES.cpuMs,
    kvReads: kvReads * PRICES.kvReads,
    kvWrites: kvWrites * PRICES.kvWrites,
    logs: lines * PRICES.events,
    traces: spans * PRICES.events,
    metrics: points * PRICES.points,
  }
}

/** US dollars for a million requests, all in all. */
export function costOf(usage: Usage): number {
  return Object.values(billOf(usage)).reduce((sum, dollars) => sum + dollars, 0)
}
