/**
 * `npm run bench`: how fast the edge is, as ratios inside one run. `-- --short` takes a minute and says only that
 * nothing breaks; `-- --only NAME` measures what has NAME in its name; `-- --json` prints an object a line. Fails on
 * wrong answers, never on a time.
 */
import { setup } from '../test/support/build.ts'
import type { Figure, Measure, Stage } from './performance/measure.ts'
import { measureBundle } from './performance/measures/bundle.ts'
import { measureHits, measureNginx, measureNotModified } from './performance/measures/cached.ts'
import { measureColdReads } from './performance/measures/cold.ts'
import {
  measureDownload,
  measureForwardedJson,
  measureStream,
} from './performance/measures/forwarding.ts'
import { measureLargePage, measurePage } from './performance/measures/sessions.ts'
import { measureStartUp } from './performance/measures/start-up.ts'
import { bareWorker, plainWorker } from './performance/reference-workers.ts'
import { CREDENTIAL, PATHS } from './performance/requests.ts'
import type { Extent } from './performance/rounds.ts'
import { edgeWorker, startRuntime, startUpstream } from './performance/runtime.ts'

const MEASURES: Readonly<Record<string, Measure>> = {
  hits: measureHits,
  nginx: measureNginx,
  'not-modified': measureNotModified,
  'forwarded-json': measureForwardedJson,
  download: measureDownload,
  stream: measureStream,
  page: measurePage,
  'large-page': measureLargePage,
  cold: measureColdReads,
  bundle: measureBundle,
  'start-up': measureStartUp,
}

const LONG: Extent = { rounds: 5, secondsEach: 3 }
const SHORT: Extent = { rounds: 1, secondsEach: 1 }

/** All Workers in one workerd, and one hit of the edge for the bare Worker to copy. */
async function prepare(extent: Extent): Promise<Stage> {
  const upstream = await startUpstream()
  const edge = edgeWorker(upstream.origin)
  const alone = await startRuntime([edge])
  await readStats(alone.origins.edge)
  const hit = await readStats(alone.origins.edge)
  await alone.stop()
  const bare = await bareWorker(await hit.text(), hit.headers)
  const runtime = await startRuntime([edge, bare, plainWorker(upstream.origin)])
  await readStats(runtime.origins.edge)
  return { ...extent, upstream, runtime }
}

function readStats(origin: string | undefined): Promise<Response> {
  return fetch(`${origin}${PATHS.stats}`, { headers: CREDENTIAL })
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

const wanted = process.argv[process.argv.indexOf('--only') + 1] ?? ''
const isOnly = process.argv.includes('--only')
const written = process.argv.includes('--json') ? JSON.stringify : line
if (written === line)
  console.log('The edge writes a log line a request, the Workers beside it none.\n')
await setup()
const stage = await prepare(process.argv.includes('--short') ? SHORT : LONG)
try {
  for (const [name, measure] of Object.entries(MEASURES)) {
    if (isOnly && !name.includes(wanted)) continue
    for (const figure of await measure(stage)) console.log(written(figure))
  }
} finally {
  await stage.runtime.stop()
  stage.upstream.stop()
}
