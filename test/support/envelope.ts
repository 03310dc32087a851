import type { Envelope, Lifetimes } from '../../src/cache/entry.ts'

/** Returns what is said of an entry that was stored at a moment, already so old. */
export function envelopeOf(lifetimes: Lifetimes, storedAt: number, initialAgeMs: number): Envelope {
  return {
    key: '',
    etag: '',
    requestedAt: 0,
    storedAt,
    correctedInitialAgeMs: initialAgeMs,
    clientMaxAgeMs: 0,
    kvWrittenAt: 0,
    ...lifetimes,
  }
}
