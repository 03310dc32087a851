import { sleep as realSleep, type Sleep } from '../sleep.ts'
import { parseJson } from '../syntax/json.ts'
import { type Entry, lifetimeMs } from './entry.ts'
import { openEntry } from './kv-store.ts'
import { type Connections, createTier, type TierCounts } from './tier.ts'

/** A location's cache that does not answer within it is done without: it is in the same building. */
const LOCATION_TIMEOUT_MS = 50

/** A named cache: another Worker of the zone may use `default`. */
const CACHE_NAME = 'everruns-edge'

/** Isolates that claim a key in the same moment have all done so after it: the last of them asks. */
const CLAIM_SETTLES_MS = 20

/** The envelope stands in a header of its own, as JSON. */
const ENVELOPE_HEADER = 'everruns-edge-envelope'
const CLAIM_HEADER = 'everruns-edge-claim'

/** The tier that the isolates of one location share. Free of charge, not replicated, often without anything. */
export interface LocationStore {
  /** Returns the entry of a key; undefined where there is none, or none in time. Never rejects. */
  read(key: string, use: LocationUse): Promise<Entry | undefined>
  /** Resolves when the cache took it or did not; never rejects. */
  write(entry: Entry, use: LocationUse): Promise<void>
  /** Removes the entry of a key. Never rejects. */
  delete(key: string, use: LocationUse): Promise<void>
  /** Tells other isolates that this one asks the upstream for a key. */
  claim(key: string, lifetimeMs: number, use: LocationUse): Promise<void>
  /**
   * Claims a key unless another isolate has. Of isolates that claim in the same moment one succeeds; where the cache
   * has nothing each does.
   *
   * @returns the claim's token, with which this isolate is to ask the upstream; undefined where another one is
   */
  takeClaim(key: string, claim: Claim, use: LocationUse): Promise<string | undefined>
  /** Tells whether an isolate is asking for a key, as far as the cache knows. */
  isClaimed(key: string, claim: Claim, use: LocationUse): Promise<boolean>
  /**
   * Ends a claim, where it still stands: what was asked for did not come, and others need not wait for it.
   *
   * @param token what {@link takeClaim} returned: a claim that another isolate has made since is not ended
   */
  dropClaim(key: string, token: string, use: LocationUse): Promise<void>
  /** Tells whether anything that was put here has been found again: on some addresses nothing ever is. */
  isWorking(): boolean
  readonly counts: TierCounts
}

/** How long a claim holds, and which are over. */
interface Claim {
  /** The bound on one call of the upstream. */
  lifetimeMs: number
  /** When the upstream was asked for what is stored, epoch milliseconds: a claim of that time or before is over. */
  askedAt: number
}

/** The part of a request that an operation of the tier needs. */
export interface LocationUse {
  connections: Connections
  /** `https://edge.example`: the Worker's own origin. Another host costs a look-up of its name. */
  origin: string
}

/** The parts of {@link createLocationStore}. */
interface LocationOptions {
  /** `caches`, or a fake of it; undefined where the platform has none. */
  caches: Pick<CacheStorage, 'open'> | undefined
  /** Epoch milliseconds. */
  now: () => number
  /** Returns a name that nobody else has: this isolate's, in its claims. */
  drawName?: () => string
  /** How isolates that claim at the same time wait for each other; in real time where it is not given. */
  sleep?: Sleep | undefined
}

/** Creates the tier over the platform's cache. One per isolate. */
export function createLocationStore({
  caches,
  now,
  drawName = () => crypto.randomUUID(),
  sleep = realSleep,
}: LocationOptions): LocationStore {
  const tier = createTier({ timeoutMs: LOCATION_TIMEOUT_MS, now })
  let opened: Promise<Cache> | undefined
  let hasWorked = false
  /** Tells this isolate's claims from others'; drawn when a request is there, as the platform demands. */
  let ownName: string | undefined
  let claims = 0

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

  /** Returns a token that no other claim has, of no isolate and no moment. */
  function createToken(): string {
    ownName ??= drawName()
    return `${now()} ${ownName} ${claims++}`
  }

  const isOwn = (token: string) => ownName !== undefined && token.split(' ', 2)[1] === ownName

  function claimResponse(token: string, lifetimeMs: number): Response {
    const headers = {
      'Cache-Control': `public, max-age=${Math.max(1, Math.ceil(lifetimeMs / 1_000))}`,
      [CLAIM_HEADER]: token,
    }
    return new Response(null, { headers })
  }

  const readClaim = (key: string, use: LocationUse) =>
    ask(use, async (cache) => {
      const response = await cache.match(claimAddressOf(key, use))
      return response?.headers.get(CLAIM_HEADER) ?? undefined
    })

  /** Returns the token of the claim that stands; undefined where none does. */
  async function liveClaim(
    key: string,
    { lifetimeMs, askedAt }: Claim,
    use: LocationUse,
  ): Promise<string | undefined> {
    const token = await readClaim(key, use)
    if (token === undefined) return undefined
    hasWorked = true
    const madeAt = Number(token.split(' ', 1)[0])
    const isLive = madeAt > askedAt && madeAt <= now() && now() < madeAt + lifetimeMs
    return isLive ? token : undefined
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
      put(claimAddressOf(key, use), use, () => claimResponse(createToken(), lifetimeMs)),

    async takeClaim(key, claim, use) {
      const before = await liveClaim(key, claim, use)
      if (before !== undefined && !isOwn(before)) return undefined
      const token = createToken()
      await ask(use, (cache) =>
        cache.put(claimAddressOf(key, use), claimResponse(token, claim.lifetimeMs)),
      )
      if (before !== undefined || !hasWorked) return token
      await sleep(CLAIM_SETTLES_MS)
      const after = await liveClaim(key, claim, use)
      return after === undefined || isOwn(after) ? token : undefined
    },

    isClaimed: async (key, claim, use) => (await liveClaim(key, claim, use)) !== undefined,

    async dropClaim(key, token, use) {
      if ((await readClaim(key, use)) !== token) return
      await ask(use, (cache) => cache.delete(claimAddressOf(key, use)))
    },
  }
}

/** A bare URL: `match` would honour the headers of a request. */
const addressOf = (key: string, { origin }: LocationUse) => `${origin}/__cache/${key}`

const claimAddressOf = (key: string, { origin }: LocationUse) => `${origin}/__cache/claim/${key}`
