import { join } from 'node:path'
import { build } from 'esbuild'
import type { KvCounts, KvMode } from '../edge/faulty-kv.ts'
import { ROOT } from './build.ts'
import { type EdgeOptions, type RunningEdge, startEdge } from './edge.ts'

/** The edge with its clock and its KV in the test's hand. */
export interface ClockedEdge extends RunningEdge {
  advance(milliseconds: number): Promise<void>
  setKv(mode: KvMode): Promise<void>
  kvCounts(): Promise<KvCounts>
  /** Gives the edge the location's cache, or takes it away; empties its memory. */
  setLocation(on: boolean): Promise<void>
  /** Makes the isolates wait for each other so many times shorter than they would. */
  shortenSleeps(by: number): Promise<void>
  /** Goes on with another isolate of the same location over the same KV; `a` is the first. */
  useIsolate(name: string): Promise<void>
  /** Empties the isolate's memory, and leaves KV as it is. */
  restart(): Promise<void>
  /** Waits until nothing runs behind the answers; how much of it has failed since the start. */
  idle(): Promise<number>
}

/** Starts the edge's app, made by the deployed factory, under `test/edge/worker.ts`. */
export async function startClockedEdge(vars: EdgeOptions['vars']): Promise<ClockedEdge> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'test/edge/worker.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker'],
    write: false,
  })
  const edge = await startEdge({ vars, script: outputFiles[0]?.text ?? '' })
  const get = async <T>(path: string) => (await fetch(edge.origin + path)).json() as Promise<T>
  const post = async (path: string, body: unknown) => {
    await (await fetch(edge.origin + path, { method: 'POST', body: JSON.stringify(body) })).text()
  }
  return {
    ...edge,
    advance: (milliseconds) => post('/__test/clock', { advance_ms: milliseconds }),
    setKv: (mode) => post('/__test/kv', { mode }),
    kvCounts: () => get('/__test/kv'),
    setLocation: (on) => post('/__test/location', { on }),
    shortenSleeps: (by) => post('/__test/sleeps', { shorter_by: by }),
    useIsolate: (name) => post('/__test/isolate', { name }),
    restart: () => post('/__test/restart', {}),
    async idle() {
      const { failed, running } = await get<{ failed: number; running: number }>('/__test/idle')
      if (running > 0) throw new Error(`${running} things still run behind the answers`)
      return failed
    },
  }
}
