/**
 * `npm run soak`: 200 clients at the edge in workerd while the upstream behind it alternates between healthy,
 * failing and silent; prints what became of them. Exits 1 where a client is left without an answer or with
 * a wrong one, where something is logged that is no request, where the upstream is asked more than clients
 * asked and the retry budget allows, where the edge is not well afterwards, or its memory does not come
 * back. `--short` takes 2 s a phase instead of 20. It measures no speed, and fails for none.
 */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { build } from 'esbuild'
import { ROOT } from '../test/support/build.ts'
import { type RunningEdge, startEdge } from '../test/support/edge.ts'
import { send } from '../test/support/http-client.ts'
import { logFaults } from '../test/support/log-rules.ts'
import { type KnownHarness, type Mood, startAlternatingUpstream } from './alternating-upstream.ts'
import { childrenNamed, residentBytes } from './process-memory.ts'
import { askForAll, type ClientCount, createClientCount, runClient } from './soak-clients.ts'

const CLIENTS = 200
const PHASE_SECONDS = process.argv.includes('--short') ? 2 : 20
const CYCLE: readonly Mood[] = ['healthy', 'failing', 'healthy', 'silent']
/** Twice: the first fills caches and heaps, the second must not need more. */
const PHASES: readonly Mood[] = [...CYCLE, ...CYCLE, 'healthy']

/** Short, so that clients meet silence more than once in a phase. */
const UPSTREAM_TIMEOUT_MS = 1_500

/** See `src/upstream/retry.ts`: a fifth of all calls and what an isolate has saved up. */
const RETRY_PART = 0.2
const SAVED_RETRIES = 10

/**
 * What the memory may keep over its level after the first cycle. An isolate's heap grows to its limit of
 * 128 MiB before it is swept in earnest, and KV's stand-in beside it has one of its own; a leak grows on.
 */
const KEPT_PART = 0.25
const KEPT_BYTES = 256 * 1024 * 1024
const SETTLE_SECONDS = 10

const MIB = 1024 * 1024

const HARNESSES: readonly KnownHarness[] = Array.from({ length: 20 }, (_, nth) => ({
  id: `harness_${String(nth).padStart(32, '0')}`,
  name: `harness-${nth}`,
}))

async function startSoakEdge(upstreamUrl: string): Promise<RunningEdge> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'bench/soak-edge.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker'],
    write: false,
  })
  const vars = {
    UPSTREAM_URL: upstreamUrl,
    UPSTREAM_TIMEOUT_MS: String(UPSTREAM_TIMEOUT_MS),
    // What is soaked is the edge under faults, not its pace.
    UPSTREAM_CALLS_PER_MINUTE: '1000000',
    FORWARD_TIMEOUT_MS: String(UPSTREAM_TIMEOUT_MS),
    STATS_SHARING: 'proved',
    // Short, so that a phase sees answers of every age.
    STATS_FRESH_SECONDS: '1',
    STATS_STALE_SECONDS: '1',
    HARNESS_FRESH_SECONDS: '1',
    HARNESS_STALE_SECONDS: '1',
    ACCESS_PROOF_SECONDS: '2',
  }
  return startEdge({ vars, script: outputFiles[0]?.text ?? '' })
}

/** Waits for memory to come down to a level, with an answer now and then that lets the heap be swept. */
async function settle(edge: RunningEdge, pids: number[], level: number): Promise<number> {
  let resident = residentBytes(pids) ?? 0
  for (let second = 0; second < SETTLE_SECONDS && resident > level; second++) {
    for (let nth = 0; nth < 50; nth++) await send(`${edge.origin}/healthz`, {})
    await pause(1_000)
    resident = residentBytes(pids) ?? 0
  }
  return resident
}

async function isWell(edge: RunningEdge, count: ClientCount): Promise<boolean> {
  const statuses = await askForAll(edge.origin, 0, HARNESSES, count)
  for (const path of ['/healthz', '/readyz']) {
    statuses.push((await send(edge.origin + path, {})).status)
  }
  return statuses.every((status) => status === 200)
}

const upstream = await startAlternatingUpstream(HARNESSES)
const edge = await startSoakEdge(upstream.url)
const pids = childrenNamed('workerd')
const count = createClientCount()
const stop = new AbortController()
const clients = Array.from({ length: CLIENTS }, (_, nth) =>
  runClient(edge.origin, nth, HARNESSES, count, stop.signal),
)

let levelBytes: number | undefined
for (const [nth, mood] of PHASES.entries()) {
  upstream.setMood(mood)
  await pause(PHASE_SECONDS * 1_000)
  const resident = residentBytes(pids)
  if (nth === CYCLE.length - 1) levelBytes = resident
  const { calls, retries } = upstream.count
  const memory = resident === undefined ? 'unknown' : `${Math.round(resident / MIB)} MiB`
  console.log(
    `${mood.padEnd(8)} requests ${count.requests}, upstream calls ${calls} and ${retries} retries, memory ${memory}`,
  )
}
stop.abort()
await Promise.all(clients)

const well = await isWell(edge, count)
const bound = levelBytes === undefined ? undefined : levelBytes * (1 + KEPT_PART) + KEPT_BYTES
const resident = bound === undefined ? undefined : await settle(edge, pids, bound)
await edge.stop()
await upstream.stop()

const { calls, retries, replays } = upstream.count
const allowedRetries = calls * RETRY_PART + SAVED_RETRIES
const logged = logFaults(edge.logs)
const faults = [
  [count.unanswered > 0, `${count.unanswered} requests were left without an answer`],
  [count.wrong > 0, `${count.wrong} answers were of a status or form that nothing explains`],
  [logged.length > 0, `${logged.length} lines of the log are about no request: ${logged[0]}`],
  [calls > count.allowedCalls, `${calls} upstream calls, ${count.allowedCalls} were asked for`],
  [retries > allowedRetries, `${retries} retries, the budget allows ${allowedRetries}`],
  [replays > 0, `${replays} changes were sent twice`],
  [!well, 'the edge is not well afterwards'],
  [
    bound !== undefined && (resident ?? 0) > bound,
    `memory stays at ${Math.round((resident ?? 0) / MIB)} MiB`,
  ],
] as const
const found = faults.flatMap(([isFault, text]) => (isFault ? [text] : []))

for (const [kind, times] of [...count.answers].toSorted(([, a], [, b]) => b - a)) {
  console.log(`${kind.padEnd(32)} ${times}`)
}
console.log(
  `${count.requests} requests, ${calls} upstream calls of ${count.allowedCalls} allowed, ${retries} retries of ${Math.floor(allowedRetries)} allowed`,
)
const shown = (bytes: number | undefined) => Math.round((bytes ?? 0) / MIB)
console.log(`memory: ${shown(levelBytes)} MiB after one cycle, ${shown(resident)} MiB after all`)
for (const text of found) console.error(`fault: ${text}`)
console.log(found.length === 0 ? 'soak: passed' : 'soak: failed')
process.exitCode = found.length === 0 ? 0 : 1
