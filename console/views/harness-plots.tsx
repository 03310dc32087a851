import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { formatCost, formatCostTick, formatCount, formatRate } from '../format.ts'
import { Plot, type PlotSeries } from '../parts/plot.tsx'
import { fallsOf, ratesPerMinute, stack } from '../rates.ts'
import type { Series, SeriesColumns } from '../series.ts'
import { WATCHED, type Watched } from '../stats.ts'

const NOTHING: SeriesColumns = { timesMs: [], values: [] }

/** Sessions by status, tokens and cost per minute, over the time that the console has watched. */
export function HarnessPlots({ series, version }: { series: Series | undefined; version: number }) {
  const cursor = useSignal<number | undefined>(undefined)
  // A series changes in place, with its version.
  const plots = useMemo(() => makePlots(series?.read() ?? NOTHING), [series, version])
  const { timesMs, sessions, tokens, cost, hasRates, hasFallen } = plots
  const wait = hasRates ? undefined : 'A rate needs two looks: it shows with the next one.'
  const fell = hasFallen
    ? 'A total fell: sessions were deleted. The rate of that moment is unknown and left out.'
    : undefined
  return (
    <div class="plots">
      <Plot
        title="Sessions by status"
        unit="sessions"
        timesMs={timesMs}
        series={sessions}
        isStacked
        format={formatCount}
        axis={formatCount}
        cursor={cursor}
      />
      <Plot
        title="Tokens"
        unit="tokens / min"
        timesMs={timesMs}
        series={tokens}
        format={formatRate}
        axis={formatRate}
        cursor={cursor}
        note={wait ?? fell}
      />
      <Plot
        title="Cost"
        unit="US$ / min"
        timesMs={timesMs}
        series={cost}
        format={formatCost}
        axis={formatCostTick}
        cursor={cursor}
        note={wait ?? fell}
      />
    </div>
  )
}

function makePlots({ timesMs, values }: SeriesColumns) {
  const column = (name: Watched) => values[WATCHED.indexOf(name)] ?? []
  const rate = (name: Watched) => ratesPerMinute(timesMs, column(name))
  const layers: PlotSeries[] = [
    { label: 'Active', colour: 'active', values: column('active') },
    { label: 'Waiting for tools', colour: 'waiting', values: column('waiting') },
    { label: 'Started', colour: 'started', values: column('started') },
    { label: 'Idle', colour: 'idle', values: column('idle') },
    { label: 'Paused and others', colour: 'other', values: column('other') },
  ]
  const sums = stack(layers.map((layer) => layer.values))
  const tokens: PlotSeries[] = [
    { label: 'Input', colour: 'input', values: rate('inputTokens') },
    { label: 'Output', colour: 'output', values: rate('outputTokens'), dash: '7 3' },
    { label: 'Cache read', colour: 'cacheRead', values: rate('cacheReadTokens'), dash: '2 3' },
    {
      label: 'Cache write',
      colour: 'cacheWrite',
      values: rate('cacheWriteTokens'),
      dash: '9 3 2 3',
    },
  ]
  const cost: PlotSeries[] = [{ label: 'Cost', colour: 'cost', values: rate('costUsd') }]
  return {
    timesMs,
    sessions: layers.map((layer, at) => ({ ...layer, sums: sums[at] ?? [] })),
    tokens,
    cost,
    hasRates: cost[0]?.values.some((value) => value !== null) ?? false,
    hasFallen: [column('inputTokens'), column('outputTokens'), column('costUsd')].some((totals) =>
      fallsOf(totals).some((fall) => fall > 0),
    ),
  }
}
