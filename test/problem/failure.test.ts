import { describe, expect, it } from 'vitest'
import { CATALOGUE, type ProblemCode } from '../../src/problem/catalogue.ts'
import { type InvalidResponseReason, toProblem } from '../../src/problem/failure.ts'
import { problemFaults } from '../support/problem-rules.ts'
import { EDGE, failedRequest, NOW_MS, SESSION, UPSTREAM, upstreamAnswer } from './requests.ts'

const HIDDEN = [new URL(UPSTREAM).hostname, '<', 'panicked', 'evr_pat', 'store.rs']

function problemOf(...[status, body, given]: Parameters<typeof upstreamAnswer>) {
  const problem = toProblem(upstreamAnswer(status, body, given), failedRequest(), NOW_MS)
  expect(problemFaults(problem, { status, edgeOrigin: EDGE, hidden: HIDDEN })).toEqual([])
  return problem
}

const json = { contentType: 'application/json' }
const html = { contentType: 'text/html; charset=utf-8' }

describe('every form of error answer becomes a problem', () => {
  const FORMS: [string, Parameters<typeof upstreamAnswer>, Record<string, unknown>][] = [
    [
      'problem JSON, whose valid members are kept',
      [
        422,
        {
          type: 'https://docs.everruns.com/errors/idempotency_key_reused',
          title: 'Reused',
          status: 422,
          detail: 'The key was used before',
          code: 'idempotency_key_reused',
          errors: [{ pointer: '/title', detail: 'is too long' }],
        },
      ],
      {
        type: 'https://docs.everruns.com/errors/idempotency_key_reused',
        title: 'Reused',
        detail: 'The key was used before',
        code: 'idempotency_key_reused',
        errors: [{ pointer: '/title', detail: 'is too long' }],
      },
    ],
    [
      'a domain error without code or type',
      [404, { title: 'Not Found', status: 404, detail: 'Session not found' }],
      {
        type: 'https://docs.everruns.com/errors/session_not_found',
        title: 'Not Found',
        detail: 'Session not found',
        code: 'session_not_found',
      },
    ],
    [
      'a problem that is application/json',
      [429, { title: 'Too Many Requests', status: 429, code: 'rate_limited' }, json],
      { title: 'Too Many Requests', code: 'rate_limited', retry_after_seconds: 60 },
    ],
    [
      'a problem whose own status differs from the status line',
      [409, { title: 'Conflict', status: 200 }],
      { status: 409, code: 'conflict' },
    ],
    [
      'the legacy form',
      [401, { error: 'Unauthorized by policy' }, json],
      { code: 'unauthorized', title: 'Unauthorized', detail: 'Unauthorized by policy' },
    ],
    [
      'the nested form',
      [409, { error: { code: 'name_taken', message: 'Name is taken' } }, json],
      { code: 'name_taken', title: 'Conflict', detail: 'Name is taken' },
    ],
    [
      'text/plain of a 4xx',
      [400, 'Failed to deserialize query string: invalid digit\n'],
      { code: 'bad_request', detail: 'Failed to deserialize query string: invalid digit' },
    ],
    ['text without a type', [415, 'No body', { contentType: null }], { detail: 'No body' }],
    [
      'text/plain of a 5xx',
      [500, 'host main-db.internal is down'],
      { code: 'internal_error', detail: CATALOGUE.internal_error.meaning },
    ],
    [
      'text/plain of a 5xx, harmless as it is',
      [502, 'upstream connect error'],
      { code: 'bad_gateway', detail: CATALOGUE.bad_gateway.meaning },
    ],
    [
      'HTML of a 4xx',
      [403, '<h1>Blocked by the firewall</h1>', html],
      { code: 'forbidden', detail: CATALOGUE.forbidden.meaning },
    ],
    [
      'HTML that says it is text',
      [400, '<!doctype html><p>Oh no</p>'],
      { code: 'bad_request', detail: CATALOGUE.bad_request.meaning },
    ],
    [
      'HTML of a 5xx',
      [502, '<h1>Bad gateway</h1>', html],
      { code: 'bad_gateway', title: 'Bad Gateway', detail: CATALOGUE.bad_gateway.meaning },
    ],
    [
      'an empty 404',
      [404, '', { contentType: null }],
      { code: 'session_not_found', title: 'Not Found' },
    ],
    ['an empty 405', [405, ''], { code: 'method_not_allowed', title: 'Method Not Allowed' }],
    ['an empty 500', [500, ''], { code: 'internal_error', title: 'Internal Server Error' }],
    ['an unusual 4xx', [418, ''], { status: 418, code: 'request_rejected' }],
    ['an unusual 5xx', [599, ''], { status: 599, code: 'upstream_error' }],
    ['a list', [400, ['no', 'object'], json], { detail: CATALOGUE.bad_request.meaning }],
    ['null', [400, null, json], { detail: CATALOGUE.bad_request.meaning }],
    ['cut JSON', [400, '{"detail":"half', json], { detail: CATALOGUE.bad_request.meaning }],
    [
      'wrong types inside',
      [
        400,
        {
          type: 7,
          title: ['x'],
          detail: { a: 1 },
          code: 9,
          allowed_actions: 'none',
          retry_after_seconds: '5',
          errors: { pointer: 1 },
        },
      ],
      {
        type: 'https://docs.everruns.com/errors/bad_request',
        title: 'Bad Request',
        detail: CATALOGUE.bad_request.meaning,
        code: 'bad_request',
      },
    ],
    [
      'a 5xx detail that tells nothing of the inside',
      [503, { title: 'Service Unavailable', status: 503, detail: 'The database is busy' }],
      { detail: 'The database is busy', retry_after_seconds: 5 },
    ],
    [
      'a 5xx detail that does',
      [500, { status: 500, detail: 'main-db.internal:5432 refused' }],
      { detail: CATALOGUE.internal_error.meaning },
    ],
  ]
  it.each(FORMS)('%s', (_, answer, members) => {
    expect(problemOf(...answer)).toMatchObject({ status: answer[0], ...members })
  })

  it('leaves out what had the wrong type', () => {
    const problem = problemOf(400, { retry_after_seconds: '5', errors: { pointer: 1 } })
    expect(Object.keys(problem)).not.toContain('retry_after_seconds')
    expect(Object.keys(problem)).not.toContain('errors')
  })

  it('keeps every status from 400 to 599', () => {
    for (let status = 400; status < 600; status++) problemOf(status)
  })

  it('names the request and its path, not its query', () => {
    const failed = failedRequest({ query: '?token=abc', requestId: 'r-2' })
    const problem = toProblem(upstreamAnswer(404), failed, NOW_MS)
    expect(problem).toMatchObject({ instance: `/v1/sessions/${SESSION}`, request_id: 'r-2' })
  })
})

