/**
 * `npm run bench:distinct`: ten minutes of mixed load on 100,000 different keys of 2,000 callers, and what the
 * isolate keeps after each of them, its garbage collected. Exits 1 where that is more than its caches may hold.
 * `-- --short` takes half a minute.
 */
import { setup } from '../test/support/build.ts'
import { liveHeapBytes } from './performance/inspector.ts'
import { load } from './performance/rounds.ts'
import { edgeWorker, startRuntime, startUpstream } from './performance/runtime.ts'
import { residentBytes } from './process-memory.ts'

const MIB = 1_048_576
const KEYS = 100_000
const CALLERS = 2_000
const CONNECTIONS = 32

/** The bounds of the caches, 44 MiB together, and compiled code; the platform allows 128 MB. */
const MAX_KEPT_MIB = 48

const isShort = process.argv.includes('--short')
const minutes = isShort ? 2 : 10
const seconds = isShort ? 15 : 60

await setup()
const upstream = await startUpstream()
const runtime = await startRuntime([edgeWorker(upstream.origin, {})], { isInspected: true })
const held: number[] = []
try {
  for (let minute = 1; minute <= minutes; minute++) {
    const url = runtime.origins.edge ?? ''
    const distinct = { keys: KEYS, callers: CALLERS }
    const found = await load({ url, connections: CONNECTIONS, headers: {}, seconds, distinct })
    const resident = (residentBytes([runtime.pid]) ?? 0) / MIB
    held.push((await liveHeapBytes(runtime.inspectorPort, 'edge')) / MIB)
    const rate = found.requestsPerSecond.toFixed(0)
    console.log(
      `after ${minute * seconds} s: ${held.at(-1)?.toFixed(1)} MiB kept, ${resident.toFixed(0)} MiB resident, ${rate} requests/s`,
    )
  }
} finally {
  await runtime.stop()
  upstream.stop()
}
const [first = 0, last = 0] = [held[0], held.at(-1)]
console.log(
  `${(last / first).toFixed(2)} x of the first; at most ${MAX_KEPT_MIB} MiB are the bound`,
)
process.exitCode = last <= MAX_KEPT_MIB ? 0 : 1
