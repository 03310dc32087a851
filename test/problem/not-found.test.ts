import { expect, it } from 'vitest'
import { codeOfStatus } from '../../src/problem/catalogue.ts'
import { entityOfPath } from '../../src/problem/not-found.ts'

it.each([
  ['/v1/harnesses/web', 'harness_not_found'],
  ['/v1/harnesses/web/stats', 'harness_not_found'],
  ['/v1/harnesses/web/copy', 'harness_not_found'],
  ['/v1/harnesses/config-two', 'harness_not_found'],
  ['/v1/harnesses', undefined],
  ['/v1/harnesses/', undefined],
  ['/v1/harnesses/config', undefined],
  ['/v1/harnesses/check-name', undefined],
  ['/v1/harnesses/import', undefined],
  ['/v1/harnesses/preview', undefined],
  ['/v1/harnesses/web/a/b', undefined],
  ['/v1/sessions/s1', 'session_not_found'],
  ['/v1/sessions/s1/events', 'session_not_found'],
  ['/v1/sessions', undefined],
  ['/v1/sessions/stats', undefined],
  ['/v1/sessions/facets', undefined],
  ['/v1/sessions/s1/files/a.txt', undefined],
  ['/v1/agents/a1', 'agent_not_found'],
  ['/v1/agents/a1/stats', 'agent_not_found'],
  ['/v1/agents/a1/health-checks', 'agent_not_found'],
  ['/v1/agents/a1/health-checks/latest', 'agent_not_found'],
  ['/v1/agents/a1/health-checks/r1', 'run_not_found'],
  ['/v1/agents/a1/versions/v1', undefined],
  ['/v1/agents', undefined],
  ['/v1/orgs/o1', undefined],
  ['/v2/sessions/s1', undefined],
])('a 404 of %s is a %s', (path, code) => {
  expect(entityOfPath(path)?.notFound).toBe(code)
})

it.each([
  [400, 'bad_request'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [405, 'method_not_allowed'],
  [409, 'conflict'],
  [410, 'gone'],
  [413, 'payload_too_large'],
  [415, 'unsupported_media_type'],
  [422, 'unprocessable'],
  [429, 'rate_limited'],
  [499, 'request_rejected'],
  [500, 'internal_error'],
  [502, 'bad_gateway'],
  [503, 'service_unavailable'],
  [504, 'gateway_timeout'],
  [599, 'upstream_error'],
])('status %i without a code is %s', (status, code) => {
  expect(codeOfStatus(status)).toBe(code)
})
