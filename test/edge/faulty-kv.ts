/** What KV does to whoever calls it. */
export type KvMode = 'healthy' | 'throws' | 'hangs' | 'rubbish'

/** Operations that reached KV since the start. */
export interface KvCounts {
  reads: number
  writes: number
  deletes: number
  lists: number
}

/** KV refuses a shorter one, also where Miniflare might not. */
const MIN_EXPIRATION_TTL_SECONDS = 60

/** Wraps a real namespace: counts, and fails as the test says. */
export function createFaultyKv(real: KVNamespace) {
  const counts: KvCounts = { reads: 0, writes: 0, deletes: 0, lists: 0 }
  let mode: KvMode = 'healthy'

  function run<T>(operation: keyof KvCounts, call: () => Promise<T>): Promise<T> {
    counts[operation]++
    if (mode === 'throws') throw new Error('KV is down')
    if (mode === 'hangs') return new Promise(() => undefined)
    return call()
  }

  const namespace = {
    getWithMetadata(key: string) {
      return run('reads', () => {
        if (mode === 'rubbish') return Promise.resolve(rubbish())
        return real.getWithMetadata(key, 'arrayBuffer')
      })
    },
    put(key: string, value: ArrayBufferView, options: KVNamespacePutOptions) {
      if ((options.expirationTtl ?? 0) < MIN_EXPIRATION_TTL_SECONDS) throw new Error('invalid TTL')
      return run('writes', () => real.put(key, value, options))
    },
    get: () => Promise.reject(new Error('the edge reads with metadata')),
    delete: (key: string) => run('deletes', () => real.delete(key)),
    list: (options: KVNamespaceListOptions) => run('lists', () => real.list(options)),
  }

  return {
    namespace: namespace as unknown as KVNamespace,
    counts,
    setMode(next: KvMode) {
      mode = next
    },
  }
}

function rubbish() {
  return { value: new TextEncoder().encode('{"half').buffer, metadata: { key: 7 } }
}
