/** A wait longer than a day is no advice any more. */
const MAX_RETRY_AFTER_SECONDS = 86_400

/**
 * Reads RFC 9110 section 10.2.3 `Retry-After` in either form.
 *
 * @param value the header; null where absent
 * @param nowMs the present, in epoch milliseconds, for the date form
 * @returns whole seconds, 0 to a day; undefined where absent or malformed
 */
export function parseRetryAfter(value: string | null, nowMs: number): number | undefined {
  if (value === null) return undefined
  const trimmed = value.trim()
  if (/^\d{1,10}$/.test(trimmed)) return clampSeconds(Number(trimmed))
  // Only the date forms of RFC 9110 section 5.6.7 name a day; Date.parse alone takes far more.
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(trimmed)) return undefined
  const at = Date.parse(trimmed)
  return Number.isNaN(at) ? undefined : clampSeconds((at - nowMs) / 1_000)
}

/** Returns a wait as whole seconds, rounded up so that nobody comes too early. */
export function clampSeconds(seconds: number): number {
  return Math.min(Math.max(Math.ceil(seconds), 0), MAX_RETRY_AFTER_SECONDS)
}
