import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  cacheOf,
  createEdge,
  EdgeProblem,
  normalizeBaseUrl,
} from '../../packages/client/src/index.ts'
import { ORG_ONE, ORG_TWO, USERS } from '../../sample/callers.ts'
import { type EdgeStage, startEdgeStage } from '../support/edge-stage.ts'

const HARNESS = 'support-triage'
const STATS = '/v1/harnesses/{harness_id}/stats'
const statsOf = (harness_id: string) => ({ params: { path: { harness_id } } })

let stage: EdgeStage
const edgeOf = (name: keyof typeof USERS, more = {}) =>
  createEdge({ baseUrl: stage.edge.origin, token: USERS[name].pat, ...more })

beforeAll(async () => {
  stage = await startEdgeStage()
})

afterAll(() => stage?.stop())

/** The failure of a call that must fail. */
async function failureOf(call: Promise<unknown>): Promise<EdgeProblem> {
  const failure = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(failure).toBeInstanceOf(EdgeProblem)
  return failure as EdgeProblem
}

describe('a base URL', () => {
  it.each([
    ['https://edge.example', 'https://edge.example'],
    ['https://edge.example/', 'https://edge.example'],
    ['https://edge.example//', 'https://edge.example'],
    ['https://edge.example/api', 'https://edge.example/api'],
    ['https://edge.example/api/', 'https://edge.example/api'],
    ['https://edge.example/v1', 'https://edge.example'],
    ['https://edge.example/api/v1/', 'https://edge.example/api'],
    ['https://site.example/tools/everruns', 'https://site.example/tools/everruns'],
    ['http://localhost:8787', 'http://localhost:8787'],
  ])('%s is used as %s', (given, used) => {
    expect(normalizeBaseUrl(given)).toBe(used)
  })

  it.each([
    ['', 'absolute URL'],
    ['edge.example', 'absolute URL'],
    ['/api', 'absolute URL'],
    ['localhost:8787', 'https: or http:'],
    ['ftp://edge.example', 'https: or http:'],
    ['https://ada:secret@edge.example', 'as `token`'],
    ['https://edge.example?org=1', 'no query or fragment'],
    ['https://edge.example#v1', 'no query or fragment'],
  ])('%j is refused, with the reason and without a secret', (given, reason) => {
    expect(() => normalizeBaseUrl(given)).toThrow(reason)
    expect(() => normalizeBaseUrl(given)).not.toThrow('secret')
    expect(() => createEdge({ baseUrl: given })).toThrow(TypeError)
  })

  it('with /api, /v1 and a slash reaches the edge', async () => {
    for (const path of ['', '/', '/api', '/api/', '/v1', '/api/v1']) {
      const edge = createEdge({ baseUrl: stage.edge.origin + path, token: USERS.ada.pat })
      const { data } = await edge.GET(STATS, statsOf(HARNESS))
      expect(data.session_count, path).toBeGreaterThan(0)
    }
  })
})

describe('a caller', () => {
  it.each([
    ['an API token', USERS.ada.pat],
    ['an API token with blanks around it', `  ${USERS.ada.pat}\n`],
    ['an access token', USERS.ada.jwt],
    ['a token with its scheme', `ApiKey ${USERS.ada.pat}`],
  ])('is known by %s', async (_, token) => {
    const edge = createEdge({ baseUrl: stage.edge.origin, token })
    expect((await edge.GET('/v1/harnesses')).data.data.length).toBeGreaterThan(0)
  })

  it('may give a function, which is asked each time', async () => {
    const tokens = [USERS.ada.pat, 'evr_pat_gone']
    const token = async () => tokens.shift() ?? ''
    const edge = createEdge({ baseUrl: stage.edge.origin, token })
    await edge.GET('/v1/harnesses')
    expect((await failureOf(edge.GET('/v1/harnesses'))).status).toBe(401)
  })

  it('of two organisations says which', async () => {
    const names = async (org: string) =>
      (await edgeOf('cleo', { org }).GET('/v1/orgs/{org}', { params: { path: { org } } })).data
    expect(await names(ORG_ONE)).not.toEqual(await names(ORG_TWO))
    expect((await failureOf(edgeOf('cleo').GET('/v1/harnesses'))).status).toBe(400)
  })

  it('has a scope of its own, from which no token can be read', () => {
    const [ada, ben] = [edgeOf('ada'), edgeOf('ben')]
    expect(ada.scope).not.toEqual(ben.scope)
    expect(ada.scope).toEqual(edgeOf('ada').scope)
    expect(ada.scope).not.toEqual(edgeOf('ada', { org: ORG_ONE }).scope)
    expect(JSON.stringify(ada)).not.toContain(USERS.ada.pat.slice(0, 20))
  })
})

