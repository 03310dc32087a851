import type { Context } from 'hono'
import type { Edge } from '../edge.ts'
import type { Exchange } from './exchange.ts'

/** Hono's environment for every route and middleware of the edge. */
export interface EdgeEnv {
  Bindings: Record<string, unknown>
  Variables: { edge: Edge; exchange: Exchange }
}

/** Hono's context in this Worker. */
export type EdgeContext = Context<EdgeEnv>

/** `ctx.waitUntil`, never detached from its context. */
export function waitUntil(c: EdgeContext): (promise: Promise<unknown>) => void {
  return (promise) => c.executionCtx.waitUntil(promise)
}
