/** How long an answer serves, in milliseconds: RFC 9111 `max-age`, and RFC 5861 after it. */
export interface Lifetimes {
  maxAgeMs: number
  staleWhileRevalidateMs: number
  staleIfErrorMs: number
}

/** The lifetimes of what is not stored. */
export const NO_LIFETIMES: Lifetimes = { maxAgeMs: 0, staleWhileRevalidateMs: 0, staleIfErrorMs: 0 }

/** Everything about a stored body but the body itself. In KV it is the value's metadata, which may take 1,024 bytes. */
export interface Envelope extends Lifetimes {
  /** Digest of the key it was stored under: found under another, it is not what was asked for. */
  key: string
  /** Epoch milliseconds when the upstream was asked; a write at or after it makes the entry void. */
  requestedAt: number
  /** Epoch milliseconds when the answer was complete. */
  storedAt: number
  /** Age in milliseconds that the answer had when it was stored, RFC 9111 section 4.2.3. */
  correctedInitialAgeMs: number
  /** How old a client's own cache may let it grow without asking, in milliseconds. */
  clientMaxAgeMs: number
  /** Strong validator with its quotes, RFC 9110 section 8.8.3: a digest of the body. */
  etag: string
  /** Epoch milliseconds when KV last got this key from this location, as far as is known; 0 for never. */
  kvWrittenAt: number
}

/** A body and its envelope. The bytes are never changed. */
export interface Entry {
  envelope: Envelope
  body: Uint8Array
}

/** How an entry may be used: `expired` serves at most while the upstream fails. */
export type EntryState = 'fresh' | 'stale' | 'expired'

const NUMBERS = [
  ...['requestedAt', 'storedAt', 'kvWrittenAt', 'clientMaxAgeMs', 'correctedInitialAgeMs'],
  ...['maxAgeMs', 'staleWhileRevalidateMs', 'staleIfErrorMs'],
]

/** Returns the envelope that a tier gave, or undefined where it is none of this key's. */
export function parseEnvelope(key: string, given: unknown): Envelope | undefined {
  if (typeof given !== 'object' || given === null) return undefined
  const { etag, ...envelope } = given as Record<string, unknown>
  if (envelope.key !== key || typeof etag !== 'string') return undefined
  const isNumber = (name: string) => {
    const value = envelope[name]
    return typeof value === 'number' && value >= 0
  }
  if (!NUMBERS.every(isNumber)) return undefined
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, envelope[name]]))
  return { key, etag, ...numbers } as unknown as Envelope
}

/** Returns the milliseconds after which an entry is of no use to anybody. */
export function lifetimeMs(lifetimes: Lifetimes): number {
  const { maxAgeMs, staleWhileRevalidateMs, staleIfErrorMs } = lifetimes
  return maxAgeMs + Math.max(staleWhileRevalidateMs, staleIfErrorMs)
}

/** Returns RFC 9111 section 4.2.3 `current_age`, in milliseconds. */
export function currentAgeMs(envelope: Envelope, nowMs: number): number {
  return envelope.correctedInitialAgeMs + Math.max(0, nowMs - envelope.storedAt)
}

/**
 * Returns where an entry stands. One of the future was stored by another clock, or this one was set back: its age
 * is not known, and it is not used for freshness.
 */
export function entryState(envelope: Envelope, nowMs: number): EntryState {
  const age = currentAgeMs(envelope, nowMs)
  if (envelope.storedAt > nowMs) return 'expired'
  if (age < envelope.maxAgeMs) return 'fresh'
  return age < envelope.maxAgeMs + envelope.staleWhileRevalidateMs ? 'stale' : 'expired'
}

/** Tells whether an entry is still of use, and was not stored in the future. */
export function isAlive({ envelope }: Entry, nowMs: number): boolean {
  return envelope.storedAt <= nowMs && currentAgeMs(envelope, nowMs) < lifetimeMs(envelope)
}
