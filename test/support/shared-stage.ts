import type { ReceivedCall } from '../../sample/calls.ts'
import type { KvCounts } from '../edge/faulty-kv.ts'
import { type CacheStage, startCacheStage } from './cache-stage.ts'

/** What an action cost, all that ran behind its answers included. */
export interface Watched<T> {
  result: T
  /** What reached the sample, in order: `ada stats`, `ada list`, `ada harness`, else method and path. */
  calls: string[]
  kv: KvCounts
}

/** A stage on which stats are shared by those who proved that they may see them. */
export interface SharedStage extends CacheStage {
  watch<T>(action: () => Promise<T>): Promise<Watched<T>>
}

/** Starts the edge with its default lifetimes unless others are given. */
export async function startSharedStage(
  vars: Record<string, string> = {},
  upstreamVars: Record<string, string> = {},
): Promise<SharedStage> {
  const stage = await startCacheStage({ STATS_SHARING: 'proved', ...vars }, upstreamVars)
  return {
    ...stage,
    async watch(action) {
      await stage.edge.idle()
      const [callsBefore, before] = [(await stage.calls()).length, await stage.edge.kvCounts()]
      const result = await action()
      await stage.edge.idle()
      const after = await stage.edge.kvCounts()
      const calls = (await stage.calls()).slice(callsBefore).map(wordsOf)
      return { result, calls, kv: difference(after, before) }
    },
  }
}

function wordsOf({ caller, method, target }: ReceivedCall): string {
  return `${caller.split(' ')[0]} ${kindOf(method, target)}`
}

function kindOf(method: string, target: string): string {
  if (method !== 'GET') return `${method} ${target}`
  if (/^\/v1\/harnesses\/[^/]+\/stats/.test(target)) return 'stats'
  if (/^\/v1\/harnesses(?:\?|$)/.test(target)) return 'list'
  return /^\/v1\/harnesses\/[^/?]+$/.test(target) ? 'harness' : target
}

function difference(after: KvCounts, before: KvCounts): KvCounts {
  return {
    reads: after.reads - before.reads,
    writes: after.writes - before.writes,
    deletes: after.deletes - before.deletes,
    lists: after.lists - before.lists,
  }
}
