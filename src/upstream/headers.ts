import { dropInvalidTrace } from './trace-context.ts'

/** RFC 9110 section 7.6.1: meant for one connection only, besides those that `Connection` names. */
const HOP_BY_HOP = [
  ...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding'],
  ...['upgrade', 'proxy-authorization', 'proxy-authenticate', 'http2-settings'],
]

/** What a client could use to speak for somebody else, or to be routed elsewhere. */
const NEVER_FROM_CLIENT = [
  ...['host', 'forwarded', 'x-real-ip', 'true-client-ip', 'x-client-ip', 'x-cluster-client-ip'],
  ...['x-original-url', 'x-original-host', 'x-rewrite-url', 'x-host'],
  ...['x-http-method-override', 'x-http-method', 'x-method-override', 'content-length'],
]
const NEVER_FROM_CLIENT_PREFIXES = ['cf-', 'x-forwarded']

/** What the upstream says of its own address, which is not the edge's, or of who may read it from where. */
const NEVER_FROM_UPSTREAM = ['alt-svc', 'server', 'x-powered-by']
const NEVER_FROM_UPSTREAM_PREFIXES = ['cf-', 'access-control-']

/** The only request headers that a read of the edge's own carries: no other can change its answer. */
const READ_HEADERS = [
  'authorization',
  'cookie',
  'x-org-id',
  'user-agent',
  'traceparent',
  'tracestate',
]

/** Headers of the name form `X-…` that are known not to select what is answered. */
const KNOWN_X_HEADERS: ReadonlySet<string> = new Set([
  ...['x-org-id', 'x-request-id', 'x-requested-with', 'x-correlation-id', 'x-real-ip'],
  ...['x-client-ip', 'x-cluster-client-ip', 'x-original-url', 'x-original-host', 'x-rewrite-url'],
  ...['x-host', 'x-http-method-override', 'x-http-method', 'x-method-override'],
])

const VIA = '1.1 everruns-edge'

/** The client as the platform and the first middleware know it. */
export interface ClientFacts {
  /** `http` or `https`: how the client reached the edge. */
  protocol: string
  requestId: string
}

/** The headers of a forwarded request: all of the client's that are neither the hop's nor a forgery. */
export function forwardHeaders(client: Headers, facts: ClientFacts): Headers {
  const dropped = dropNames(client, [...HOP_BY_HOP, ...NEVER_FROM_CLIENT])
  const headers = new Headers()
  for (const [name, value] of client) {
    if (dropped.has(name) || hasPrefix(name, NEVER_FROM_CLIENT_PREFIXES)) continue
    headers.append(name, value)
  }
  return withEdgeHeaders(headers, client, facts)
}

/** The headers of a read that the edge makes for itself on the client's behalf. */
export function readHeaders(client: Headers, facts: ClientFacts): Headers {
  const headers = new Headers({ Accept: 'application/json' })
  const dropped = dropNames(client, [])
  for (const name of READ_HEADERS) {
    const value = client.get(name)
    if (value !== null && !dropped.has(name)) headers.set(name, value)
  }
  return withEdgeHeaders(headers, client, facts)
}

/** Names of `X-…` headers that might select what is answered: such a request is never answered from a cache. */
export function unknownSelectors(client: Headers): string[] {
  const names = [...client.keys()]
  const dropped = dropNames(client, [])
  return names.filter(
    (name) =>
      name.startsWith('x-') &&
      !dropped.has(name) &&
      !KNOWN_X_HEADERS.has(name) &&
      !hasPrefix(name, NEVER_FROM_CLIENT_PREFIXES),
  )
}

/**
 * The headers of a forwarded response. Each `Set-Cookie` stays its own; a `Domain` that names the upstream
 * goes, so that the cookie becomes the edge's.
 */
export function responseHeaders(upstream: Headers, upstreamHost: string): Headers {
  const dropped = dropNames(upstream, [...HOP_BY_HOP, ...NEVER_FROM_UPSTREAM, 'set-cookie'])
  const headers = new Headers()
  for (const [name, value] of upstream) {
    if (dropped.has(name) || hasPrefix(name, NEVER_FROM_UPSTREAM_PREFIXES)) continue
    headers.append(name, value)
  }
  for (const cookie of upstream.getSetCookie()) {
    headers.append('Set-Cookie', withoutUpstreamDomain(cookie, upstreamHost))
  }
  return headers
}

function withEdgeHeaders(headers: Headers, client: Headers, facts: ClientFacts): Headers {
  const address = client.get('cf-connecting-ip')
  if (address) headers.set('X-Forwarded-For', address)
  headers.set('X-Forwarded-Proto', facts.protocol)
  headers.append('Via', VIA)
  headers.set('X-Request-ID', facts.requestId)
  dropInvalidTrace(headers)
  return headers
}

function dropNames(headers: Headers, fixed: readonly string[]): Set<string> {
  const named = (headers.get('connection') ?? '').split(',')
  return new Set([...fixed, ...named.map((name) => name.trim().toLowerCase())])
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
