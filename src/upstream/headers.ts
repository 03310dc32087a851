import { READABLE_CODINGS } from '../syntax/codings.ts'
import type { HeaderRecord } from '../syntax/header-record.ts'
import type { ReadableHeaders } from '../syntax/header-table.ts'
import { HOP_BY_HOP } from '../syntax/hop-by-hop.ts'
import { isToken, trimSpace } from '../syntax/list.ts'
import { VERSION } from '../version.ts'
import { isTraceParent } from './trace-context.ts'

/** What frames a message or says where it goes: the next connection has its own. */
const FRAMING: ReadonlySet<string> = new Set([...HOP_BY_HOP, 'host', 'content-length'])

/** What a client could use to speak for somebody else, or to be routed elsewhere. */
const NEVER_FROM_CLIENT = namePattern({
  names: [
    ...FRAMING,
    ...['forwarded', 'x-real-ip', 'true-client-ip', 'x-client-ip', 'x-cluster-client-ip'],
    ...['x-original-url', 'x-original-host', 'x-rewrite-url', 'x-host'],
    ...['x-http-method-override', 'x-http-method', 'x-method-override'],
  ],
  prefixes: ['cf-', 'x-forwarded'],
})

/**
 * What the upstream says of its own address, which is not the edge's, or of who may read it from where. The
 * request's ID is the edge's to say.
 */
const NEVER_FROM_UPSTREAM = namePattern({
  names: [...HOP_BY_HOP, 'alt-svc', 'server', 'x-powered-by', 'x-request-id'],
  prefixes: ['cf-', 'access-control-'],
})

/** Looks at a name once for all of a list: look-ups in a set take three times as long for names of the platform's. */
function namePattern({ names, prefixes }: { names: string[]; prefixes: string[] }): RegExp {
  return new RegExp(`^(?:(?:${names.join('|')})$|${prefixes.join('|')})`)
}

const TRACE_HEADERS = ['traceparent', 'tracestate']

const USER_AGENT = `everruns-edge/${VERSION}`

const VIA = '1.1 everruns-edge'

/** The client as the platform and the first middleware know it. */
interface ClientFacts {
  /** `http` or `https`: how the client reached the edge. */
  protocol: string
  requestId: string
}

/**
 * Returns the headers of a forwarded request: all of the client's that are neither the hop's nor a forgery, byte
 * for byte (a value that is read becomes text, and bytes that are no UTF-8 are lost). Of the codings that the client
 * takes, only those are asked for that the edge can read: it looks into errors, and into bodies that hold links.
 *
 * @param client the request's own
 * @param given the same as a table, to look at
 * @param identityExtra names of headers by which callers are told apart before this API: whoever runs the edge
 *   vouches for them, so that they pass whatever their names
 */
export function forwardHeaders(
  client: Headers,
  given: ReadableHeaders,
  facts: ClientFacts,
  identityExtra: readonly string[] = [],
): Headers {
  const headers = new Headers(client)
  for (const name of given.keys()) {
    if (!NEVER_FROM_CLIENT.test(name)) continue
    if (FRAMING.has(name) || !isNamedIn(name, identityExtra)) headers.delete(name)
  }
  const codings = given.get('accept-encoding')
  const readable = codings === null ? null : readableCodings(codings)
  if (readable !== null && readable !== codings) headers.set('accept-encoding', readable)
  for (const name of connectionNames(given)) if (isToken(name)) headers.delete(name)
  const address = given.get('cf-connecting-ip')
  if (address) headers.set('x-forwarded-for', address)
  headers.set('x-forwarded-proto', facts.protocol)
  headers.append('via', VIA)
  headers.set('x-request-id', facts.requestId)
  const isTraced = TRACE_HEADERS.some((name) => given.has(name))
  if (isTraced && !isTraceParent(headers.get('traceparent') ?? undefined)) {
    for (const name of TRACE_HEADERS) headers.delete(name)
  }
  return headers
}

/** As Cloudflare gives it to a Worker, mostly. */
const USUAL_CODINGS = 'gzip, br'

/** A coding of `Accept-Encoding` that can be read, or none; with its weight. */
const READABLE_CODING = new RegExp(
  `^(?:${[...READABLE_CODINGS, 'identity'].join('|')})[ \\t]*(?:;|$)`,
  'i',
)

/** Returns the codings of an `Accept-Encoding` (RFC 9110 section 12.5.3) that can be read; `*` could be any. */
function readableCodings(accepted: string): string {
  if (accepted === USUAL_CODINGS) return accepted
  const codings = accepted.split(',').map(trimSpace).filter(Boolean)
  const readable = codings.filter((coding) => READABLE_CODING.test(coding))
  return readable.length === codings.length ? accepted : readable.join(', ') || 'identity'
}

function isNamedIn(name: string, identityExtra: readonly string[]): boolean {
  return identityExtra.some((extra) => extra.toLowerCase() === name)
}

/**
 * Returns the headers of a read that the edge makes on the client's behalf: of the client's those that tell its caller
 * from others, and the trace that the read belongs to.
 *
 * @param caller see `PreparedCaller`
 */
export function readHeaders(
  caller: Readonly<HeaderRecord>,
  client: ReadableHeaders,
  facts: ClientFacts,
): HeaderRecord {
  const headers = Object.assign(pick(client, TRACE_HEADERS), caller)
  headers.accept = 'application/json'
  headers['user-agent'] = USER_AGENT
  const address = client.get('cf-connecting-ip')
  if (address) headers['x-forwarded-for'] = address
  headers['x-forwarded-proto'] = facts.protocol
  headers.via = VIA
  headers['x-request-id'] = facts.requestId
  if (!isTraceParent(headers.traceparent)) {
    for (const name of TRACE_HEADERS) delete headers[name]
  }
  return headers
}

function pick(from: ReadableHeaders, names: readonly string[]): HeaderRecord {
  const dropped = connectionNames(from)
  const headers: HeaderRecord = {}
  for (const name of names) {
    const value = from.get(name)
    if (value !== null && !dropped.includes(name)) headers[name] = value
  }
  return headers
}

/**
 * Takes out of a response's headers what is the hop's or the upstream's own; cookies stay as they came.
 *
 * @returns the names that are left, in lower case
 */
export function deleteUpstreamsOwn(headers: Headers): string[] {
  const names = [...headers.keys()]
  const dropped = names.includes('connection') ? connectionNames(headers).filter(isToken) : NONE
  return names.filter((name) => {
    const isKept = !NEVER_FROM_UPSTREAM.test(name) && !dropped.includes(name)
    if (!isKept) headers.delete(name)
    return isKept
  })
}

const NONE: readonly string[] = []

/** Returns the names that `Connection` lists, RFC 9110 section 7.6.1. */
function connectionNames(headers: ReadableHeaders): readonly string[] {
  const connection = headers.get('connection')
  if (connection === null) return NONE
  return connection.split(',').map((name) => trimSpace(name).toLowerCase())
}
