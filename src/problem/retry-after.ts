/** A wait longer than a day is no advice any more. */
const MAX_RETRY_AFTER_SECONDS = 86_400

/** A date of RFC 9110 section 5.6.7 begins with a day, which in two of its forms has a comma behind it. */
const DAY = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*$/

/**
 * Reads RFC 9110 section 10.2.3 `Retry-After` in either form. Of one that came more than once the longest wait counts.
 *
 * @param value the header; null where absent
 * @param nowMs the present, in epoch milliseconds, for the date form
 * @returns whole seconds, 0 to a day; undefined where absent or malformed
 */
export function parseRetryAfter(value: string | null, nowMs: number): number | undefined {
  if (value === null) return undefined
  let longest: number | undefined
  let day = ''
  for (const part of value.split(',')) {
    const text = (day + part).trim()
    day = DAY.test(text) ? `${text},` : ''
    const wait = day === '' ? waitOf(text, nowMs) : undefined
    if (wait !== undefined) longest = Math.max(longest ?? 0, wait)
  }
  return longest
}

function waitOf(text: string, nowMs: number): number | undefined {
  if (/^\d+$/.test(text)) return clampSeconds(Number(text))
  // Only the date forms name a day; Date.parse alone takes far more.
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : clampSeconds((at - nowMs) / 1_000)
}

/** Returns a wait as whole seconds, rounded up so that nobody comes too early. */
export function clampSeconds(seconds: number): number {
  return Math.min(Math.max(Math.ceil(seconds), 0), MAX_RETRY_AFTER_SECONDS)
}