describe('nothing that a caller should not read comes through', () => {
  const SECRETS = [
    'see https://api-7.upstream.example/x',
    'see API-7.Upstream.Example',
    'at 10.1.2.3',
    'token evr_pat_1111111111111111',
    'Authorization: Bearer abcdef',
    'jwt eyJhbGciOiJIUzI1NiJ9.e30.x',
    'key sk-live-1234567890',
    '<b>bold</b>',
    '</div>',
    '<!-- x -->',
    'thread panicked here',
    'at handler (/srv/app.js:10:5)',
    'src/store.rs:42',
    'Traceback (most recent call last)',
    'control \u0000 character',
    'main-db.internal does not answer',
    'queue.prod.svc.cluster.local is gone',
    'x'.repeat(1_001),
  ]
  it.each(SECRETS)('as text: %j', (text) => {
    expect(problemOf(400, text).detail).toBe(CATALOGUE.bad_request.meaning)
  })

  it.each(SECRETS)('as members: %j', (text) => {
    const given = { title: text, detail: text, errors: [{ pointer: '/a', detail: text }] }
    const problem = problemOf(400, given)
    expect(problem).toMatchObject({ title: 'Bad Request', detail: CATALOGUE.bad_request.meaning })
    expect(problem.errors).toBeUndefined()
    const legacy = [{ error: text }, { error: { message: text } }, { message: text }]
    for (const body of legacy) {
      expect(problemOf(400, body).detail).toBe(CATALOGUE.bad_request.meaning)
    }
  })

  it.each([
    'evr_pat_1111111111111111',
    'Not_Snake',
    'two words',
    '9lives',
    'double__underscore',
    'x'.repeat(65),
    '',
  ])('as a code: %j', (code) => {
    expect(problemOf(400, { code }).code).toBe('bad_request')
  })

  it.each([
    'https://errors.internal/x',
    'http://docs.everruns.com/errors/x',
    'https://docs.everruns.com.evil.example/x',
    'https://docs.everruns.com/errors/evr_pat_1111111111111111',
    'https://docs.everruns.com/?next=https://x',
    'about:blank',
    'javascript:alert(1)',
  ])('as a type: %j', (type) => {
    expect(problemOf(400, { type }).type).toBe('https://docs.everruns.com/errors/bad_request')
  })

  it('but ordinary sentences of a 4xx do', () => {
    for (const text of [
      'name: must match ^[a-z0-9]+$ (got "A b")',
      'Harness "web" is not active; see docs.everruns.com',
      'created_after is not an RFC 3339 date: 2026-10-01T12:00:00Z',
      'version 1.2.3 is unknown',
    ]) {
      expect(problemOf(400, { detail: text }).detail).toBe(text)
    }
  })

  it('takes the valid ones of many input errors, fifty at most', () => {
    const errors = [
      { pointer: '/a', detail: 'is bad' },
      { pointer: 7, detail: 'x' },
      { pointer: '/b' },
      { detail: 'x' },
      null,
      'x',
      { pointer: '/c', detail: 'is worse', value: 'secret' },
    ]
    expect(problemOf(400, { errors }).errors).toEqual([
      { pointer: '/a', detail: 'is bad' },
      { pointer: '/c', detail: 'is worse' },
    ])
    const many = Array.from({ length: 60 }, (_, n) => ({ pointer: `/${n}`, detail: 'x' }))
    expect(problemOf(400, { errors: many }).errors).toHaveLength(50)
  })
})

