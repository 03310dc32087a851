import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ORG_TWO } from '../../sample/callers.ts'
import { HARNESS_UNKNOWN, HARNESSES_ONE, HARNESSES_TWO } from '../../sample/catalogue.ts'
import { type EdgeStage, startEdgeStage } from '../support/edge-stage.ts'
import { requestLines } from '../support/log-rules.ts'

const PUBLIC_BASE = 'https://app.everruns.com/api/v1'
const ID = HARNESSES_ONE.generic
const ada = { as: 'ada' } as const

let stage: EdgeStage

beforeAll(async () => {
  stage = await startEdgeStage()
})

afterAll(() => stage?.stop())

/** Makes a harness of that name at the sample, past the edge. */
async function createHarness(name: string): Promise<string> {
  const asking = { ...ada, method: 'POST', body: { name } }
  return JSON.parse((await stage.askSample('/v1/harnesses', asking)).text).id
}

/** Methods and targets that reach the sample while something runs. */
async function reaching(run: () => Promise<unknown>): Promise<string[]> {
  await stage.calls()
  await run()
  return (await stage.calls()).map(({ method, target }) => `${method} ${target}`)
}

describe('a harness', () => {
  it('is the upstream’s own text but for the links, by ID and by name', async () => {
    const own = await stage.askSample(`/v1/harnesses/${ID}`, ada)
    const expected = own.text.replaceAll(PUBLIC_BASE, `${stage.edge.origin}/v1`)
    expect(expected).not.toBe(own.text)
    for (const reference of [ID, 'generic']) {
      const { status, text, headers } = await stage.ask(`/v1/harnesses/${reference}`, ada)
      expect([status, text]).toEqual([200, expected])
      expect(headers.get('content-type')).toBe('application/json')
    }
    expect(own.text).toContain('"view_url":"https://app.everruns.com/')
    expect(expected).toContain('"view_url":"https://app.everruns.com/')
  })

  it('leads to itself: self_url and every GET action answer on the edge', async () => {
    const { text } = await stage.ask('/v1/harnesses/generic', ada)
    const { self_url, allowed_actions } = JSON.parse(text)
    const gets = allowed_actions.filter(({ method }: { method: string }) => method === 'GET')
    expect(gets.length).toBeGreaterThan(0)
    for (const href of [self_url, ...gets.map(({ href }: { href: string }) => href)]) {
      expect(href).toMatch(`${stage.edge.origin}/v1/`)
      expect((await stage.ask(href.slice(stage.edge.origin.length), ada)).status).toBe(200)
    }
  })

  it('is served under /api/v1 as well', async () => {
    const plain = await stage.ask('/v1/harnesses/generic', ada)
    const prefixed = await stage.ask('/api/v1/harnesses/generic', ada)
    const { origin } = stage.edge
    const asPlain = prefixed.text.replaceAll(`${origin}/api/v1/`, `${origin}/v1/`)
    expect([prefixed.status, asPlain]).toEqual([200, plain.text])
    expect(prefixed.text).not.toContain(`${origin}/v1/`)
  })

  it('keeps unknown members, their order, blanks and the spelling of numbers byte for byte', async () => {
    const raw = `{ "zeta":1.0,\n"id":"${ID}","big":12345678901234567890,"name":"generic","e":[1e3,-0,0.10],
      "status":"hibernating","created_at":"2026-01-01T00:00:00Z","nested":{"b":{},"a":null},
      "updated_at":"x","text":"\\u00e9\\/\\ud83d\\ude00","alpha":true}\n`
    await stage.fault({
      match: `^/v1/harnesses/${ID}\\?bytes`,
      body: raw,
      headers: { 'content-type': 'application/json' },
    })
    const { status, text } = await stage.ask(`/v1/harnesses/${ID}?bytes`, ada)
    expect([status, text]).toEqual([200, raw])
  })

  it('is another one in another organisation, under the same name', async () => {
    const idOf = async (headers: Record<string, string>, as: 'ada' | 'ben' | 'cleo') =>
      JSON.parse((await stage.ask('/v1/harnesses/support-triage', { as, headers })).text).id
    expect(await idOf({}, 'ada')).toBe(HARNESSES_ONE.supportTriage)
    expect(await idOf({}, 'ben')).toBe(HARNESSES_TWO.supportTriage)
    expect(await idOf({ 'x-org-id': ORG_TWO }, 'cleo')).toBe(HARNESSES_TWO.supportTriage)
  })

  it('answers HEAD as GET, without a body', async () => {
    const get = await stage.ask('/v1/harnesses/generic', ada)
    const head = await stage.ask('/v1/harnesses/generic', { ...ada, method: 'HEAD' })
    expect([head.status, head.text]).toEqual([200, ''])
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'))
  })
})

