import { describe, expect, it } from 'vitest'
import { defaultActions } from '../../src/problem/default-actions.ts'
import { AGENT, EDGE, failedRequest, HARNESS, RUN, SESSION } from './requests.ts'

const request = (path: string, method = 'GET', query = '') => failedRequest({ path, method, query })

describe('a 404 leads to the list of what there is', () => {
  it.each([
    [`/v1/harnesses/${HARNESS}`, 'harness_not_found', '/v1/harnesses', 'list_harnesses'],
    [`/v1/harnesses/${HARNESS}/stats`, 'harness_not_found', '/v1/harnesses', 'list_harnesses'],
    [`/v1/sessions/${SESSION}`, 'session_not_found', '/v1/sessions', 'list_sessions'],
    [`/v1/agents/${AGENT}/stats`, 'agent_not_found', '/v1/agents', 'list_agents'],
    [
      `/v1/agents/${AGENT}/health-checks/${RUN}`,
      'run_not_found',
      `/v1/agents/${AGENT}/health-checks`,
      'list_health_checks',
    ],
  ])('%s', (path, code, list, operation_id) => {
    const [first] = defaultActions(code, 404, request(path))
    expect(first).toEqual({ rel: 'get-existing', method: 'GET', href: EDGE + list, operation_id })
  })

  it('where there is one', () => {
    expect(defaultActions('not_found', 404, request('/v1/unknown'))).toMatchObject([
      { rel: 'retry', href: `${EDGE}/v1/unknown` },
    ])
  })
})

it('a 409 of a POST leads to what is in its way', () => {
  expect(defaultActions('conflict', 409, request('/v1/harnesses', 'POST'))).toMatchObject([
    { rel: 'get-existing', method: 'GET', href: `${EDGE}/v1/harnesses` },
    { rel: 'retry', method: 'POST' },
  ])
})

it('what passes with time is tried again later, as it was', () => {
  for (const code of ['rate_limited', 'upstream_timeout', 'service_unavailable']) {
    expect(defaultActions(code, 503, request('/v1/sessions', 'GET', '?limit=5'))).toMatchObject([
      { rel: 'retry-later', method: 'GET', href: `${EDGE}/v1/sessions?limit=5` },
    ])
  }
})

it('a change that may have been made is not repeated blindly', () => {
  const hint = (method: string) =>
    defaultActions('upstream_timeout', 504, request('/v1/sessions', method))[0]?.hint
  expect(hint('POST')).toContain('may have been made')
  expect(hint('DELETE')).toContain('may have been made')
  expect(hint('GET')).not.toContain('may have been made')
})

it('a bad cursor leads to the first page with the same filters', () => {
  const failed = request('/v1/sessions', 'GET', '?limit=5&cursor=abc&agent_id=x&offset=3')
  expect(defaultActions('invalid_cursor', 400, failed)).toMatchObject([
    { rel: 'retry', method: 'GET', href: `${EDGE}/v1/sessions?limit=5&agent_id=x` },
  ])
  const bare = request('/v1/sessions', 'GET', '?cursor=abc')
  expect(defaultActions('invalid_cursor', 400, bare)[0]?.href).toBe(`${EDGE}/v1/sessions`)
})

it('what can never work leads to something that does', () => {
  for (const code of ['gone', 'origin_not_allowed', 'route_not_found']) {
    expect(defaultActions(code, 410, request('/v1/x'))).toMatchObject([
      { rel: 'get-existing', method: 'GET', href: `${EDGE}/healthz` },
    ])
  }
})

it('a code outside the catalogue is judged by its status', () => {
  expect(defaultActions('own_code', 400, request('/v1/x'))[0]?.rel).toBe('retry')
  expect(defaultActions('own_code', 503, request('/v1/x'))[0]?.rel).toBe('retry-later')
  expect(defaultActions('toString', 400, request('/v1/x'))[0]?.rel).toBe('retry')
})
