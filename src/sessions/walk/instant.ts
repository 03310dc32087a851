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

const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,24}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/

/**
 * Reads a timestamp (RFC 3339 section 5.6).
 *
 * @throws SortKeyError when the text is none
 */
export function parseInstant(text: string): Instant {
  const parts = RFC_3339.exec(text)
  if (parts === null) throw new SortKeyError('A session carries a sort key that is no timestamp')
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number)
  const shift = (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)) * (parts[8] === '-' ? -1 : 1)
  const midnight = utcMidnight(year ?? 0, month ?? 0, day ?? 0)
  const clock = clockSeconds(hour ?? 0, minute ?? 0, second ?? 0)
  return {
    second: midnight + clock - shift * 60,
    fraction: withoutZeros(parts[7] ?? ''),
  }
}

/** Without the zeros at the end. */
function withoutZeros(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end -= 1
  return digits.slice(0, end)
}

/** Negative when `left` is the earlier instant, positive when it is the later one, else 0. */
export function compareInstants(left: Instant, right: Instant): number {
  if (left.second !== right.second) return left.second - right.second
  if (left.fraction === right.fraction) return 0
  return left.fraction < right.fraction ? -1 : 1
}

function utcMidnight(year: number, month: number, day: number): number {
  const date = new Date(0)
  // Date.UTC would move the years 0 to 99 into the last century.
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    throw new SortKeyError('A session carries a sort key with a date that does not exist')
  }
  return date.getTime() / 1000
}

function clockSeconds(hour: number, minute: number, second: number): number {
  // 60 is a leap second (RFC 3339 section 5.7); it sorts with the first second after it.
  if (hour > 23 || minute > 59 || second > 60) {
    throw new SortKeyError('A session carries a sort key with a time that does not exist')
  }
  return hour * 3600 + minute * 60 + second
}
