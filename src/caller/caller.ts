import { lengthPrefixed, sha256 } from '../cache/digest.ts'
import { SCHEMA_VERSION } from '../cache/schema-version.ts'
import type { Eventual } from '../eventual.ts'
import { createLru } from '../lru.ts'
import { cookieValues } from '../syntax/cookies.ts'
import { parseCredential } from '../syntax/credential.ts'

/** Known credentials cost no hashing; a thousand of them are a busy isolate's share. */
const MAX_KNOWN_CALLERS = 1_000
const MAX_KNOWN_BYTES = 2 * 1024 * 1024

/** The headers that tell callers apart, as they go upstream, by names in lower case. */
export interface CallerHeaders {
  authorization?: string
  cookie?: string
  'x-org-id'?: string
}

/**
 * Who asks, as the upstream would see it, as one digest: credential and organisation. Two requests share it
 * only where the upstream has no means to tell them apart.
 */
export interface Callers {
  /** @param headers those that go to the upstream, not those that came: only they decide what it answers */
  identify(headers: CallerHeaders): Eventual<string>
}

/** @param upstreamUrl the same credential at another upstream is another caller */
export function createCallers(upstreamUrl: string): Callers {
  const known = createLru<string>({ maxEntries: MAX_KNOWN_CALLERS, maxBytes: MAX_KNOWN_BYTES })
  return {
    identify(headers) {
      const given = part(headers.authorization) + part(headers['x-org-id']) + part(headers.cookie)
      const digest = known.get(given)
      if (digest !== undefined) return digest
      return sha256(identityOf(headers, upstreamUrl)).then((fresh) => {
        known.set(given, fresh, fresh.length * 2)
        return fresh
      })
    },
  }
}

/** A length in front, and a mark for none: no two lists of headers look the same. */
function part(value: string | undefined): string {
  return value === undefined ? '-' : `${value.length}:${value}`
}

function identityOf(headers: CallerHeaders, upstreamUrl: string): string {
  return lengthPrefixed([
    SCHEMA_VERSION,
    upstreamUrl,
    // Each list in one part of its own, so that no cookie of one can stand for a part of the other.
    lengthPrefixed(credentialParts(headers)),
    lengthPrefixed(organisationParts(headers)),
  ])
}

/**
 * A form of `Authorization` that the upstream takes counts alone. Any other it ignores and looks at the
 * cookie, so both count: were the header all, two people behind the same proxy password would be one.
 */
function credentialParts({ authorization, cookie }: CallerHeaders): string[] {
  const credential = parseCredential(authorization ?? null)
  if (credential) return [credential.kind, credential.token]
  const tokens = cookieValues(cookie ?? null, 'access_token')
  return ['other', authorization === undefined ? 'absent' : `given ${authorization}`, ...tokens]
}

/**
 * The header wins where the upstream checks credentials, the cookie alone counts where it does not: both are
 * parts, so that it does not matter which upstream this is. Absent is a value of its own.
 */
function organisationParts({ 'x-org-id': header, cookie }: CallerHeaders): string[] {
  const cookies = cookieValues(cookie ?? null, 'everruns_org')
  return [header === undefined ? 'absent' : `given ${header}`, ...cookies]
}
