/**
 * `npm run bench:distinct`: ten minutes of mixed load on 100,000 different keys of 2,000 callers, and what the
 * runtime holds in memory after each of them. Exits 1 where it holds more at the end than after the first minute
 * and a bound. `-- --short` takes half a minute and fails on wrong answers only.
 */
import { setup } from '../test/support/build.ts'
import { load } from './performance/rounds.ts'
import { edgeWorker, startRuntime, startUpstream } from './performance/runtime.ts'
import { residentBytes } from './process-memory.ts'

const MIB = 1_048_576
const KEYS = 100_000
const CALLERS = 2_000
const CONNECTIONS = 32

/** A garbage collector runs when it likes: this much more at the end is no growth. */
const MAX_GROWTH = 1.15

const isShort = process.argv.includes('--short')
const minutes = isShort ? 2 : 10
const seconds = isShort ? 15 : 60

await setup()
const upstream = await startUpstream()
const runtime = await startRuntime([edgeWorker(upstream.origin, {})])
const held: number[] = []
try {
  for (let minute = 1; minute <= minutes; minute++) {
    const url = runtime.origins.edge ?? ''
    const distinct = { keys: KEYS, callers: CALLERS }
    const found = await load({ url, connections: CONNECTIONS, headers: {}, seconds, distinct })
    held.push((residentBytes([runtime.pid]) ?? 0) / MIB)
    const rate = found.requestsPerSecond.toFixed(0)
    console.log(`after ${minute * seconds} s: ${held.at(-1)?.toFixed(0)} MiB, ${rate} requests/s`)
  }
} finally {
  await runtime.stop()
  upstream.stop()
}
const growth = (held.at(-1) ?? 0) / (held[0] ?? 1)
const isFlat = growth <= MAX_GROWTH
console.log(`${growth.toFixed(2)} x of the first; flat is at most ${MAX_GROWTH} x`)
process.exitCode = isFlat || isShort ? 0 : 1
