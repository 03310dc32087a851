import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createMetrics,
  LATENCY_BUCKETS_MS,
  type MeasuredRequest,
  type TierOperations,
} from '../src/metrics.ts'

interface Point {
  indexes: string[]
  blobs: string[]
  doubles: number[]
}

/** Refuses what the platform refuses: over 20 numbers, 20 labels, 96 bytes of index, 25 points a request. */
function createDataset() {
  const points: Point[] = []
  let inThisRequest = 0
  return {
    points,
    nextRequest: () => {
      inThisRequest = 0
    },
    writeDataPoint(point: Point) {
      if (++inThisRequest > 25) throw new Error('too many points')
      if (point.doubles.length > 20 || point.blobs.length > 20) throw new Error('too wide')
      if (point.indexes.length !== 1 || (point.indexes[0]?.length ?? 97) > 96)
        throw new Error('index')
      if (!point.doubles.every(Number.isFinite)) throw new Error('not a number')
      points.push(point)
    },
  }
}

function start(binding: unknown, tiers?: Readonly<Record<string, TierOperations>>) {
  const clock = { ms: 1_000_000 }
  const reports: string[] = []
  const report = (name: string, reason: string) => reports.push(`${name}: ${reason}`)
  const metrics = createMetrics({
    ...{ binding, version: '9.9.9', now: () => clock.ms, report },
    ...(tiers && { tiers }),
  })
  return { metrics, clock, reports }
}

const HIT: MeasuredRequest = {
  route: '/v1/harnesses/:harness/stats',
  outcome: 'hit',
  status: 200,
  durationMs: 0,
  upstreamCalls: 0,
  tier: 'memory',
}

