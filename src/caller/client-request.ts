import type { RequestDirectives } from '../cache/directives.ts'
import type { CacheUse } from '../cache/result.ts'
import type { UpstreamBudget } from '../upstream/budget.ts'
import type { Priority } from '../upstream/pacing.ts'

/** A request as the rooms below HTTP know it: who asks, what for, and with which means. Plain values only. */
export interface ClientRequest extends CacheUse {
  method: string
  /** Path as the edge serves it: `/v1/…`. */
  path: string
  /** `?a=b` or the empty string, as it came. */
  query: string
  /** Digest of credential and organisation. */
  caller: string
  /** Whether it brings anything by which its caller could be known. */
  hasCredential: boolean
  /** The client's address as the platform gave it. */
  address: string | undefined
  /** What selects the organisation; undefined where nothing does. */
  organisation: string | undefined
  /** What the request asks of the cache. */
  directives: RequestDirectives
  /** Something about the request may select what is answered and is in no key: nothing is stored or shared. */
  isBypass: boolean
  /** Epoch milliseconds of a change that the client made, by its own word; 0 for none. */
  writtenAt: number
  /** Base of the links in what is answered: `https://edge.example/api`. */
  apiBase: string
  budget: UpstreamBudget
  /** Who waits for what is read: where calls are paced, people go first. */
  priority: Priority
  /** Makes the headers of a read; most are answered without. */
  readHeaders: () => Record<string, string>
}
