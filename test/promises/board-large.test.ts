import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ClockedEdge, startClockedEdge } from '../support/clocked-edge.ts'
import { send } from '../support/http-client.ts'
import { problemFaults } from '../support/problem-rules.ts'
import { json, type ScriptedUpstream, startScriptedUpstream } from '../support/scripted-upstream.ts'

/** As many as an organisation may make; a request makes 45 calls and look-ups at most. */
const HARNESSES = Array.from({ length: 50 }, (_, index) => ({
  id: `harness_${String(index).padStart(32, '0')}`,
  name: `harness-${index}`,
}))

const MAX_CALLS = 45
const TIMEOUT_MS = 1_500

interface Row {
  id: string
  stats: { of: string } | null
  stats_problem?: Record<string, unknown>
}

let upstream: ScriptedUpstream
let edge: ClockedEdge
let atOnce = { now: 0, most: 0 }
/** Milliseconds that a harness's stats take. */
let delayMs: (id: string) => number = () => 0

describe.each(['proved', 'off'])('a board of 50 harnesses with STATS_SHARING=%s', (sharing) => {
  beforeAll(async () => {
    upstream = await startScriptedUpstream()
    const vars = { STATS_SHARING: sharing, UPSTREAM_TIMEOUT_MS: String(TIMEOUT_MS) }
    edge = await startClockedEdge({ UPSTREAM_URL: upstream.url, ...vars })
    await edge.setLocation(true)
  })
  afterAll(async () => {
    await edge?.stop()
    await upstream?.stop()
  })
  beforeEach(() => {
    atOnce = { now: 0, most: 0 }
    delayMs = () => 0
    upstream.script((call, answer) => {
      // The machine's time is not the edge's, whose clock the test moves.
      answer.sendDate = false
      const id = call.url?.split('/')[3] ?? ''
      if (!call.url?.includes('/stats')) return json(answer, 200, { data: HARNESSES })
      atOnce.most = Math.max(atOnce.most, ++atOnce.now)
      setTimeout(() => {
        atOnce.now--
        json(answer, 200, { of: id })
      }, delayMs(id))
    })
  })
  afterEach(async () => {
    await edge.idle()
    await edge.advance(3 * 3_600_000)
  })

  /** One poll: what came, and how many calls of the upstream it cost. */
  async function poll(headers: Record<string, string> = {}) {
    const before = upstream.calls.length
    const answer = await send(`${edge.origin}/v1/harnesses?expand=stats`, {
      headers: { authorization: `evr_pat_${'a'.repeat(64)}`, ...headers },
    })
    const calls = upstream.calls.length - before
    const rows = answer.text ? (JSON.parse(answer.text) as { data: Row[] }).data : []
    const whole = rows.filter(({ stats }) => stats !== null)
    return { ...answer, rows, whole, calls }
  }

  function expectPending({ rows }: { rows: Row[] }): void {
    const pending = rows.filter(({ stats }) => stats === null)
    expect(pending.length).toBeGreaterThan(0)
    for (const { id, stats_problem: problem = {} } of pending) {
      const path = `/v1/harnesses/${id}/stats`
      expect(problem).toMatchObject({ code: 'stats_pending', status: 503, instance: path })
      expect(problem.retry_after_seconds).toBe(10)
      // What changes with each request would make no board a 304.
      const withId = { ...problem, request_id: 'r' }
      const rules = { status: 503, edgeOrigin: edge.origin, hidden: [new URL(upstream.url).host] }
      expect([problem.request_id, problemFaults(withId, rules)]).toEqual([undefined, []])
    }
  }

  const refusedOf = (rows: readonly Row[]) =>
    rows.filter(({ stats_problem }) => stats_problem?.code === 'forbidden').map(({ id }) => id)

  test('answers when cold with what its budget of calls brings, and is whole by the third poll', async () => {
    const first = await poll()
    expect([first.status, first.rows.length]).toEqual([200, HARNESSES.length])
    expect(first.whole.length).toBeGreaterThan(10)
    expect(first.calls).toBeLessThanOrEqual(MAX_CALLS)
    expectPending(first)
    for (const { id, stats } of first.whole) expect(stats).toEqual({ of: id })
    const second = await poll()
    expect(second.whole.length).toBeGreaterThan(first.whole.length)
    const third = second.whole.length === HARNESSES.length ? second : await poll()
    expect(third.whole).toHaveLength(HARNESSES.length)
    expect(upstream.calls.filter((call) => call.includes('/stats'))).toHaveLength(HARNESSES.length)
    expect(atOnce.most).toBeLessThanOrEqual(4)
    const known = await poll({ 'if-none-match': third.headers.get('etag') ?? '' })
    expect([known.status, known.calls]).toEqual([304, 0])
  })

  test('of 21 that one person polls refreshes the oldest first, so that none stays stale', async () => {
    upstream.script((call, answer) => {
      answer.sendDate = false
      if (call.url?.includes('/stats')) return json(answer, 200, { of: call.url })
      json(answer, 200, { data: HARNESSES.slice(0, 21) })
    })
    const ages: number[] = []
    for (let polls = 0; polls < 20; polls += 1) {
      const { headers } = await poll()
      ages.push(Number(headers.get('age')))
      await edge.idle()
      await edge.advance(5_000)
    }
    // All are as old as each other until 15 s; six can be refreshed with a poll.
    expect(Math.max(...ages)).toBeLessThan(40)
    expect(Math.max(...ages.slice(10))).toBeLessThanOrEqual(25)
  })

  test('answers within the deadline where stats are slow, and has them with a later poll', async () => {
    const slow = HARNESSES.slice(2, 6).map(({ id }) => id)
    delayMs = (id) => (slow.includes(id) ? TIMEOUT_MS * 0.9 : 0)
    const startedAt = Date.now()
    const first = await poll()
    expect(Date.now() - startedAt).toBeLessThan(TIMEOUT_MS * 2)
    expect(first.status).toBe(200)
    expectPending(first)
    const pending = first.rows.filter(({ stats }) => stats === null).map(({ id }) => id)
    expect(pending).toEqual(expect.arrayContaining(slow))
    // What was asked for goes on behind the answer.
    await edge.idle()
    delayMs = () => 0
    for (let polls = 0; polls < 3; polls++) await poll()
    expect((await poll()).whole).toHaveLength(HARNESSES.length)
  })

  test('tells of each harness within a few polls that it is refused, where all are', async () => {
    upstream.script((call, answer) => {
      answer.sendDate = false
      const isStats = call.url?.includes('/stats')
      json(answer, isStats ? 403 : 200, isStats ? { error: 'No.' } : { data: HARNESSES })
    })
    const refused = new Set<string>()
    for (let polls = 0; polls < 20 && refused.size < HARNESSES.length; polls++) {
      const { rows, calls } = await poll()
      expect(calls).toBeLessThanOrEqual(MAX_CALLS)
      for (const id of refusedOf(rows)) refused.add(id)
    }
    expect(refused.size).toBe(HARNESSES.length)
    if (sharing === 'off') return
    // The first refusal of each was told in every tier: from then on one costs its call and nothing else.
    await edge.idle()
    await edge.advance(5_000)
    expect(refusedOf((await poll()).rows).length).toBeGreaterThan(MAX_CALLS / 2)
    // A right that is given back shows with the next call, as ever.
    upstream.script((call, answer) => {
      answer.sendDate = false
      json(answer, 200, call.url?.includes('/stats') ? { of: 'it' } : { data: HARNESSES })
    })
    await edge.idle()
    expect((await poll()).whole.length).toBeGreaterThan(10)
  })

  test.each(['no-cache', 'max-age=0'])(
    'asks the API for as many as it may with %s, the rest being as it is stored',
    async (directive) => {
      const headers = { 'cache-control': directive }
      const asked = new Set<string>()
      const counts: number[] = []
      for (let polls = 0; polls < 4; polls++) {
        const before = upstream.calls.length
        const { whole, calls } = await poll(headers)
        expect(calls).toBeGreaterThan(10)
        expect(calls).toBeLessThanOrEqual(MAX_CALLS)
        counts.push(whole.length)
        for (const call of upstream.calls.slice(before)) asked.add(call)
        await edge.idle()
        await edge.advance(1_000)
      }
      expect(counts.at(-1)).toBe(HARNESSES.length)
      expect(asked.size).toBe(HARNESSES.length + 1)
    },
  )
})
