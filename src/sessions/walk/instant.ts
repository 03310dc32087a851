/**
 * An instant as precise as the text it was read from. `second` counts from the epoch; `fraction`
 * holds the decimal digits behind the point without trailing zeros, so that two instants compare
 * exactly however many digits each was written with.
 */
export interface Instant {
  readonly second: number
  readonly fraction: string
}

/** A sort key that is not an RFC 3339 timestamp. The upstream's list cannot be walked by it. */
export class SortKeyError extends Error {
  override readonly name = 'SortKeyError'
}

/** The longest sort key that is read: 24 fraction digits and a numeric offset. */
export const MAX_KEY_LENGTH = 50

/** Where the seconds end: the shortest timestamp is one character longer. */
const SECONDS_END = 19

const MAX_FRACTION_DIGITS = 24

/** Days of a common year that are before each month, and before the next year. */
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]

/** From the first day of the year 0 to the epoch. */
const EPOCH_DAYS = 719_528
const DAY_SECONDS = 86_400

const SPACE = 0x20
const PLUS = 0x2b
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const NINE = 0x39
const COLON = 0x3a
const LARGE_T = 0x54
const LARGE_Z = 0x5a
const SMALL_T = 0x74
const SMALL_Z = 0x7a

/**
 * Reads a timestamp (RFC 3339 section 5.6). Character by character: a page has hundreds of them, and a regular
 * expression with groups takes a tenth of a page's time.
 *
 * @throws SortKeyError when the text is none
 */
export function parseInstant(text: string): Instant {
  const code = (at: number) => text.charCodeAt(at)
  const isDate = code(4) === MINUS && code(7) === MINUS
  const isTime = code(13) === COLON && code(16) === COLON
  const isParted = code(10) === LARGE_T || code(10) === SMALL_T || code(10) === SPACE
  if (!isDate || !isTime || !isParted) throw new SortKeyError()
  const midnight = utcMidnight(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
  const clock = clockSeconds(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19))
  const fractionEnd = code(SECONDS_END) === POINT ? digitsEnd(text, SECONDS_END + 1) : SECONDS_END
  return {
    second: midnight + clock - offsetMinutes(text, fractionEnd) * 60,
    fraction: withoutZeros(text, SECONDS_END + 1, fractionEnd),
  }
}

/** Returns the number that the digits between two places make. */
function number(text: string, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at)
    // What is behind the end of the text is NaN, and no digit.
    if (!(code >= ZERO && code <= NINE)) throw new SortKeyError()
    value = 10 * value + code - ZERO
  }
  return value
}

/** Returns the place behind the digits of a fraction: 1 to 24 of them. */
function digitsEnd(text: string, start: number): number {
  let end = start
  while (text.charCodeAt(end) >= ZERO && text.charCodeAt(end) <= NINE) end += 1
  if (end === start || end > start + MAX_FRACTION_DIGITS) throw new SortKeyError()
  return end
}

/** Minutes by which the text is ahead of UTC, from its last part: `Z`, or `+01:30`. */
function offsetMinutes(text: string, start: number): number {
  const sign = text.charCodeAt(start)
  if ((sign === LARGE_Z || sign === SMALL_Z) && text.length === start + 1) return 0
  const isSigned = sign === PLUS || sign === MINUS
  if (!isSigned || text.charCodeAt(start + 3) !== COLON || text.length !== start + 6) {
    throw new SortKeyError()
  }
  const minutes = 60 * number(text, start + 1, start + 3) + number(text, start + 4, start + 6)
  return sign === MINUS ? -minutes : minutes
}

/** Returns the digits between two places, those that are zeros at their end cut off. */
function withoutZeros(text: string, start: number, end: number): string {
  let last = end
  while (last > start && text.charCodeAt(last - 1) === ZERO) last -= 1
  return text.slice(start, last)
}

/** Returns a number: negative when `left` is the earlier instant, positive when it is the later one, else 0. */
export function compareInstants(left: Instant, right: Instant): number {
  if (left.second !== right.second) return left.second - right.second
  if (left.fraction === right.fraction) return 0
  return left.fraction < right.fraction ? -1 : 1
}

/** Seconds from the epoch to the beginning of a day of the Gregorian calendar. */
function utcMidnight(year: number, month: number, day: number): number {
  const before = DAYS_BEFORE_MONTH[month - 1] ?? 0
  const leapDay = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0
  const length = (DAYS_BEFORE_MONTH[month] ?? 0) - before + (month === 2 ? leapDay : 0)
  if (day < 1 || day > length) {
    throw new SortKeyError()
  }
  const leapYears = Math.ceil(year / 4) - Math.ceil(year / 100) + Math.ceil(year / 400)
  const days = 365 * year + leapYears + before + (month > 2 ? leapDay : 0) + day - 1
  return (days - EPOCH_DAYS) * DAY_SECONDS
}

function clockSeconds(hour: number, minute: number, second: number): number {
  // 60 is a leap second (RFC 3339 section 5.7); it sorts with the first second after it.
  if (hour > 23 || minute > 59 || second > 60) {
    throw new SortKeyError()
  }
  return hour * 3600 + minute * 60 + second
}
