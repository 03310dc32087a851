import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { version } from '../../package.json'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'
import { startEdge } from '../support/edge.ts'
import { type EdgeStage, startEdgeStage } from '../support/edge-stage.ts'
import { send } from '../support/http-client.ts'
import { requestLines } from '../support/log-rules.ts'

let stage: EdgeStage

beforeAll(async () => {
  stage = await startEdgeStage()
})

afterAll(() => stage?.stop())

describe('/healthz', () => {
  it('tells the version without asking the upstream', async () => {
    await stage.calls()
    const { status, text, headers } = await stage.ask('/healthz?x=1')
    expect([status, JSON.parse(text)]).toEqual([200, { status: 'ok', version }])
    expect(headers.get('cache-control')).toBe('private, no-store')
    expect(await stage.calls()).toEqual([])
  })

  it('answers HEAD, and nothing but it and GET', async () => {
    expect(await stage.ask('/healthz', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
    for (const path of ['/healthz', '/readyz']) {
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
        const { problem, headers } = await stage.fail(path, 405, { method })
        expect(problem.code).toBe('route_method_not_allowed')
        expect(headers.get('allow')).toBe('GET, HEAD')
      }
    }
  })
})

describe('/readyz', () => {
  let clocked: CacheStage

  beforeAll(async () => {
    clocked = await startCacheStage()
  })
  beforeEach(async () => {
    await clocked.reset()
    await clocked.edge.restart()
  })
  afterAll(() => clocked?.stop())

  const targets = async () => (await clocked.calls()).map(({ target }) => target)

  it('asks the upstream for its health, at the root of its origin', async () => {
    const { status, text } = await clocked.ask('/readyz')
    expect([status, JSON.parse(text)]).toEqual([200, { status: 'ok', version }])
    expect(await clocked.calls()).toMatchObject([{ target: '/health', caller: 'anonymous' }])
  })

  it('asks once a second, however often it is asked', async () => {
    await Promise.all(Array.from({ length: 5 }, () => clocked.ask('/readyz')))
    expect(await targets()).toEqual(['/health'])
    await clocked.fault({ match: '^/health', status: 500, times: 0 })
    await clocked.pass(1_000)
    const answers = await Promise.all(Array.from({ length: 5 }, () => clocked.ask('/readyz')))
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(503))
    expect(await targets()).toEqual(['/health', '/health'])
  })

  it('asks below the prefix where the root knows of no health', async () => {
    await clocked.fault({ match: '^/health', form: 'empty_404' })
    expect((await clocked.ask('/readyz')).status).toBe(200)
  })

  it.each(['empty_500', 'html_503'] as const)('is a 503 problem after %s', async (form) => {
    await clocked.fault({ match: '^/health', form })
    const { status, text } = await clocked.ask('/readyz')
    expect([status, JSON.parse(text)]).toMatchObject([
      503,
      {
        ...{ code: 'upstream_not_ready', retry_after_seconds: 5 },
        allowed_actions: [{ rel: 'retry-later', href: `${clocked.edge.origin}/readyz` }],
      },
    ])
  })

  it('is a 503 problem where nobody listens', async () => {
    const edge = await startEdge({ vars: { UPSTREAM_URL: 'http://127.0.0.1:1/api' } })
    const { status, text } = await send(`${edge.origin}/readyz`, {})
    await edge.stop()
    expect(status).toBe(503)
    expect(JSON.parse(text).code).toBe('upstream_not_ready')
  })

  it('waits two seconds at most', async () => {
    await clocked.fault({ match: '^/health', hang: true })
    const startedAt = Date.now()
    expect((await clocked.ask('/readyz')).status).toBe(503)
    expect(Date.now() - startedAt).toBeGreaterThan(1_900)
    expect(Date.now() - startedAt).toBeLessThan(2_500)
  })
})

it.each(['nothing', 'toString', '__proto__', '%3Cscript%3E', 'a/b'])(
  'no problem has a page at /problems/%s',
  async (code) => {
    const { problem } = await stage.fail(`/problems/${code}`, 404)
    expect(problem.code).toBe('route_not_found')
  },
)

describe('an address that the edge does not serve', () => {
  it.each(['/', '/v2/sessions', '/api', '/health', '/healthz/', '/favicon.ico', '/API/v1/x'])(
    '%s is a 404 problem that leads to one it does',
    async (path) => {
      await stage.calls()
      const { problem } = await stage.fail(path, 404, { as: 'ada' })
      expect(problem).toMatchObject({ code: 'route_not_found', instance: path })
      expect(problem.type).toBe(`${stage.edge.origin}/problems/route_not_found`)
      const [action] = problem.allowed_actions
      expect((await send(action?.href ?? '', {})).status).toBe(200)
      expect(await stage.calls()).toEqual([])
    },
  )
})

it('every request is one line of the log, by its route and not its path', async () => {
  const before = requestLines(stage.edge.logs).length
  const asked = [
    ['/healthz', '/healthz', 200],
    ['/problems/gone', '/problems/:code', 200],
    ['/no/such/page', 'none', 404],
  ] as const
  for (const [at, [path]] of asked.entries()) {
    await stage.ask(path, { headers: { 'x-request-id': `line-${at}` } })
  }
  await expect.poll(() => requestLines(stage.edge.logs).length).toBe(before + asked.length)
  for (const [at, [, route, status]] of asked.entries()) {
    expect(requestLines(stage.edge.logs)[before + at]).toMatchObject({
      method: 'GET',
      route,
      status,
      upstream_calls: 0,
      request_id: `line-${at}`,
    })
  }
})
