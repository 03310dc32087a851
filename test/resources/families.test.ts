import { expect, it } from 'vitest'
import { holdsEntities } from '../../src/resources/families.ts'

it.each([
  ...['harnesses', 'harnesses/import', 'harnesses/h1', 'harnesses/research/copy'],
  ...['agents', 'agents/import', 'agents/a1', 'agents/a1/copy', 'agents/a1/versions/default'],
  ...['agents/a1/versions/v1/fork', 'agents/a1/versions/v1/rollback', 'agents/a1/health-checks'],
  ...['agents/a1/health-checks/latest', 'agents/a1/health-checks/r1'],
  ...['sessions', 'sessions/chat', 'sessions/s1', 'sessions/s1/fork', 'sessions/s1/archive'],
  ...['orgs', 'orgs/o1', 'apps', 'apps/p1', 'apps/p1/publish', 'apps/p1/unpublish'],
])('/v1/%s answers with entities', (path) => {
  expect(holdsEntities(`/v1/${path}`)).toBe(true)
})

it.each([
  ...['sessions/s1/messages', 'sessions/s1/events', 'sessions/s1/sse', 'sessions/s1/export'],
  ...['sessions/s1/files/a.json', 'sessions/s1/storage/keys', 'sessions/s1/resources'],
  ...['sessions/stats', 'sessions/facets', 'sessions/config', 'agents/a1/export', 'agents/config'],
  ...['agents/a1/stats', 'agents/check-name', 'agents/preview', 'harnesses/config'],
  ...['harnesses/h1/stats', 'harnesses/preview', 'harness-examples', 'orgs/o1/members'],
  ...['files/f1', 'images/i1', 'auth/me', 'users/me', 'workspaces/w1/files/x', 'models'],
  ...['__proto__', 'constructor', 'constructor/x', '', 'health-checks'],
])('/v1/%s answers with something else', (path) => {
  expect(holdsEntities(`/v1/${path}`)).toBe(false)
})
