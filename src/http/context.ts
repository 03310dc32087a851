import type { Context } from 'hono'
import type { Edge } from '../edge.ts'
import type { Exchange } from './exchange.ts'

/** Hono's environment for every route and middleware of the edge. */
export interface EdgeEnv {
  Bindings: Record<string, unknown>
  Variables: { edge: Edge; exchange: Exchange }
}

/** Hono's context in this Worker. What it holds is taken by `c.get`: `c.var` makes an object of all of it each time. */
export type EdgeContext = Context<EdgeEnv>

/** `ctx.waitUntil`, never detached from its context. Upstream calls behind the answer are counted when they end. */
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
