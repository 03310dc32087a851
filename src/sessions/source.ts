import type { Failure } from '../problem/failure.ts'
import type { EntityLinkScope } from '../resources/entity-links.ts'
import type { PageRoom } from './page-room.ts'

/** The body of an answer of the upstream's, which should be JSON, or why there is none. */
export type ReadBody =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly failure: Failure }

/** How one request reads the list of sessions: as its caller. */
export interface SessionSource {
  /**
   * Asks the upstream for its list. An answer that is larger is the failure `too-large`.
   *
   * @param query `?a=b&offset=0&limit=20`
   * @param maxBytes counted after decompression
   */
  read(query: string, maxBytes: number): Promise<ReadBody>
  /**
   * Runs `load` once for all requests of the same caller that need it at the same time. Where the request may not
   * take another's answer it runs `load` for itself. Its value must be plain: no stream, no signal.
   *
   * @param key names what is loaded, the caller apart
   */
  share<T>(key: string, load: () => Promise<T>): Promise<T>
  readonly links: EntityLinkScope
  /** The organisation that the request selects, undefined where it selects none. */
  readonly organization: string | undefined
  /** Digest of who asks. */
  readonly caller: string
  /** What the isolate knows of its upstream's orders. */
  readonly orders: OrderMemory
  /** The isolate's memory for pages. */
  readonly room: PageRoom
}

/** What an isolate has learnt of its upstream: one for all requests. */
export interface OrderMemory {
  /** The upstream refuses an order that it does not know, and so honours those that it takes. */
  isHonoured: boolean
}
