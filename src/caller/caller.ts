import { lengthPrefixed, sha256 } from '../cache/digest.ts'
import { SCHEMA_VERSION } from '../cache/schema-version.ts'
import { createLru } from '../lru.ts'
import { findCookies } from '../syntax/cookies.ts'
import { parseCredential } from '../syntax/credential.ts'
import { hasLostBytes } from '../syntax/header-record.ts'
import type { ReadableHeaders } from '../syntax/header-table.ts'
import { CALLER_COOKIES, type CallerSelectors, callerSelectors, maySelect } from './headers.ts'
import { writtenAt } from './written.ts'

/** Known callers cost no hashing; a thousand of them are a busy isolate's share. */
const MAX_KNOWN_CALLERS = 1_000
const MAX_KNOWN_BYTES = 2 * 1024 * 1024

/** A caller whose parts are longer is hashed each time, so that a few of them do not crowd out all others. */
const MAX_KNOWN_PARTS_LENGTH = 4_096

/** The part of a request that tells its caller apart. Made once per request. */
interface PreparedCaller {
  /** All that the caller's key is made of, as one text: equal for two requests only of one caller. */
  readonly parts: string
  /** What selects the organisation, header and cookies; undefined where nothing does. */
  readonly organisation: string | undefined
  /** Names of headers that might select an answer though no key knows them, or knows them apart. */
  readonly unkeyed: readonly string[]
  /** Epoch milliseconds of the latest change that the request says its caller made, or 0. */
  readonly writtenAt: number
  /**
   * The headers that a read of the edge's own carries upstream for this caller, by names in lower case: those
   * that are keyed, and the unkeyed ones, with which nothing is cached.
   */
  readonly headers: Readonly<Record<string, string>>
}

/** Tells callers apart as the upstream does. One per isolate. */
export interface Callers {
  /** What answers to cached reads are chosen by, as `Vary` lists it. */
  readonly vary: string
  /** Tells whether a `Vary` of the upstream's says that a body is one caller's alone. */
  isChosenByCaller(vary: string | null): boolean
  /** Reads from a request what tells its caller apart. */
  prepare(client: ReadableHeaders, nowMs: number): PreparedCaller
  /**
   * One digest of credential and organisation. Two requests share it only where the upstream has no means to
   * tell them apart. At once for a caller who is known.
   */
  identify(caller: Pick<PreparedCaller, 'parts'>): string | Promise<string>
}

/** What makes a caller another one besides what it sends. */
interface CallersOptions {
  /** The same credential at another upstream is another caller. */
  upstreamUrl: string
  /** Names of further headers, and of cookies as `cookie:name`, that tell callers apart. */
  identityExtra: readonly string[]
  /** A deployment with another epoch knows nobody. */
  epoch: string
}

/** Makes the callers of one isolate; nobody is known yet. */
export function createCallers({ upstreamUrl, identityExtra, epoch }: CallersOptions): Callers {
  const selectors = callerSelectors(identityExtra)
  const known = createLru<string>({ maxEntries: MAX_KNOWN_CALLERS, maxBytes: MAX_KNOWN_BYTES })
  const deployment = [SCHEMA_VERSION, epoch, upstreamUrl]
  return {
    vary: selectors.vary,
    isChosenByCaller: (vary) =>
      (vary ?? '').split(',').some((name) => selectors.headers.has(name.trim().toLowerCase())),
    prepare: (client, nowMs) => prepareCaller(client, selectors, nowMs),
    identify({ parts }) {
      const digest = known.get(parts)
      if (digest !== undefined) return digest
      return sha256(lengthPrefixed([...deployment, parts])).then((fresh) => {
        if (parts.length <= MAX_KNOWN_PARTS_LENGTH) known.set(parts, fresh, fresh.length * 2)
        return fresh
      })
    },
  }
}

/** RFC 9110 section 7.6.1: a header that `Connection` names is not passed on, and so counts for nothing. */
function droppedByConnection(client: ReadableHeaders): ReadonlySet<string> | undefined {
  const connection = client.get('connection')
  if (connection === null) return undefined
  return new Set(connection.split(',').map((name) => name.trim().toLowerCase()))
}

function prepareCaller(
  client: ReadableHeaders,
  selectors: CallerSelectors,
  nowMs: number,
): PreparedCaller {
  const dropped = droppedByConnection(client)
  const get = (name: string) => (dropped?.has(name) ? null : client.get(name))
  const headers = Object.create(null) as Record<string, string>
  const keep = (name: string, value: string | null) => {
    if (value !== null) headers[name] = value
    return value
  }

  const authorization = keep('authorization', get('authorization'))
  const organisationHeader = keep('x-org-id', get('x-org-id'))
  const extras = selectors.extraHeaders.map((name) => [name, given(keep(name, get(name)))])

  const cookie = get('cookie')
  const credential = parseCredential(authorization)
  // An `Authorization` that the upstream takes counts alone. Any other it ignores and looks at the cookies.
  const pairs = cookie === null ? [] : callerCookies(cookie, selectors, credential === undefined)
  if (pairs.length > 0) headers.cookie = pairs.map(({ pair }) => pair).join('; ')
  const pairsOf = (wanted: string) =>
    pairs.filter(({ name }) => name === wanted).map(({ pair }) => pair)

  const organisation = [given(organisationHeader), ...pairsOf(CALLER_COOKIES.organisation)]
  const isSelected = organisationHeader !== null || organisation.length > 1
  const organisationPart = lengthPrefixed(organisation)
  const unkeyed: string[] = []
  for (const name of client.keys()) {
    if (maySelect(name, selectors) && !dropped?.has(name)) unkeyed.push(name)
  }
  for (const name of unkeyed) headers[name] = client.get(name) ?? ''
  // Values of bytes that are no UTF-8 read alike: no key tells their callers apart.
  for (const name in headers) if (hasLostBytes(headers[name] ?? '')) unkeyed.push(name)
  return {
    // Each list in one part of its own, so that no cookie of one can stand for a part of another.
    parts: lengthPrefixed([
      credential
        ? lengthPrefixed([credential.kind, credential.token])
        : lengthPrefixed(['other', given(authorization), ...pairsOf(CALLER_COOKIES.credential)]),
      organisationPart,
      ...extras.map(lengthPrefixed),
      ...selectors.extraCookies.map((name) => lengthPrefixed([name, ...pairsOf(name)])),
    ]),
    organisation: isSelected ? organisationPart : undefined,
    unkeyed,
    writtenAt: writtenAt(client, cookie, nowMs),
    headers,
  }
}

function callerCookies(cookie: string, { extraCookies }: CallerSelectors, hasToken: boolean) {
  const { credential, organisation } = CALLER_COOKIES
  const names = [...(hasToken ? [credential] : []), organisation, ...extraCookies]
  return findCookies(cookie, names)
}

/** Absent is a value of its own. */
function given(value: string | null): string {
  return value === null ? 'absent' : `given ${value}`
}
