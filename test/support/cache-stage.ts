import type { FaultRule, MemberChange, Mutation } from '../../sample/app.ts'
import { USERS, type UserName } from '../../sample/callers.ts'
import type { ReceivedCall } from '../../sample/calls.ts'
import { type SampleUpstream, startSampleUpstream } from '../../sample/runner.ts'
import { type ClockedEdge, startClockedEdge } from './clocked-edge.ts'
import { type Answer, send } from './http-client.ts'

/** Longer than anything is kept: after it no entry of an earlier test is of use. */
const EVERYTHING_EXPIRED_MS = 3 * 3_600_000

/** An answer, with what `Cache-Status` says without the cache's name; empty where it is absent. */
export type CachedAnswer = Answer & { cache: string }

/** Who asks, and with which headers besides. */
export interface Asking {
  as?: UserName
  method?: string
  headers?: Record<string, string>
  body?: unknown
}

/** The edge, and the sample upstream behind it, for tests of what is cached. */
export interface CacheStage {
  edge: ClockedEdge
  /** The sample's data and clock as they were, every entry expired, KV healthy and empty. */
  reset(): Promise<void>
  ask(path: string, asking?: Asking): Promise<CachedAnswer>
  /** The same from the sample itself. */
  askSample(path: string, asking?: Asking): Promise<CachedAnswer>
  /** Moves both clocks. */
  pass(milliseconds: number): Promise<void>
  /** Calls that reached the sample since the reset. */
  calls(): Promise<ReceivedCall[]>
  fault(...rules: FaultRule[]): Promise<void>
  clearFaults(): Promise<void>
  members(...changes: MemberChange[]): Promise<void>
  mutate(...changes: Mutation[]): Promise<void>
  stop(): Promise<void>
}

/** Starts both. Sharing is off: every entry is its caller's own. */
export async function startCacheStage(
  vars: Record<string, string> = {},
  upstreamVars: Record<string, string> = {},
): Promise<CacheStage> {
  const sample: SampleUpstream = await startSampleUpstream(upstreamVars)
  const edge = await startClockedEdge({ UPSTREAM_URL: sample.url, STATS_SHARING: 'off', ...vars })
  const command = async (path: string, method: string, body?: unknown) => {
    const url = `${new URL(sample.url).origin}/__sample${path}`
    const answer = await query(url, { method, body })
    if (answer.status >= 400) throw new Error(answer.text)
    return answer
  }

  return {
    edge,
    ask: (path, asking = {}) => query(edge.origin + path, asking),
    askSample: (path, asking = {}) => query(sample.url + path, asking),
    async reset() {
      await edge.setKv('healthy')
      // What hangs is a test's that went wrong: it must not take the next ones along.
      await edge.idle().catch(() => edge.restart())
      await edge.advance(EVERYTHING_EXPIRED_MS)
      await emptyKv(await edge.kv())
      await command('/reset', 'POST')
    },
    async pass(milliseconds) {
      await edge.advance(milliseconds)
      await command('/clock', 'POST', { advance_ms: milliseconds })
    },
    calls: async () => JSON.parse((await command('/calls', 'GET')).text) as ReceivedCall[],
    fault: async (...rules) => void (await command('/faults', 'POST', rules)),
    clearFaults: async () => void (await command('/faults', 'DELETE')),
    members: async (...changes) => void (await command('/members', 'POST', changes)),
    mutate: async (...changes) => void (await command('/mutate', 'POST', changes)),
    async stop() {
      await edge.stop()
      await sample.stop()
    },
  }
}

/** Leaves nothing in a namespace. */
export async function emptyKv(kv: KVNamespace): Promise<void> {
  const { keys } = await kv.list()
  await Promise.all(keys.map(({ name }) => kv.delete(name)))
}

async function query(
  url: string,
  { as, method, headers = {}, body }: Asking,
): Promise<CachedAnswer> {
  const credential: Record<string, string> = as ? { authorization: USERS[as].pat } : {}
  const type: Record<string, string> =
    body === undefined ? {} : { 'content-type': 'application/json' }
  const answer = await send(url, {
    ...(method && { method }),
    headers: { ...credential, ...type, ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const status = answer.headers.get('cache-status') ?? ''
  return { ...answer, cache: status.replace(/^everruns-edge; /, '') }
}
