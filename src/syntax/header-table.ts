/** What reads headers by their names in lower case: the platform's own, or a table of them. */
export interface ReadableHeaders {
  /** Returns the value, of several fields of one name joined by commas; null where there is none. */
  get(name: string): string | null
  has(name: string): boolean
  keys(): Iterable<string>
}

/**
 * Reads all headers at once. Each look at the platform's own is a call out of the language, and a request looks
 * at a dozen: a table costs as much as three of these.
 */
export function readHeaderTable(headers: Headers): ReadableHeaders {
  const table = new Map<string, string>()
  headers.forEach((value, name) => {
    table.set(name, value)
  })
  return {
    get: (name) => table.get(name) ?? null,
    has: (name) => table.has(name),
    keys: () => table.keys(),
  }
}
