import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BUNDLE_DIRECTORY, deployedConfig, ROOT } from '../../test/support/build.ts'
import { type WorkerSource, workerdConfig } from './workerd-config.ts'

const WORKERD = join(ROOT, 'node_modules/workerd/bin/workerd')

/** A poll of a server that is about to listen. */
const POLL_EVERY_MS = 2
const START_WITHIN_MS = 20_000

/** Workers that run side by side in one workerd, each with a socket of its own. */
export interface Runtime {
  /** `http://127.0.0.1:<port>` by a Worker's name. */
  origins: Readonly<Record<string, string>>
  pid: number
  /** Where its inspector listens, on 127.0.0.1. */
  inspectorPort: number
  stop(): Promise<void>
}

/** Variables under which what was fetched once stays fresh to the end of a run. */
export const LONG_FRESH = {
  STATS_FRESH_SECONDS: '86400',
  HARNESS_FRESH_SECONDS: '86400',
  ACCESS_PROOF_SECONDS: '86400',
  ADMISSION_SECONDS: '86400',
} as const

/** The edge as it is deployed, before an upstream. */
export function edgeWorker(
  upstream: string,
  vars: Record<string, string> = LONG_FRESH,
): WorkerSource {
  const script = readFileSync(join(ROOT, BUNDLE_DIRECTORY, 'index.js'), 'utf8')
  // What is measured is the edge, not its pace.
  const unpaced = { UPSTREAM_CALLS_PER_MINUTE: '1000000' }
  const bindings = { ...deployedConfig().vars, ...unpaced, UPSTREAM_URL: upstream, ...vars }
  return { name: 'edge', script, bindings, hasKv: true }
}

/** What a runtime is started with, besides its Workers. */
export interface RuntimeOptions {
  /** Whether its inspector listens, and garbage can be collected. */
  isInspected?: boolean
  /** `host:port` of KV and the location's cache, as {@link startStores} starts them; else they have nothing. */
  stores?: string | undefined
}

/**
 * Starts a plain workerd, and resolves when all its Workers answer. What they log is thrown away unread:
 * on two cores a reader would take the server's time.
 */
export async function startRuntime(
  workers: readonly WorkerSource[],
  { isInspected = false, stores }: RuntimeOptions = {},
): Promise<Runtime> {
  const directory = mkdtempSync(join(tmpdir(), 'everruns-edge-bench-'))
  const ports = await Promise.all(workers.map(freePort))
  for (const { name, script } of workers) writeFileSync(join(directory, `${name}.js`), script)
  // Who counts what an isolate keeps has to be able to collect its garbage first.
  const v8Flags = isInspected ? ['--expose-gc'] : []
  const config = workerdConfig(workers, ports, { ...deployedConfig(), v8Flags, stores })
  writeFileSync(join(directory, 'config.capnp'), config)
  const inspectorPort = await freePort()
  const inspector = `--inspector-addr=127.0.0.1:${inspectorPort}`
  const options = isInspected ? [inspector] : []
  const process = spawn(WORKERD, ['serve', join(directory, 'config.capnp'), ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const origins = Object.fromEntries(
    workers.map(({ name }, index) => [name, `http://127.0.0.1:${ports[index]}`]),
  )
  for (const origin of Object.values(origins)) await answering(`${origin}/healthz`, process)
  return {
    origins,
    pid: process.pid ?? 0,
    inspectorPort,
    async stop() {
      const ended = once(process, 'exit')
      process.kill()
      await ended
      rmSync(directory, { recursive: true })
    },
  }
}

/** Any answer will do: a Worker without the route is up as well. */
async function answering(url: string, process: ChildProcess): Promise<void> {
  const until = Date.now() + START_WITHIN_MS
  while (Date.now() < until && process.exitCode === null) {
    try {
      await (await fetch(url)).arrayBuffer()
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS))
    }
  }
  throw new Error('workerd did not start')
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A Worker in a workerd of its own, so that the process's CPU time is this Worker's. */
export interface Side {
  name: string
  origin: string
  pid: number
  stop(): Promise<void>
}

/** Starts a Worker alone. */
export async function startSide(worker: WorkerSource, stores?: string): Promise<Side> {
  const { origins, pid, stop } = await startRuntime([worker], { stores })
  return { name: worker.name, origin: origins[worker.name] ?? '', pid, stop }
}

/** KV and the location's cache in a process of their own. */
export async function startStores(): Promise<{ address: string; stop(): void }> {
  const child = fork(join(import.meta.dirname, 'stores.ts'))
  const [{ address }] = await once(child, 'message')
  return { address, stop: () => void (child.connected && child.disconnect()) }
}

/** The API behind the Workers, in a process of its own. */
export interface BenchUpstream {
  origin: string
  /** How long it takes to answer from now on. */
  delay(milliseconds: number): Promise<void>
  /** Whether it answers every call with a 500 from now on. */
  fail(isFailing: boolean): Promise<void>
  /** How often a path was asked for. */
  callsOf(path: string): Promise<number>
  stop(): void
}

/** Starts it on a free port. */
export async function startUpstream(): Promise<BenchUpstream> {
  const child = fork(join(import.meta.dirname, 'upstream.ts'))
  const ask = async (message: object): Promise<number> => {
    const answer = once(child, 'message')
    child.send(message)
    const [{ calls }] = await answer
    return calls
  }
  const [{ origin }] = await once(child, 'message')
  return {
    origin,
    async delay(delayMs) {
      await ask({ delayMs })
    },
    async fail(isFailing) {
      await ask({ isFailing })
    },
    callsOf: (callsOf) => ask({ callsOf }),
    // Gone already where it failed: what failed first has to be what is reported.
    stop() {
      if (child.connected) child.disconnect()
    },
  }
}

/** Whether workerd is here to be started directly. */
export const hasWorkerd = () => existsSync(WORKERD)
