import type { CacheUse } from '../cache/result.ts'
import { createLru } from '../lru.ts'
import { sleep as realSleep, type Sleep } from '../sleep.ts'
import { type AccessRecord, isMergedInto, merge, prune } from './record.ts'
import {
  createRecordTiers,
  type RecordTiers,
  type RecordTiersParts,
  type Stored,
} from './record-tiers.ts'

/** KV takes one write of a key per second, and a dashboard that opens admits its caller twenty times in one. */
const MIN_INTERVAL_MS = 1_000

/**
 * A record is written to KV so many times less often than a body: KV shows it elsewhere when its proof has lapsed
 * anyway, and what it spares there is a call or two. Four minutes and that one fit into the five that an old proof may
 * serve while the upstream fails.
 */
const KV_INTERVAL_FACTOR = 4

/** Isolates that write a record in the same moment overwrite each other: each looks again and mends what is missing. */
const MAX_MENDS = 4
const MEND_AFTER_MS = 150
const MEND_SPREAD_MS = 600

/** Callers of whom something ends in the same second. */
const MAX_LOOKS = 100

/** The records of callers, and when a change of one is written to which tier. */
export interface AccessStore
  extends Pick<RecordTiers, 'load' | 'loadFromLocation' | 'takeClaim' | 'isClaimed' | 'dropClaim'> {
  /** Returns what this isolate knows of a caller; costs one look-up. */
  record(caller: string): AccessRecord
  /** Tells whether this isolate has looked below memory for the caller. */
  isLoaded(caller: string): boolean
  /** Changes a record in memory now, and in the other tiers behind the answer as often as they are worth it. */
  update(caller: string, change: AccessChange, how: { isNews: boolean }, use: CacheUse): void
  /** Ends something: other isolates are told at once, KV too, where there was anything to end. */
  end(caller: string, change: AccessChange, wasKnown: WasKnown, use: CacheUse): void
  /**
   * Notes a change that the caller made: other isolates are told where the caller is known to this one or to its
   * location. A caller of whom nothing is stored costs KV nothing.
   */
  noteWrite(caller: string, change: AccessChange, use: CacheUse): Promise<void>
}

/** Returns the record after a change. */
type AccessChange = (record: AccessRecord) => AccessRecord

/** Tells whether a record holds anything that an end would end. */
type WasKnown = (record: AccessRecord) => boolean

/** The parts of {@link createAccessStore}. */
interface AccessStoreParts extends RecordTiersParts {
  /** `KV_WRITE_SECONDS` in milliseconds. */
  kvWriteMs: number
  /** 0 to 1, for jitter. */
  random?: () => number
  /** How writes are spaced; in real time where it is not given. */
  sleep?: Sleep | undefined
}

