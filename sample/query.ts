import { Answer, plain } from './problem.ts'

/** How one known parameter is read; it throws a reason for the text/plain answer. */
export type QueryReader<T> = (value: string) => T

const UINT32_MAX = 4_294_967_295

/** Unsigned 32-bit integer. */
export const readUint32: QueryReader<number> = (value) => {
  if (value === '') throw new Error('cannot parse integer from empty string')
  if (!/^\+?\d+$/.test(value)) throw new Error('invalid digit found in string')
  const number = Number(value)
  if (number > UINT32_MAX) throw new Error('number too large to fit in target type')
  return number
}

/** Exactly `true` or `false`. */
export const readBoolean: QueryReader<boolean> = (value) => {
  if (value === 'true' || value === 'false') return value === 'true'
  throw new Error('provided string was not `true` or `false`')
}

/** Any text. */
export const readText: QueryReader<string> = (value) => value

/** An ID of the given kind, 32 lowercase hex digits after its prefix. */
export function readId(kind: string): QueryReader<string> {
  return (value) => {
    if (isId(kind, value)) return value
    throw new Error(`invalid ${kind} ID`)
  }
}

/** Whether `text` is an ID of that kind. */
export function isId(kind: string, text: string): boolean {
  return new RegExp(`^${kind}_[0-9a-f]{32}$`).test(text)
}

/** What the readers of a table give; parameters that were not sent are undefined. */
export type QueryOf<R extends Record<string, QueryReader<unknown>>> = {
  [K in keyof R]: ReturnType<R[K]> | undefined
}

/**
 * Reads the known parameters; unknown ones are ignored, duplicates and bad values are a text/plain
 * 400.
 */
export function readQuery<R extends Record<string, QueryReader<unknown>>>(
  url: URL,
  readers: R,
): QueryOf<R> {
  const found: Partial<Record<string, unknown>> = {}
  for (const [name, read] of Object.entries(readers)) {
    const values = url.searchParams.getAll(name)
    if (values.length > 1) rejectQuery(`duplicate field \`${name}\``)
    const [value] = values
    if (value === undefined) continue
    try {
      found[name] = read(value)
    } catch (error) {
      rejectQuery(`${name}: ${error instanceof Error ? error.message : 'invalid value'}`)
    }
  }
  return found as QueryOf<R>
}

/** The answer of the query extractor. */
export function rejectQuery(reason: string): never {
  throw new Answer(plain(400, `Failed to deserialize query string: ${reason}`))
}
