import { cookieValues, parseCredential } from '../credential.ts'
import { lengthPrefixed, sha256 } from './digest.ts'
import { createLru } from './lru.ts'
import { SCHEMA_VERSION } from './schema-version.ts'

/** Known credentials cost no hashing; a thousand of them are a busy isolate's share. */
const MAX_KNOWN_CALLERS = 1_000
const MAX_KNOWN_BYTES = 2 * 1024 * 1024

/**
 * Who asks, as the upstream would see it, as one digest: credential and organisation. Two requests share it
 * only where the upstream has no means to tell them apart.
 */
export interface Callers {
  /** @param headers those that go to the upstream, not those that came: only they decide what it answers */
  identify(headers: Headers): string | Promise<string>
}

/** @param upstreamUrl the same credential at another upstream is another caller */
export function createCallers(upstreamUrl: string): Callers {
  const known = createLru<string>({ maxEntries: MAX_KNOWN_CALLERS, maxBytes: MAX_KNOWN_BYTES })
  return {
    identify(headers) {
      const identity = lengthPrefixed([
        SCHEMA_VERSION,
        upstreamUrl,
        // Each list in one part of its own, so that no cookie of one can stand for a part of the other.
        lengthPrefixed(credentialParts(headers)),
        lengthPrefixed(organisationParts(headers)),
      ])
      const digest = known.get(identity)
      if (digest !== undefined) return digest
      return sha256(identity).then((fresh) => {
        known.set(identity, fresh, identity.length * 2)
        return fresh
      })
    },
  }
}

/**
 * A form of `Authorization` that the upstream takes counts alone. Any other it ignores and looks at the
 * cookie, so both count: were the header all, two people behind the same proxy password would be one.
 */
function credentialParts(headers: Headers): string[] {
  const authorization = headers.get('authorization')
  const credential = parseCredential(authorization)
  if (credential) return [credential.kind, credential.token]
  const tokens = cookieValues(headers.get('cookie'), 'access_token')
  return ['other', authorization === null ? 'absent' : `given ${authorization}`, ...tokens]
}

/**
 * The header wins where the upstream checks credentials, the cookie alone counts where it does not: both are
 * parts, so that it does not matter which upstream this is. Absent is a value of its own.
 */
function organisationParts(headers: Headers): string[] {
  const header = headers.get('x-org-id')
  const cookies = cookieValues(headers.get('cookie'), 'everruns_org')
  return [header === null ? 'absent' : `given ${header}`, ...cookies]
}
