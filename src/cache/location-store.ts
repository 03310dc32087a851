import { sleep } from '../sleep.ts'
import { parseJson } from '../syntax/json.ts'
import { type Entry, lifetimeMs } from './entry.ts'
import { openEntry } from './kv-store.ts'
import { type Connections, createTier, type TierCounts } from './tier.ts'

/** A location's cache that does not answer within it is gone on without: it is in the same building. */
const LOCATION_TIMEOUT_MS = 50

/** A named cache: what another Worker of the zone does with `default` is nobody's business here. */
const CACHE_NAME = 'everruns-edge'

/** Isolates that claim a key in the same moment have all done so after it: the last of them asks. */
const CLAIM_SETTLES_MS = 20

/** The envelope stands in a header of its own, as JSON. */
const ENVELOPE_HEADER = 'everruns-edge-envelope'
const CLAIM_HEADER = 'everruns-edge-claim'

/** The tier that the isolates of one location share. Free of charge, not replicated, often without anything. */
export interface LocationStore {
  read(key: string, use: LocationUse): Promise<Entry | undefined>
  /** Resolves when the cache took it or did not; never rejects. */
  write(entry: Entry, use: LocationUse): Promise<void>
  delete(key: string, use: LocationUse): Promise<void>
  /** Tells other isolates that this one asks the upstream for a key. */
  claim(key: string, lifetimeMs: number, use: LocationUse): Promise<void>
  /**
   * Claims a key unless another isolate has, and returns whether this isolate is to ask the upstream. Of isolates that
   * claim in the same moment one is told so. Where the cache has nothing each is.
   */
  takeClaim(key: string, claim: Claim, use: LocationUse): Promise<boolean>
  /** Whether an isolate is asking for a key, as far as the cache tells. */
  isClaimed(key: string, claim: Claim, use: LocationUse): Promise<boolean>
  /** Ends the claim of a key: what was asked for did not come, and others need not wait for it. */
  dropClaim(key: string, use: LocationUse): Promise<void>
  /** Whether what was put here has ever been found again: on some addresses nothing ever is. */
  isWorking(): boolean
  readonly counts: TierCounts
}

/** How long a claim holds, and which are over. */
export interface Claim {
  /** The bound on one call of the upstream. */
  lifetimeMs: number
  /** When the upstream was asked for what is stored, epoch milliseconds: a claim of that time or before is over. */
  askedAt: number
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
  /** Tells this isolate's claims from others'; made when a request is there, as the platform demands. */
  let ownName: string | undefined

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

  function claimResponse(lifetimeMs: number): Response {
    ownName ??= crypto.randomUUID()
    const headers = {
      'Cache-Control': `public, max-age=${Math.max(1, Math.ceil(lifetimeMs / 1_000))}`,
      [CLAIM_HEADER]: `${now()} ${ownName}`,
    }
    return new Response(null, { headers })
  }

  /** Returns the name of the isolate that is asking for a key; undefined where none is. */
  async function claimant(
    key: string,
    { lifetimeMs, askedAt }: Claim,
    use: LocationUse,
  ): Promise<string | undefined> {
    const found = await ask(use, async (cache) => {
      const response = await cache.match(claimAddressOf(key, use))
      return response?.headers.get(CLAIM_HEADER) ?? undefined
    })
    if (found === undefined) return undefined
    hasWorked = true
    const [at, name] = found.split(' ', 2)
    const madeAt = Number(at)
    const isLive = madeAt > askedAt && madeAt <= now() && now() < madeAt + lifetimeMs
    return isLive ? name : undefined
  }

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

    claim: (key, lifetimeMs, use) =>
      put(claimAddressOf(key, use), use, () => claimResponse(lifetimeMs)),

    async takeClaim(key, claim, use) {
      const before = await claimant(key, claim, use)
      if (before !== undefined && before !== ownName) return false
      await ask(use, (cache) =>
        cache.put(claimAddressOf(key, use), claimResponse(claim.lifetimeMs)),
      )
      if (before === ownName || !hasWorked) return true
      await sleep(CLAIM_SETTLES_MS)
      const after = await claimant(key, claim, use)
      return after === undefined || after === ownName
    },

    isClaimed: async (key, claim, use) => (await claimant(key, claim, use)) !== undefined,

    async dropClaim(key, use) {
      await ask(use, (cache) => cache.delete(claimAddressOf(key, use)))
    },
  }
}

/** A bare URL: `match` would honour the headers of a request. */
const addressOf = (key: string, { origin }: LocationUse) => `${origin}/__cache/${key}`

const claimAddressOf = (key: string, { origin }: LocationUse) => `${origin}/__cache/claim/${key}`
