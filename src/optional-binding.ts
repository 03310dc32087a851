/** A binding that has failed is left alone for this long, then tried again. */
const OFF_MS = 30_000

/** A binding that a deployment may have and the edge works without. */
interface OptionalBinding<T> {
  /** The binding; undefined where the deployment has none, or it is broken at present. */
  get(): T | undefined
  /** Leaves the binding alone for 30 s, and reports why. */
  fail(error: unknown): void
  isBroken(): boolean
}

/** The options of an optional binding. */
interface OptionalBindingOptions<T> {
  /** As in `wrangler.toml`. */
  name: string
  /** The value in the Worker's `env`, unchecked; undefined where the deployment has none. */
  binding: unknown
  /** What the edge calls of it: a value without is no such binding. */
  method: keyof T & string
  /** Epoch milliseconds. */
  now: () => number
  /** Takes note that the binding is off, and why; never with a value of a request. */
  report: (name: string, reason: string) => void
}

/** Creates the guard of one optional binding: what is broken is reported and off, never an error. */
export function createOptionalBinding<T>(options: OptionalBindingOptions<T>): OptionalBinding<T> {
  const { name, binding, method, now, report } = options
  const isAbsent = binding === undefined || binding === null
  const isUsable = !isAbsent && hasMethod(binding, method)
  let offUntil = 0
  if (!isAbsent && !isUsable) report(name, `must have a method ${method}`)

  return {
    get: () => (isUsable && now() >= offUntil ? (binding as T) : undefined),
    fail(error) {
      const isNews = now() >= offUntil
      offUntil = now() + OFF_MS
      if (isNews) report(name, error instanceof Error ? error.name : 'unknown')
    },
    isBroken: () => !isAbsent && (!isUsable || now() < offUntil),
  }
}

function hasMethod(binding: unknown, method: string): boolean {
  try {
    return typeof (binding as Record<string, unknown>)[method] === 'function'
  } catch {
    return false
  }
}
