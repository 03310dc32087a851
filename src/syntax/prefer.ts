import { splitUnquoted, trimSpace, unquote } from './list.ts'

const MAX_WAIT_SECONDS = 30

/** Digits (delta-seconds); programs write large numbers as `1e9`. */
const SECONDS = /^\d+(?:e\d{1,3})?$/i

/**
 * Returns the seconds that `Prefer: wait=N` asks to wait, RFC 7240 section 4.3: 1 to 30, more counts as 30.
 * Undefined where none are asked for, where the value is no such number, and where there are two.
 */
export function parsePreferWait(prefer: string | null): number | undefined {
  if (prefer === null) return undefined
  const waits = splitUnquoted(prefer).flatMap((preference) => {
    const [text = ''] = splitUnquoted(preference, ';')
    const equals = text.indexOf('=')
    const name = equals < 0 ? text : trimSpace(text.slice(0, equals))
    return name.toLowerCase() === 'wait'
      ? [equals < 0 ? '' : wordOf(trimSpace(text.slice(equals + 1)))]
      : []
  })
  const [wait] = waits
  if (wait === undefined || waits.length > 1 || !SECONDS.test(wait)) return undefined
  const seconds = Math.min(Number(wait), MAX_WAIT_SECONDS)
  return seconds > 0 ? seconds : undefined
}

/** Returns what a value says, a token or a quoted string: RFC 7240 section 2. */
function wordOf(text: string): string {
  return text.length > 1 && text.endsWith('"') ? unquote(text) : text
}
