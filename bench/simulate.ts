/**
 * `npm run simulate`: what the edge costs and what it asks of the upstream, from a million requests a day to a
 * billion, beside KV on every request and no edge at all. `-- --seed 7` plays other arrivals, `-- --short` a few
 * seconds of each. What is assumed stands in docs/scale.md.
 */
import { parseArgs } from 'node:util'
import { boundOf } from './scale/analysis.ts'
import { costOf } from './scale/prices.ts'
import { type Outcome, simulate } from './scale/simulation.ts'
import { printByHitRatio, printByTeam } from './scale/tables.ts'
import { rateOf, type World, worldOf } from './scale/world.ts'

const REQUESTS_A_DAY = [1e6, 1e7, 1e8, 1e9] as const

/** Enough for the slow to be seen; the largest world takes half a minute for a third of that. */
const MOST_REQUESTS = 4_000_000
const LONGEST_WINDOW = 3_600
const SHORT_REQUESTS = 50_000

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, short: { type: 'boolean', default: false } },
})
const seed = Number(values.seed)
const counted = values.short ? SHORT_REQUESTS : MOST_REQUESTS

function show(name: string, world: World, outcome: Outcome, admissions: number): void {
  const { requests, window, statsCalls, listCalls, kvReads, kvWrites } = outcome
  const hitRatio = outcome.hits / requests
  const calls = (statsCalls + listCalls) / window + admissions
  const writes = kvWrites / requests + admissions / rateOf(world)
  const dollars = costOf({ hitRatio, kvReads: kvReads / requests, kvWrites: writes })
  console.log(
    [
      name.padEnd(22),
      hitRatio.toFixed(4).padStart(8),
      `${calls.toFixed(2)}/s`.padStart(12),
      `${((calls / rateOf(world)) * 100).toFixed(1)} %`.padStart(8),
      (kvReads / requests).toFixed(4).padStart(8),
      writes.toFixed(4).padStart(8),
      `$${dollars.toFixed(2)}`.padStart(8),
      `${outcome.worstAge.toFixed(1)} s`.padStart(8),
    ].join(' '),
  )
}

printByHitRatio()
printByTeam()
console.log(`\nseed ${seed}`)
for (const requestsPerDay of REQUESTS_A_DAY) {
  const world = worldOf(requestsPerDay)
  const window = Math.min(LONGEST_WINDOW, counted / rateOf(world))
  const bound = boundOf(world)
  const { callers, organisations, locations, isolatesEach } = world
  console.log(`
${requestsPerDay.toLocaleString('en')} requests a day, ${rateOf(world).toFixed(0)} a second; ${callers} callers in ${organisations} organisations; ${locations} locations x ${isolatesEach} isolates; ${window.toFixed(0)} s counted
                           hits     upstream  of calls KV reads   writes  a million  oldest`)
  show('edge', world, simulate(world, true, window, seed), bound.admissions)
  show('KV on every request', world, simulate(world, false, window, seed), bound.admissions)
  const most = bound.stats + bound.lists + bound.admissions
  console.log(
    `edge, analytic bound: at most ${most.toFixed(2)} calls/s (stats ${bound.stats.toFixed(2)}, lists ${bound.lists.toFixed(2)}, admissions ${bound.admissions.toFixed(2)}); oldest 60 s`,
  )
  console.log(`no edge: ${rateOf(world).toFixed(2)} calls/s`)
}
