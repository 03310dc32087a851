import type { Failure } from '../problem/failure.ts'
import type { RequestDirectives } from './directives.ts'
import type { Entry } from './entry.ts'
import type { CachingFacts, Lifetimes } from './freshness.ts'
import type { CacheKey } from './key.ts'
import type { Negative } from './negative-cache.ts'
import type { WaitUntil } from './single-flight.ts'

/** A read that the cache may answer. */
export interface CacheQuery {
  /** Where the body is kept. */
  name: CacheKey
  /** The caller's own name of it; the same where it is not shared. Its writes and its 404s count. */
  reader: CacheKey
  /** Whether the caller may be given a stored body; else the upstream's own 200 must come first. */
  maySeeStored: boolean
  directives: RequestDirectives
  /** The upstream is asked and nothing is stored: something about the request is not in the key. */
  isBypass: boolean
  /** KV was looked into for this request already. */
  isRecalled: boolean
  waitUntil: WaitUntil
  load: () => Promise<CacheLoad>
}

/** Where an answer is stored; `memory` where KV has as good a one, or what it would cost is spent already. */
export type Tiers = 'both' | 'memory'

/** What the upstream gave, as plain values that requests may share. */
export type CacheLoad =
  | { ok: true; body: Uint8Array; lifetimes: Lifetimes; facts: CachingFacts; tiers: Tiers }
  | { ok: false; failure: Failure }

/** Why the upstream was asked: RFC 9211 section 2.2. */
export type ForwardReason = 'bypass' | 'request' | 'uri-miss' | 'stale'

/** Where an answer came from, and the answer. */
export type CacheAnswer =
  | { kind: 'hit'; entry: Entry; detail: HitDetail | undefined }
  | { kind: 'negative'; negative: Negative }
  | ({
      kind: 'fetched'
      entry: Entry
      isStored: boolean
      upstreamStatus: string | null
    } & Forwarded)
  | ({ kind: 'failed'; failure: Failure } & Forwarded)
  | { kind: 'not-cached' }
  /** The upstream's limit forbids asking, and nothing stored may stand in. */
  | { kind: 'held'; failure: Failure }

/** How the upstream came to be asked. */
export interface Forwarded {
  reason: ForwardReason
  isCollapsed: boolean
}

/** What is not as usual about a stored answer that was served. */
export type HitDetail = 'stale-while-revalidate' | 'stale-if-error' | 'access-unrenewed'