describe('metrics', () => {
  it('are one point per route, outcome and status class in ten seconds, with counts and buckets', () => {
    const dataset = createDataset()
    const { metrics, clock } = start(dataset)
    for (let hit = 0; hit < 1_000; hit++) expect(metrics.record(HIT)).toBe(false)
    metrics.record({
      ...HIT,
      outcome: 'uri-miss',
      durationMs: 120,
      upstreamCalls: 2,
      tier: undefined,
    })
    metrics.record({
      ...HIT,
      outcome: 'uri-miss',
      durationMs: 99_999,
      upstreamCalls: 1,
    })
    metrics.record({ ...HIT, outcome: 'harness_not_found', status: 404, tier: 'kv' })
    clock.ms += 9_999
    expect(metrics.record({ ...HIT, tier: 'location' })).toBe(false)
    clock.ms += 1
    expect(metrics.record(HIT)).toBe(true)
    metrics.flush()
    const buckets = (filled: Record<number, number>) =>
      Array.from({ length: LATENCY_BUCKETS_MS.length + 1 }, (_, at) => filled[at] ?? 0)
    const common = { indexes: ['/v1/harnesses/:harness/stats'] }
    expect(dataset.points).toEqual([
      {
        ...common,
        blobs: ['/v1/harnesses/:harness/stats', 'hit', '2xx', '9.9.9'],
        doubles: [1_002, 0, 0, 1_001, 1, 0, 0, ...buckets({ 0: 1_002 })],
      },
      {
        ...common,
        blobs: ['/v1/harnesses/:harness/stats', 'uri-miss', '2xx', '9.9.9'],
        doubles: [2, 3, 100_119, 1, 0, 0, 0, ...buckets({ 6: 1, 12: 1 })],
      },
      {
        ...common,
        blobs: ['/v1/harnesses/:harness/stats', 'harness_not_found', '4xx', '9.9.9'],
        doubles: [1, 0, 0, 0, 0, 1, 0, ...buckets({ 0: 1 })],
      },
    ])
  })

  it('count what is asked behind answers, beside the requests that they answered', () => {
    const dataset = createDataset()
    const { metrics, clock } = start(dataset)
    const stale = { ...HIT, outcome: 'stale-while-revalidate' }
    metrics.record(stale)
    metrics.recordBackground(stale, 1)
    metrics.recordBackground(stale, 2)
    clock.ms += 10_000
    metrics.record(stale)
    metrics.recordBackground(stale, 4)
    metrics.flush()
    expect(dataset.points.map(({ blobs, doubles }) => [blobs[1], doubles[0], doubles[6]])).toEqual([
      ['stale-while-revalidate', 2, 3],
    ])
    clock.ms += 10_000
    metrics.record({ ...stale, route: '/other' })
    clock.ms += 10_000
    metrics.record({ ...stale, route: '/other' })
    metrics.flush()
    expect(dataset.points[1]).toMatchObject({
      blobs: [HIT.route, 'stale-while-revalidate', '2xx', '9.9.9'],
    })
    expect(dataset.points[1]?.doubles[6]).toBe(4)
  })

  it('count the operations of the tiers since the last period, and departures from the documented shape', () => {
    const dataset = createDataset()
    const kv = { asked: 5, failed: 0, timedOut: 0, leftOut: 0 }
    const location = { asked: 0, failed: 0, timedOut: 0, leftOut: 0 }
    const { metrics, clock } = start(dataset, { kv, location })
    const pass = () => {
      metrics.record(HIT)
      clock.ms += 10_000
      metrics.record(HIT)
      metrics.flush()
      const points = dataset.points.filter(({ blobs }) => blobs[0] !== HIT.route)
      dataset.points.length = 0
      return points.map(({ blobs, doubles }) => [...blobs.slice(0, 3), ...doubles.slice(0, 4)])
    }
    metrics.recordDrift('stats')
    expect(pass()).toEqual([
      ['drift', 'stats', '-', 1, 0, 0, 0],
      ['tier', 'kv', '-', 5, 0, 0, 0],
    ])
    Object.assign(kv, { asked: 7, failed: 1, timedOut: 1, leftOut: 3 })
    expect(pass()).toEqual([['tier', 'kv', '-', 2, 1, 1, 3]])
    expect(pass()).toEqual([])
  })

  it('lose and double no request, however they come, and write 25 points a request at most', () => {
    const request = fc.record({
      route: fc.constantFrom('/a', '/b', '/c', '/d'),
      outcome: fc.constantFrom('hit', 'miss', 'stale', 'bypass', 'not_found'),
      status: fc.constantFrom(200, 204, 304, 404, 502),
      durationMs: fc.nat(20_000),
      upstreamCalls: fc.nat(3),
      wait: fc.nat(4_000),
    })
    fc.assert(
      fc.property(fc.array(request, { maxLength: 200 }), (requests) => {
        const dataset = createDataset()
        const { metrics, clock, reports } = start(dataset)
        for (const { wait, ...measured } of requests) {
          clock.ms += wait
          dataset.nextRequest()
          if (metrics.record(measured)) metrics.flush()
        }
        clock.ms += 10_000
        const last = { ...HIT, route: '/last' }
        for (let flushes = 0; flushes < 30; flushes++) {
          dataset.nextRequest()
          if (metrics.record(last)) metrics.flush()
        }
        clock.ms += 10_000
        for (let flushes = 0; flushes < 3; flushes++) {
          dataset.nextRequest()
          if (metrics.record(last)) metrics.flush()
        }
        const own = dataset.points.filter(({ blobs }) => blobs[0] !== '/last')
        const sum = (at: number) =>
          own.reduce((total, { doubles }) => total + (doubles[at] ?? 0), 0)
        expect(sum(0)).toBe(requests.length)
        expect(sum(1)).toBe(requests.reduce((total, { upstreamCalls }) => total + upstreamCalls, 0))
        const inBuckets = own.flatMap(({ doubles }) => doubles.slice(7)).reduce((a, b) => a + b, 0)
        expect(inBuckets).toBe(requests.length)
        expect(reports).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('count what is beyond two hundred series under other, by status class', () => {
    const dataset = createDataset()
    const { metrics, clock } = start(dataset)
    for (let at = 0; at < 5_000; at++)
      metrics.record({ ...HIT, outcome: `code-${at}`, status: 400 })
    clock.ms += 10_000
    metrics.record(HIT)
    for (let flushes = 0; flushes < 20; flushes++) {
      dataset.nextRequest()
      metrics.flush()
    }
    expect(dataset.points.length).toBeLessThanOrEqual(202)
    expect(dataset.points.reduce((total, { doubles }) => total + (doubles[0] ?? 0), 0)).toBe(5_001)
    expect(dataset.points).toContainEqual(
      expect.objectContaining({ blobs: ['other', 'other', '4xx', '9.9.9'] }),
    )
  })

  it('are nothing where the deployment has no such binding', () => {
    const { metrics, clock, reports } = start(undefined)
    expect(metrics.record(HIT)).toBe(false)
    clock.ms += 60_000
    expect(metrics.record(HIT)).toBe(false)
    metrics.flush()
    expect(metrics.isBroken()).toBe(false)
    expect(reports).toEqual([])
  })

  it('that cannot be written are reported once, off, named, and no failed request', () => {
    let writes = 0
    const { metrics, clock, reports } = start({
      writeDataPoint() {
        writes++
        throw new TypeError('hunter2')
      },
    })
    metrics.record(HIT)
    metrics.record({ ...HIT, route: '/other' })
    clock.ms += 10_000
    expect(metrics.record(HIT)).toBe(true)
    metrics.flush()
    expect(metrics.isBroken()).toBe(true)
    expect(metrics.record(HIT)).toBe(false)
    expect({ writes, reports }).toEqual({ writes: 1, reports: ['METRICS: TypeError'] })
    clock.ms += 30_000
    expect(metrics.isBroken()).toBe(false)
    expect(metrics.record(HIT)).toBe(false)
  })

  it.each(['text', {}, { writeDataPoint: 1 }])(
    'with the binding %j are off and named',
    (binding) => {
      const { metrics, reports } = start(binding)
      expect(metrics.record(HIT)).toBe(false)
      expect(metrics.isBroken()).toBe(true)
      expect(reports).toEqual(['METRICS: must have a method writeDataPoint'])
    },
  )
})
