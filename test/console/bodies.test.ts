import { describe, expect, it } from 'vitest'
import { sortBoard, sumBoard } from '../../console/board-order.ts'
import { readBoard, readHarness } from '../../console/harness-row.ts'
import { readRun, readRuns } from '../../console/health-run.ts'
import { isEdgeProblem, readActions, readProblem } from '../../console/problem.ts'
import { readStats, sampleOf, sumTokens, WATCHED } from '../../console/stats.ts'

const ORIGIN = 'https://edge.example'
const STATS = {
  ...{
    session_count: 10,
    active_session_count: 1,
    idle_session_count: 2,
    started_session_count: 3,
  },
  ...{
    waiting_for_tool_results_session_count: 1,
    execution_count: 4,
    avg_session_duration_ms: null,
  },
  ...{ total_input_tokens: 5, total_output_tokens: 6, total_cache_read_tokens: 7 },
  ...{ total_cache_creation_tokens: 8, total_cost_usd: 1.5, last_execution_at: null },
}

describe('stats', () => {
  it('count paused sessions, which no bucket holds', () => {
    expect(readStats(STATS)).toMatchObject({ sessions: 10, other: 3, averageMs: null })
    expect(readStats({ ...STATS, active_session_count: 99 })?.other).toBe(0)
  })

  it('are none where the body is none', () => {
    for (const body of [null, undefined, [], 'x', {}, { session_count: '7' }]) {
      expect(readStats(body)).toBeUndefined()
    }
  })

  it('become a sample with a number for each column', () => {
    const stats = readStats(STATS)
    expect(stats && sampleOf(stats)).toHaveLength(WATCHED.length)
    expect(stats && sumTokens(stats)).toBe(26)
  })
})

describe('the board', () => {
  const harness = (name: string, cost: number | null) => ({
    ...{ id: `harness_${name}`, name, display_name: name.toUpperCase() },
    ...(cost === null
      ? { stats: null, stats_problem: { status: 403, code: 'forbidden', title: 'Forbidden' } }
      : { stats: { ...STATS, total_cost_usd: cost } }),
  })
  const rows = readBoard(
    { data: [harness('a', 1), harness('b', null), harness('c', 3), { id: 7 }, null] },
    ORIGIN,
  )

  it('has the rows that are harnesses, and why one has no numbers', () => {
    expect(rows.map(({ id }) => id)).toEqual(['harness_a', 'harness_b', 'harness_c'])
    expect(rows[1]?.statsProblem).toMatchObject({ status: 403, code: 'forbidden' })
    expect(readBoard('nonsense', ORIGIN)).toEqual([])
    expect(readHarness({ id: 'x' }, ORIGIN)).toMatchObject({
      name: 'x',
      displayName: 'x',
      tags: [],
    })
  })

  it('is sorted from the highest on, rows without numbers last', () => {
    const names = (list: { name: string }[]) => list.map(({ name }) => name)
    expect(names(sortBoard(rows, 'cost', ''))).toEqual(['c', 'a', 'b'])
    expect(names(sortBoard(rows, 'name', ''))).toEqual(['a', 'b', 'c'])
    expect(names(sortBoard(rows, 'cost', 'HARNESS_c c'))).toEqual(['c'])
    expect(names(rows)).toEqual(['a', 'b', 'c'])
  })

  it('adds up what it knows', () => {
    expect(sumBoard(rows)).toMatchObject({ costUsd: 4, sessions: 20 })
  })
})

describe('a problem', () => {
  it('is read from whatever body an error has', () => {
    for (const body of [null, 'text', [], { errors: 'x', allowed_actions: {} }]) {
      expect(readProblem(502, body, ORIGIN)).toMatchObject({
        ...{ status: 502, title: 'Status 502', errors: [], actions: [] },
      })
    }
    const body = { title: 'No', retry_after_seconds: 7, errors: [{ pointer: '/a', detail: 'b' }] }
    expect(readProblem(429, body, ORIGIN)).toMatchObject({
      retryAfterSeconds: 7,
      errors: body.errors,
    })
  })

  it('lets only addresses of its own origin be followed', () => {
    const href = (text: string) => readActions([{ rel: 'retry', href: text }], ORIGIN)[0]?.isOwn
    expect([href(`${ORIGIN}/v1/x`), href('/v1/x')]).toEqual([true, true])
    for (const foreign of [
      ...['https://evil.example/v1/x', '//evil.example', 'http://edge.example/v1/x'],
      ...['javascript:alert(1)', 'data:text/html,x', 'https://user@edge.example/v1/x'],
      ...['https://edge.example.evil.example/', 'http://['],
    ]) {
      expect(href(foreign), foreign).toBe(false)
    }
  })

  it('has actions that name a method and an address', () => {
    const actions = [
      { rel: 'retry' },
      { href: '/x' },
      7,
      { rel: 'update', method: 'patch', href: '/y' },
    ]
    expect(readActions(actions, ORIGIN)).toMatchObject([{ method: 'PATCH', href: `${ORIGIN}/y` }])
  })

  it('is the edge’s own by the page that explains it', () => {
    const own = readProblem(400, { type: `${ORIGIN}/problems/invalid_cursor` }, ORIGIN)
    const api = readProblem(404, { type: 'https://docs.everruns.com/errors/x' }, ORIGIN)
    expect([isEdgeProblem(own, ORIGIN), isEdgeProblem(api, ORIGIN)]).toEqual([true, false])
  })
})

describe('a run of a health check', () => {
  it('has its summary and cases where it has ended, and neither before', () => {
    const results = [{ name: 'greets', passed: true, score: 0.9, latency_ms: 900, input_tokens: 4 }]
    const body = { id: 'r', status: 'completed', summary: { total: 1, passed: 1 }, results }
    expect(readRun(body)).toMatchObject({ isFinal: true, total: 1, cases: [{ tokens: 4 }] })
    expect(readRun({ id: 'r', status: 'running' })).toMatchObject({ isFinal: false, cases: [] })
  })

  it('whose status nobody knows goes on', () => {
    expect(readRun({ id: 'r', status: 'cancelling' })?.isFinal).toBe(false)
    expect([readRun(undefined), readRuns({})]).toEqual([undefined, []])
  })
})
