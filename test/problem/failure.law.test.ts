import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toProblem } from '../../src/problem/failure.ts'
import { problemFaults } from '../support/problem-rules.ts'
import {
  AGENT,
  EDGE,
  failedRequest,
  HARNESS,
  RUN,
  SESSION,
  UPSTREAM,
  upstreamAnswer,
} from './requests.ts'

const HOST = new URL(UPSTREAM).hostname
const TOKEN = `evr_pat_${'1'.repeat(16)}`
const HIDDEN = [HOST, TOKEN, '<script>', '<h1>', 'store.rs:42', 'panicked', '10.9.8.7']

const hostile = fc.constantFrom(
  HOST,
  HOST.toUpperCase(),
  `${UPSTREAM}/v1/x`,
  `${UPSTREAM}/v1/sessions/${TOKEN}`,
  `/v1/x?next=${UPSTREAM}`,
  `/v1/${TOKEN}`,
  TOKEN,
  '<script>alert(1)</script>',
  '<h1>Bad gateway</h1>',
  'thread panicked at src/store.rs:42',
  'at 10.9.8.7',
  '//evil.example/v1/x',
  'https://evil.example/v1/x',
  'javascript:alert("evil.example")',
  `https://user:pw@${HOST}/api/v1/x`,
  '\\\\evil.example\\v1',
)
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  hostile,
  fc.tuple(fc.string(), hostile, fc.string()).map((parts) => parts.join(' ')),
)
const anything = fc.oneof(text, fc.jsonValue({ maxDepth: 2 }))
const orAnything = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: anything })

const action = fc.record(
  {
    rel: orAnything(fc.constantFrom('retry', 'retry-later', 'self', 'get-existing', 'takeover')),
    method: orAnything(fc.constantFrom('GET', 'post', 'TRACE', 'CONNECT', '')),
    href: orAnything(fc.constantFrom('/v1/sessions', 'events', `${UPSTREAM}/v1/agents`, null)),
    operation_id: orAnything(fc.constantFrom('list_sessions', 'get_session', 'get_agent', 'none')),
    hint: anything,
    schema_ref: orAnything(fc.constantFrom('#/components/schemas/X', `/${HOST}`, `/${TOKEN}`)),
    extra: anything,
  },
  { requiredKeys: [] },
)
const problem = fc.record(
  {
    type: orAnything(
      fc.constantFrom('https://docs.everruns.com/errors/x', `https://docs.everruns.com/${TOKEN}`),
    ),
    title: anything,
    status: anything,
    detail: anything,
    code: orAnything(fc.constantFrom('not_found', 'rate_limited', 'own_code', TOKEN)),
    instance: anything,
    request_id: anything,
    allowed_actions: orAnything(fc.array(orAnything(action), { maxLength: 4 })),
    retry_after_seconds: orAnything(fc.double()),
    errors: orAnything(fc.array(fc.record({ pointer: anything, detail: anything }))),
    error: anything,
    message: anything,
    [TOKEN]: anything,
  },
  { requiredKeys: [] },
)
const body = fc.oneof(
  { weight: 4, arbitrary: problem.map((value) => JSON.stringify(value)) },
  fc.record({ error: anything }).map((value) => JSON.stringify(value)),
  fc.record({ error: problem }).map((value) => JSON.stringify(value)),
  fc.json(),
  text,
)
const header = fc.oneof(fc.constant(null), fc.string(), hostile)
const contentType = fc.oneof(
  fc.constantFrom('text/plain', 'text/html', 'application/json', 'application/problem+json'),
  header,
)
const retryAfter = fc.oneof(
  fc.constantFrom('0', '60', '-1', '1e9', '99999999999', 'Wed, 21 Oct 2026 07:28:00 GMT', 'Sunday'),
  header,
)
const failed = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
  path: fc.constantFrom(
    '/v1/sessions',
    `/v1/sessions/${SESSION}/events`,
    `/v1/harnesses/${HARNESS}/stats`,
    `/v1/agents/${AGENT}/health-checks/${RUN}`,
    '/v1/unknown/a%2Fb/%00',
    '//v1/x',
  ),
  query: fc.constantFrom('', '?', '?cursor=a&limit=5', '?q=%zz&r=%27'),
})

it('whatever the upstream answers, the problem is valid and tells nothing it should not', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 400, max: 599 }),
      body,
      contentType,
      retryAfter,
      failed,
      (status, content, type, wait, request) => {
        const given = { contentType: type, retryAfter: wait }
        const answer = upstreamAnswer(status, content, given)
        const result = toProblem(answer, failedRequest(request))
        const rules = { status, edgeOrigin: EDGE, hidden: HIDDEN }
        expect(problemFaults(JSON.parse(JSON.stringify(result)), rules)).toEqual([])
      },
    ),
    { numRuns: 3_000 },
  )
})
