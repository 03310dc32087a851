import { expect, test } from 'vitest'
import { kindsChangedBy, mayEndAccess } from '../../src/resources/changes.ts'
import { RESOURCE_KINDS, resourceOf } from '../../src/resources/table.ts'

const ID = 'harness_0123456789abcdef0123456789abcdef'

/** Each write that is known of the API, with what must go at least. */
test.each([
  ['/v1/harnesses', ['harness', 'name']],
  ['/v1/harnesses/import', ['harness', 'name']],
  [`/v1/harnesses/${ID}`, ['harness', 'name', 'stats', 'latest']],
  [`/v1/harnesses/${ID}/copy`, ['harness', 'name']],
  [`/v1/harnesses/${ID}/delete`, ['harness', 'name', 'stats']],
  ['/v1/orgs/org_1', ['harness', 'name', 'stats']],
  ['/v1/sessions', ['harness', 'stats']],
  ['/v1/sessions/session_1', ['harness', 'stats']],
  ['/v1/sessions/session_1/cancel', ['stats']],
  ['/v1/sessions/session_1/messages', ['stats']],
  ['/v1/sessions/session_1/tool-results', ['stats']],
  ['/v1/sessions/session_1/archive', ['stats', 'harness']],
  ['/v1/sessions/session_1/fork', ['stats', 'harness']],
  ['/v1/chat', ['stats', 'harness']],
  ['/v1/agents', ['latest', 'run']],
  ['/v1/agents/import', ['latest', 'run']],
  ['/v1/agents/agent_1', ['latest', 'run']],
  ['/v1/agents/agent_1/versions/3/rollback', ['latest']],
  ['/v1/agents/agent_1/health-checks', ['latest', 'run', 'stats', 'harness']],
  ['/v1/capabilities/web_fetch', ['latest']],
  ['/v1/mcp-servers/mcp_1', ['latest']],
  ['/v1/models/model_1', ['latest']],
  ['/v1/providers/provider_1', ['latest']],
  ['/v1/apps', ['harness']],
  ['/v1/apps/app_1/publish', ['harness']],
])('a write to %s drops %j', (path, kinds) => {
  expect(kindsChangedBy(path)).toEqual(expect.arrayContaining(kinds))
})

test.each([
  '/v1/users/me/switch-org',
  '/v1/auth/logout',
  '/v1/auth/login',
  '/v1/orgs/org_1/members/user_1',
  '/v1/pats/pat_1',
  '/v1/commands',
  '/v1/something-new',
  '/v1/harnesses-of-another-kind',
  '/v1/%68arnesses/x',
])('a write that no rule knows drops everything of the caller: %s', (path) => {
  expect(kindsChangedBy(path)).toEqual(RESOURCE_KINDS)
})

test.each([
  ['/v1/auth/logout', true],
  ['/v1/users/me/switch-org', true],
  ['/v1/users/me/tokens/pat_1', true],
  ['/v1/orgs/org_1/members/user_1', true],
  ['/v1/orgs/org_1', false],
  ['/v1/sessions', false],
  ['/v1/harnesses/generic', false],
])('a change at %s may end access: %s', (path, expected) => {
  expect(mayEndAccess(path)).toBe(expected)
})

test('every change of a known family drops the short-lived lists too', () => {
  const lists = RESOURCE_KINDS.filter((kind) => resourceOf(kind).isList)
  expect(lists).toHaveLength(16)
  for (const path of ['/v1/harnesses', '/v1/sessions/session_1', '/v1/apps', '/v1/models/m']) {
    expect(kindsChangedBy(path)).toEqual(expect.arrayContaining(lists))
  }
})
