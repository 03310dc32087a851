/**
 * What a team's dashboards cost the upstream: without the edge, with it, and with stats shared. Time is
 * simulated; the edge's code is the deployed one.
 *
 *     node bench/dashboard.ts [--short]
 *
 * Fails where one isolate that shares asks more than {@link MAX_CALLS_A_MINUTE} in any minute.
 */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Dashboards, Deployment, Measured, Minute } from './dashboard-run.ts'

const MAX_CALLS_A_MINUTE = 400

interface Plan extends Deployment {
  label: string
  /** Simulated minutes; nothing changes from minute to minute where nothing is shared. */
  minutes: number
  isInShort: boolean
}

const PLANS: readonly Plan[] = [
  { label: 'shared, one isolate', sharing: 'proved', isolates: 1, minutes: 10, isInShort: true },
  {
    label: 'shared, eight isolates',
    sharing: 'proved',
    isolates: 8,
    minutes: 10,
    isInShort: false,
  },
  { label: 'not shared, one isolate', sharing: 'off', isolates: 1, minutes: 1, isInShort: false },
  {
    label: 'not shared, eight isolates',
    sharing: 'off',
    isolates: 8,
    minutes: 2,
    isInShort: false,
  },
]

const isShort = process.argv.includes('--short')
const DASHBOARDS: Omit<Dashboards, 'minutes'> = { callers: 200, harnesses: 20, pollMs: 5_000 }

const calls = ({ stats, lists, other }: Minute) => stats + lists + other
const written = (value: number) => Math.round(value).toLocaleString('en')

function row(label: string, { opening, steady }: Measured): string {
  const mean = (read: (minute: Minute) => number) =>
    written(steady.reduce((sum, minute) => sum + read(minute), 0) / steady.length)
  const cells = [
    mean(calls),
    written(Math.max(...steady.map(calls))),
    mean(({ stats }) => stats),
    mean(({ lists }) => lists),
    written(calls(opening)),
    mean(({ reads }) => reads),
    mean(({ writes, refused }) => writes + refused),
  ]
  return `| ${[label, ...cells].join(' | ')} |`
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

/** As many at a time as there are processors. */
async function measureAll(plans: readonly Plan[]): Promise<Measured[]> {
  const measured: Measured[] = []
  const waiting = [...plans.entries()]
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      measured[next[0]] = await inThread(next[1])
    }
  }
  await Promise.all([...Array(availableParallelism())].map(work))
  return measured
}

const plans = PLANS.filter(({ isInShort }) => isInShort || !isShort)
const measured = await measureAll(plans)
const { callers, harnesses, pollMs } = DASHBOARDS
const polls = written((callers * harnesses * 60_000) / pollMs)
console.log(
  `${callers} callers, ${harnesses} harnesses, a poll every ${pollMs / 1_000} s. Calls of the upstream and KV operations a minute.\n`,
)
console.log('| | calls | worst minute | stats | lists | opening minute | KV reads | KV writes |')
console.log('|---|--:|--:|--:|--:|--:|--:|--:|')
console.log(`| without the edge | ${polls} | ${polls} | ${polls} | 0 | ${polls} | | |`)
for (const [index, { label }] of plans.entries()) {
  const figures = measured[index]
  if (figures) console.log(row(label, figures))
}
if (measured[0]?.steady.some((minute) => calls(minute) > MAX_CALLS_A_MINUTE)) {
  console.error(`\nMore than ${MAX_CALLS_A_MINUTE} calls a minute in one isolate.`)
  process.exitCode = 1
}
