import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { BUNDLE_DIRECTORY, deployedConfig, ROOT } from './build.ts'

/** The edge as it is deployed: the built bundle, in workerd, with local KV and real sockets. */
export interface RunningEdge {
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  origin: string
  /** What the Worker wrote to its console since the start, a string a line. */
  logs: string[]
  kv(): Promise<KVNamespace>
  stop(): Promise<void>
}

/** What a test changes of the deployment. */
export interface EdgeOptions {
  /** Override those of `wrangler.toml`; undefined takes one away. */
  vars: Record<string, string | undefined>
  /** Another entry's bundle, for tests that hold the clock. */
  script?: string
  /** Optional bindings, as Miniflare takes them. */
  optional?: Pick<V4MiniflareOptions, 'ratelimits' | 'analyticsEngineDatasets'>
}

type V4MiniflareOptions = Extract<
  Parameters<typeof convertV4MiniflareOptions>[0],
  { ratelimits?: unknown }
>

/** A test asks faster than people do; the pace of reads has tests of its own. */
const UNPACED = { UPSTREAM_CALLS_PER_MINUTE: '1000000' }

/** Starts the edge in a runtime and with a KV namespace of its own. */
export async function startEdge({ vars, script, optional }: EdgeOptions): Promise<RunningEdge> {
  const config = deployedConfig()
  const logs: string[] = []
  const bindings = Object.entries({ ...config.vars, ...UNPACED, ...vars }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  const options = convertV4MiniflareOptions({
    modules: true,
    script: script ?? readFileSync(join(ROOT, BUNDLE_DIRECTORY, 'index.js'), 'utf8'),
    compatibilityDate: config.compatibilityDate,
    compatibilityFlags: config.compatibilityFlags,
    kvNamespaces: ['CACHE'],
    bindings: Object.fromEntries(bindings),
    ...optional,
    // Miniflare's own entry compresses answers and hides a client that leaves; this is workerd's socket.
    unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    handleStructuredLogs: ({ message }: { message: string }) => logs.push(message),
  })
  const miniflare = new Miniflare(options)
  const { origin } = await miniflare.unsafeGetDirectURL()
  return {
    origin,
    logs,
    kv: async () => (await miniflare.getKVNamespace('CACHE')) as unknown as KVNamespace,
    stop: () => miniflare.dispose(),
  }
}
