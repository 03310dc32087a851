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

const SESSION = { id: 's', created_at: '2026-01-01T00:00:00Z' }
const BODY = { data: [SESSION], total: 1, offset: 0, limit: 20 }

/** Has the list under a filter of its own answered with this body; returns the query. */
async function answered(name: string, body: unknown): Promise<string> {
  const place = encodeURIComponent(name).replaceAll('%20', '-')
  await stage.fault({ match: `^/v1/sessions\\?.*search=${place}`, times: 0, body })
  return `?search=${place}`
}

describe('a page without what the edge relies on is a 502 problem', () => {
  const row = (change: Record<string, unknown>) => ({ ...BODY, data: [{ ...SESSION, ...change }] })
  it.each<[string, unknown]>([
    ['data missing', { ...BODY, data: undefined }],
    ['data an object', { ...BODY, data: {} }],
    ['a bare list', [SESSION]],
    ['a word', null],
    ['a session that is a word', { ...BODY, data: [null] }],
    ['id a number', row({ id: 7 })],
    ['id missing', row({ id: undefined })],
    ['created_at a number', row({ created_at: 7 })],
    ['created_at missing', row({ created_at: undefined })],
    ['created_at no time', row({ created_at: 'soon' })],
  ])('%s', async (name, body) => {
    const query = await answered(name, body)
    const { problem } = await stage.fail(`/v1/sessions${query}`, 502, ada)
    expect(problem.code).toBe('upstream_invalid_response')
  })

  it.each([
    '{"data":[]',
    '{"data":[]}}',
    '{"data":[],}',
    '{"data":[{"a":"\\x"}]}',
    '{"data":["\t"]}',
    '',
  ])('no JSON: %s', async (body) => {
    const query = await answered(`no-json-${body.length}`, body)
    const { problem } = await stage.fail(`/v1/sessions${query}`, 502, ada)
    expect(problem.code).toBe('upstream_invalid_response')
  })
})

describe('a page that differs from what the upstream documents in anything else is passed on', () => {
  it.each<[string, unknown, Record<string, unknown>]>([
    ['no paging members', { data: [SESSION] }, { data: [SESSION], offset: 0, limit: 20 }],
    ['total a text', { ...BODY, total: '1' }, { total: '1' }],
    ['limit and offset null', { ...BODY, limit: null, offset: null }, { limit: 20, offset: 0 }],
    ['next_url a number', { ...BODY, next_url: 7 }, { has_more: false }],
    ['status a number', { ...BODY, data: [{ ...SESSION, status: 7 }] }, {}],
    ['an empty list', { data: [] }, { data: [], has_more: false }],
  ])('%s', async (name, body, expected) => {
    const answer = await page(await answered(name, body))
    expect(answer).toMatchObject({ ...expected, next_cursor: null })
    if (name === 'status a number') expect(answer.data[0].status).toBe(7)
    if (name === 'no paging members') expect(answer).not.toHaveProperty('total')
  })
})

describe('a page under its ETag', () => {
  const ask = (query: string, tag?: string) =>
    stage.ask(`/v1/sessions${query}`, { ...ada, headers: tag ? { 'if-none-match': tag } : {} })

  it('comes once: a poll that finds nothing new is a 304 without a body', async () => {
    const first = await ask('?limit=90')
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[\w-]{43}"$/)
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const { status, headers, text } = await ask('?limit=90', tag)
      expect([status, text, headers.get('etag')]).toEqual([304, '', etag])
      expect(headers.get('cache-control')).toBe('private, no-cache')
      expect(headers.get('vary')).toBe('Authorization, Cookie, X-Org-Id, Accept')
    }
    const other = await ask('?limit=89', etag)
    expect(other.status).toBe(200)
    expect(other.headers.get('etag')).not.toBe(etag)
  })
})

describe('a page of some fields', () => {
  it('has rows of these only, in their order and bytes, with links on the edge', async () => {
    const rows = [
      '{"big":12345678901234567890,"id":"a" , "created_at":"2026-01-02T00:00:00Z","x":{"id":1}}',
      '{"created_at":"2026-01-01T00:00:00Z","self_url":"https://app.everruns.com/api/v1/sessions/b","id":"b","big" : 1.0}',
    ]
    const body = `{"data":[${rows.join(',')}],"total":2,"offset":0,"limit":20,"facets":[1.0]}`
    const query = await answered('some fields', body)
    const { text } = await stage.ask(`/v1/sessions${query}&fields=big,id,self_url,none`, ada)
    const self = `${stage.edge.origin}/v1/sessions/b`
    expect(text).toContain(
      `{"data":[{"big":12345678901234567890,"id":"a"},{"self_url":"${self}","id":"b","big" : 1.0}],"total":2,`,
    )
    expect(text).toContain('"facets":[1.0]')
  })

  it('goes on with a cursor that does not depend on them, and links that repeat them', async () => {
    const { data, next_cursor, next_url } = await page('?limit=3&fields=id,title&mine=false')
    expect(data.map(Object.keys)).toEqual([
      ['id', 'title'],
      ['id', 'title'],
      ['id', 'title'],
    ])
    const path = next_url.slice(stage.edge.origin.length)
    expect(path).toContain('fields=id,title')
    const all = await page(`?limit=3&mine=false&cursor=${next_cursor}`)
    expect(all.data[0].organization_id).toMatch(/^org_/)
  })

  it.each(['fields=', 'fields=id,', 'fields=a.b', 'fields=id&fields=title'])(
    'is a problem for %s',
    async (query) => {
      await stage.calls()
      const { problem } = await stage.fail(`/v1/sessions?${query}`, 400, ada)
      expect(problem.code).toBe('invalid_request')
      expect(problem.errors).toMatchObject([{ pointer: '/fields' }])
      expect(await stage.calls()).toEqual([])
    },
  )
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
  it('one session, with its links on the edge', async () => {
    const path = `/v1/sessions/${SESSIONS_ONE.idle}`
    const { status, text } = await stage.ask(path, ada)
    const own = (await stage.askSample(path, ada)).text
    const expected = own.replaceAll(PUBLIC_BASE, `${stage.edge.origin}/v1`)
    expect([status, text]).toEqual([200, expected])
    expect(expected).not.toBe(own)
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