describe('stats', () => {
  const stats = async (reference: string) => {
    const { status, text } = await stage.ask(`/v1/harnesses/${reference}/stats`, ada)
    expect(status).toBe(200)
    return text
  }

  it('are the same under the name and the ID', async () => {
    const byName = await stats('support-triage')
    expect(await stats(HARNESSES_ONE.supportTriage)).toBe(byName)
    expect(JSON.parse(byName)).toMatchObject({ session_count: expect.any(Number) })
  })

  it('keep their nulls', async () => {
    expect(JSON.parse(await stats('invoice-audit'))).toMatchObject({
      session_count: 0,
      avg_session_duration_ms: null,
      first_session_at: null,
    })
  })

  it('of an archived harness are there too', async () => {
    await stats(HARNESSES_ONE.archived)
    await stats('release-notes')
  })

  it('are refused to whom the upstream refuses them', async () => {
    const { problem } = await stage.fail('/v1/harnesses/generic/stats', 403, { as: 'finn' })
    expect(problem).toMatchObject({ code: 'forbidden' })
  })
})

describe('a body that departs from what is documented in what the edge does not rely on passes as it came', () => {
  const CASES: [string, object][] = [
    ...['status', 'created_at', 'updated_at'].flatMap((name): [string, object][] => [
      [`${name} missing`, { [name]: undefined }],
      [`${name} a number`, { [name]: 7 }],
      [`${name} null`, { [name]: null }],
    ]),
    ['tags a text', { tags: 'one' }],
    ['session_count a text', { session_count: '7' }],
    ['is_built_in a text', { is_built_in: 'true' }],
    ['allowed_actions an object', { allowed_actions: {} }],
    ['self_url a list', { self_url: [] }],
  ]
  it.each(CASES)('%s', async (name, change) => {
    const place = encodeURIComponent(name)
    const valid = { id: ID, name: 'x', status: 'active', created_at: 'a', updated_at: 'b' }
    const match = `^/v1/harnesses/${ID}\\?case=${place}`
    const body = { ...valid, ...change }
    await stage.fault({ match, body })
    const answer = await stage.ask(`/v1/harnesses/${ID}?case=${place}`, ada)
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      200,
      JSON.parse(JSON.stringify(body)),
    ])
  })
})

describe('a body without what the edge relies on is a 502 problem', () => {
  const CASES = ['id', 'name'].flatMap((name): [string, object][] => [
    [`${name} missing`, { [name]: undefined }],
    [`${name} a number`, { [name]: 7 }],
    [`${name} null`, { [name]: null }],
  ])
  it.each(CASES)('%s', async (name, change) => {
    const place = encodeURIComponent(name)
    const match = `^/v1/harnesses/${ID}\\?case=${place}`
    await stage.fault({ match, body: { id: ID, name: 'x', ...change } })
    const { problem } = await stage.fail(`/v1/harnesses/${ID}?case=${place}`, 502, ada)
    expect(problem.code).toBe('upstream_invalid_response')
    expect(problem.detail).toMatch(/lacks what the edge needs/)
  })

  it.each([
    ['not JSON', '{"data": [', 'is not JSON'],
    ['HTML', '<h1>Please sign in</h1>', 'is not JSON'],
    ['empty', '', 'is not JSON'],
    ['a list', '[]', 'lacks what the edge needs'],
    ['a redirect', undefined, 'redirect'],
  ])('%s', async (name, body, detail) => {
    const place = encodeURIComponent(name)
    const answer = body === undefined ? { status: 302, headers: { location: '/x' } } : { body }
    await stage.fault({ match: `^/v1/harnesses/${ID}/stats\\?case=${place}`, ...answer })
    const { problem } = await stage.fail(`/v1/harnesses/${ID}/stats?case=${place}`, 502, ada)
    expect(problem.code).toBe('upstream_invalid_response')
    expect(problem.detail).toContain(detail)
  })
})

