import { createLru } from '../lru.ts'

/** Kinds of reads are few; the bound is for a caller of this that names something else. */
const MAX_KINDS = 100
const MAX_BYTES = 64 * 1024

/**
 * What an isolate knows of an API that is silent. After a timeout or a refused connection the API counts as silent for
 * as long as a call may take: readers with a stored answer get it at once, and one call tries again behind one of
 * them. Where that one meets silence too, the next stretch begins. So an API that is silent costs one reader its
 * deadline and not each.
 *
 * Silence of one kind of read counts for all kinds until any call answers that was begun after it; for its own kind
 * until one of that kind does, since one route can hang while the others are well.
 */
export interface Silence {
  /** Whether a reader of this kind is better served from what is stored. */
  isSilent(kind: string): boolean
  /** Whether the one that asks shall try again; true once for each kind and stretch. */
  mayTry(kind: string): boolean
  /** Learns that a call met silence or no connection. */
  noteSilence(kind: string): void
  /**
   * Learns that a call was answered, whatever the status.
   *
   * @param startedAt epoch milliseconds when it was begun: an answer on its way says nothing of what came after
   */
  noteAnswer(kind: string, startedAt: number): void
}

/** What is known of silence. */
interface SilenceOptions {
  /** How long a call may take, and so how long a stretch is. */
  timeoutMs: number
  /** Epoch milliseconds. */
  now: () => number
}

interface Stretch {
  since: number
  triedAt: number
}

/** Creates what an isolate knows, which is nothing yet. */
export function createSilence({ timeoutMs, now }: SilenceOptions): Silence {
  const ofKind = createLru<Stretch>({ maxEntries: MAX_KINDS, maxBytes: MAX_BYTES })
  let ofAll: Stretch | undefined

  /** A clock that was set back ends a stretch. */
  const isUnderWay = (at: number) => now() >= at && now() < at + timeoutMs

  const stretchOf = (kind: string): Stretch | undefined =>
    [ofKind.get(kind), ofAll].find(
      // What the one that tries again meets is not known before it ends.
      (stretch) => stretch && (isUnderWay(stretch.since) || isUnderWay(stretch.triedAt)),
    )

  return {
    isSilent: (kind) => stretchOf(kind) !== undefined,
    mayTry(kind) {
      const stretch = stretchOf(kind)
      if (!stretch || isUnderWay(stretch.triedAt)) return false
      stretch.triedAt = now()
      return true
    },
    noteSilence(kind) {
      const stretch = { since: now(), triedAt: Number.NEGATIVE_INFINITY }
      ofKind.set(kind, stretch, 0)
      ofAll = stretch
    },
    noteAnswer(kind, startedAt) {
      if (ofAll && startedAt >= ofAll.since) ofAll = undefined
      if (startedAt >= (ofKind.get(kind)?.since ?? 0)) ofKind.delete(kind)
    },
  }
}
