import { lengthPrefixed, sha256 } from './digest.ts'
import { SCHEMA_VERSION } from './schema-version.ts'

/** What names an entry. Every part is in its key: leave one out and two callers meet. */
export interface CacheKey {
  /** Digest of credential and organisation, see `caller.ts`. */
  caller: string
  kind: string
  /** Path at the upstream, names resolved to IDs. */
  resource: string
  /** Canonical, see `syntax/query.ts`. */
  query: string
  /** The edge's own origin where the body holds links to it, else empty. */
  edgeOrigin: string
  /** Where it is kept; the only part that is not in the key. */
  tier: 'memory' | 'memory-and-kv'
}

/** The key in memory: the parts themselves, so that a hit there costs no hashing. */
export function memoryKey(name: CacheKey): string {
  return lengthPrefixed([name.caller, name.kind, name.resource, name.query, name.edgeOrigin])
}

/**
 * The key in KV: the caller's prefix, so that a write can drop all of one caller's entries of a kind, and
 * SHA-256 over all parts. 108 bytes at most, of the 512 that KV allows.
 *
 * @param upstreamUrl base of the upstream
 */
export async function kvKey(name: CacheKey, upstreamUrl: string): Promise<string> {
  const parts = [SCHEMA_VERSION, upstreamUrl, name.caller, name.kind, name.resource, name.query]
  return (
    kvPrefix(name.kind, name.caller) + (await sha256(lengthPrefixed([...parts, name.edgeOrigin])))
  )
}

/** What all keys of one caller's entries of a kind begin with. */
export function kvPrefix(kind: string, caller: string): string {
  return `${SCHEMA_VERSION}/${kind}/${caller}/`
}
