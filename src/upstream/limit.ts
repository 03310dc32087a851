import { createLru } from '../lru.ts'
import { createOptionalBinding } from '../optional-binding.ts'

/** The platform counts in its own memory: what takes longer than this is broken. */
const LIMIT_TIMEOUT_MS = 250

const MAX_KNOWN_CALLERS = 10_000
const MAX_KNOWN_BYTES = 8 * 1024 * 1024

/** Families of routes that answer nobody without a credential. Agents' avatars are public. */
const PRIVATE_FAMILY =
  /^\/v1\/(?:agents|capabilities|harnesses|models|orgs|providers|sessions)(?:\/|$)/

/** One call that would go upstream. */
export interface LimitedCall {
  method: string
  /** As the edge serves it, `/v1/…`. */
  path: string
  /** The digest of who asks; undefined for a request without a credential. */
  caller: string | undefined
  /** The client's address as the platform gave it (`CF-Connecting-IP`). */
  address: string | undefined
}

/**
 * How many calls may go upstream, by Cloudflare's rate limiting binding `LIMIT`: counted by client address
 * until the caller has had a 200 here, by caller after that. An address with many people behind it is so
 * limited only while they sign in, and a credential that is made up gets no count of its own.
 */
export interface Limit {
  /**
   * Decides about one call that is about to go upstream; `pass` where there is no binding, or a broken one.
   * What is answered from the cache is never asked about.
   */
  check(call: LimitedCall): Promise<'pass' | 'refused'>
  /** Learns from the upstream's answer to a caller: a 200 that needed a credential gives it a count of its own. */
  learn(call: LimitedCall, status: number): void
  /** Whether anything is limited at all. */
  isOn(): boolean
  isBroken(): boolean
}

/** The parts of {@link createLimit}. */
interface LimitOptions {
  /** `env.LIMIT`, unchecked. */
  binding: unknown
  /** Epoch milliseconds. */
  now: () => number
  /** Takes note that the binding is off, and why. */
  report: (name: string, reason: string) => void
}

/** Creates the limit of an isolate. */
export function createLimit({ binding, now, report }: LimitOptions): Limit {
  const options = { name: 'LIMIT', binding, method: 'limit', now, report } as const
  const limiter = createOptionalBinding<RateLimit>(options)
  const known = createLru<true>({ maxEntries: MAX_KNOWN_CALLERS, maxBytes: MAX_KNOWN_BYTES })

  return {
    async check(call) {
      const bound = limiter.get()
      if (!bound || isNeverLimited(call)) return 'pass'
      const { caller, address } = call
      const isKnown = caller !== undefined && known.get(caller)
      const key = isKnown ? `caller:${caller}` : `address:${networkOf(address)}`
      try {
        const { success } = await inTime(bound.limit({ key }))
        return success === false ? 'refused' : 'pass'
      } catch (error) {
        limiter.fail(error)
        return 'pass'
      }
    },
    learn({ caller, path }, status) {
      if (status !== 200 || caller === undefined || !limiter.get()) return
      if (PRIVATE_FAMILY.test(path) && !path.includes('/avatar')) known.set(caller, true, 0)
    },
    isOn: () => limiter.get() !== undefined,
    isBroken: limiter.isBroken,
  }
}

/** Tells whether a call is never limited: what ends work or takes something away is never kept from anyone. */
function isNeverLimited({ method, path }: LimitedCall): boolean {
  return method === 'DELETE' || (method === 'POST' && path.endsWith('/cancel'))
}

/** Returns the network of an address: a client has a whole /64 of IPv6 to itself, which counts as one address. */
function networkOf(address: string | undefined): string {
  if (!address) return 'unknown'
  if (!address.includes(':')) return address
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1)
  const [head = '', tail] = address.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  const last = tail ? tail.split(':') : []
  while (tail !== undefined && groups.length + last.length < 8) groups.push('0')
  return [...groups, ...last].slice(0, 4).map(withoutZeros).join(':')
}

const withoutZeros = (group: string) => Number.parseInt(group, 16).toString(16)

async function inTime<T>(promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new DOMException('late', 'TimeoutError')),
    LIMIT_TIMEOUT_MS,
  )
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
