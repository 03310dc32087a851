import * as z from 'zod/mini'
import { sha256 } from './digest.ts'

const duration = z.number().check(z.gte(0))

/** What stands beside a stored body: in KV as the value's metadata, which may take 1,024 bytes. */
const envelopeSchema = z.object({
  /** The key it was stored under: found under another, it is not what was asked for. */
  key: z.string(),
  /** Epoch milliseconds when the upstream was asked; a write after it makes the entry void. */
  requestedAt: z.number(),
  /** Epoch milliseconds when the answer was complete. */
  storedAt: z.number(),
  /** Age in milliseconds that the answer had when it was stored, RFC 9111 section 4.2.3. */
  correctedInitialAgeMs: duration,
  /** Age in milliseconds until which it is served without asking. */
  maxAgeMs: duration,
  /** Milliseconds after that in which it is served at once while one refresh runs behind it. */
  staleWhileRevalidateMs: duration,
  /** Milliseconds after fresh in which it may be served while the upstream fails. */
  staleIfErrorMs: duration,
  /** Strong validator with its quotes, RFC 9110 section 8.8.3: a digest of the body. */
  etag: z.string(),
})

/** See the schema's members. */
export type Envelope = z.output<typeof envelopeSchema>

/** A body and what is known of it. The bytes are never changed. */
export interface Entry {
  envelope: Envelope
  body: Uint8Array
}

/** A strong validator over the bytes that are served. */
export async function etagOf(body: Uint8Array): Promise<string> {
  return `"${await sha256(body)}"`
}

/**
 * Reads what KV gave. Rubbish, another key's entry and a body that is not the one stored are all the same:
 * nothing.
 */
export async function openEntry(
  key: string,
  body: unknown,
  metadata: unknown,
): Promise<Entry | undefined> {
  const parsed = z.safeParse(envelopeSchema, metadata)
  if (!parsed.success || parsed.data.key !== key || !(body instanceof ArrayBuffer)) return undefined
  const bytes = new Uint8Array(body)
  if ((await etagOf(bytes)) !== parsed.data.etag) return undefined
  return { envelope: parsed.data, body: bytes }
}

/** Milliseconds after which an entry is of no use to anybody. */
export function lifetimeMs({ maxAgeMs, staleWhileRevalidateMs, staleIfErrorMs }: Envelope): number {
  return maxAgeMs + Math.max(staleWhileRevalidateMs, staleIfErrorMs)
}

/** RFC 9111 section 4.2.3, `current_age`, in milliseconds. */
export function currentAgeMs(envelope: Envelope, nowMs: number): number {
  return envelope.correctedInitialAgeMs + Math.max(0, nowMs - envelope.storedAt)
}
