const EQUALS = 0x3d
const PERCENT = 0x25

/** One pair of a `Cookie` header. */
interface Cookie {
  /** The name that was looked for. */
  name: string
  /** The pair as it stands in the header, without white space around it. */
  pair: string
  value: string
}

/**
 * Returns every pair of a `Cookie` header that has one of the names, in order: which of several counts is the
 * upstream's to say. A name may be percent-encoded: servers that decode values decode names too.
 */
export function findCookies(cookie: string | null, names: readonly string[]): Cookie[] {
  const found: Cookie[] = []
  if (cookie === null) return found
  for (let start = 0; start < cookie.length; ) {
    const semicolon = cookie.indexOf(';', start)
    const end = semicolon < 0 ? cookie.length : semicolon
    while (start < end && isSpace(cookie.charCodeAt(start))) start += 1
    const name = names.find((each) => isNamed(cookie, start, end, each))
    if (name !== undefined) {
      const pair = cookie.slice(start, end).trimEnd()
      const equals = pair.indexOf('=')
      found.push({ name, pair, value: equals < 0 ? '' : pair.slice(equals + 1).trimStart() })
    }
    start = end + 1
  }
  return found
}

/** Returns every value that a `Cookie` header has for a name, in order. */
export function cookieValues(cookie: string | null, name: string): string[] {
  return findCookies(cookie, [name]).map(({ value }) => value)
}

/** Tells whether the pair from `start` to `end` has a name, some characters of which may be percent-encoded. */
function isNamed(cookie: string, start: number, end: number, name: string): boolean {
  let at = start
  for (let index = 0; index < name.length; index++) {
    const code = cookie.charCodeAt(at)
    const isEncoded = code === PERCENT && name.charCodeAt(index) !== PERCENT
    const meant = isEncoded ? hexValue(cookie, at + 1) : code
    if (meant !== name.charCodeAt(index)) return false
    at += isEncoded ? 3 : 1
  }
  while (at < end && isSpace(cookie.charCodeAt(at))) at += 1
  return at === end || (at < end && cookie.charCodeAt(at) === EQUALS)
}

function hexValue(text: string, at: number): number {
  const digits = text.slice(at, at + 2)
  return /^[\da-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : Number.NaN
}

/** White space as `String.prototype.trim` has it, as far as a header can hold it. */
const isSpace = (code: number) => code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0
