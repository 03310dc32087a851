import { lengthPrefixed, sha256 } from './digest.ts'
import { SCHEMA_VERSION } from './schema-version.ts'

/** Memory is over the location's cache is over KV: an entry is in its lowest tier and in all above it. */
export type TierName = 'memory' | 'location' | 'kv'

/** Names one entry. Every part is in its digest: leave one out and two callers meet. */
export interface CacheKey {
  /** Digest of credential and organisation; empty where the body is shared. */
  caller: string
  /** Kind of the resource: a row of the table of resources. */
  kind: string
  /** Path at the upstream, names resolved to IDs. */
  resource: string
  /** Canonical query. */
  query: string
  /** Base of the edge's links where the body holds such, else empty. */
  linkBase: string
  /** The lowest tier that holds such entries; the only part that is not in the digest. */
  lowestTier: TierName
}

/** Returns the key in memory: the parts themselves, so that a hit there costs no hashing. */
export function memoryKey(key: CacheKey): string {
  const { caller, kind, resource, query, linkBase } = key
  return `${callerPrefix(caller)}${lengthPrefixed([kind, resource, query, linkBase])}`
}

/** Returns what all keys in memory of one caller begin with. */
export function callerPrefix(caller: string): string {
  return lengthPrefixed([caller])
}

/** Makes the keys that the tiers below memory know entries by. */
export type DigestKey = (key: CacheKey) => Promise<string>

/**
 * Creates the digest of keys for one deployment: the kind, for whoever looks at the namespace, and SHA-256 over
 * all parts. At most 70 bytes of the 512 that KV allows.
 *
 * @param upstreamUrl base of the upstream
 * @param epoch `CACHE_EPOCH`: another value begins with an empty cache
 */
export function createDigestKey(upstreamUrl: string, epoch: string): DigestKey {
  return async function digestKey({ caller, kind, resource, query, linkBase }) {
    const parts = [SCHEMA_VERSION, upstreamUrl, epoch, caller, kind, resource, query, linkBase]
    return `${SCHEMA_VERSION}/${kind}/${await sha256(lengthPrefixed(parts))}`
  }
}
