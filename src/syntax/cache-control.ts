import { isToken, splitUnquoted, trimSpace, unquote } from './list.ts'

/**
 * Every value that each directive of a `Cache-Control` is given, by names in lower case; the empty string
 * where it stands without one. Several lines of the header are one list.
 */
export type Directives = ReadonlyMap<string, readonly string[]>

/** Reads `Cache-Control`, RFC 9111 section 5.2. What is no directive is left out. */
export function parseDirectives(cacheControl: string | null): Directives {
  const directives = new Map<string, string[]>()
  if (cacheControl === null) return directives
  for (const member of splitUnquoted(cacheControl)) {
    const equals = member.indexOf('=')
    const name = equals < 0 ? member : trimSpace(member.slice(0, equals))
    if (!isToken(name)) continue
    const value = equals < 0 ? '' : unquote(trimSpace(member.slice(equals + 1)))
    const key = name.toLowerCase()
    const values = directives.get(key)
    if (values) values.push(value)
    else directives.set(key, [value])
  }
  return directives
}

/** RFC 9111 section 1.2.2: what is larger than a cache can count is this, 68 years. */
const MAX_DELTA_SECONDS = 2 ** 31

/** Reads delta-seconds, RFC 9111 section 1.2.2; undefined where the text is none. */
export function parseSeconds(text: string): number | undefined {
  return /^\d+$/.test(text) ? Math.min(Number(text), MAX_DELTA_SECONDS) : undefined
}

/**
 * Returns the least of the delta-seconds that a directive is given: of duplicates the strictest counts. Undefined
 * where the directive is absent.
 *
 * @param invalid what a value counts as that is no number of seconds
 */
export function leastSeconds(
  values: readonly string[] | undefined,
  invalid: number | undefined,
): number | undefined {
  let least: number | undefined
  for (const value of values ?? []) {
    const seconds = parseSeconds(value) ?? invalid
    if (seconds !== undefined && (least === undefined || seconds < least)) least = seconds
  }
  return least
}
