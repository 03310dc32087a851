import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { USERS } from '../../sample/callers.ts'
import { AGENTS_ONE, RUNS } from '../../sample/catalogue.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const CHECKS = `/v1/agents/${AGENTS_ONE.healthy}/health-checks`
const STUCK = `/v1/agents/${AGENTS_ONE.stuckRunning}/health-checks/${RUNS.stuckRunning}`
const DONE = `${CHECKS}/${RUNS.completed}`

let stage: CacheStage

beforeAll(async () => {
  stage = await startCacheStage({ CHECK_FRESH_SECONDS: '1', LOG_HIT_SAMPLE: '1' })
})
afterAll(() => stage?.stop())
beforeEach(() => stage.reset())

const ask = (path: string, prefer: string, as: 'ada' | 'gina' = 'ada') =>
  stage.ask(path, { as, headers: { prefer } })

/** The log's lines of requests for a run: one is written when its request has ended. */
const endedWaits = () => stage.edge.logs.filter((line) => line.includes('/health-checks/:run'))

const statusOf = (text: string) => (JSON.parse(text) as { status: string }).status

describe('Prefer: wait', () => {
  test('is answered at once where the run is final', async () => {
    const startedAt = performance.now()
    const answer = await ask(DONE, 'wait=20')
    expect([answer.status, statusOf(answer.text)]).toEqual([200, 'completed'])
    expect(answer.headers.get('preference-applied')).toBe('wait=20')
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })

  test('is answered after its time with the run as it is, one call a second for all who wait', async () => {
    const before = (await stage.calls()).length
    const waiting = Array.from({ length: 20 }, () => ask(STUCK, 'wait=2'))
    const answers = await Promise.all(waiting)
    expect(new Set(answers.map(({ text }) => statusOf(text)))).toEqual(new Set(['running']))
    expect(answers[0]?.headers.get('preference-applied')).toBe('wait=2')
    expect((await stage.calls()).length - before).toBeLessThanOrEqual(4)
  })

  test('is never shared between callers: two are two calls', async () => {
    await Promise.all([ask(STUCK, 'wait=1'), ask(STUCK, 'wait=1', 'gina')])
    const callers = new Set((await stage.calls()).map(({ caller }) => caller))
    expect(callers.size).toBe(2)
  })

  test('ends early with the problem of a call that fails', async () => {
    await ask(STUCK, 'wait=1')
    const waiting = ask(STUCK, 'wait=20')
    await stage.fault({ match: 'health-checks', status: 403, times: 0 })
    expect((await waiting).status).toBe(403)
  })

  test('with no-store asks and stores nothing', async () => {
    const headers = { prefer: 'wait=2', 'cache-control': 'no-store' }
    const answer = await stage.ask(STUCK, { as: 'ada', headers })
    expect(answer.cache).not.toContain('stored')
    const stored = await stage.ask(STUCK, {
      as: 'ada',
      headers: { 'cache-control': 'only-if-cached' },
    })
    expect(stored.status).toBe(504)
  })

  test('ends when its client is gone, long before its time', async () => {
    const { hostname, port } = new URL(stage.edge.origin)
    const head = `Host: x\r\nAuthorization: ${USERS.ada.pat}\r\nPrefer: wait=30\r\n`
    const before = endedWaits().length
    const clients = Array.from({ length: 5 }, () => {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => undefined)
      socket.write(`GET ${STUCK} HTTP/1.1\r\n${head}\r\n`)
      return socket
    })
    await vi.waitFor(async () => expect(await stage.calls()).not.toEqual([]), 5_000)
    for (const socket of clients) socket.resetAndDestroy()
    const leftAt = performance.now()
    await vi.waitFor(() => expect(endedWaits()).toHaveLength(before + clients.length), 5_000)
    expect(performance.now() - leftAt).toBeLessThan(3_000)
  })

  test.each(['wait=abc', 'wait=-1', 'wait', 'wait=1, wait=2', 'respond-async'])(
    '%s is ignored',
    async (prefer) => {
      const answer = await ask(STUCK, prefer)
      expect([answer.status, answer.headers.get('preference-applied')]).toEqual([200, null])
    },
  )

  test('of more than 30 seconds counts as 30', async () => {
    const answer = await ask(DONE, 'wait=1000000000')
    expect(answer.headers.get('preference-applied')).toBe('wait=30')
  })

  test('for the latest run of an agent that has none is answered at once', async () => {
    const answer = await ask(`/v1/agents/${AGENTS_ONE.unchecked}/health-checks/latest`, 'wait=20')
    expect(JSON.parse(answer.text)).toEqual({ config_changed: false })
  })

  // The last one: its call goes on behind it.
  test('is answered with what is known where a look at the run hangs', async () => {
    await stage.fault({ match: 'health-checks', skip: 1, times: 0, hang: true })
    const startedAt = performance.now()
    const answer = await ask(STUCK, 'wait=2')
    expect([answer.status, statusOf(answer.text)]).toEqual([200, 'running'])
    // Long before the deadline of the call that hangs.
    expect(performance.now() - startedAt).toBeLessThan(8_000)
  })
})