/** Creates a store that knows nobody. One per isolate. */
export function createAccessStore(parts: AccessStoreParts): AccessStore {
  const { flights, lifetimes, kvWriteMs, now, random = Math.random, sleep = realSleep } = parts
  const tiers = createRecordTiers(parts)
  const { knownOf, remember, loadFromLocation, writeToKv } = tiers
  const { load, takeClaim, isClaimed, dropClaim } = tiers
  /** Ends that wait for KV to take another write: kept until then, whatever memory forgets meanwhile. */
  const pendingEnds = new Map<string, AccessRecord>()
  const pendingNews = new Set<string>()
  /** What was found below memory when something was ended of which memory knew nothing. */
  const looks = createLru<{ at: number; found: Stored | undefined }>({
    maxEntries: MAX_LOOKS,
    maxBytes: Number.POSITIVE_INFINITY,
  })

  /**
   * Writes what was merged with the location's record there, and looks again until nothing of it is missing: another
   * isolate may have written in between what it had read before.
   */
  async function share(caller: string, recordOf: () => AccessRecord, use: CacheUse): Promise<void> {
    for (let mends = 0; mends <= MAX_MENDS; mends++) {
      if (mends > 0) {
        const near = await tiers.read(caller, false, use)
        if (near) tiers.mergeInto(caller, near)
        if (!near || isMergedInto(recordOf(), near.record)) return
      }
      await tiers.writeToLocation(caller, recordOf(), use)
      if (!tiers.isLocationWorking()) return
      await sleep(MEND_AFTER_MS + random() * MEND_SPREAD_MS)
    }
  }

  /** Writes news with all that becomes news within the second; to KV as often as its measure allows. */
  async function writeNews(caller: string, use: CacheUse): Promise<void> {
    pendingNews.add(caller)
    const { locationWrittenAt } = knownOf(caller)
    await sleep(Math.max(0, Math.min(MIN_INTERVAL_MS, locationWrittenAt + MIN_INTERVAL_MS - now())))
    pendingNews.delete(caller)
    if (!knownOf(caller).isLoaded) return
    await loadFromLocation(caller, use)
    const { record, kvWrittenAt } = knownOf(caller)
    // Where the location's cache has nothing, KV alone tells other isolates.
    const isDueInKv =
      !tiers.isLocationWorking() || now() - kvWrittenAt >= KV_INTERVAL_FACTOR * kvWriteMs
    const toKv = isDueInKv ? writeToKv(caller, record, use) : undefined
    await Promise.all([share(caller, () => knownOf(caller).record, use), toKv])
  }

  /** Returns what the tiers below memory know of a caller. Ends of the same second share one look. */
  async function lookBelow(caller: string, use: CacheUse): Promise<Stored | undefined> {
    const last = looks.get(caller)
    if (last && now() - last.at < MIN_INTERVAL_MS) return last.found
    const look = () => tiers.read(caller, true, use)
    const found = await flights.join(`access end ${caller}`, look, use.waitUntil)
    looks.set(caller, { at: now(), found }, 0)
    return found
  }

  /** Ends what other isolates know, without writing over it; where they know nothing, there is nothing to end. */
  async function endUnknown(
    caller: string,
    change: AccessChange,
    wasKnown: WasKnown,
    use: CacheUse,
  ): Promise<void> {
    const found = await lookBelow(caller, use)
    if (!found || !wasKnown(found.record)) return
    tiers.mergeInto(caller, found)
    // What else it tells, a change of the caller's own too, is learnt by the request that loads it next.
    remember(caller, { record: change(knownOf(caller).record), isLoaded: false })
    await writeEnd(caller, use)
  }

  async function writeEnd(caller: string, use: CacheUse): Promise<void> {
    const { record, kvWrittenAt } = knownOf(caller)
    const waitMs = Math.min(MIN_INTERVAL_MS, kvWrittenAt + MIN_INTERVAL_MS - now())
    const toLocation = loadFromLocation(caller, use).then(() =>
      share(caller, () => merge(record, knownOf(caller).record), use),
    )
    if (waitMs <= 0) {
      await Promise.all([writeToKv(caller, record, use), toLocation])
      return
    }
    const isWaiting = pendingEnds.has(caller)
    pendingEnds.set(caller, merge(pendingEnds.get(caller) ?? record, record))
    if (!isWaiting) {
      await sleep(waitMs)
      const pending = pendingEnds.get(caller) ?? record
      pendingEnds.delete(caller)
      await writeToKv(caller, merge(pending, knownOf(caller).record), use)
    }
    await toLocation
  }

  return {
    ...{ load, loadFromLocation, takeClaim, isClaimed, dropClaim },
    record: (caller) => knownOf(caller).record,
    isLoaded: (caller) => knownOf(caller).isLoaded,

    update(caller, change, { isNews }, use) {
      const { isLoaded, record } = knownOf(caller)
      remember(caller, { record: prune(change(record), now(), lifetimes) })
      // A record that was never loaded would write over what other isolates know.
      if (isNews && isLoaded && !pendingNews.has(caller)) use.waitUntil(writeNews(caller, use))
    },

    end(caller, change, wasKnown, use) {
      const { isLoaded, loadedAt, record } = knownOf(caller)
      const isKnown = wasKnown(record)
      const ended = prune(change(record), now(), lifetimes)
      if (isLoaded || isKnown) remember(caller, { record: ended })
      else tiers.rememberRefusal(caller, ended)
      // What this isolate loaded a while ago need not be all there is: another may have let the caller in since.
      const isRecent = isLoaded && now() - loadedAt < MIN_INTERVAL_MS
      if (isKnown && isLoaded) use.waitUntil(writeEnd(caller, use))
      else if (!isRecent) use.waitUntil(endUnknown(caller, change, wasKnown, use))
    },

    async noteWrite(caller, change, use) {
      const { isLoaded } = knownOf(caller)
      if (!isLoaded) {
        const stored = await tiers.read(caller, false, use)
        if (!stored) return
        tiers.take(caller, stored)
      }
      remember(caller, { record: prune(change(knownOf(caller).record), now(), lifetimes) })
      use.waitUntil(writeEnd(caller, use))
    },
  }
}
