import { MICROS_PER_MS, type Micros } from './instant.ts'
import type { Limits, Organisation, World } from './model.ts'
import type { SampleOptions } from './options.ts'
import { describeProblem, json, refuse } from './problem.ts'

const MINUTE_US = 60_000 * MICROS_PER_MS
const SESSIONS_MAX = 10_000
const WAIT_SECONDS = 60

/** Upstream's own values, but for the address limit, which starts switched off. */
export const DEFAULT_LIMITS: Limits = { perAddress: 0, creations: 60, isForwardedTrusted: true }

/** Returns the limits that a sample starts with: one for addresses counts whole peers. */
export function startLimits({ addressLimit }: SampleOptions): Limits {
  if (addressLimit === 0) return { ...DEFAULT_LIMITS }
  return { ...DEFAULT_LIMITS, perAddress: addressLimit, isForwardedTrusted: false }
}

/** Counts requests by client address. */
export interface AddressLimiter {
  /** The 429 to answer, or undefined when there is room. */
  check(request: Request): Response | undefined
  reset(): void
}

/**
 * The limiter outside the API layer: problem-shaped, but `application/json`, with `retry-after`.
 */
export function createAddressLimiter(world: World): AddressLimiter {
  const { limits } = world
  const seen = new Map<string, Micros[]>()
  return {
    check: (request) => {
      if (limits.perAddress === 0) return undefined
      const address = limits.isForwardedTrusted ? clientAddress(request) : 'peer'
      const recent = seen.get(address) ?? []
      while ((recent[0] ?? Number.POSITIVE_INFINITY) <= world.now() - MINUTE_US) recent.shift()
      if (recent.length >= limits.perAddress) return tooManyRequests()
      recent.push(world.now())
      seen.set(address, recent)
      return undefined
    },
    reset: () => seen.clear(),
  }
}

/** The answer of the limiter for a whole address. */
export function tooManyRequests(): Response {
  const body = describeProblem(429, 'Too many requests', {
    code: 'rate_limited',
    retry_after_seconds: WAIT_SECONDS,
    allowed_actions: [{ rel: 'retry-later', hint: 'Wait before sending the request again.' }],
  })
  return json(body, 429, { 'retry-after': String(WAIT_SECONDS) })
}

/** Takes one from the organisation's creation bucket, or refuses: 429 without any header. */
export function takeCreation(world: World, org: Organisation): void {
  org.creations = org.creations.filter((at) => at > world.now() - MINUTE_US)
  if (org.creations.length >= world.limits.creations) {
    refuse(429, 'Session creation limit reached', {
      code: 'rate_limited',
      retry_after_seconds: WAIT_SECONDS,
    })
  }
  org.creations.push(world.now())
}

/** 409 when the organisation is full. */
export function checkSessionCap(org: Organisation): void {
  if (org.sessions.size >= SESSIONS_MAX) {
    refuse(409, `An organization can have at most ${SESSIONS_MAX} sessions`)
  }
}

/** The peer is a private proxy here: the last forwarded address counts, then X-Real-IP. */
function clientAddress(request: Request): string {
  const forwarded = request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim()
  return forwarded || request.headers.get('x-real-ip') || 'local'
}
