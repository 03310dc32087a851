/**
 * What KV does to whoever calls it. `sticky`: a delete is taken and goes on being unseen, as elsewhere for a
 * minute and more. `swapped`: a read gives what is stored under another key.
 */
export type KvMode = 'healthy' | 'throws' | 'hangs' | 'rubbish' | 'sticky' | 'swapped'

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

  async function otherThan(key: string): Promise<string> {
    const { keys } = await real.list()
    return keys.find(({ name }) => name !== key)?.name ?? key
  }

  const namespace = {
    getWithMetadata(key: string) {
      return run('reads', async () => {
        if (mode === 'rubbish') return rubbish()
        return real.getWithMetadata(mode === 'swapped' ? await otherThan(key) : key, 'arrayBuffer')
      })
    },
    put(key: string, value: ArrayBufferView, options: KVNamespacePutOptions) {
      if ((options.expirationTtl ?? 0) < MIN_EXPIRATION_TTL_SECONDS) throw new Error('invalid TTL')
      return run('writes', () => real.put(key, value, options))
    },
    get: () => Promise.reject(new Error('the edge reads with metadata')),
    delete: (key: string) =>
      run('deletes', async () => {
        if (mode !== 'sticky') await real.delete(key)
      }),
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
