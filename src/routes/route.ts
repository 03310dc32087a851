import type { EdgeContext } from '../context.ts'

/** Answers a request: at once where it can, since a promise costs as much as all the rest of a cached answer. */
export type Handler = (c: EdgeContext) => Response | Promise<Response>

/** A method and a path in Hono's form, and what answers them. */
export interface Route {
  method: 'GET' | 'ALL'
  path: string
  handle: Handler
}
