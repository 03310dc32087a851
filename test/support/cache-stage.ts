import { type ClockedEdge, startClockedEdge } from './clocked-edge.ts'
import { type Stage, startStage } from './stage.ts'

export type { Asking, CachedAnswer } from './stage.ts'

/** Longer than anything is kept: after it no entry of an earlier test is of use. */
const EVERYTHING_EXPIRED_MS = 3 * 3_600_000

/** The edge with its clock in the test's hand, and the sample upstream behind it. */
export interface CacheStage extends Stage<ClockedEdge> {
  /** The sample's data and clock as they were, every entry expired, KV healthy and empty. */
  reset(): Promise<void>
  /** Moves both clocks. */
  pass(milliseconds: number): Promise<void>
}

/** Starts both. Sharing is off: every entry is its caller's own. */
export async function startCacheStage(
  vars: Record<string, string> = {},
  sampleVars: Record<string, string> = {},
): Promise<CacheStage> {
  const stage = await startStage(
    (UPSTREAM_URL) => startClockedEdge({ UPSTREAM_URL, STATS_SHARING: 'off', ...vars }),
    sampleVars,
  )
  const { edge } = stage
  return {
    ...stage,
    async reset() {
      await edge.setKv('healthy')
      // What hangs is a test's that went wrong: it must not take the next ones along.
      await edge.idle().catch(() => edge.restart())
      await edge.advance(EVERYTHING_EXPIRED_MS)
      await emptyKv(await edge.kv())
      await stage.resetSample()
    },
    async pass(milliseconds) {
      await edge.advance(milliseconds)
      await stage.advanceSample(milliseconds)
    },
  }
}

/** Leaves nothing in a namespace. */
export async function emptyKv(kv: KVNamespace): Promise<void> {
  const { keys } = await kv.list()
  await Promise.all(keys.map(({ name }) => kv.delete(name)))
}
