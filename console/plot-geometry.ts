/** SVG path data of samples: joined ones, and those without neighbours. */
export interface LinePaths {
  lines: string
  dots: string
}

/** Maps a value to a position. */
export type Scale = (value: number) => number

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** Steps of a time axis that people read without effort. */
const TIME_STEPS_MS = [
  ...[5, 10, 15, 30].map((count) => count * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE_MS),
  ...[1, 2, 3, 6, 12, 24].map((count) => count * HOUR_MS),
]

/** Creates a linear scale. */
export function linearScale(
  [fromValue, toValue]: readonly [number, number],
  [from, to]: readonly [number, number],
): Scale {
  const span = toValue - fromValue || 1
  return (value) => from + ((value - fromValue) / span) * (to - from)
}

/**
 * Returns round values from 0 up to the first one that is not below the highest: 1, 2 or 5 times a power of ten
 * apart.
 *
 * @param count how many there should be above 0, about
 */
export function valueTicks(highest: number, count: number): number[] {
  const top = highest > 0 && Number.isFinite(highest) ? highest : 1
  const power = 10 ** Math.floor(Math.log10(top / count))
  const step = power * ([1, 2, 5].find((each) => each * power * count >= top) ?? 10)
  const ticks = [0]
  // Multiplied, not added up: a sum of tenths is not a tenth.
  while ((ticks.at(-1) ?? 0) < top) ticks.push(Number((step * ticks.length).toPrecision(12)))
  return ticks
}

/** Returns round times of the reader's clock between two times, at most `count` of them. */
export function timeTicks(
  fromMs: number,
  toMs: number,
  count: number,
  zoneMinutes = new Date(toMs).getTimezoneOffset(),
): number[] {
  const wanted = (toMs - fromMs) / Math.max(1, count)
  const stepMs = TIME_STEPS_MS.find((each) => each >= wanted) ?? 24 * HOUR_MS
  const offsetMs = zoneMinutes * MINUTE_MS
  const first = Math.ceil((fromMs - offsetMs) / stepMs) * stepMs + offsetMs
  const ticks: number[] = []
  for (let at = first; at <= toMs; at += stepMs) ticks.push(at)
  return ticks
}

/** Returns a line through samples. An unknown value breaks it. */
export function linePaths(xs: readonly number[], ys: readonly (number | null)[]): LinePaths {
  let lines = ''
  let dots = ''
  ys.forEach((y, at) => {
    if (y === null) return
    const before = ys[at - 1] ?? null
    const point = `${round(xs[at] ?? 0)} ${round(y)}`
    if (before === null && (ys[at + 1] ?? null) === null) dots += `M${point}h0`
    else lines += (before === null ? 'M' : 'L') + point
  })
  return { lines, dots }
}

/** Returns the area between two lines of samples. An unknown value breaks it. */
export function areaPath(
  xs: readonly number[],
  lower: readonly (number | null)[],
  upper: readonly (number | null)[],
): string {
  let path = ''
  let run: number[] = []
  const close = () => {
    if (run.length > 0) {
      const point = (at: number, ys: readonly (number | null)[]) =>
        `${round(xs[at] ?? 0)} ${round(ys[at] ?? 0)}`
      const there = run.map((at) => point(at, upper))
      const back = run.toReversed().map((at) => point(at, lower))
      path += `M${[...there, ...back].join('L')}Z`
    }
    run = []
  }
  upper.forEach((value, at) => {
    if (value === null || (lower[at] ?? null) === null) close()
    else run.push(at)
  })
  close()
  return path
}

/** Returns the place of the sample that is nearest to a position; gaps are passed over. */
export function nearestSample(
  xs: readonly number[],
  known: (at: number) => boolean,
  x: number,
): number | undefined {
  let nearest: number | undefined
  xs.forEach((each, at) => {
    if (!known(at)) return
    if (nearest === undefined || Math.abs(each - x) < Math.abs((xs[nearest] ?? 0) - x)) nearest = at
  })
  return nearest
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
