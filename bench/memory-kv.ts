/** What KV was asked for. */
export interface KvTally {
  reads: number
  writes: number
  /** Writes that KV refused: a second one to a key within a second. */
  refused: number
}

const MIN_EXPIRATION_TTL_SECONDS = 60
const MIN_WRITE_INTERVAL_MS = 1_000
const MAX_KEY_BYTES = 512
const MAX_METADATA_BYTES = 1_024

interface Stored {
  value: ArrayBuffer
  metadata: unknown
  writtenAt: number
  expiresAt: number
}

/** One location's KV in memory, with the rules that the real one enforces. Latency is left out. */
export function createMemoryKv(now: () => number): { namespace: unknown; tally: KvTally } {
  const stored = new Map<string, Stored>()
  const tally: KvTally = { reads: 0, writes: 0, refused: 0 }

  function find(key: string): Stored | undefined {
    const found = stored.get(key)
    return found && now() < found.expiresAt ? found : undefined
  }

  const namespace = {
    get: () => Promise.reject(new Error('the edge reads with metadata')),
    async getWithMetadata(key: string) {
      tally.reads++
      const found = find(key)
      return { value: found?.value.slice(0) ?? null, metadata: found?.metadata ?? null }
    },
    async put(
      key: string,
      value: Uint8Array,
      options: { expirationTtl: number; metadata: unknown },
    ) {
      check(key, options)
      const writtenAt = stored.get(key)?.writtenAt ?? 0
      if (now() - writtenAt < MIN_WRITE_INTERVAL_MS) {
        tally.refused++
        throw new Error('429 too many writes to one key')
      }
      tally.writes++
      stored.set(key, {
        value: new Uint8Array(value).buffer,
        metadata: structuredClone(options.metadata),
        writtenAt: now(),
        expiresAt: now() + options.expirationTtl * 1_000,
      })
    },
    async delete(key: string) {
      tally.writes++
      stored.delete(key)
    },
    async list({ prefix = '' }: { prefix?: string }) {
      const names = [...stored.keys()].filter((name) => name.startsWith(prefix))
      return { keys: names.map((name) => ({ name })), list_complete: true }
    },
  }
  return { namespace, tally }
}

function check(key: string, options: { expirationTtl: number; metadata: unknown }): void {
  if (options.expirationTtl < MIN_EXPIRATION_TTL_SECONDS) throw new Error('invalid expirationTtl')
  if (key.length > MAX_KEY_BYTES) throw new Error('key too long')
  if (JSON.stringify(options.metadata).length > MAX_METADATA_BYTES) throw new Error('metadata')
}
