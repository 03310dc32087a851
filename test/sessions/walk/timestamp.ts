const TICKS_PER_SECOND = 1_000_000
const EPOCH_SECONDS = 1_780_000_000

/** A tick (a microsecond) as a timestamp, in one of the spellings that mean the same instant. */
export function timestampOf(tick: number, spelling: number): string {
  const date = new Date((EPOCH_SECONDS + Math.floor(tick / TICKS_PER_SECOND)) * 1000)
  const micros = String(tick % TICKS_PER_SECOND).padStart(6, '0')
  const clock = date.toISOString().slice(0, 19)
  const shifted = new Date(date.getTime() + 5_400_000).toISOString().slice(0, 19)
  const short = micros.replace(/0+$/, '')
  if (spelling < 0.4) return `${clock}.${micros}Z`
  if (spelling < 0.6) return `${clock}.${micros}000+00:00`
  if (spelling < 0.8) return `${clock}${short === '' ? '' : `.${short}`}Z`
  return `${shifted}.${micros}+01:30`
}
