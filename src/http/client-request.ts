import { requestDirectives } from '../cache/directives.ts'
import type { ClientRequest } from '../caller/client-request.ts'
import { readHeaders } from '../upstream/headers.ts'
import { type EdgeContext, waitUntil } from './context.ts'

/** Returns the request as the rooms below HTTP know it; one object per request. */
export function clientRequest(c: EdgeContext): Promise<ClientRequest> {
  const exchange = c.get('exchange')
  exchange.client ??= createClientRequest(c)
  return exchange.client
}

async function createClientRequest(c: EdgeContext): Promise<ClientRequest> {
  const edge = c.get('edge')
  const exchange = c.get('exchange')
  const { given } = exchange
  const who = edge.callers.prepare(given, edge.now())
  return {
    method: c.req.method,
    path: exchange.path,
    query: exchange.query,
    caller: await edge.callers.identify(who),
    directives: requestDirectives(given),
    isBypass: who.unkeyed.length > 0,
    writtenAt: who.writtenAt,
    apiBase: exchange.apiBase,
    budget: exchange.budget,
    priority: 'waiting',
    connections: exchange.budget,
    origin: exchange.origin,
    waitUntil: waitUntil(c),
    hasCredential: who.headers.authorization !== undefined || who.headers.cookie !== undefined,
    address: given.get('cf-connecting-ip') ?? undefined,
    organisation: who.organisation,
    readHeaders: () => readHeaders(who.headers, given, exchange),
  }
}
