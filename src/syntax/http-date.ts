/** The three forms: day, month and year stand in different places. */
const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT$/
const RFC_850 =
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\d\d)-([A-Z][a-z]{2})-(\d\d) (\d\d):(\d\d):(\d\d) GMT$/
const ASCTIME =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) (\d\d| \d) (\d\d):(\d\d):(\d\d) (\d{4})$/

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const MAX_DATE_LENGTH = 40
const MAX_YEARS_AHEAD = 50

/**
 * Reads an HTTP-date, RFC 9110 section 5.6.7: IMF-fixdate and the two obsolete forms, and nothing else.
 *
 * @param nowMs epoch milliseconds: a year of two digits is the one that is at most 50 years ahead
 * @returns epoch milliseconds; undefined for any other text and for a day or time that does not exist
 */
export function parseHttpDate(text: string | null, nowMs: number): number | undefined {
  if (text === null || text.length > MAX_DATE_LENGTH) return undefined
  const fixdate = IMF_FIXDATE.exec(text)
  if (fixdate) {
    const [, day, month, year, hour, minute, second] = fixdate
    return instant(Number(year), month, day, hour, minute, second)
  }
  const rfc850 = RFC_850.exec(text)
  if (rfc850) {
    const [, day, month, year, hour, minute, second] = rfc850
    return instant(fullYear(Number(year), nowMs), month, day, hour, minute, second)
  }
  const asctime = ASCTIME.exec(text)
  if (!asctime) return undefined
  const [, month, day, hour, minute, second, year] = asctime
  return instant(Number(year), month, day, hour, minute, second)
}

function fullYear(year: number, nowMs: number): number {
  const thisYear = new Date(nowMs).getUTCFullYear()
  const inThisCentury = thisYear - (thisYear % 100) + year
  return inThisCentury - thisYear > MAX_YEARS_AHEAD ? inThisCentury - 100 : inThisCentury
}

function instant(
  year: number,
  monthName: string | undefined,
  ...rest: (string | undefined)[]
): number | undefined {
  const month = MONTHS.indexOf(monthName ?? '')
  const [day = 0, hour = 0, minute = 0, second = 0] = rest.map(Number)
  // A leap second is the second that follows it.
  if (month < 0 || hour > 23 || minute > 59 || second > 60) return undefined
  const date = new Date(Date.UTC(year, month, day))
  const exists = date.getUTCFullYear() === year && date.getUTCDate() === day
  return exists ? date.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000 : undefined
}
