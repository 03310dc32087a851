import type { Extent, Ratio } from './rounds.ts'
import type { BenchUpstream, Runtime } from './runtime.ts'

/** Where measurements are made. */
export interface Stage extends Extent {
  runtime: Runtime
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
  found: Ratio,
  least: number | undefined,
  unit: string,
): Figure {
  const { ours, theirs, ratio, lowest, highest } = found
  const rounded = (value: number) => value.toFixed(value < 100 ? 2 : 0)
  return {
    name,
    value: ratio,
    unit: 'x',
    reach: least === undefined ? undefined : ['>=', least],
    context: `${rounded(ours)} to ${rounded(theirs)} ${unit}; rounds ${lowest.toFixed(2)} to ${highest.toFixed(2)}`,
  }
}
