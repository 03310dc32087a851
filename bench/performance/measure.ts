import { CREDENTIAL } from './requests.ts'
import { compareCosts, costOf, type Extent, type Ratio } from './rounds.ts'
import type { BenchUpstream, Side } from './runtime.ts'

/** The Workers that are compared, each in a workerd of its own. */
export interface Sides {
  edge: Side
  /** Hono and one response: the bytes and headers of a hit. */
  bare: Side
  /** `fetch(request)`. */
  plain: Side
  /** Fetches, decodes, parses, passes the text on. */
  reader: Side
}

/** Where measurements are made. */
export interface Stage extends Extent {
  sides: Sides
  upstream: BenchUpstream
}

/** One line of the table. */
export interface Figure {
  name: string
  /** The figure itself, with its unit. */
  value: number
  unit: 'x' | 'ms' | 'calls' | 'KiB'
  /** At least or at most; undefined where it is only printed. */
  reach: readonly ['>=' | '<=', number] | undefined
  /** Absolute figures, for context. */
  context: string
}

/** Measures one thing, or several that belong together. */
export type Measure = (stage: Stage) => Promise<Figure[]>

/** A figure that is a ratio of two medians. */
export function ratioFigure(
  name: string,
  { ours, theirs, ratio, lowest, highest }: Ratio,
  reach: Figure['reach'],
  unit: string,
): Figure {
  const rounded = (value: number) => value.toFixed(value < 100 ? 2 : 0)
  return {
    name,
    value: ratio,
    unit: 'x',
    reach,
    context: `${rounded(ours)} to ${rounded(theirs)} ${unit}; rounds ${lowest.toFixed(2)} to ${highest.toFixed(2)}`,
  }
}

/** What is asked of two sides, and how much the first one's CPU may be of the second one's. */
export interface CostComparison {
  name: string
  ours: Asked
  theirs: Asked
  /** CPU of one request of ours to one of theirs at most. */
  most: number | undefined
  /** Milliseconds of CPU that a request takes about, from which the number of requests follows. */
  aboutMs: number
}

interface Asked {
  side: Side
  path: string
  headers?: Readonly<Record<string, string>>
  /** The status of its answers, where that is not 200. */
  status?: number
}

/** CPU a request and requests a second on one connection, as ratios of two sides in one run. */
export async function costFigures(
  { rounds, requestsOf }: Extent,
  { name, ours, theirs, most, aboutMs }: CostComparison,
): Promise<Figure[]> {
  const measured =
    ({ side, path, headers = CREDENTIAL, status = 200 }: Asked) =>
    () =>
      costOf(side, { urls: [side.origin + path], headers, status, passes: requestsOf(aboutMs) })
  const { cpu, rate } = await compareCosts(rounds, measured(ours), measured(theirs))
  const reach = most === undefined ? undefined : (['<=', most] as const)
  return [
    ratioFigure(`${name}: CPU a request`, cpu, reach, 'ms'),
    ratioFigure(`${name}: requests a second`, rate, undefined, 'requests/s'),
  ]
}
