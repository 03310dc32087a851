import type { Eventual } from '../eventual.ts'
import type { EdgeContext } from '../http/context.ts'

/** Answers a request. */
export type Handler = (c: EdgeContext) => Eventual<Response>

/** A method and a path in Hono's form, and what answers them. */
export interface Route {
  method: 'GET' | 'ALL'
  path: string
  handle: Handler
}
