import { parseJson } from '../syntax/json.ts'
import { type Entry, lifetimeMs } from './entry.ts'
import { openEntry } from './kv-store.ts'
import { type Connections, createTier, type TierCounts } from './tier.ts'

/** A location's cache that does not answer within it is gone on without: it is in the same building. */
const LOCATION_TIMEOUT_MS = 50

/** A named cache: what another Worker of the zone does with `default` is nobody's business here. */
const CACHE_NAME = 'everruns-edge'

/** The envelope stands in a header of its own, as JSON. */
const ENVELOPE_HEADER = 'everruns-edge-envelope'
const CLAIM_HEADER = 'everruns-edge-claim'

/** The tier that the isolates of one location share. Free of charge, not replicated, often without anything. */
export interface LocationStore {
  read(key: string, use: LocationUse): Promise<Entry | undefined>
  /** Resolves when the cache took it or did not; never rejects. */
  write(entry: Entry, use: LocationUse): Promise<void>
  delete(key: string, use: LocationUse): Promise<void>
  /** Returns the epoch milliseconds until which another isolate is asking for a key; 0 where none is. */
  claimedUntil(key: string, use: LocationUse): Promise<number>
  /** Tells other isolates that this one asks the upstream for a key, until its deadline. */
  claim(key: string, untilMs: number, use: LocationUse): Promise<void>
  /** Whether what was put here has ever been found again: on some addresses nothing ever is. */
  isWorking(): boolean
  readonly counts: TierCounts
}

/** What an operation needs of the request that it runs for. */
export interface LocationUse {
  connections: Connections
  /** `https://edge.example`: the Worker's own origin. Another host costs a look-up of its name. */
  origin: string
}

/** What the tier is made of. */
export interface LocationOptions {
  /** `caches`, or a fake of it; undefined where the platform has none. */
  caches: Pick<CacheStorage, 'open'> | undefined
  /** Epoch milliseconds. */
  now: () => number
}

/** Creates the tier over the platform's cache. One an isolate. */
export function createLocationStore({ caches, now }: LocationOptions): LocationStore {
  const tier = createTier({ timeoutMs: LOCATION_TIMEOUT_MS, now })
  let opened: Promise<Cache> | undefined
  let hasWorked = false

  async function open(): Promise<Cache> {
    if (!caches) throw new Error('this platform has no cache of a location')
    opened ??= caches.open(CACHE_NAME)
    try {
      return await opened
    } catch (error) {
      opened = undefined
      throw error
    }
  }

  const ask = <T>({ connections }: LocationUse, operation: (cache: Cache) => Promise<T>) =>
    tier.ask(connections, async () => operation(await open()))

  const put = (address: string, { connections }: LocationUse, response: () => Response) =>
    tier.tell(connections, async () => (await open()).put(address, response()))

  return {
    counts: tier.counts,
    isWorking: () => hasWorked,

    async read(key, use) {
      const found = await ask(use, async (cache) => {
        const response = await cache.match(addressOf(key, use))
        if (!response) return undefined
        const envelope = response.headers.get(ENVELOPE_HEADER)
        return { envelope, body: await response.arrayBuffer() }
      })
      if (!found) return undefined
      hasWorked = true
      return openEntry(key, found.body, parseJson(found.envelope ?? ''))
    },

    write: ({ envelope, body }, use) =>
      put(addressOf(envelope.key, use), use, () => {
        const maxAge = Math.max(1, Math.ceil(lifetimeMs(envelope) / 1_000))
        const headers = {
          'Cache-Control': `public, max-age=${maxAge}`,
          'Content-Type': 'application/octet-stream',
          [ENVELOPE_HEADER]: JSON.stringify(envelope),
        }
        return new Response(body, { headers })
      }),

    async delete(key, use) {
      await ask(use, (cache) => cache.delete(addressOf(key, use)))
    },

    async claimedUntil(key, use) {
      const claim = await ask(use, async (cache) => {
        const response = await cache.match(claimAddressOf(key, use))
        return response?.headers.get(CLAIM_HEADER) ?? undefined
      })
      const until = Number(claim)
      return Number.isFinite(until) ? until : 0
    },

    claim: (key, untilMs, use) =>
      put(claimAddressOf(key, use), use, () => {
        const maxAge = Math.max(1, Math.ceil((untilMs - now()) / 1_000))
        const headers = {
          'Cache-Control': `public, max-age=${maxAge}`,
          [CLAIM_HEADER]: `${untilMs}`,
        }
        return new Response(null, { headers })
      }),
  }
}

/** A bare URL: `match` would honour the headers of a request. */
const addressOf = (key: string, { origin }: LocationUse) => `${origin}/__cache/${key}`

const claimAddressOf = (key: string, { origin }: LocationUse) => `${origin}/__cache/claim/${key}`
