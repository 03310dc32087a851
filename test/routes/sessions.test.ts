import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AGENTS_ONE, SESSION_COUNT_ONE, SESSIONS_ONE } from '../../sample/catalogue.ts'
import { type EdgeStage, startEdgeStage } from '../support/edge-stage.ts'
import { MARKS, requestLines } from '../support/log-rules.ts'

const PUBLIC_BASE = 'https://app.everruns.com/api/v1'
const ada = { as: 'ada' } as const

let stage: EdgeStage

beforeAll(async () => {
  stage = await startEdgeStage()
})

afterAll(() => stage?.stop())

const page = async (query = '') => {
  const { status, text } = await stage.ask(`/v1/sessions${query}`, ada)
  expect({ status, text }).toMatchObject({ status: 200 })
  return JSON.parse(text)
}

describe('a page of sessions', () => {
  it('is the upstream’s body and more', async () => {
    expect(await page('?limit=5')).toMatchObject({
      data: { length: 5 },
      total: SESSION_COUNT_ONE,
      offset: 0,
      limit: 5,
      has_more: true,
      next_cursor: expect.any(String),
    })
    expect((await page()).data).toHaveLength(20)
  })

  it('holds each session as the upstream has it, but for the links', async () => {
    const { data } = await page('?limit=3')
    for (const session of data) {
      const own = await stage.askSample(`/v1/sessions/${session.id}`, ada)
      const expected = own.text.replaceAll(PUBLIC_BASE, `${stage.edge.origin}/v1`)
      expect(expected).not.toBe(own.text)
      expect(session).toEqual(JSON.parse(expected))
    }
  })

  it('has its page links on the edge', async () => {
    const { next_url, prev_url } = await page('?limit=5&offset=5')
    for (const link of [next_url, prev_url]) {
      expect(link).toMatch(`${stage.edge.origin}/v1/sessions?`)
      expect((await stage.ask(link.slice(stage.edge.origin.length), ada)).status).toBe(200)
    }
  })

  it('is filtered as the upstream filters', async () => {
    const filtered = await page(`?agent_id=${AGENTS_ONE.healthy}&limit=100`)
    for (const { agent_id } of filtered.data) expect(agent_id).toBe(AGENTS_ONE.healthy)
    expect(await page('?search=no-session-is-called-this')).toMatchObject({ data: [], total: 0 })
  })

  it('is served under /api/v1, and to HEAD', async () => {
    const prefixed = await stage.ask('/api/v1/sessions?limit=1&order=last_activity', ada)
    expect(JSON.parse(prefixed.text)).toMatchObject({ limit: 1, total: SESSION_COUNT_ONE })
    const head = await stage.ask('/v1/sessions', { ...ada, method: 'HEAD' })
    expect([head.status, head.text]).toEqual([200, ''])
  })

  it('keeps unknown members and the spelling of numbers of a session', async () => {
    const session = `{"zz":1.0,"id":"session_${'a'.repeat(32)}","organization_id":"o","workspace_id":"w",
      "harness_id":"h","owner_principal_id":"p","status":"dreaming","big":12345678901234567890,
      "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z","e":1e3}`
    await stage.fault({
      match: '^/v1/sessions\\?.*search=bytes',
      times: 0,
      body: `{"data":[${session}],"total":1,"offset":0,"limit":20}`,
      headers: { 'content-type': 'application/json' },
    })
    const { text } = await stage.ask('/v1/sessions?search=bytes', ada)
    expect(text).toContain(session)
  })

  it('is not for whom the upstream does not know', async () => {
    await stage.fail('/v1/sessions', 401)
    await stage.fail('/v1/sessions', 400, { as: 'cleo' })
  })
})

describe('a page that is not what the upstream documents is a 502 problem', () => {
  const session = {
    id: 's',
    organization_id: 'o',
    workspace_id: 'w',
    harness_id: 'h',
    owner_principal_id: 'p',
    status: 'idle',
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  }
  const valid = { data: [session], total: 1, offset: 0, limit: 20 }
  const CASES: [string, unknown][] = [
    ['data missing', { ...valid, data: undefined }],
    ['data an object', { ...valid, data: {} }],
    ['total a text', { ...valid, total: '1' }],
    ['limit missing', { ...valid, limit: undefined }],
    ['next_url a number', { ...valid, next_url: 7 }],
    ['a bare list', [session]],
    ...Object.keys(session).map((name): [string, unknown] => [
      `${name} of a session a number`,
      { ...valid, data: [{ ...session, [name]: 7 }] },
    ]),
    ...Object.keys(session).map((name): [string, unknown] => [
      `${name} of a session missing`,
      { ...valid, data: [{ ...session, [name]: undefined }] },
    ]),
    ['created_at of a session no time', { ...valid, data: [{ ...session, created_at: 'soon' }] }],
  ]
  it.each(CASES)('%s', async (name, body) => {
    const place = encodeURIComponent(name).replaceAll('%20', '-')
    await stage.fault({ match: `^/v1/sessions\\?.*search=${place}`, times: 0, body })
    const { problem } = await stage.fail(`/v1/sessions?search=${place}`, 502, ada)
    expect(problem.code).toBe('upstream_invalid_response')
  })
})

describe('what the query gets wrong', () => {
  it.each(['limit=-1', 'limit=x', 'offset=-1', 'agent_id=x', 'limit=1&limit=2', 'order=none'])(
    '%s is a 400 problem',
    async (query) => {
      const { problem } = await stage.fail(`/v1/sessions?${query}`, 400, ada)
      expect(['bad_request', 'invalid_request']).toContain(problem.code)
    },
  )
})

describe('everything else under /v1/sessions is forwarded', () => {
  it('one session, with the upstream’s own links', async () => {
    const path = `/v1/sessions/${SESSIONS_ONE.idle}`
    const { status, text } = await stage.ask(path, ada)
    expect([status, text]).toEqual([200, (await stage.askSample(path, ada)).text])
  })

  it('numbers of all sessions, a pin, a trailing slash', async () => {
    await stage.calls()
    await stage.ask('/v1/sessions/stats', ada)
    const pin = { ...ada, method: 'PUT' }
    expect((await stage.ask(`/v1/sessions/${SESSIONS_ONE.idle}/pin`, pin)).status).toBe(204)
    const { problem } = await stage.fail('/v1/sessions/', 404, ada)
    expect(problem.code).toBe('not_found')
    const targets = (await stage.calls()).map(({ target }) => target)
    expect(targets).toEqual([
      '/v1/sessions/stats',
      `/v1/sessions/${SESSIONS_ONE.idle}/pin`,
      '/v1/sessions/',
    ])
  })
})

it('a request is logged by its route, without its query or cookies', async () => {
  const asking = { ...ada, headers: { cookie: `a=${MARKS.cookie}`, 'x-request-id': 'logged' } }
  await stage.ask(`/v1/sessions?search=${MARKS.query}`, asking)
  const line = () => requestLines(stage.edge.logs).find(({ request_id }) => request_id === 'logged')
  await expect.poll(line).toMatchObject({ method: 'GET', route: '/v1/sessions', status: 200 })
})
