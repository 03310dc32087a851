import { formatRate } from '../format.ts'
import { linearScale, linePaths } from '../plot-geometry.ts'
import { lastKnown, ratesPerMinute } from '../rates.ts'
import type { Series } from '../series.ts'
import { WATCHED } from '../stats.ts'

const WIDTH = 120
const HEIGHT = 28
const MARGIN = 2
const SPAN_MS = 30 * 60_000
/** However short the watch, a minute is not drawn as wide as a day. */
const SPAN_MIN_MS = 5 * 60_000

/** Tokens per minute of one harness over the last half hour, as far as it was watched. */
export function Sparkline({ series }: { series: Series | undefined }) {
  const { timesMs, values } = series ? tokenRates(series) : { timesMs: [], values: [] }
  const now = lastKnown(values)
  const endMs = timesMs.at(-1) ?? 0
  const fromMs = Math.min(endMs - SPAN_MIN_MS, Math.max(endMs - SPAN_MS, timesMs[0] ?? 0))
  const shown = values.map((value, at) => ((timesMs[at] ?? 0) < fromMs ? null : value))
  const highest = Math.max(1, ...shown.map((value) => value ?? 0))
  const x = linearScale([fromMs, endMs], [MARGIN, WIDTH - MARGIN])
  const y = linearScale([0, highest], [HEIGHT - MARGIN, MARGIN])
  const ys = shown.map((value) => (value === null ? null : y(value)))
  const { lines, dots } = linePaths(timesMs.map(x), ys)
  const label =
    now === null
      ? 'Activity: not enough seen yet'
      : `Activity, tokens per minute: ${formatRate(now)} at last`
  return (
    <span class="spark">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        <path class="base" d={`M0 ${HEIGHT - 0.5} H${WIDTH}`} />
        <path class="line" d={lines} />
        <path class="dots" d={dots} />
      </svg>
      <span class="num muted">{now === null ? '' : formatRate(now)}</span>
    </span>
  )
}

const TOKEN_COLUMNS = [
  WATCHED.indexOf('inputTokens'),
  WATCHED.indexOf('outputTokens'),
  WATCHED.indexOf('cacheReadTokens'),
  WATCHED.indexOf('cacheWriteTokens'),
]

function tokenRates(series: Series): { timesMs: number[]; values: (number | null)[] } {
  const { timesMs, values } = series.read()
  const totals = timesMs.map((_, at) => {
    const parts = TOKEN_COLUMNS.map((column) => values[column]?.[at] ?? null)
    return parts.some((part) => part === null)
      ? null
      : parts.reduce((sum: number, part) => sum + (part ?? 0), 0)
  })
  return { timesMs, values: ratesPerMinute(timesMs, totals) }
}