describe('a name stands for its ID where the upstream takes IDs only', () => {
  it('PATCH', async () => {
    const id = await createHarness('patch-me')
    const body = { description: 'New' }
    const seen = await reaching(async () => {
      const answer = await stage.ask('/v1/harnesses/patch-me', { ...ada, method: 'PATCH', body })
      expect(answer.status).toBe(200)
      expect(JSON.parse(answer.text)).toMatchObject({ id, description: 'New' })
    })
    expect(seen).toContain(`PATCH /v1/harnesses/${id}`)
  })

  it('DELETE, and what lies below', async () => {
    const id = await createHarness('delete-me')
    const seen = await reaching(async () => {
      const archived = await stage.ask('/v1/harnesses/delete-me', { ...ada, method: 'DELETE' })
      expect([archived.status, archived.text]).toEqual([204, ''])
      const path = '/v1/harnesses/delete-me/delete?now=1'
      const gone = await stage.ask(path, { ...ada, method: 'POST' })
      expect(gone.status).toBe(204)
    })
    expect(seen).toContain(`DELETE /v1/harnesses/${id}`)
    expect(seen).toContain(`POST /v1/harnesses/${id}/delete?now=1`)
  })

  it('copy', async () => {
    const seen = await reaching(async () => {
      const asking = { ...ada, method: 'POST' }
      const answer = await stage.ask('/v1/harnesses/web-concierge/copy', asking)
      expect(answer.status).toBe(201)
      expect(JSON.parse(answer.text).name).toBe('web-concierge-copy')
    })
    expect(seen).toContain(`POST /v1/harnesses/${HARNESSES_ONE.inApp}/copy`)
  })

  it.each([
    ['GET', '/unknown', ''],
    ['GET', '/unknown/deeper/%2F', '?a=b&a=%27'],
    ['GET', '/stats/', ''],
    ['GET', '/', ''],
    ['PUT', '/stats', ''],
  ])('%s %s%s', async (method, below, query) => {
    const seen = await reaching(async () => {
      const path = `/v1/harnesses/generic${below}${query}`
      const { status } = await stage.ask(path, { ...ada, method })
      expect([404, 405]).toContain(status)
    })
    expect(seen).toContain(`${method} /v1/harnesses/${ID}${below}${query}`)
  })

  it('the name of nobody reaches no write', async () => {
    const seen = await reaching(async () => {
      const asking = { ...ada, method: 'DELETE' }
      const { problem } = await stage.fail('/v1/harnesses/nobody-bears-this', 404, asking)
      expect(problem.code).toBe('harness_not_found')
    })
    expect(seen.filter((call) => call.startsWith('DELETE'))).toEqual([])
  })
})

describe('a name moves', () => {
  it('a write goes to who bears the name now, not to who bore it when it was cached', async () => {
    const first = await createHarness('moving-name')
    const second = await createHarness('other-name')
    expect((await stage.ask('/v1/harnesses/moving-name', ada)).text).toContain(first)
    await stage.mutate(
      { op: 'update_harness', org: 'one', harness: first, name: 'moved-away' },
      { op: 'update_harness', org: 'one', harness: second, name: 'moving-name' },
    )
    const asking = { ...ada, method: 'PATCH', body: { description: 'For the second' } }
    const answer = await stage.ask('/v1/harnesses/moving-name', asking)
    expect(JSON.parse(answer.text)).toMatchObject({ id: second, description: 'For the second' })
  })

  it('a renamed harness is found under its new name at once, and not under the old one', async () => {
    const id = await createHarness('old-name')
    expect((await stage.ask('/v1/harnesses/old-name', ada)).status).toBe(200)
    const asking = { ...ada, method: 'PATCH', body: { name: 'new-name' } }
    expect((await stage.ask('/v1/harnesses/old-name', asking)).status).toBe(200)
    await stage.fail('/v1/harnesses/old-name', 404, ada)
    await stage.fail('/v1/harnesses/old-name/stats', 404, ada)
    const found = await stage.ask('/v1/harnesses/new-name', ada)
    expect(JSON.parse(found.text).id).toBe(id)
  })

  it('a cached name whose ID is gone is resolved once more', async () => {
    const first = await createHarness('reborn')
    expect((await stage.ask('/v1/harnesses/reborn', ada)).text).toContain(first)
    await stage.mutate({ op: 'remove_harness', org: 'one', harness: first })
    const second = await createHarness('reborn')
    const answer = await stage.ask('/v1/harnesses/reborn/stats', ada)
    expect(answer.status).toBe(200)
    const seen = await reaching(() => stage.ask('/v1/harnesses/reborn/unknown', ada))
    expect(seen).toContain(`GET /v1/harnesses/${second}/unknown`)
  })
})

