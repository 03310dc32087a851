import type { Context } from 'hono'
import type { ClientRequest } from '../caller/client-request.ts'
import type { Edge } from '../edge.ts'
import type { RequestLabels } from '../metrics.ts'
import type { LoggedFailure } from '../problem/failure.ts'
import type { HeaderRecord } from '../syntax/header-record.ts'
import type { ReadableHeaders } from '../syntax/header-table.ts'
import type { UpstreamBudget } from '../upstream/budget.ts'
import type { RequestTarget } from './target.ts'

/** One request and its response, as everything above the domains knows it. */
export interface Exchange extends RequestTarget {
  requestId: string
  /** `http` or `https`: how the client reached the edge. */
  protocol: string
  /** Epoch milliseconds. */
  startedAtMs: number
  /** The client's headers as text. What is passed on is taken from the request itself, whose bytes are kept. */
  given: ReadableHeaders
  /** What every response to it has. */
  headers: HeaderRecord
  /** What every response to it is chosen by, besides its own `Vary`. */
  vary: string | undefined
  /** What this request may still ask of the upstream, KV and the location's cache. */
  budget: UpstreamBudget
  /** The request as the rooms below know it; made when one of them is first needed. */
  client?: Promise<ClientRequest>
  /** What came of it, for the log. */
  outcome: Outcome
  /** What the metrics have counted of it: calls that come after that are made behind the answer. */
  measured?: { labels: RequestLabels; upstreamCalls: number }
}

/** What a log line and the metrics say of an exchange, besides what its response says. */
interface Outcome {
  /** The pattern of the route that answered, where the router has one for it and another. */
  route?: string
  /** What the cache did; undefined where it took no part. */
  cache?: string
  /** The tier that answered. */
  tier?: string
  /** Whether the cache answered with nothing unusual: of such lines only a sample is written. */
  isPlainHit?: boolean
  /** Why the response is a problem. */
  failure?: LoggedFailure
}

/** Hono's environment for every route and middleware of the edge. */
export interface EdgeEnv {
  Bindings: Record<string, unknown>
  Variables: { edge: Edge; exchange: Exchange }
}

/** Hono's context in this Worker. What it holds is taken by `c.get`: `c.var` makes an object of all of it each time. */
export type EdgeContext = Context<EdgeEnv>

/** Returns `ctx.waitUntil`, bound to its context. Upstream calls behind the answer are counted when they end. */
export function waitUntil(c: EdgeContext): (promise: Promise<unknown>) => void {
  return (promise) => c.executionCtx.waitUntil(promise.finally(() => measureBackground(c)))
}

function measureBackground(c: EdgeContext): void {
  const edge = c.get('edge')
  const exchange = c.get('exchange')
  const { measured, budget } = exchange
  if (!measured || budget.upstreamCalls === measured.upstreamCalls) return
  edge.metrics.recordBackground(measured.labels, budget.upstreamCalls - measured.upstreamCalls)
  measured.upstreamCalls = budget.upstreamCalls
}
