/** Stands where there is no value. */
export const NO_VALUE = '–'

/** Keeps a number and its unit on one line. */
const GAP = ' '

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Below it a number is written out; from it on it has three digits and a letter. */
const COMPACT_FROM = 10_000

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 })

/** Returns a count as people read it: `9,999`, `18.4 M`. */
export function formatCount(value: number | null | undefined): string {
  if (!isNumber(value)) return NO_VALUE
  return Math.abs(value) < COMPACT_FROM ? grouped.format(value) : compact(value)
}

/** Returns a rate: small ones with up to two decimals, others as {@link formatCount}. */
export function formatRate(value: number | null | undefined): string {
  if (!isNumber(value)) return NO_VALUE
  const size = Math.abs(value)
  if (size === 0 || size >= 100) return formatCount(value)
  return String(Number(value.toFixed(size < 10 ? 2 : 1)))
}

/** Returns every digit of a number, grouped. */
export function formatExact(value: number | null | undefined): string {
  return isNumber(value) ? exact.format(value) : NO_VALUE
}

/** Returns an amount of US dollars: `$42.18`, `$0.0018`, `$18.4 k`. */
export function formatCost(usd: number | null | undefined): string {
  if (!isNumber(usd)) return NO_VALUE
  const sign = usd < 0 ? '−' : ''
  const size = Math.abs(usd)
  if (size === 0) return '$0.00'
  if (size < 0.01) return `${sign}$${trimZeros(size.toFixed(Math.min(20, decimalsOf(size))))}`
  if (size >= COMPACT_FROM) return `${sign}$${compact(size)}`
  const [whole, cents] = size.toFixed(2).split('.')
  return `${sign}$${grouped.format(Number(whole))}.${cents}`
}

/** Returns an amount on an axis, with the decimals that its neighbours a step away need. */
export function formatCostTick(usd: number, step: number): string {
  if (usd >= COMPACT_FROM) return formatCost(usd)
  return `$${usd.toFixed(step >= 1 ? 0 : Math.max(2, -Math.floor(Math.log10(step))))}`
}

/** Returns a span of time: `940 ms`, `20.9 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(ms: number | null | undefined): string {
  if (!isNumber(ms) || ms < 0) return NO_VALUE
  if (ms < 999.5) return `${Math.round(ms)}${GAP}ms`
  if (ms < 59_950) return `${(ms / SECOND_MS).toFixed(1)}${GAP}s`
  const wholeMs = Math.round(ms / SECOND_MS) * SECOND_MS
  if (wholeMs < HOUR_MS) return pair(wholeMs, MINUTE_MS, 'min', SECOND_MS, 's')
  if (wholeMs < DAY_MS) return pair(wholeMs, HOUR_MS, 'h', MINUTE_MS, 'min')
  return pair(wholeMs, DAY_MS, 'd', HOUR_MS, 'h')
}

/** Returns an age in whole units: `7 s`, `3 min`, `5 h`, `12 d`. */
export function formatAge(ms: number | null | undefined): string {
  if (!isNumber(ms)) return NO_VALUE
  const age = Math.max(0, ms)
  if (age < MINUTE_MS) return `${Math.floor(age / SECOND_MS)}${GAP}s`
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)}${GAP}min`
  if (age < 2 * DAY_MS) return `${Math.floor(age / HOUR_MS)}${GAP}h`
  return `${Math.floor(age / DAY_MS)}${GAP}d`
}

/** Returns how long ago a time was, or how far ahead it is; clocks differ by a second or two. */
export function formatRelative(atMs: number | null | undefined, nowMs: number): string {
  if (!isNumber(atMs)) return NO_VALUE
  const ageMs = nowMs - atMs
  if (Math.abs(ageMs) < 2 * SECOND_MS) return 'now'
  return ageMs < 0 ? `in ${formatAge(-ageMs)}` : `${formatAge(ageMs)} ago`
}

/** Returns an instant in the zone of the reader: `12:03:15`, with the date unless it is today. */
export function formatInstant(atMs: number | null | undefined, nowMs: number): string {
  if (!isNumber(atMs)) return NO_VALUE
  const at = new Date(atMs)
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join(':')
  return isSameDay(at, new Date(nowMs)) ? clock : `${formatDay(at)} ${clock}`
}

/** Returns a share of one as a percentage. */
export function formatShare(share: number | null | undefined): string {
  return isNumber(share) ? `${Math.round(share * 100)}${GAP}%` : NO_VALUE
}

/** Returns a number of bytes: `512 B`, `1.4 KiB`, `3.0 MiB`. */
export function formatBytes(bytes: number | null | undefined): string {
  if (!isNumber(bytes)) return NO_VALUE
  if (bytes < 1024) return `${bytes}${GAP}B`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)}${GAP}KiB`
  return `${(bytes / 1024 / 1024).toFixed(1)}${GAP}MiB`
}

/** Returns the time of an RFC 3339 text in milliseconds, or null. */
export function readInstant(text: unknown): number | null {
  const ms = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return Number.isNaN(ms) ? null : ms
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

const LETTERS = ['', 'k', 'M', 'G', 'T', 'P'] as const

function compact(value: number): string {
  let scaled = Math.abs(value)
  let step = 0
  // Rounding to three digits may carry over into the next letter.
  while (Number(scaled.toPrecision(3)) >= 1000 && step < LETTERS.length - 1) {
    scaled /= 1000
    step += 1
  }
  const digits = Number(scaled.toPrecision(3))
  const text = digits >= 1000 ? grouped.format(digits) : scaled.toPrecision(3)
  return `${value < 0 ? '−' : ''}${text}${GAP}${LETTERS[step]}`
}

/** Decimals that leave two significant digits. */
function decimalsOf(size: number): number {
  return 1 - Math.floor(Math.log10(size))
}

function trimZeros(text: string): string {
  let end = text.length
  while (text[end - 1] === '0') end -= 1
  return text.slice(0, end)
}

function pair(ms: number, large: number, largeUnit: string, small: number, unit: string): string {
  const whole = Math.floor(ms / large)
  const rest = Math.floor((ms % large) / small)
  return `${whole}${GAP}${largeUnit}${rest > 0 ? ` ${rest}${GAP}${unit}` : ''}`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

function isSameDay(a: Date, b: Date): boolean {
  return formatDay(a) === formatDay(b)
}

function formatDay(at: Date): string {
  return [at.getFullYear(), twoDigits(at.getMonth() + 1), twoDigits(at.getDate())].join('-')
}
