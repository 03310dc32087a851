/**
 * `npm run bench`: what the edge costs, as ratios inside one run: CPU a request by the kernel's own count for the
 * process, and requests a second beside it. `-- --short` takes a minute and says only that nothing breaks; `-- --only
 * NAME` measures what has NAME in its name; `-- --json` prints an object a line. Fails on wrong answers, never on a
 * time.
 */
import { setup } from '../test/support/build.ts'
import type { Figure, Measure, Stage } from './performance/measure.ts'
import { measureBundle } from './performance/measures/bundle.ts'
import { measureHits, measureNotModified } from './performance/measures/cached.ts'
import { measureColdReads } from './performance/measures/cold.ts'
import {
  measureDownload,
  measureForwardedJson,
  measureStream,
} from './performance/measures/forwarding.ts'
import { measurePeers, type PeerFigures } from './performance/measures/peers.ts'
import { measureLargePage, measurePages } from './performance/measures/sessions.ts'
import { measureStartUp } from './performance/measures/start-up.ts'
import { bareWorker, plainWorker, readerWorker } from './performance/reference-workers.ts'
import { CREDENTIAL, PATHS } from './performance/requests.ts'
import type { Extent } from './performance/rounds.ts'
import { edgeWorker, startSide, startUpstream } from './performance/runtime.ts'

const MEASURES: Readonly<Record<string, Measure>> = {
  hits: measureHits,
  'not-modified': measureNotModified,
  'forwarded-json': measureForwardedJson,
  download: measureDownload,
  stream: measureStream,
  pages: measurePages,
  'large-page': measureLargePage,
  cold: measureColdReads,
  bundle: measureBundle,
  'start-up': measureStartUp,
}

/** CPU of one round of one side, in milliseconds. */
const ROUND_CPU_MS = 600

const LONG: Extent = {
  rounds: 7,
  requestsOf: (cpuMs) => Math.ceil(ROUND_CPU_MS / cpuMs),
}
const SHORT: Extent = { rounds: 1, requestsOf: () => 50 }

/** Each Worker in a workerd of its own, and one hit of the edge for the bare Worker to copy. */
async function prepare(extent: Extent): Promise<Stage> {
  const upstream = await startUpstream()
  const edge = await startSide(edgeWorker(upstream.origin))
  await readStats(edge.origin)
  const hit = await readStats(edge.origin)
  const bare = await startSide(await bareWorker(await hit.text(), hit.headers))
  const plain = await startSide(plainWorker(upstream.origin))
  const reader = await startSide(readerWorker(upstream.origin))
  return { ...extent, upstream, sides: { edge, bare, plain, reader } }
}

function readStats(origin: string): Promise<Response> {
  return fetch(origin + PATHS.stats, { headers: CREDENTIAL })
}

function line({ name, value, unit, reach, context }: Figure): string {
  const figure = `${value.toFixed(unit === 'calls' ? 0 : 2)} ${unit}`
  const verdict = reach ? `${reach.join(' ')}: ${judge(value, reach)}` : ''
  return `${name.padEnd(76)} ${figure.padStart(10)}  ${verdict.padEnd(22)} (${context})`
}

function judge(value: number, reach: NonNullable<Figure['reach']>): string {
  if (isReached(value, reach)) return 'reached'
  return `short by ${Math.abs(value - reach[1]).toFixed(2)}`
}

function isReached(value: number, [sign, bound]: NonNullable<Figure['reach']>): boolean {
  return sign === '>=' ? value >= bound : value <= bound
}

function peerLine(peer: PeerFigures): string {
  const { name, cpuMs, requestsPerSecond, coldCalls, callsAtOnce, onError, organizations } = peer
  const cells = [
    ...[`${(1_000 * cpuMs).toFixed(0)} us`, `${requestsPerSecond.toFixed(0)} requests/s`],
    ...[`${coldCalls} cold calls`, `${callsAtOnce} at once`],
    ...[`on error: ${onError}`, `organisations: ${organizations}`],
  ]
  return `${name.padEnd(26)} ${cells.join(', ')}`
}

const wanted = process.argv[process.argv.indexOf('--only') + 1] ?? ''
const isWanted = (name: string) => !process.argv.includes('--only') || name.includes(wanted)
const isJson = process.argv.includes('--json')
await setup()
const stage = await prepare(process.argv.includes('--short') ? SHORT : LONG)
try {
  for (const [name, measure] of Object.entries(MEASURES)) {
    if (!isWanted(name)) continue
    for (const figure of await measure(stage)) {
      console.log(isJson ? JSON.stringify(figure) : line(figure))
    }
  }
  if (isWanted('peers')) {
    for (const peer of await measurePeers(stage)) {
      console.log(isJson ? JSON.stringify(peer) : peerLine(peer))
    }
  }
} finally {
  for (const side of Object.values(stage.sides)) await side.stop()
  stage.upstream.stop()
}
