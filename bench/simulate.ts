/**
 * `npm run simulate`: what the edge costs and what it asks of the upstream, from a million requests a day to a
 * billion: with one isolate, three and ten at each location, with KV written less often, where the location's cache
 * has nothing, beside KV on every request and no edge at all. `-- --seed 7` plays other arrivals, `-- --short` a few
 * seconds of one row each. What is assumed stands in docs/scale.md.
 */
import { parseArgs } from 'node:util'
import { boundOf, type Calls } from './scale/analysis.ts'
import { billOf, costOf, pointsOf, type Usage } from './scale/prices.ts'
import { type Outcome, simulate } from './scale/simulation.ts'
import { printByHitRatio, printByTeam } from './scale/tables.ts'
import { rateOf, type World, worldOf } from './scale/world.ts'

const REQUESTS_A_DAY = [1e6, 1e7, 1e8, 1e9] as const

/** Enough for the slow to be seen; each row takes some seconds for so many. */
const MOST_REQUESTS = 600_000
const LONGEST_SECONDS = 3_600
const SHORT_REQUESTS = 50_000

interface Row {
  name: string
  change: Partial<World>
  /** Whether memory is used; without it KV is looked into on every request. */
  hasMemory: boolean
  isInShort: boolean
}

const ROWS: readonly Row[] = [
  { name: 'one isolate', change: { isolatesEach: 1 }, hasMemory: true, isInShort: true },
  { name: 'three isolates', change: { isolatesEach: 3 }, hasMemory: true, isInShort: false },
  { name: 'ten isolates', change: { isolatesEach: 10 }, hasMemory: true, isInShort: false },
  {
    name: 'KV_WRITE_SECONDS=300',
    change: { isolatesEach: 1, kvWriteSeconds: 300 },
    ...{ hasMemory: true, isInShort: false },
  },
  {
    name: 'three, no cache',
    change: { isolatesEach: 3, hasLocationCache: false },
    ...{ hasMemory: true, isInShort: false },
  },
  { name: 'KV on every request', change: {}, hasMemory: false, isInShort: false },
]

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, short: { type: 'boolean', default: false } },
})
const seed = Number(values.seed)
const counted = values.short ? SHORT_REQUESTS : MOST_REQUESTS

function usageOf(world: World, outcome: Outcome): Usage {
  const { requests, statsCalls, listCalls, kvReads, kvWrites, hits } = outcome
  return {
    hitRatio: hits / requests,
    kvReads: kvReads / requests,
    kvWrites: kvWrites / requests,
    calls: (statsCalls + listCalls) / requests,
    points: pointsOf(rateOf(world), world.locations * world.isolatesEach),
  }
}

function show(name: string, world: World, outcome: Outcome, bound: Calls | undefined): void {
  const usage = usageOf(world, outcome)
  const { kvReads, kvWrites, logs, traces, metrics } = billOf(usage)
  const most = bound && bound.stats + bound.lists + bound.admissions
  const rate = rateOf(world)
  console.log(
    [
      name.padEnd(21),
      usage.hitRatio.toFixed(3).padStart(6),
      `${(usage.calls * rate).toFixed(2)}/s`.padStart(11),
      (most === undefined ? '' : `${most.toFixed(2)}/s`).padStart(11),
      usage.kvReads.toFixed(3).padStart(8),
      usage.kvWrites.toFixed(3).padStart(8),
      `$${(kvReads + kvWrites).toFixed(2)}`.padStart(7),
      `$${(logs + traces + metrics).toFixed(2)}`.padStart(7),
      `$${costOf(usage).toFixed(2)}`.padStart(9),
      `${outcome.worstAge.toFixed(1)} s`.padStart(8),
    ].join(' '),
  )
}

printByHitRatio()
printByTeam()
console.log(`\nseed ${seed}`)
for (const requestsPerDay of REQUESTS_A_DAY) {
  const base = worldOf(requestsPerDay)
  const rate = rateOf(base)
  const seconds = Math.min(LONGEST_SECONDS, counted / rate)
  const { callers, organisations, locations } = base
  console.log(`
${requestsPerDay.toLocaleString('en')} requests a day, ${rate.toFixed(0)} a second; ${callers} callers in ${organisations} organisations; ${locations} locations; ${seconds.toFixed(0)} s counted
                        hits    upstream    at most KV reads KV writes     KV  watch  a million  oldest`)
  for (const { name, change, hasMemory, isInShort } of ROWS) {
    if (values.short && !isInShort) continue
    const world = { ...base, ...change }
    show(
      name,
      world,
      simulate(world, hasMemory, seconds, seed),
      hasMemory ? boundOf(world) : undefined,
    )
  }
  console.log(`no edge: ${rate.toFixed(2)} calls/s`)
}
