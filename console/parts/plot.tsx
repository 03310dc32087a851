import type { Signal } from '@preact/signals'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { formatInstant } from '../format.ts'
import {
  areaPath,
  linearScale,
  linePaths,
  nearestSample,
  timeTicks,
  valueTicks,
} from '../plot-geometry.ts'
import { nowMs } from '../state/clock.ts'

const HEIGHT = 210
const LEFT = 58
const RIGHT = 10
const TOP = 8
const BOTTOM = 22
/** However short the watch, a minute is not drawn as wide as a day. */
const SPAN_MIN_MS = 2 * 60_000
/** Room that a label of the time axis needs, and half of what it is wide at most. */
const TIME_LABEL_PX = 80
const TIME_LABEL_HALF_PX = 28

/** A line or an area of a plot. */
export interface PlotSeries {
  label: string
  /** Names the colour: `k-…` of the style. */
  colour: string
  /** What people read, null where it is unknown. */
  values: readonly (number | null)[]
  /** Sums with all series below it, of a stack. */
  sums?: readonly (number | null)[]
  dash?: string
}

/** A plot over time with its legend: the values at the pointer, or at the arrow keys, or else the last. */
export function Plot({
  title,
  unit,
  timesMs,
  series,
  isStacked = false,
  format,
  axis,
  cursor,
  note,
}: {
  title: string
  unit: string
  timesMs: readonly number[]
  series: readonly PlotSeries[]
  isStacked?: boolean
  format: (value: number | null | undefined) => string
  /** Writes a tick of the value axis, of which the next one is a step away. */
  axis: (value: number, step: number) => string
  /** Place of the sample that all plots of a page read; undefined for the last. */
  cursor: Signal<number | undefined>
  note?: string | undefined
}) {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(600)
  useLayoutEffect(() => {
    const target = frame.current
    if (!target) return
    const measure = () => setWidth(Math.max(200, target.clientWidth))
    measure()
    const resized = new ResizeObserver(measure)
    resized.observe(target)
    return () => resized.disconnect()
  }, [])

  const last = timesMs.length - 1
  const endMs = timesMs[last] ?? nowMs.peek()
  const fromMs = Math.min(timesMs[0] ?? endMs, endMs - SPAN_MIN_MS)
  const drawn = series.map(({ values, sums }) => sums ?? values)
  const ticks = valueTicks(Math.max(0, ...drawn.flat().map((value) => value ?? 0)), 4)
  const x = linearScale([fromMs, endMs], [LEFT, width - RIGHT])
  const y = linearScale([0, ticks.at(-1) ?? 1], [HEIGHT - BOTTOM, TOP])
  const xs = timesMs.map(x)
  const heights = drawn.map((values) => values.map((value) => (value === null ? null : y(value))))
  const floor = timesMs.map(() => y(0))
  const isKnown = (at: number) => series.some(({ values }) => (values[at] ?? null) !== null)

  const at = Math.min(cursor.value ?? last, last)
  const isRead = cursor.value !== undefined && at >= 0
  const when = at < 0 ? 'nothing seen yet' : formatInstant(timesMs[at], nowMs.peek())
  const spoken = series.map(({ label, values }) => `${label} ${format(values[at])}`).join(', ')

  const point = (event: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect()
    if (box) cursor.value = nearestSample(xs, isKnown, event.clientX - box.left)
  }
  const leave = () => {
    cursor.value = undefined
  }
  const press = (event: KeyboardEvent) => {
    const to = moveCursor(event.key, at, last, isKnown)
    if (to === false) return
    event.preventDefault()
    cursor.value = to
  }
  return (
    <figure class="plot">
      <figcaption>
        <h3>
          {title} <span class="muted unit">{unit}</span>
        </h3>
        <span class="small muted num">{isRead || at < 0 ? when : `last, ${when}`}</span>
      </figcaption>
      <div
        class="plot-frame"
        ref={frame}
        tabIndex={0}
        role="slider"
        aria-label={`${title}, ${unit}: read with the arrow keys`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, last)}
        aria-valuenow={Math.max(0, at)}
        aria-valuetext={at < 0 ? when : `${when}: ${spoken}`}
        onKeyDown={press}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={leave}
        onBlur={leave}
      >
        <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true">
          {ticks.map((tick) => (
            <g key={tick}>
              <path class="grid" d={`M${LEFT} ${y(tick)} H${width - RIGHT}`} />
              <text class="tick" x={LEFT - 8} y={y(tick) + 4} text-anchor="end">
                {axis(tick, ticks[1] ?? 1)}
              </text>
            </g>
          ))}
          {timeTicks(fromMs, endMs, (width - LEFT) / TIME_LABEL_PX)
            .filter((tick) => x(tick) + TIME_LABEL_HALF_PX <= width)
            .map((tick) => (
              <text key={tick} class="tick" x={x(tick)} y={HEIGHT - 5} text-anchor="middle">
                {formatTick(tick)}
              </text>
            ))}
          {series.map(({ label, colour, dash }, each) => {
            const ys = heights[each] ?? []
            const { lines, dots } = linePaths(xs, ys)
            return (
              <g key={label} class={`k-${colour}`}>
                {isStacked && (
                  <path class="area" d={areaPath(xs, heights[each - 1] ?? floor, ys)} />
                )}
                <path class="line" d={lines} stroke-dasharray={dash} />
                <path class="dots" d={dots} />
              </g>
            )
          })}
          {isRead && (
            <g class="cursor">
              <path d={`M${xs[at] ?? 0} ${TOP} V${HEIGHT - BOTTOM}`} />
              {series.map(({ label, colour }, each) => {
                const height = heights[each]?.[at] ?? null
                return height === null ? null : (
                  <circle key={label} class={`k-${colour}`} cx={xs[at] ?? 0} cy={height} r="4" />
                )
              })}
            </g>
          )}
        </svg>
      </div>
      <ul class="legend">
        {series.map(({ label, colour, values, dash }) => (
          <li key={label}>
            <svg viewBox="0 0 22 10" aria-hidden="true" class={`key k-${colour}`}>
              {isStacked ? (
                <rect class="area" width="22" height="10" rx="2" />
              ) : (
                <path class="line" d="M0 5 H22" stroke-dasharray={dash} />
              )}
            </svg>
            {label} <b class="num">{format(values[at])}</b>
          </li>
        ))}
      </ul>
      {note && <p class="small muted">{note}</p>}
    </figure>
  )
}

/** Returns where a key leads, undefined for back to the last, false where it is no key of a plot. */
function moveCursor(
  key: string,
  from: number,
  last: number,
  isKnown: (at: number) => boolean,
): number | undefined | false {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageUp: -10,
    PageDown: 10,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  }
  if (key === 'Escape') return undefined
  const step = steps[key]
  if (step === undefined || last < 0) return false
  let to = Math.min(last, Math.max(0, from + step))
  // A gap is passed over in the direction of the key.
  while (!isKnown(to) && to > 0 && to < last) to += Math.sign(step)
  return to
}

function formatTick(ms: number): string {
  const at = new Date(ms)
  const parts = [at.getHours(), at.getMinutes()]
  if (at.getSeconds() !== 0) parts.push(at.getSeconds())
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
