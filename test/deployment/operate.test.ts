import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, it } from 'vitest'
import { KNOWN_NAMES } from '../../src/config.ts'
import { createMetrics, type MeasuredRequest } from '../../src/metrics.ts'
import { CATALOGUE } from '../../src/problem/catalogue.ts'
import { ROOT } from '../support/build.ts'

const guide = readFileSync(join(ROOT, 'docs/operate.md'), 'utf8')
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const queries = [...guide.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql]) => sql ?? '')

const COLUMNS = [
  ...Array.from({ length: 20 }, (_, at) => `blob${at + 1}`),
  ...Array.from({ length: 20 }, (_, at) => `double${at + 1}`),
]

const STATS = '/v1/harnesses/:harness/stats'
const SESSIONS = '/v1/sessions'

/** A table of points as Analytics Engine shows them; every point stands for one. */
function createTable() {
  const database = new DatabaseSync(':memory:')
  database.exec(
    `CREATE TABLE everruns_edge (timestamp, _sample_interval, index1, ${COLUMNS.join(', ')})`,
  )
  const places = COLUMNS.map(() => '?').join(', ')
  const insert = database.prepare(`INSERT INTO everruns_edge VALUES (0, 1, ?, ${places})`)
  return {
    writeDataPoint({ indexes, blobs, doubles }: Point) {
      const row = [...pad(blobs, ''), ...pad(doubles, 0)]
      insert.run(indexes[0] ?? '', ...row)
    },
    /** Runs a query of the guide; the dialects differ in how they write a span of time. */
    run: (sql: string) =>
      database.prepare(sql.replace(/timestamp > NOW\(\) - INTERVAL '1' HOUR/, '1')).all(),
  }
}

interface Point {
  indexes: string[]
  blobs: string[]
  doubles: number[]
}

const pad = <T>(values: T[], value: T) => [...values, ...Array(20 - values.length).fill(value)]

describe('the queries of docs/operate.md, asked of what the edge writes,', () => {
  const table = createTable()

  beforeAll(() => {
    let nowMs = 0
    const kv = { asked: 9, failed: 1, timedOut: 2, leftOut: 3 }
    const metrics = createMetrics({
      ...{ binding: table, version: '1.0.0', tiers: { kv } },
      ...{ now: () => nowMs, report: (name, reason) => expect([name, reason]).toEqual([]) },
    })
    const hit = { route: STATS, outcome: 'hit', status: 200, durationMs: 0, upstreamCalls: 0 }
    const miss = { ...hit, outcome: 'uri-miss', upstreamCalls: 2, durationMs: 180 }
    const page = { ...hit, route: SESSIONS, outcome: 'uri-miss', upstreamCalls: 1 }
    const requests: MeasuredRequest[] = [
      ...Array(90).fill({ ...hit, tier: 'memory' }),
      ...Array(6).fill({ ...hit, tier: 'location' }),
      ...Array(4).fill(miss),
      ...[40, 80, 120, 700, 12_000].map((durationMs) => ({ ...page, durationMs })),
      { ...page, outcome: 'upstream_timeout', status: 504, durationMs: 10_000 },
      { ...page, outcome: 'unauthorized', status: 401, durationMs: 60 },
    ]
    for (const request of requests) metrics.record(request)
    metrics.recordBackground({ ...hit }, 7)
    metrics.recordDrift('stats')
    nowMs += 10_000
    metrics.record({ ...hit, tier: 'kv' })
    metrics.flush()
  })

  it('give the hit ratio by route', () => {
    expect(table.run(queries[0] ?? '')).toEqual([
      { route: STATS, requests: 101, hit_ratio: 97 / 101 },
      { route: SESSIONS, requests: 7, hit_ratio: 0 },
    ])
  })

  it('give p50 and p95 by route as the ends of their buckets', () => {
    expect(table.run(queries[1] ?? '')).toEqual([
      { route: STATS, requests: 101, p50_ms: 1, p95_ms: 1 },
      { route: SESSIONS, requests: 7, p50_ms: 250, p95_ms: 20_000 },
    ])
  })

  it('give the calls of the API, waited for and behind answers', () => {
    expect(table.run(queries[2] ?? '')).toEqual([
      { route: STATS, waited_for: 8, behind: 7 },
      { route: SESSIONS, waited_for: 7, behind: 0 },
    ])
  })

  it('give the problems by code', () => {
    expect(table.run(queries[3] ?? '')).toHaveLength(2)
    expect(table.run(queries[3] ?? '')).toEqual(
      expect.arrayContaining([
        { code: 'unauthorized', class: '4xx', requests: 1 },
        { code: 'upstream_timeout', class: '5xx', requests: 1 },
      ]),
    )
  })

  it('give the operations of the tiers', () => {
    const operations = { tier: 'kv', asked: 9, failed: 1, timed_out: 2, left_out: 3 }
    expect(table.run(queries[4] ?? '')).toEqual([operations])
    expect(queries).toHaveLength(5)
  })
})

describe('docs/operate.md', () => {
  it('names only commands that the project has', () => {
    const named = [...guide.matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script ?? '')
    expect(named.length).toBeGreaterThan(0)
    for (const script of named) expect(Object.keys(scripts)).toContain(script)
    const wranglers = [...guide.matchAll(/npx wrangler (\w+(?: put| list)?)/g)].map(
      ([, name]) => name,
    )
    const known = ['deploy', 'secret put', 'tail', 'deployments list', 'rollback']
    expect(wranglers.filter((name) => !known.includes(name ?? ''))).toEqual([])
  })

  it('names only variables and problem codes that there are', () => {
    const upper = [...guide.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, name]) => name ?? '')
    const others = ['CLOUDFLARE_API_TOKEN']
    for (const name of upper) expect([...KNOWN_NAMES, ...others]).toContain(name)
    for (const code of [
      'upstream_not_ready',
      'rate_limited',
      'edge_rate_limited',
      'upstream_paced',
      'invalid_configuration',
      'upstream_timeout',
      'unauthorized',
    ]) {
      expect(guide).toContain(code)
      expect(Object.keys(CATALOGUE)).toContain(code)
    }
  })

  it('leads to files that are there', () => {
    const links = [...guide.matchAll(/\]\(([\w./-]+\.md)\)/g)].map(([, file]) => file ?? '')
    for (const file of links) expect(existsSync(join(ROOT, 'docs', file))).toBe(true)
  })
})
