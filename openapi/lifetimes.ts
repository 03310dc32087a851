import { parseConfig } from '../src/config.ts'
import { RESOURCES, type Resource } from '../src/resources/table.ts'
import type { Json } from './json.ts'

/** Rows that are no route of their own. */
const INTERNAL: ReadonlySet<string> = new Set(['name', 'board'])

const ROWS: readonly Resource[] = Object.entries(RESOURCES)
  .filter(([kind]) => !INTERNAL.has(kind))
  .map(([, row]) => row)

/** Returns the row of a path that is stored; undefined for what is not. */
export function storedResource(path: string): Resource | undefined {
  return ROWS.find((row) => row.path === path && row.lifetimes !== undefined)
}

/** Every resource that is stored and is a route. */
export const STORED: readonly Resource[] = ROWS.filter((row) => row.lifetimes !== undefined)

/** A body that no row finds final, and one that a run's row does. */
const CHANGING = {}
const FINAL = { status: 'completed' }

/**
 * Returns the lifetimes of a resource in seconds, as a deployment that sets no variable has them, with the names of
 * the variables.
 */
export function edgeCache(row: Resource): Json {
  const used = new Set<string>()
  const config = new Proxy(defaults(), {
    get: (target, name) => {
      used.add(String(name))
      return Reflect.get(target, name)
    },
  })
  const first = row.lifetimes?.(config as never, CHANGING)
  const last = row.isFinal?.(FINAL) && row.lifetimes?.(config as never, FINAL)
  return {
    max_age: seconds(first?.maxAgeMs),
    stale_while_revalidate: seconds(first?.staleWhileRevalidateMs),
    stale_if_error: seconds(first?.staleIfErrorMs),
    ...(last && { final_max_age: seconds(last.maxAgeMs) }),
    ...(row.isShared && { shared: true }),
    variables: [...used],
  }
}

const seconds = (ms = 0) => ms / 1_000

function defaults(): object {
  const parsed = parseConfig({ CACHE: { get: () => null, put: () => undefined } })
  if (!parsed.ok) throw new Error('the defaults break a rule')
  return parsed.config
}