describe('what the edge found itself', () => {
  const REASONS: InvalidResponseReason[] = [
    ...(['redirect', 'status', 'not-json', 'cut', 'shape', 'too-large'] as const),
  ]
  it.each(REASONS)('an answer that was none (%s) is a 502 that says why', (reason) => {
    const problem = toProblem({ kind: 'invalid-response', reason }, failedRequest(), NOW_MS)
    expect(problemFaults(problem, { status: 502, edgeOrigin: EDGE, hidden: HIDDEN })).toEqual([])
    expect(problem).toMatchObject({
      code: 'upstream_invalid_response',
      type: `${EDGE}/problems/upstream_invalid_response`,
      retry_after_seconds: 1,
    })
  })

  it('tells the six reasons apart', () => {
    const details = REASONS.map(
      (reason) => toProblem({ kind: 'invalid-response', reason }, failedRequest(), NOW_MS).detail,
    )
    expect(new Set(details).size).toBe(REASONS.length)
  })

  it.each([
    ['unreachable', 502, 'upstream_unreachable'],
    ['timeout', 504, 'upstream_timeout'],
  ] as const)('%s is a %i', (kind, status, code) => {
    const problem = toProblem({ kind }, failedRequest(), NOW_MS)
    expect(problemFaults(problem, { status, edgeOrigin: EDGE, hidden: HIDDEN })).toEqual([])
    expect(problem).toMatchObject({ code, retry_after_seconds: 1 })
  })

  it.each(Object.keys(CATALOGUE) as ProblemCode[])('%s is a valid problem', (code) => {
    const { status, title, meaning, owner } = CATALOGUE[code]
    for (const method of ['GET', 'POST']) {
      const problem = toProblem({ kind: 'edge', code }, failedRequest({ method }), NOW_MS)
      expect(problemFaults(problem, { status, edgeOrigin: EDGE, hidden: HIDDEN })).toEqual([])
      const base = owner === 'edge' ? `${EDGE}/problems` : 'https://docs.everruns.com/errors'
      expect(problem).toMatchObject({ title, detail: meaning, type: `${base}/${code}`, code })
    }
  })

  it('carries its own detail and the places of the input', () => {
    const errors = [{ pointer: '/query/limit', detail: 'must be a number' }]
    const failure = { kind: 'edge', code: 'invalid_request', detail: 'No.', errors } as const
    expect(toProblem({ ...failure }, failedRequest(), NOW_MS)).toMatchObject({
      status: 400,
      detail: 'No.',
      errors,
    })
  })
})
