/**
 * What a team's dashboards cost the API: without the edge, with it, and with stats shared, in one location.
 * Time is simulated; the edge's code is the deployed one.
 *
 *     node bench/dashboard.ts [--short] [--only NAME-OR-PART-OF-IT]
 *
 * Fails where an answer is wrong: stats of another harness, older than their lifetime allows, or an answer that
 * is neither stats nor a request for patience. The long form also holds {@link CALLS_MAX} and the cold start.
 */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Dashboards, Deployment, Measured, Minute } from './dashboard-run.ts'

/** Mean calls a minute in the steady state, by row. */
const CALLS_MAX: Record<string, number> = {
  'shared, one isolate': 320,
  'shared, eight isolates': 360,
}
/** What the API takes from one address a minute. */
const API_LIMIT = 1_200
/** Fresh and stale lifetime of stats by default, and what an answer takes to arrive. */
const OLDEST_MS = 15_000 + 45_000 + 5_000

interface Plan extends Deployment {
  label: string
  /** Simulated minutes; nothing changes from minute to minute where nothing is shared. */
  minutes: number
  isInShort?: true
}

const SHARED = { sharing: 'proved', asks: 'each', latencyMs: 100 } as const
const PLANS: readonly Plan[] = [
  // Admissions lapse in clusters, as dashboards were opened an hour before: more minutes of it are a truer mean.
  { ...SHARED, label: 'shared, one isolate', isolates: 1, minutes: 10, isInShort: true },
  { ...SHARED, label: 'shared, eight isolates', isolates: 8, minutes: 5, isInShort: true },
  {
    ...SHARED,
    label: 'shared, one isolate, API of 2 s',
    latencyMs: 2_000,
    isolates: 1,
    minutes: 5,
  },
  {
    ...SHARED,
    label: 'shared, eight isolates, API of 2 s',
    latencyMs: 2_000,
    isolates: 8,
    minutes: 3,
  },
  {
    ...SHARED,
    label: 'shared, eight isolates, new credentials every 15 min',
    // Each person's credential changes at another time: any minute is like the next.
    rotateMs: 15 * 60_000,
    // Most of the credentials that opened the dashboards have ended by then: all are admitted anew first.
    warmMinutes: 6,
    isolates: 8,
    minutes: 3,
  },
  { ...SHARED, label: 'board, one isolate', asks: 'board', isolates: 1, minutes: 5 },
  {
    ...SHARED,
    label: 'board, eight isolates',
    asks: 'board',
    isolates: 8,
    minutes: 5,
    isInShort: true,
  },
  { ...SHARED, label: 'not shared, one isolate', sharing: 'off', isolates: 1, minutes: 1 },
  { ...SHARED, label: 'not shared, eight isolates', sharing: 'off', isolates: 8, minutes: 2 },
]

const isShort = process.argv.includes('--short')
const only = process.argv[process.argv.indexOf('--only') + 1]
const isOnly = process.argv.includes('--only')
const DASHBOARDS: Omit<Dashboards, 'minutes'> = isShort
  ? { callers: 20, harnesses: 10, pollMs: 5_000, openingMs: 4 * 60_000 }
  : { callers: 200, harnesses: 20, pollMs: 5_000, openingMs: 60 * 60_000 }

const calls = ({ stats, lists, other, limited }: Minute) => stats + lists + other + limited
const written = (value: number) => Math.round(value).toLocaleString('en')
const meanOf = (minutes: readonly Minute[], read: (minute: Minute) => number) =>
  minutes.reduce((sum, minute) => sum + read(minute), 0) / minutes.length

function row(label: string, { opening, steady }: Measured): string {
  const mean = (read: (minute: Minute) => number) => written(meanOf(steady, read))
  const { filledMs } = opening
  const cells = [
    mean(({ requests }) => requests),
    mean(calls),
    written(Math.max(...steady.map(calls))),
    mean(({ stats }) => stats),
    mean(({ lists }) => lists),
    mean(({ limited }) => limited),
    mean(({ reads }) => reads),
    mean(({ writes, refused }) => writes + refused),
    mean(({ matches }) => matches),
    written(Math.max(...steady.map(({ oldestMs }) => oldestMs)) / 1_000),
    written(calls(opening.minute)),
    written(opening.limited),
    filledMs === undefined ? 'over 300 s' : `${written(filledMs / 1_000)} s`,
  ]
  return `| ${[label, ...cells].join(' | ')} |`
}

/** What of a row is not as it has to be; the long form alone knows figures. */
function complaints(label: string, { opening, steady }: Measured): string[] {
  const found: string[] = []
  const oldestMs = Math.max(...steady.map((minute) => minute.oldestMs))
  // Where the API refuses, what is stored is shown for longer.
  const isLimited = steady.some((minute) => minute.limited > 0 || calls(minute) >= API_LIMIT)
  if (oldestMs > OLDEST_MS && !isLimited) found.push(`stats of ${oldestMs} ms were shown`)
  if (isShort) return found
  const limit = CALLS_MAX[label]
  if (limit === undefined) return found
  const mean = meanOf(steady, calls)
  if (mean > limit) found.push(`${written(mean)} calls a minute, at most ${limit} are allowed`)
  if (opening.limited > 0) found.push(`${opening.limited} calls of a cold start got a 429`)
  if (opening.filledMs === undefined) found.push('cold dashboards are not whole in five minutes')
  return found
}

function inThread(deployment: Plan): Promise<Measured> {
  const minutes = isShort ? 1 : deployment.minutes
  const workerData = { deployment, dashboards: { ...DASHBOARDS, minutes } }
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'dashboard-worker.ts'), { workerData })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** As many at a time as there are processors; a deployment that fails does not harm the others. */
async function measureAll(plans: readonly Plan[]): Promise<(Measured | Error)[]> {
  const measured: (Measured | Error)[] = []
  const waiting = [...plans.entries()]
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [at, plan] = next
      measured[at] = await inThread(plan).catch((error: Error) => error)
    }
  }
  await Promise.all([...Array(availableParallelism())].map(work))
  return measured
}

const isExact = PLANS.some(({ label }) => label === only)
const plans = PLANS.filter(({ isInShort, label }) => {
  if (!isOnly) return isInShort || !isShort
  return isExact ? label === only : label.includes(only ?? '')
})
const measured = await measureAll(plans)
const { callers, harnesses, pollMs } = DASHBOARDS
const polls = written((callers * harnesses * 60_000) / pollMs)
console.log(
  `${callers} callers, ${harnesses} harnesses, a poll every ${pollMs / 1_000} s. Requests to the edge, calls of the API and operations of KV and the location's cache a minute.\n`,
)
console.log(
  '| | requests | calls | worst minute | stats | lists | 429 | KV reads | KV writes | location reads | oldest, s | opening minute | 429 | whole after |',
)
console.log(`|---|${'--:|'.repeat(13)}`)
console.log(`| without the edge | ${polls} | ${polls} | ${polls} | ${polls} | 0 |${' |'.repeat(8)}`)
const failures: string[] = []
for (const [index, { label }] of plans.entries()) {
  const figures = measured[index]
  if (figures instanceof Error || !figures) {
    failures.push(`${label}: ${figures?.message}`)
    continue
  }
  console.log(row(label, figures))
  failures.push(...complaints(label, figures).map((complaint) => `${label}: ${complaint}`))
}
if (failures.length > 0) {
  console.error(`\n${failures.join('\n')}`)
  process.exitCode = 1
}
