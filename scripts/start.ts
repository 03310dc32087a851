/**
 * `npm start`: the edge under `wrangler dev` on http://localhost:8787, with the sample upstream behind it.
 *
 *     --port N             another port; 0 takes a free one
 *     --var NAME:VALUE     a variable of the edge; with UPSTREAM_URL the sample stays away
 *
 * What else follows `npm start --` goes on to wrangler. `SAMPLE_<NAME>` in the environment is a variable of the
 * sample (sample/worker.ts): `SAMPLE_ADDRESS_LIMIT=1200 npm start`. Exits with 1 where it cannot start.
 */
import { join } from 'node:path'
import { startSampleUpstream } from '../sample/runner.ts'
import { describeAddresses, describeTokens } from './start/greeting.ts'
import { choosePort, UnusablePort } from './start/port.ts'
import { createWrangler } from './start/wrangler.ts'

const ROOT = join(import.meta.dirname, '..')
const PARENT_CHECK_MS = 250
const SAMPLE_PREFIX = 'SAMPLE_'
/** Numbers move by themselves, from now on, so that there is something to see; see sample/worker.ts. */
const SAMPLE_DEFAULTS = { MOVING: 'on', CLOCK: 'now' }

/** Variables of the sample that the environment gives. */
function sampleVariables(): Record<string, string> {
  const given = Object.entries(process.env).flatMap(([name, value]) =>
    name.startsWith(SAMPLE_PREFIX) && value !== undefined
      ? [[name.slice(SAMPLE_PREFIX.length), value] as const]
      : [],
  )
  return { ...SAMPLE_DEFAULTS, ...Object.fromEntries(given) }
}

async function start(): Promise<void> {
  const { port, others } = await choosePort(process.argv.slice(2))
  const hasUpstream = others.some((argument) => /(?:^|=)UPSTREAM_URL:/.test(argument))
  const sample = hasUpstream ? undefined : await startSampleUpstream(sampleVariables())
  const upstream = sample ? ['--var', `UPSTREAM_URL:${sample.url}`] : []
  const wrangler = createWrangler(ROOT, ['--port', String(port), ...others, ...upstream])

  let isEnding = false
  /** Ends everything that was started: wrangler, its workerd, the sample's. */
  const end = async (code: number) => {
    if (isEnding) return
    isEnding = true
    await Promise.allSettled([wrangler.stop(), sample?.stop()])
    process.exit(code)
  }
  // A shell shows a signal as 128 and its number; stopping what runs until it is stopped is no failure.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // Miniflare, which runs the sample, would end this process before wrangler has ended.
    process.removeAllListeners(signal)
    process.on(signal, () => end(0))
  }
  watchNpm(() => end(0))
  // However this process ends: nothing is left on the port.
  process.on('exit', wrangler.kill)
  wrangler.ended.then((code) => end(code))

  const origin = await wrangler.ready
  if (origin === undefined) return
  const fault = await findFault(origin)
  if (fault !== undefined) {
    console.error(`\nThe edge refuses its configuration: ${fault}`)
    await end(1)
    return
  }
  console.log(`\n${await describeAddresses(origin, sample?.url)}`)
  if (sample) console.log(`\n${describeTokens(origin)}\n`)
}

/**
 * npm passes a signal on to the shell that it runs a script in, and some shells end without passing it on: then
 * this process belongs to nobody.
 */
function watchNpm(onOrphaned: () => void): void {
  if (process.env.npm_lifecycle_event !== 'start') return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) onOrphaned()
  }, PARENT_CHECK_MS)
}

/** What the edge says is wrong with its variables; undefined where nothing is. */
async function findFault(origin: string): Promise<string | undefined> {
  const response = await fetch(`${origin}/healthz`)
  if (response.status !== 500) return undefined
  const { detail } = (await response.json()) as { detail?: string }
  return detail ?? 'see above'
}

try {
  await start()
} catch (error) {
  if (!(error instanceof UnusablePort)) throw error
  console.error(error.message)
  process.exitCode = 1
}
