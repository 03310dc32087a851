import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { USERS } from '../../sample/callers.ts'
import { type EdgeStage, expectProblem, startEdgeStage } from '../support/edge-stage.ts'
import { exchange, rawRequest } from '../support/raw-request.ts'

const UPSTREAM_URL = 'http://sample.invalid/api'
const AUTHORIZATION = `Authorization: ${USERS.ada.pat}`

let stage: EdgeStage

beforeAll(async () => {
  stage = await startEdgeStage()
})

afterAll(() => stage?.stop())

/** Writes a request line as it stands, and holds whatever comes back against the rules for problems. */
async function refused(line: string, status: number, origin = 'http://edge.example') {
  const answer = await exchange(stage.edge.origin, rawRequest(line, [AUTHORIZATION]))
  const { problem } = expectProblem(answer, status, origin, UPSTREAM_URL)
  return problem
}

describe('a path that is none is a 400 problem, and nobody upstream hears of it', () => {
  const LONG = 'a'.repeat(20 * 1024)
  it.each([
    ['a lone percent sign', '/v1/harnesses/%', 'invalid_path'],
    ['an escape that is none', '/v1/harnesses/%zz/stats', 'invalid_path'],
    ['half an escape', '/v1/sessions/%4', 'invalid_path'],
    ['an escape that is no UTF-8', '/v1/agents/%ff/health-checks/latest', 'invalid_path'],
    ['a surrogate', '/v1/agents/%ed%a0%80', 'invalid_path'],
    ['dot segments', '/v1/harnesses/../../admin', 'invalid_path'],
    ['dot segments at the end', '/v1/harnesses/..', 'invalid_path'],
    ['one dot', '/v1/./harnesses', 'invalid_path'],
    ['encoded dot segments', '/v1/%2e%2e/%2E%2e/admin', 'invalid_path'],
    ['half encoded dot segments', '/v1/.%2e/health', 'invalid_path'],
    ['dot segments under the prefix', '/api/v1/../../v1/harnesses', 'invalid_path'],
    ['backslashes', '/v1\\..\\..\\admin', 'invalid_path'],
    ['a backslash', '/v1/harnesses/a\\b', 'invalid_path'],
    ['20 KiB', `/v1/harnesses/${LONG}`, 'path_too_long'],
    ['20 KiB of query', `/v1/sessions?search=${LONG}`, 'path_too_long'],
  ])('%s', async (_, target, code) => {
    await stage.calls()
    for (const method of ['GET', 'POST', 'DELETE']) {
      const problem = await refused(`${method} ${target}`, 400)
      expect(problem.code).toBe(code)
      expect(JSON.stringify(problem).length).toBeLessThan(4_000)
    }
    expect(await stage.calls()).toEqual([])
  })

  it.each(['/v1/a b', '/v1/a\tb', '/v1/\x80', '/v1/<b>', '/v1/^`'])(
    'the runtime itself refuses %j',
    async (target) => {
      await stage.calls()
      const answer = await exchange(stage.edge.origin, rawRequest(`GET ${target}`, [AUTHORIZATION]))
      expect(answer.status).toBe(400)
      expect(await stage.calls()).toEqual([])
    },
  )
})

describe('a name that nobody can bear is a 404 problem without asking', () => {
  it.each([
    ['an encoded slash', 'a%2Fb'],
    ['encoded dot segments', 'a%2f..%2fb'],
    ['an ID with a slash', 'harness_%2F..%2Fconfig'],
    ['a NUL', 'a%00b'],
    ['a newline', 'a%0ab'],
    ['a newline at the end', 'generic%0a'],
    ['a carriage return and a header', 'a%0d%0aX-Evil:%201'],
    ['300 letters', 'a'.repeat(300)],
    ['300 letters of an ID', `harness_${'a'.repeat(300)}`],
    ['letters of another script', '%E2%82%AC'],
    ['a query', 'generic%3Fx=1'],
    ['a fragment', 'generic%23x'],
    ['a semicolon', 'generic;x=1'],
    ['dots and a semicolon', '..;'],
    ['double encoding', '%252e%252e'],
    ['markup', '%3Cscript%3E'],
  ])('%s', async (_, name) => {
    await stage.calls()
    for (const target of [`/v1/harnesses/${name}`, `/v1/harnesses/${name}/stats`]) {
      for (const method of ['GET', 'PATCH', 'DELETE']) {
        if (method !== 'GET' && target.endsWith('/stats')) continue
        const problem = await refused(`${method} ${target}`, 404)
        expect(problem).toMatchObject({ code: 'harness_not_found', instance: target })
      }
    }
    expect(await stage.calls()).toEqual([])
  })
})

