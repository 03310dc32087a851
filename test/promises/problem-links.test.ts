import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { USERS } from '../../sample/callers.ts'
import {
  AGENT_UNKNOWN,
  AGENTS_ONE,
  HARNESS_NAMES,
  HARNESS_UNKNOWN,
  HARNESSES_ONE,
  RUNS,
  SESSION_UNKNOWN,
  SESSIONS_ONE,
} from '../../sample/catalogue.ts'
import { ERROR_FORMS, type ErrorForm } from '../../sample/error-forms.ts'
import type { FaultRule } from '../../sample/faults.ts'
import { CATALOGUE } from '../../src/problem/catalogue.ts'
import { type Asking, type CacheStage, startCacheStage } from '../support/cache-stage.ts'
import { crawl } from '../support/problem-crawler.ts'

const TIMEOUT_MS = 400
const ID = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`
const CHECKS = `/v1/agents/${AGENTS_ONE.healthy}/health-checks`

/** A request that fails, by itself or by what the API does. */
interface Failing extends Asking {
  path: string
  fault?: FaultRule
}

/** Of all problems that were met. */
const codes = new Set<string>()

let stage: CacheStage

beforeAll(async () => {
  stage = await startCacheStage({
    STATS_SHARING: 'proved',
    UPSTREAM_TIMEOUT_MS: String(TIMEOUT_MS),
    FORWARD_TIMEOUT_MS: String(TIMEOUT_MS),
    ALLOWED_ORIGINS: 'https://app.example',
  })
})
afterAll(() => stage?.stop())

async function failAndFollow({ path, fault, ...asking }: Failing): Promise<void> {
  await stage.reset()
  await stage.edge.restart()
  if (fault) await stage.fault({ times: 0, ...fault })
  const answer = await stage.ask(path, asking)
  expect(answer.status).toBeGreaterThanOrEqual(400)
  await stage.clearFaults()
  for (const code of await crawl(stage, answer, asking.as)) codes.add(code)
}

const ada = { as: 'ada' } as const
const post = (path: string, body: unknown = {}): Failing => ({ ...ada, method: 'POST', path, body })

describe('every GET action of a problem leads to an answer of the edge', () => {
  const UNKNOWN_PATHS = [
    `/v1/harnesses/${HARNESS_UNKNOWN}`,
    `/v1/harnesses/${HARNESS_UNKNOWN}/stats`,
    '/v1/harnesses/no-such-harness',
    '/v1/harnesses/no-such-harness/stats',
    '/v1/harnesses/No%20Name',
    '/v1/harnesses/import',
    '/v1/harnesses/preview',
    `/v1/sessions/${SESSION_UNKNOWN}`,
    `/v1/sessions/${SESSION_UNKNOWN}/events`,
    `/v1/sessions/${SESSION_UNKNOWN}/sse`,
    '/v1/sessions/not-an-id',
    `/v1/agents/${AGENT_UNKNOWN}`,
    `/v1/agents/${AGENT_UNKNOWN}/stats`,
    `/v1/agents/${AGENT_UNKNOWN}/health-checks`,
    `/v1/agents/${AGENT_UNKNOWN}/health-checks/latest`,
    `/v1/agents/${AGENT_UNKNOWN}/health-checks/${RUNS.completed}`,
    `${CHECKS}/${RUNS.unknown}`,
    `${CHECKS}/not-a-run`,
    '/v1',
    '/v1/',
    '/v1/nothing/of/this/name?with=query',
    '/v1/sessions/',
    '/api/v1/nothing',
    '/nowhere',
    '/',
    '/problems/no_such_code',
    '/api/healthz',
  ]
  test.each(UNKNOWN_PATHS)('%s', async (path) => {
    await failAndFollow({ ...ada, path })
  })

  test.each([
    ['a lone percent sign', '/v1/harnesses/%zz'],
    ['20 KiB', `/v1/harnesses/${'a'.repeat(20_000)}`],
    ['a bad cursor', '/v1/sessions?limit=5&cursor=rubbish'],
    ['a cursor beside an offset', '/v1/sessions?offset=5&cursor=rubbish'],
    ['a bad limit', '/v1/sessions?limit=-1'],
    ['a bad offset', '/v1/sessions?offset=x'],
    ['a bad filter', '/v1/sessions?agent_id=nobody'],
    ['a parameter twice', '/v1/sessions?limit=1&limit=2'],
    ['a bad filter of harnesses', '/v1/harnesses?include_archived=maybe'],
  ])('%s', async (_, path) => {
    await failAndFollow({ ...ada, path })
  })

  test.each<[string, Failing]>([
    ['nobody', { path: '/v1/harnesses' }],
    ['nobody, of a cached route', { path: `${ID}/stats` }],
    ['an unknown token', { path: ID, headers: { authorization: `evr_pat_${'9'.repeat(64)}` } }],
    ['a member of none', { as: 'dora', path: `${ID}/stats` }],
    ['who may not see stats', { as: 'finn', path: `${ID}/stats` }],
    ['who may not delete', { as: 'finn', method: 'DELETE', path: ID }],
    ['another organisation', { as: 'ben', path: ID }],
    ['an organisation of others', { ...ada, path: ID, headers: { 'x-org-id': 'org_no' } }],
    [
      'a page of another origin',
      {
        method: 'DELETE',
        path: ID,
        headers: { origin: 'https://evil.example', cookie: `access_token=${USERS.ada.jwt}` },
      },
    ],
    [
      'a preflight of another origin',
      {
        method: 'OPTIONS',
        path: ID,
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'PUT' },
      },
    ],
  ])('a caller who is %s', async (_, failing) => {
    await failAndFollow(failing)
  })

  test.each<[string, Failing]>([
    ['a method nobody takes', { ...ada, method: 'PUT', path: '/v1/harnesses' }],
    ['a method that /healthz does not take', { ...ada, method: 'POST', path: '/healthz' }],
    ['a method that a problem page does not take', { method: 'PUT', path: '/problems/not_cached' }],
    [
      'a name that is taken',
      post('/v1/harnesses', { name: HARNESS_NAMES.generic, display_name: 'x' }),
    ],
    ['a name that breaks the rule', post('/v1/harnesses', { name: 'No Name', display_name: 'x' })],
    [
      'a default harness that is deleted',
      {
        ...ada,
        method: 'DELETE',
        path: `/v1/harnesses/${HARNESSES_ONE.orgDefault}`,
      },
    ],
    [
      'a harness in use that is deleted by name',
      {
        ...ada,
        method: 'DELETE',
        path: `/v1/harnesses/${HARNESS_NAMES.inApp}`,
      },
    ],
    [
      'an archived harness that is changed',
      {
        ...ada,
        method: 'PATCH',
        path: `/v1/harnesses/${HARNESSES_ONE.archived}`,
        body: { description: 'x' },
      },
    ],
    [
      'no type',
      {
        ...ada,
        method: 'POST',
        path: '/v1/sessions',
        body: {},
        headers: { 'content-type': 'text/csv' },
      },
    ],
    ['a body of the wrong shape', post('/v1/sessions', { harness_id: 7 })],
    [
      'both a name and an ID',
      post('/v1/sessions', { harness_id: HARNESSES_ONE.base, harness_name: 'base' }),
    ],
    [
      'an answer that is not stored',
      { ...ada, path: ID, headers: { 'cache-control': 'only-if-cached' } },
    ],
    ['a trigger of an unknown agent', post(`/v1/agents/${AGENT_UNKNOWN}/health-checks`)],
  ])('%s', async (_, failing) => {
    await failAndFollow(failing)
  })

  const CONFLICTS = [
    '/v1/harnesses',
    `${ID}/copy`,
    '/v1/harnesses/import',
    `/v1/harnesses/${HARNESS_NAMES.generic}/copy`,
    '/v1/sessions',
    `/v1/sessions/${SESSIONS_ONE.idle}/cancel`,
    `/v1/sessions/${SESSIONS_ONE.idle}/messages`,
    CHECKS,
    '/v1/agents',
  ]
  test.each(CONFLICTS)('a conflict of POST %s', async (path) => {
    const fault = { match: '/v1/', method: 'POST', status: 409 }
    await failAndFollow({ ...post(path), fault })
  })

  const STATUSES = [
    400, 401, 403, 404, 405, 409, 410, 413, 415, 418, 422, 429, 500, 502, 503, 504, 599,
  ]
  const HEADERS = { 'retry-after': '60' }
  test.each(STATUSES)('an answer of %d without a word', async (status) => {
    const fault = { match: '/v1/', status, headers: HEADERS }
    for (const path of [ID, '/v1/agents']) await failAndFollow({ ...ada, path, fault })
    await failAndFollow({ ...post('/v1/sessions'), fault })
  })

  test.each(Object.keys(ERROR_FORMS) as ErrorForm[])('the error form %s', async (form) => {
    const fault = { match: '/v1/', form, headers: HEADERS }
    const isOfGood = form === 'html_200' || form === 'invalid_json'
    await failAndFollow({ ...ada, path: ID, fault })
    if (!isOfGood) await failAndFollow({ ...post('/v1/sessions'), fault })
  })

  test.each<[string, Failing]>([
    ['silence', { ...ada, path: `${ID}/stats`, fault: { match: '/v1/', hang: true } }],
    ['a cut body', { ...ada, path: `${CHECKS}/latest`, fault: { match: '/v1/', cut_after: 9 } }],
    ['another shape', { ...ada, path: ID, fault: { match: '/v1/', body: { id: 7 } } }],
    ['a redirect', { ...ada, path: ID, fault: { match: '/v1/', status: 302 } }],
    ['no health', { path: '/readyz', fault: { match: '/health', status: 503 } }],
  ])('%s', async (_, failing) => {
    await failAndFollow(failing)
  })

  const HOSTILE = [
    'https://evil.example/v1/harnesses',
    '//evil.example/v1',
    '../../etc',
    '/admin',
    'v1/x',
    '?a=b',
    '',
  ]
  test('whatever the API’s own actions lead to', async () => {
    const body = {
      title: 'Bad Request',
      status: 400,
      allowed_actions: [
        ...HOSTILE.map((href) => ({ rel: 'self', method: 'GET', href })),
        { rel: 'self', method: 'GET', href: `https://app.everruns.com/api${ID}` },
        { rel: 'get-existing', operation_id: 'list_harnesses' },
        { rel: 'runs', operation_id: 'list_health_checks' },
        { rel: 'retry' },
      ],
    }
    await failAndFollow({ ...ada, path: ID, fault: { match: '/v1/', status: 400, body } })
  })
})

/**
 * These take a broken deployment, a bug, a reset connection, a silent client, and limits of the
 * edge's own.
 */
const ELSEWHERE = [
  ...['invalid_configuration', 'edge_internal_error', 'upstream_unreachable'],
  ...['edge_rate_limited', 'upstream_paced', 'stats_pending', 'upload_stalled'],
]

test('after all of these every other code of the catalogue has been met', () => {
  const expected = Object.keys(CATALOGUE).filter((code) => !ELSEWHERE.includes(code))
  expect(expected.filter((code) => !codes.has(code))).toEqual([])
})
