import type { HeaderRecord } from '../http/responses.ts'
import { VERSION } from '../version.ts'
import { isTraceParent } from './trace-context.ts'

/** RFC 9110 section 7.6.1: meant for one connection only, besides those that `Connection` names. */
const HOP_BY_HOP: readonly string[] = [
  ...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding'],
  ...['upgrade', 'proxy-authorization', 'proxy-authenticate', 'http2-settings'],
]

/** What a client could use to speak for somebody else, or to be routed elsewhere. */
const NEVER_FROM_CLIENT: ReadonlySet<string> = new Set([
  ...HOP_BY_HOP,
  ...['host', 'forwarded', 'x-real-ip', 'true-client-ip', 'x-client-ip', 'x-cluster-client-ip'],
  ...['x-original-url', 'x-original-host', 'x-rewrite-url', 'x-host'],
  ...['x-http-method-override', 'x-http-method', 'x-method-override', 'content-length'],
])
const NEVER_FROM_CLIENT_PREFIXES = ['cf-', 'x-forwarded']

/**
 * What the upstream says of its own address, which is not the edge's, or of who may read it from where. The
 * request's ID is the edge's to say, and cookies go their own way.
 */
const NEVER_FROM_UPSTREAM: ReadonlySet<string> = new Set([
  ...HOP_BY_HOP,
  ...['alt-svc', 'server', 'x-powered-by', 'x-request-id', 'set-cookie'],
])
const NEVER_FROM_UPSTREAM_PREFIXES = ['cf-', 'access-control-']

const TRACE_HEADERS = ['traceparent', 'tracestate']

const USER_AGENT = `everruns-edge/${VERSION}`

const VIA = '1.1 everruns-edge'

/** The client as the platform and the first middleware know it. */
export interface ClientFacts {
  /** `http` or `https`: how the client reached the edge. */
  protocol: string
  requestId: string
}

/** The headers of a forwarded request: all of the client's that are neither the hop's nor a forgery. */
export function forwardHeaders(client: Headers, facts: ClientFacts): HeaderRecord {
  const headers = kept(client, NEVER_FROM_CLIENT, NEVER_FROM_CLIENT_PREFIXES)
  return withEdgeHeaders(headers, client, facts)
}

/**
 * The headers of a read that the edge makes for itself on the client's behalf: of the client's those that tell
 * its caller from others, and the trace that the read belongs to.
 *
 * @param caller see `PreparedCaller`
 */
export function readHeaders(
  caller: Readonly<HeaderRecord>,
  client: Headers,
  facts: ClientFacts,
): HeaderRecord {
  const headers = Object.assign(pick(client, TRACE_HEADERS), caller)
  headers.accept = 'application/json'
  headers['user-agent'] = USER_AGENT
  return withEdgeHeaders(headers, client, facts)
}

/** The headers of a forwarded response, but for its cookies. */
export function responseHeaders(upstream: Headers): HeaderRecord {
  return kept(upstream, NEVER_FROM_UPSTREAM, NEVER_FROM_UPSTREAM_PREFIXES)
}

/**
 * Each `Set-Cookie` of a forwarded response. A `Domain` that names the upstream goes, so that the cookie
 * becomes the edge's.
 */
export function responseCookies(upstream: Headers, upstreamHost: string): string[] {
  return upstream.getSetCookie().map((cookie) => withoutUpstreamDomain(cookie, upstreamHost))
}

/** By names in lower case. A name is anything that a client may send, `__proto__` too. */
const emptyHeaders = () => Object.create(null) as HeaderRecord

function kept(
  from: Headers,
  never: ReadonlySet<string>,
  neverPrefixes: readonly string[],
): HeaderRecord {
  const dropped = connectionNames(from)
  const headers = emptyHeaders()
  for (const [name, value] of from) {
    if (never.has(name) || dropped.has(name) || hasPrefix(name, neverPrefixes)) continue
    headers[name] = value
  }
  return headers
}

function pick(from: Headers, names: readonly string[]): HeaderRecord {
  const dropped = connectionNames(from)
  const headers = emptyHeaders()
  for (const name of names) {
    const value = from.get(name)
    if (value !== null && !dropped.has(name)) headers[name] = value
  }
  return headers
}

function withEdgeHeaders(headers: HeaderRecord, client: Headers, facts: ClientFacts): HeaderRecord {
  const address = client.get('cf-connecting-ip')
  if (address) headers['x-forwarded-for'] = address
  headers['x-forwarded-proto'] = facts.protocol
  headers.via = headers.via === undefined ? VIA : `${headers.via}, ${VIA}`
  headers['x-request-id'] = facts.requestId
  if (!isTraceParent(headers.traceparent)) {
    delete headers.traceparent
    delete headers.tracestate
  }
  return headers
}

const NONE: ReadonlySet<string> = new Set()

/** RFC 9110 section 7.6.1: the names that `Connection` lists. */
function connectionNames(headers: Headers): ReadonlySet<string> {
  const connection = headers.get('connection')
  if (connection === null) return NONE
  return new Set(connection.split(',').map((name) => name.trim().toLowerCase()))
}

function hasPrefix(name: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => name.startsWith(prefix))
}

function withoutUpstreamDomain(cookie: string, upstreamHost: string): string {
  const [pair = '', ...attributes] = cookie.split(';')
  const kept = attributes.filter((attribute) => {
    const domain = /^\s*domain\s*=\s*\.?([^\s]*)\s*$/i.exec(attribute)?.[1]?.toLowerCase()
    return domain === undefined || !(upstreamHost === domain || upstreamHost.endsWith(`.${domain}`))
  })
  return [pair, ...kept].join(';')
}
