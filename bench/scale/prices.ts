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
} as const

/** Milliseconds of CPU for a request, by how it is answered; `npm run bench` measured them on one core. */
export const CPU_MS = { hit: 0.15, forwarded: 0.3 } as const

/** What a million requests use, each in millions. */
export interface Usage {
  /** Part of the requests that the cache answers, 0 to 1. */
  hitRatio: number
  kvReads: number
  kvWrites: number
}

/** US dollars for a million requests. */
export function costOf({ hitRatio, kvReads, kvWrites }: Usage): number {
  const cpuMs = hitRatio * CPU_MS.hit + (1 - hitRatio) * CPU_MS.forwarded
  return (
    PRICES.requests + cpuMs * PRICES.cpuMs + kvReads * PRICES.kvReads + kvWrites * PRICES.kvWrites
  )
}
