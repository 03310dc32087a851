import type { Failure } from '../problem/failure.ts'
import type { CachingFacts } from '../syntax/caching-facts.ts'
import type { Priority } from '../upstream/pacing.ts'
import type { RequestDirectives } from './directives.ts'
import type { Entry, Lifetimes } from './entry.ts'
import type { CacheKey, TierName } from './key.ts'
import type { LocationUse } from './location-store.ts'
import type { NegativeEntry } from './negative-cache.ts'
import type { WaitUntil } from './single-flight.ts'

/** The part of a request that the cache uses, whatever it reads for it. */
export interface CacheUse extends LocationUse {
  waitUntil: WaitUntil
  /** The request makes many reads, and each may cost it only what it cannot do without: KV is not written. */
  isFrugal?: boolean
}

/** One prepared read: everything that the cache has to know of it. */
export interface CachedRead extends CacheUse {
  /** Where the body is stored. */
  key: CacheKey
  /** The caller's own key of it; the same where the body is not shared. The caller's 404s are stored under it. */
  ownKey: CacheKey
  /** Whether the caller may be given a stored body; else the upstream's own 200 must come first. */
  maySeeStored: boolean
  directives: RequestDirectives
  /** The upstream is asked and nothing is stored: something about the request is not in the key. */
  isBypass: boolean
  /** Epoch milliseconds: what was asked for at or before it is void for this caller. */
  invalidatedAt: number
  /** The tiers below memory were looked into for this request already. */
  isPreloaded: boolean
  /** @param priority who waits for it */
  load: (priority: Priority) => Promise<LoadResult>
}

/** The upstream's answer, as plain values that requests may share. */
export type LoadResult =
  | {
      ok: true
      body: Uint8Array
      lifetimes: Lifetimes
      /** How old a client's own cache may let it grow without asking, in milliseconds. */
      clientMaxAgeMs: number
      facts: CachingFacts
      /** `Set-Cookie` values that came with it. */
      cookies: readonly string[]
    }
  | { ok: false; failure: Failure }

/** Why the upstream was asked: RFC 9211 section 2.2. */
export type ForwardReason = 'bypass' | 'request' | 'uri-miss' | 'stale'

/** An answer, and where it came from. */
export type CacheResult =
  | { kind: 'hit'; entry: Entry; detail: HitDetail | undefined; tier: TierName }
  | { kind: 'negative'; negative: NegativeEntry }
  | ({
      kind: 'fetched'
      entry: Entry
      isStored: boolean
      upstreamStatus: string | null
      /** `Set-Cookie` values that came with it; nothing that comes with one is stored or shared. */
      cookies: readonly string[]
    } & Forwarded)
  | ({ kind: 'failed'; failure: Failure } & Forwarded)
  | { kind: 'not-cached' }
  /** The upstream's limit forbids asking, and nothing stored may stand in. */
  | { kind: 'held'; failure: Failure }

/** A result with a body. */
export type EntryResult = Extract<CacheResult, { entry: Entry }>

/** How the upstream came to be asked. */
export interface Forwarded {
  reason: ForwardReason
  isCollapsed: boolean
  /** Why a request bypasses the cache, or under what access another caller's answer is given. */
  detail?: 'unkeyed-header' | 'access-unrenewed'
}

/** What is not as usual about a stored answer that was served. */
export type HitDetail = 'stale-while-revalidate' | 'stale-if-error' | 'access-unrenewed'

/** Returns a result's body as text; undefined where it has none. */
export function bodyTextOf(result: CacheResult | undefined): string | undefined {
  return result && 'entry' in result ? new TextDecoder().decode(result.entry.body) : undefined
}

/** Returns why a result has no body. */
export function failureOf(result: Exclude<CacheResult, EntryResult>): Failure {
  switch (result.kind) {
    case 'negative':
      return result.negative.failure
    case 'failed':
    case 'held':
      return result.failure
    case 'not-cached':
      return { kind: 'edge', code: 'not_cached' }
  }
}
