import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AGENTS_ONE, HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type ClockedEdge, startClockedEdge } from '../support/clocked-edge.ts'
import {
  FAULTS,
  type FaultName,
  type FaultyUpstream,
  startFaultyUpstream,
} from '../support/faulty-upstream.ts'

const STATS = `/v1/harnesses/${HARNESSES_ONE.generic}/stats`
const HARNESS = `/v1/harnesses/${HARNESSES_ONE.generic}`
const LATEST = `/v1/agents/${AGENTS_ONE.healthy}/health-checks/latest`

/** Past fresh and stale of stats (60 s), inside their stale-if-error (615 s). */
const IN_ERROR_WINDOW_MS = 120_000
/** Past fresh of a harness (30 s), inside its stale-while-revalidate (60 s). */
const IN_STALE_WINDOW_MS = 40_000

type Outcome = 'stored' | 'problem' | 'fresh'

/** Of each fault: whether what is stored stands in for it. An answer that speaks of the caller or the thing does not. */
const EXPECTED: Record<FaultName, Outcome> = {
  reset_at_once: 'stored',
  reset_in_body: 'stored',
  silence: 'stored',
  deafness: 'stored',
  drip: 'stored',
  cut_at_length: 'stored',
  cut_chunks: 'stored',
  invalid_json: 'problem',
  wrong_shape: 'fresh',
  html_200: 'problem',
  html_502: 'stored',
  empty_404: 'problem',
  empty_500: 'stored',
  text_400: 'problem',
  text_400_inside: 'problem',
  text_500: 'stored',
  legacy_403: 'problem',
  nested_409: 'problem',
  stalled_409: 'problem',
  hostile_problem: 'problem',
  limit_in_header: 'stored',
  limit_in_body: 'stored',
  limit_as_date: 'stored',
  limit_bare: 'stored',
  unavailable_for_7: 'stored',
  unavailable: 'stored',
  redirect: 'problem',
  status_103: 'stored',
  status_204_with_body: 'problem',
  status_999: 'problem',
  no_http: 'stored',
  gzip: 'fresh',
  huge: 'problem',
}

let upstream: FaultyUpstream
let edge: ClockedEdge

beforeAll(async () => {
  upstream = await startFaultyUpstream()
  edge = await startClockedEdge({
    UPSTREAM_URL: upstream.url,
    UPSTREAM_TIMEOUT_MS: '400',
    STATS_SHARING: 'off',
  })
})

afterAll(async () => {
  await edge?.stop()
  await upstream?.stop()
})

const callerOf = (fault: string) => ({
  authorization: `evr_pat_${Buffer.from(fault).toString('hex').slice(0, 64).padEnd(64, '0')}`,
})

async function get(path: string, fault: string) {
  const response = await fetch(edge.origin + path, { headers: callerOf(fault) })
  await response.arrayBuffer()
  return { status: response.status, cacheStatus: response.headers.get('cache-status') ?? '' }
}

describe.each(Object.keys(FAULTS) as FaultName[])('while the upstream fails with %s', (fault) => {
  it('what is stored is served where it may be, marked, and nothing where it may not', async () => {
    upstream.setFault(undefined)
    for (const path of [STATS, LATEST]) {
      expect(await get(path, fault)).toMatchObject({ status: 200 })
    }
    await edge.advance(IN_ERROR_WINDOW_MS - IN_STALE_WINDOW_MS)
    expect(await get(HARNESS, fault)).toMatchObject({ status: 200 })
    await edge.advance(IN_STALE_WINDOW_MS)

    upstream.setFault(fault)
    const stats = await get(STATS, fault)
    const harness = await get(HARNESS, fault)
    const latest = await get(LATEST, fault)
    upstream.setFault(undefined)

    const expected = EXPECTED[fault]
    expect(stats.status === 200).toBe(expected !== 'problem')
    if (expected === 'stored') {
      expect(stats.cacheStatus).toMatch(/; hit; ttl=-10[56]; detail=stale-if-error$/)
    }
    if (expected === 'fresh') expect(stats.cacheStatus).toMatch(/fwd=stale; fwd-status=200; stored/)
    // A refusal of the stats ends the harness too. Else an entry that is stale is served at once, whatever
    // the refresh behind it comes to.
    const isEnded = [401, 403, 404, 410].includes(stats.status)
    expect(harness.status).toBe(isEnded ? stats.status : 200)
    if (!isEnded) {
      expect(harness.cacheStatus).toMatch(/; hit; ttl=-1[01]; detail=stale-while-revalidate$/)
    }
    // Without stale-if-error nothing stands in.
    expect(latest.status === 200).toBe(expected === 'fresh')
  })
})
