import { boundOf } from './analysis.ts'
import { costOf, pointsOf } from './prices.ts'
import { KV_WRITE, REQUESTS_A_CALLER_A_DAY, rateOf, worldOf } from './world.ts'

const HIT_RATIOS = [0, 0.5, 0.8, 0.95, 0.99] as const
const CALLERS = [10, 100, 1_000, 10_000] as const
const HARNESSES = [5, 20, 100] as const

/** A busy isolate's. */
const POINTS = pointsOf(100, 1)

const dollars = (value: number) => `$${value.toFixed(2)}`.padStart(8)

/**
 * Dollars for a million requests by the part that is answered without asking the upstream, at most: each answer of
 * the upstream is looked for in KV first, and written there. KV on every request reads a record and a body besides.
 */
export function printByHitRatio(): void {
  console.log('\na million requests, by the part answered without asking the upstream, at most')
  console.log(['', ...HIT_RATIOS].map((ratio) => String(ratio).padStart(8)).join(''))
  const edge = HIT_RATIOS.map((hitRatio) => {
    const asked = 1 - hitRatio
    return costOf({ hitRatio, kvReads: asked, kvWrites: asked, calls: asked, points: POINTS })
  })
  const kv = HIT_RATIOS.map((hitRatio) => {
    const asked = 1 - hitRatio
    return costOf({ hitRatio, kvReads: 2, kvWrites: asked, calls: asked, points: POINTS })
  })
  console.log('edge    ', edge.map(dollars).join(''))
  console.log('KV      ', kv.map(dollars).join(''))
  console.log(
    'no edge ',
    HIT_RATIOS.map(() => dollars(0)).join(''),
    ' and a million calls upstream',
  )
}

/** Dollars a million requests, and upstream calls a million, of one team at one location: the analytic bound. */
export function printByTeam(): void {
  console.log('\na million requests of one team, at most: dollars, and thousands of upstream calls')
  console.log(
    ['callers', ...HARNESSES.map((count) => `${count} harnesses`)]
      .map((text) => text.padStart(16))
      .join(''),
  )
  for (const callers of CALLERS) {
    const cells = HARNESSES.map((harnessesEach) => {
      const world = {
        ...worldOf(callers * REQUESTS_A_CALLER_A_DAY),
        ...{ callers, organisations: 1, harnessesEach, locations: 1, isolatesEach: 1 },
      }
      const rate = rateOf(world)
      const { stats, lists, admissions, bodyWrites, recordWrites } = boundOf(world)
      const asked = stats + lists + admissions
      const cost = costOf({
        hitRatio: 1 - admissions / rate,
        kvReads: lists / rate,
        kvWrites: (bodyWrites + recordWrites) / rate,
        calls: asked / rate,
        points: pointsOf(rate, 1),
      })
      return `${dollars(cost)} ${((asked / rate) * 1_000).toFixed(1)}k`.padStart(16)
    })
    console.log(String(callers).padStart(16) + cells.join(''))
  }
  console.log(`KV_WRITE_SECONDS=${KV_WRITE}`)
}
