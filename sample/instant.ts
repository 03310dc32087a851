/** A point in time in microseconds since 1970, the database's precision; exact in a double. */
export type Micros = number

/** Milliseconds to microseconds. */
export const MICROS_PER_MS = 1000

const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/

/**
 * RFC 3339 in UTC with no fraction, three or six digits: as few as say it exactly, as upstream
 * writes.
 */
export function formatInstant(at: Micros): string {
  const whole = new Date(Math.floor(at / MICROS_PER_MS)).toISOString().slice(0, 19)
  const fraction = String(at % 1_000_000).padStart(6, '0')
  if (fraction === '000000') return `${whole}Z`
  return `${whole}.${fraction.endsWith('000') ? fraction.slice(0, 3) : fraction}Z`
}

/** Reads RFC 3339 to the microsecond; undefined for anything else. */
export function parseInstant(text: string): Micros | undefined {
  const parts = RFC_3339.exec(text)
  if (!parts) return undefined
  const [, date, time, fraction = '', zone = 'Z'] = parts
  const seconds = Date.parse(`${date}T${time}${zone.toUpperCase()}`)
  if (Number.isNaN(seconds)) return undefined
  return seconds * MICROS_PER_MS + Number(fraction.padEnd(6, '0').slice(0, 6))
}
