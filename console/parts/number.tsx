import { signal } from '@preact/signals'
import { formatExact, formatInstant, formatRelative, readInstant } from '../format.ts'
import { nowMs } from '../state/clock.ts'

/** Whether numbers are written out instead of shortened. */
export const isExact = signal(false)

/** A number for people; the exact one under the pointer, and for everybody with {@link ExactSwitch}. */
export function Num({
  value,
  format,
}: {
  value: number | null | undefined
  format: (value: number | null | undefined) => string
}) {
  const exact = formatExact(value)
  const text = format(value)
  if (typeof value !== 'number') return <span class="num none">{text}</span>
  return (
    <data class="num" value={String(value)} title={exact}>
      {isExact.value ? exact : text}
    </data>
  )
}

/** Switches between numbers for people and every digit. */
export function ExactSwitch() {
  return (
    <button
      type="button"
      class="quiet"
      aria-pressed={isExact.value}
      onClick={() => {
        isExact.value = !isExact.value
      }}
    >
      Exact numbers
    </button>
  )
}

/** How long ago a time was; it ticks. The instant itself is under the pointer. */
export function Ago({ at }: { at: string | number | null | undefined }) {
  const atMs = typeof at === 'number' ? at : readInstant(at)
  if (atMs === null) return <span class="none">{formatRelative(null, 0)}</span>
  const instant = new Date(atMs)
  return (
    <time class="num" dateTime={instant.toISOString()} title={formatInstant(atMs, 0)}>
      {formatRelative(atMs, nowMs.value)}
    </time>
  )
}