describe('the static routes are never names', () => {
  it.each([
    ['GET', '/v1/harnesses/config', 200],
    ['GET', '/v1/harnesses/check-name?name=free-name', 200],
    ['POST', '/v1/harnesses/preview', 200],
  ])('%s %s', async (method, path, status) => {
    const body = method === 'POST' ? { body: { system_prompt: 'x' } } : {}
    const seen = await reaching(async () => {
      expect((await stage.ask(path, { ...ada, method, ...body })).status).toBe(status)
    })
    expect(seen).toEqual([`${method} ${path}`])
  })

  it('POST /v1/harnesses/import', async () => {
    const asking = { ...ada, method: 'POST', body: { name: 'imported-one' } }
    expect((await stage.ask('/v1/harnesses/import', asking)).status).toBe(201)
  })

  it.each(['import', 'preview'])('GET /v1/harnesses/%s keeps the upstream’s 405', async (name) => {
    const { problem, headers } = await stage.fail(`/v1/harnesses/${name}`, 405, ada)
    expect(problem.code).toBe('method_not_allowed')
    expect(headers.get('allow')).toBe('POST')
  })

  it.each(['GET', 'PATCH'])('%s /v1/harnesses is forwarded', async (method) => {
    const seen = await reaching(() => stage.ask('/v1/harnesses?search=web', { ...ada, method }))
    expect(seen).toEqual([`${method} /v1/harnesses?search=web`])
  })
})

describe('what is not found', () => {
  it.each([
    ['an unknown name', 'no-such-harness'],
    ['an unknown ID', HARNESS_UNKNOWN],
    ['a malformed ID', HARNESS_UNKNOWN.slice(0, -1)],
    ['another organisation’s ID', HARNESSES_TWO.generic],
    ['a name in capitals', 'Generic'],
    ['a name of 65 letters', 'a'.repeat(65)],
  ])('%s is a 404 problem that leads to the list', async (_, reference) => {
    for (const path of [`/v1/harnesses/${reference}`, `/v1/harnesses/${reference}/stats`]) {
      const { problem } = await stage.fail(path, 404, ada)
      expect(problem).toMatchObject({ code: 'harness_not_found', instance: path })
      expect(problem.allowed_actions[0]).toMatchObject({
        rel: 'get-existing',
        href: `${stage.edge.origin}/v1/harnesses`,
      })
    }
  })

  it('a malformed ID of a write keeps the upstream’s 400', async () => {
    const path = `/v1/harnesses/${HARNESS_UNKNOWN.slice(0, -1)}`
    const asking = { ...ada, method: 'PATCH', body: { description: 'x' } }
    const { problem } = await stage.fail(path, 400, asking)
    expect(problem).toMatchObject({ code: 'bad_request', detail: 'Invalid harness ID' })
  })

  it('a missing, unknown or ambiguous caller is told so', async () => {
    await stage.fail('/v1/harnesses/generic', 401)
    await stage.fail('/v1/harnesses/generic', 401, { as: 'dora' })
    await stage.fail('/v1/harnesses/generic', 400, { as: 'cleo' })
    await stage.fail('/v1/harnesses/generic/stats', 404, {
      ...ada,
      headers: { 'x-org-id': ORG_TWO },
    })
  })
})

it('is logged by its route and not by its name', async () => {
  const before = requestLines(stage.edge.logs).length
  await stage.ask('/v1/harnesses/generic', ada)
  await stage.ask('/v1/harnesses/generic/stats', ada)
  await stage.ask('/v1/harnesses/generic/unknown', ada)
  await expect.poll(() => requestLines(stage.edge.logs).length).toBe(before + 3)
  const lines = requestLines(stage.edge.logs).slice(before)
  expect(lines.map(({ route }) => route)).toEqual([
    '/v1/harnesses/:harness',
    '/v1/harnesses/:harness/stats',
    '/v1/harnesses/:harness/*',
  ])
  expect(lines[0]?.cache).toBeTypeOf('string')
})