describe('anything else odd is the upstream’s to judge, and never a 500', () => {
  it.each([
    '/v1/agents/a%2Fb/health-checks/latest',
    '/v1/agents/%00/health-checks/latest',
    '/v1/agents/a%0ab/health-checks/healthcheck_1',
    `/v1/agents/${'a'.repeat(300)}/health-checks/latest`,
    '/v1/agents//health-checks/latest',
    '/v1/agents/x/health-checks/%2e%2e%2f',
    '/v1/sessions/..;/x',
    '/v1//evil.example/x',
    '/v1/https://evil.example/',
    '/v1/@evil.example',
    '/v1/',
    '/v1/unknown',
    '/v1/{x}|"y"',
    '/v1/sessions?limit=%zz',
    '/v1/sessions?agent_id=%00',
    '/v1/sessions?limit=1e3&offset=%0a',
    '/v1/sessions?cursor=%',
    '/v1/sessions?cursor=../../etc',
    '/v1/harnesses/generic/../x'.replace('..', '...'),
  ])('%s', async (target) => {
    const answer = await exchange(stage.edge.origin, rawRequest(`GET ${target}`, [AUTHORIZATION]))
    expect([400, 404]).toContain(answer.status)
    expectProblem(answer, answer.status, 'http://edge.example', UPSTREAM_URL)
  })

  it.each([
    '//evil.example',
    '//evil.example/v1/sessions',
    '///v1/sessions',
    '/\x2fapi/v1/sessions',
  ])('%s is no address of the edge, and stays here', async (target) => {
    await stage.calls()
    const problem = await refused(`GET ${target}`, 404)
    expect(problem).toMatchObject({ code: 'route_not_found', instance: target })
    expect(await stage.calls()).toEqual([])
  })

  it('an absolute form reaches the configured upstream and no other', async () => {
    for (const host of ['evil.example', 'evil.example:81', 'user@evil.example']) {
      await stage.calls()
      const line = `GET http://${host}/v1/apps`
      const answer = await exchange(stage.edge.origin, rawRequest(line, [AUTHORIZATION]))
      expect(answer.status).toBe(200)
      expect(await stage.calls()).toMatchObject([{ target: '/v1/apps', status: 200 }])
    }
  })

  it('a fragment is cut off', async () => {
    await stage.calls()
    const line = 'GET /v1/apps#/../x?y'
    await exchange(stage.edge.origin, rawRequest(line, [AUTHORIZATION]))
    expect(await stage.calls()).toMatchObject([{ target: '/v1/apps' }])
  })
})

describe('headers', () => {
  it.each([
    ['60 KB in one', [`X-Big: ${'a'.repeat(60_000)}`]],
    ['300 of them', Array.from({ length: 300 }, (_, n) => `X-Many-${n}: ${n}`)],
    ['bytes that are no text', ['X-Odd: \x80\xff', 'Cookie: \xff=\xfe', 'X-Org-Id: \xff']],
    ['a cookie that is none', ['Cookie: ;;;=;access_token;=x']],
    ['an odd credential', ['Authorization: Bearer', 'Authorization: \xff']],
    ['an odd length of nothing', ['Content-Length: 0']],
    ['odd conditions', ['If-None-Match: "', 'Cache-Control: ,,=,"', 'Range: bytes=x']],
    ['an odd trace', ['traceparent: 00-0-0-0', 'tracestate: =']],
    ['an odd origin', ['Origin: \xff', 'Sec-Fetch-Site: \xff']],
  ])('%s never make a 500', async (_, headers) => {
    for (const line of ['GET /v1/harnesses/generic/stats', 'POST /v1/unknown', 'GET /healthz']) {
      const { status } = await exchange(stage.edge.origin, rawRequest(line, headers))
      expect(status).toBeLessThan(500)
    }
  })
})

it.each(['TRACE', 'PROPFIND', 'PURGE', 'LOCK', 'REPORT'])(
  'the method %s is the upstream’s to refuse',
  async (method) => {
    const problem = await refused(`${method} /v1/sessions`, 405)
    expect(problem.code).toBe('method_not_allowed')
  },
)