describe('a failure', () => {
  it('of the API is a problem with all that is known of it', async () => {
    const failure = await failureOf(edgeOf('ada').GET(STATS, statsOf('no-such-harness')))
    expect(failure).toMatchObject({
      name: 'EdgeProblem',
      kind: 'problem',
      code: 'harness_not_found',
      status: 404,
      retryAfterSeconds: undefined,
      errors: [],
    })
    expect(failure.requestId).toBe(failure.response?.headers.get('x-request-id'))
    expect(failure.message).toBe(failure.detail)
    expect(failure.allowedActions.length).toBeGreaterThan(0)
  })

  it('names the places where the input is invalid', async () => {
    const query = { limit: -1 }
    const failure = await failureOf(edgeOf('ada').GET('/v1/sessions', { params: { query } }))
    expect(failure).toMatchObject({ status: 400, code: 'invalid_request' })
    expect(failure.errors[0]?.pointer).toBe('/query/limit')
  })

  it('that waiting helps says how long', async () => {
    await stage.fault({
      match: '/v1/harness-examples',
      status: 429,
      headers: { 'retry-after': '7' },
    })
    const failure = await failureOf(edgeOf('ben').GET('/v1/harness-examples'))
    await stage.fault()
    expect(failure).toMatchObject({ status: 429, code: 'rate_limited', retryAfterSeconds: 7 })
  })

  it('offers actions that are followed as the same caller', async () => {
    const failure = await failureOf(edgeOf('ada').GET(STATS, statsOf('no-such-harness')))
    const { data, response } = await failure.follow('get-existing')
    expect(response.status).toBe(200)
    expect((data as { data: unknown[] }).data.length).toBeGreaterThan(0)
    const again = await failureOf(failure.follow('retry'))
    expect(again.code).toBe('harness_not_found')
  })

  it('refuses to follow what is not offered, and says what is', async () => {
    const failure = await failureOf(edgeOf('ada').GET(STATS, statsOf('no-such-harness')))
    const refused = await failureOf(failure.follow('unarchive'))
    expect(refused).toMatchObject({ kind: 'refused', code: 'action_not_offered' })
    expect(refused.message).toContain('get-existing')
  })

  it('never leads to another origin, whatever the answer says', async () => {
    const foreign = await serve((_, respond) => {
      respond(400, {
        code: 'x',
        allowed_actions: [{ rel: 'retry', method: 'GET', href: other.url }],
      })
    })
    let calls = 0
    const other = await serve((_, respond) => {
      calls += 1
      respond(200, {})
    })
    const edge = createEdge({ baseUrl: foreign.url, token: USERS.ada.pat })
    const failure = await failureOf(edge.GET('/v1/harnesses'))
    expect(await failureOf(failure.follow('retry'))).toMatchObject({
      kind: 'refused',
      code: 'foreign_action',
    })
    expect(calls).toBe(0)
    foreign.stop()
    other.stop()
  })

  it('to reach the edge is a network failure', async () => {
    const gone = await serve(() => undefined)
    gone.stop()
    const edge = createEdge({ baseUrl: gone.url })
    expect(await failureOf(edge.GET('/v1/harnesses'))).toMatchObject({
      kind: 'network',
      code: 'network_error',
      status: 0,
    })
  })

  it('by the caller’s own signal is an abort, and by a clock a timeout', async () => {
    const silent = await serve(() => undefined)
    const edge = createEdge({ baseUrl: silent.url })
    const controller = new AbortController()
    const aborted = failureOf(edge.GET('/v1/harnesses', { signal: controller.signal }))
    controller.abort()
    expect(await aborted).toMatchObject({ kind: 'aborted', code: 'aborted' })
    const signal = AbortSignal.timeout(20)
    expect(await failureOf(edge.GET('/v1/harnesses', { signal }))).toMatchObject({
      kind: 'timeout',
      code: 'timeout',
    })
    silent.stop()
  })

  it('of a proxy before the edge keeps its status', async () => {
    const proxy = await serve((response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>')
    })
    const failure = await failureOf(createEdge({ baseUrl: proxy.url }).GET('/v1/harnesses'))
    expect(failure).toMatchObject({ kind: 'problem', code: 'http_502', status: 502 })
    proxy.stop()
  })

  it('to read an answer that is no JSON is told from one to get it', async () => {
    const broken = await serve((response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[')
    })
    expect(await failureOf(createEdge({ baseUrl: broken.url }).GET('/v1/harnesses'))).toMatchObject(
      { kind: 'unreadable', code: 'unreadable_answer' },
    )
    broken.stop()
  })
})

describe('what answered', () => {
  it('is read from the response', async () => {
    const edge = edgeOf('ada')
    const first = cacheOf((await edge.GET(STATS, statsOf('deep-research'))).response)
    expect(first).toMatchObject({ outcome: 'miss', detail: 'uri-miss', age: 0 })
    const second = cacheOf((await edge.GET(STATS, statsOf('deep-research'))).response)
    expect(second).toMatchObject({ outcome: 'hit', tier: 'memory', isFromBrowser: false })
    expect(second.ttl).toBeGreaterThan(5)
  })

  it.each([
    [
      'everruns-edge; hit; ttl=-5; detail=stale-while-revalidate',
      'stale',
      'stale-while-revalidate',
      -5,
    ],
    ['everruns-edge; fwd=uri-miss; fwd-status=200; collapsed', 'shared', 'uri-miss', undefined],
    ['everruns-edge; fwd=bypass; detail=unkeyed-header', 'bypass', 'unkeyed-header', undefined],
    ['"cdn"; hit, everruns-edge; fwd=miss; stored', 'miss', 'miss', undefined],
    ['cdn; hit; ttl=9', 'unknown', undefined, undefined],
    ['', 'unknown', undefined, undefined],
  ])('%j is %s', (header, outcome, detail, ttl) => {
    const headers = new Headers(header ? { 'Cache-Status': header } : {})
    expect(cacheOf({ headers, url: '' })).toMatchObject({ outcome, detail, ttl })
  })
})

describe('whether the browser answered from its own cache', () => {
  const url = 'https://edge.example/v1/harnesses/x/stats'
  const cached = { deliveryType: 'cache', transferSize: 0, encodedBodySize: 631 }
  const transferred = { deliveryType: '', transferSize: 931, encodedBodySize: 631 }

  afterEach(() => vi.unstubAllGlobals())

  it.each([
    ['a delivery of its cache', [cached], true],
    ['one of a browser that does not name deliveries', [{ ...cached, deliveryType: '' }], true],
    ['one of an empty body', [{ ...cached, encodedBodySize: 0 }], true],
    ['a 304 of the edge: headers were transferred', [{ ...cached, transferSize: 300 }], false],
    ['an answer of the edge', [transferred], false],
    ['another origin that shows no sizes', [{ transferSize: 0, encodedBodySize: 0 }], false],
    ['a later request to the same address', [cached, transferred], false],
    ['no entry', [], false],
  ])('is told by its timings: %s', (_, timings, isFromBrowser) => {
    const getEntriesByName = (name: string, type: string) =>
      name === url && type === 'resource' ? timings : []
    vi.stubGlobal('performance', { getEntriesByName })
    expect(cacheOf({ headers: new Headers(), url }).isFromBrowser).toBe(isFromBrowser)
  })

  it('is no where a runtime keeps no timings', () => {
    vi.stubGlobal('performance', {})
    expect(cacheOf({ headers: new Headers(), url }).isFromBrowser).toBe(false)
  })
})

describe('a write', () => {
  it('is sent back with every later request', async () => {
    const sent: (string | null)[] = []
    const edge = edgeOf('ada', {
      fetch: (request: Request) => {
        sent.push(request.headers.get('everruns-edge-written'))
        return fetch(request)
      },
    })
    await edge.GET('/v1/harnesses')
    const { response, data } = await edge.POST('/v1/harnesses', {
      body: { name: 'made-by-client' },
    })
    expect([response.status, data.name]).toEqual([201, 'made-by-client'])
    const written = response.headers.get('everruns-edge-written')
    await edge.GET('/v1/harnesses/{harness_id}', {
      params: { path: { harness_id: 'made-by-client' } },
    })
    expect(written).toMatch(/^\d{13}$/)
    expect(sent).toEqual([null, null, written])
  })

  it('brings nothing where nothing is said', async () => {
    const edge = edgeOf('ada')
    const { data } = await edge.POST('/v1/harnesses/{harness_id}/copy', statsOf('made-by-client'))
    const gone = await edge.DELETE('/v1/harnesses/{harness_id}', statsOf(data.id))
    expect([gone.response.status, gone.data]).toEqual([204, undefined])
  })
})

describe('an answer', () => {
  it('to a condition that holds has no data', async () => {
    const edge = edgeOf('ada')
    const first = await edge.GET(STATS, statsOf(HARNESS))
    const etag = first.response.headers.get('etag') ?? ''
    const again = await edge.GET(STATS, {
      params: { path: { harness_id: HARNESS }, header: { 'If-None-Match': etag } },
    })
    expect([again.response.status, again.data]).toEqual([304, undefined])
  })

  it('of events is a stream, and of text a text', async () => {
    const edge = edgeOf('ada')
    const { data: page } = await edge.GET('/v1/sessions', { params: { query: { limit: 1 } } })
    const session_id = page.data[0]?.id ?? ''
    const controller = new AbortController()
    const { data, response } = await edge.GET('/v1/sessions/{session_id}/sse', {
      params: { path: { session_id } },
      signal: controller.signal,
      parseAs: 'stream',
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const { value } = await data.getReader().read()
    expect(new TextDecoder().decode(value)).toContain('connected')
    controller.abort()
    const lines = await edge.GET('/v1/sessions', {
      headers: { Accept: 'application/x-ndjson' },
      parseAs: 'text',
    })
    expect(lines.data.trim().split('\n').at(-1)).toContain('"complete":true')
  })
})

interface LocalServer {
  url: string
  stop(): void
}

type Respond = (status: number, body: unknown) => void

async function serve(
  answer: (response: import('node:http').ServerResponse, respond: Respond) => void,
): Promise<LocalServer> {
  const server: Server = createServer((_, response) =>
    answer(response, (status, body) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    ),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
