import { describe, expect, it } from 'vitest'
import { CATALOGUE, type ProblemCode, titleOf } from '../../src/problem/catalogue.ts'
import {
  bareFailure,
  type InvalidResponseReason,
  loggedFailure,
  toProblem,
} from '../../src/problem/failure.ts'
import { problemFaults } from '../support/problem-rules.ts'
import { EDGE, failedRequest, SESSION, UPSTREAM, upstreamAnswer } from './requests.ts'

const HIDDEN = [new URL(UPSTREAM).hostname, '<', 'panicked', 'evr_pat', 'store.rs']

function problemOf(...[status, body, given]: Parameters<typeof upstreamAnswer>) {
  const problem = toProblem(upstreamAnswer(status, body, given), failedRequest())
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
    const problem = toProblem(upstreamAnswer(404), failed)
    expect(problem).toMatchObject({ instance: `/v1/sessions/${SESSION}`, request_id: 'r-2' })
  })
})

describe('faults in other forms become errors and a sentence', () => {
  const FORMS: [string, object, object][] = [
    [
      'a list of a validator',
      {
        detail: [
          { type: 'missing', loc: ['body', 'name'], msg: 'Field required', input: {} },
          { type: 'int', loc: ['query', 'limit'], msg: 'Not a number' },
          { loc: ['body', 'tags', 0, 'a/b'], msg: 'Too long' },
        ],
      },
      {
        detail: 'name: Field required; query.limit: Not a number; tags.0.a~1b: Too long',
        errors: [
          { pointer: '/name', detail: 'Field required' },
          { pointer: '/query/limit', detail: 'Not a number' },
          { pointer: '/tags/0/a~1b', detail: 'Too long' },
        ],
      },
    ],
    [
      'an object by the names of the input',
      { errors: { name: ['is too long', 'is taken'], 'limits.max': { message: 'is too high' } } },
      {
        detail: 'name: is too long; name: is taken; limits.max: is too high',
        errors: [
          { pointer: '/name', detail: 'is too long' },
          { pointer: '/name', detail: 'is taken' },
          { pointer: '/limits.max', detail: 'is too high' },
        ],
      },
    ],
    [
      'strings',
      { detail: 'Two things are wrong', errors: ['one', 'two'] },
      {
        detail: 'Two things are wrong',
        errors: [
          { pointer: '', detail: 'one' },
          { pointer: '', detail: 'two' },
        ],
      },
    ],
    [
      'JSON:API',
      { errors: [{ source: { pointer: '/data/title' }, title: 'Invalid', detail: 'Is empty' }] },
      { detail: 'data.title: Is empty', errors: [{ pointer: '/data/title', detail: 'Is empty' }] },
    ],
    [
      'names with dots',
      { message: 'Not valid', errors: [{ field: 'owner.email', message: 'Is no address' }] },
      { detail: 'Not valid', errors: [{ pointer: '/owner/email', detail: 'Is no address' }] },
    ],
    [
      'an object around a sentence',
      { detail: { message: 'Not valid', hint: 'x' } },
      { detail: 'Not valid' },
    ],
    [
      'OAuth',
      { error: 'invalid_grant', error_description: 'The code has expired' },
      { detail: 'The code has expired', code: 'invalid_grant', error: 'invalid_grant' },
    ],
  ]
  it.each(FORMS)('%s', (_, body, members) => {
    expect(problemOf(400, body, json)).toMatchObject(members)
  })

  it('and none of a failing server’s does', () => {
    for (const [, body] of FORMS) {
      const problem = problemOf(500, body, json)
      expect(problem.detail).not.toMatch(/expired|required|long|no address/)
    }
  })
})

describe('members of the API’s own stay', () => {
  it('whatever their type, the nested error of SDKs among them', () => {
    const error = { code: 'name_taken', message: 'Name is taken' }
    const own = {
      error,
      limit: 5,
      resets: null,
      plan: { name: 'free', used: [1, 2] },
      is_soft: true,
    }
    expect(problemOf(409, own, json)).toMatchObject({ ...own, code: 'name_taken' })
  })

  it('where their names are valid and are not the problem’s', () => {
    const problem = problemOf(400, {
      ...{ ab: 1, '1ab': 1, 'a-b': 1, 'a b': 1, ['a'.repeat(65)]: 1, '': 1, __proto__x: 1 },
      ...{ evr_pat_1111111111111111: 1, constructor: 'own', instance: '/theirs', request_id: 'x' },
      allowed_actions: [],
    })
    expect(
      Object.keys(problem).filter((name) => /^(?:.?ab|a.b|a+|evr.*|_.*|)$/.test(name)),
    ).toEqual([])
    expect(problem).toMatchObject({ constructor: 'own', request_id: 'request-1' })
    expect(problem.instance).toBe(`/v1/sessions/${SESSION}`)
  })

  it('with every text in them masked, names too', () => {
    const problem = problemOf(400, {
      seen: ['at db.internal', { 'main-db.internal': 1, token: 'evr_pat_1111111111111111' }],
    })
    expect(problem).toMatchObject({ seen: ['at […]', {}] })
  })

  it('under 16 KiB together, and not too deep', () => {
    expect(problemOf(400, { ...{ aaa: 1 }, big: 'x '.repeat(400) })).toMatchObject({ aaa: 1 })
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`m${n}x`, 'x '.repeat(400)]),
    )
    expect(Object.keys(problemOf(400, many))).not.toContain('m1x')
    const deep = `{"deep":${'['.repeat(5_000)}${']'.repeat(5_000)}}`
    expect(problemOf(400, deep, json).status).toBe(400)
  })

  it('whole up to 16 KiB, not cut like a sentence, and none of them where they are longer', () => {
    const own = (text: string) => ({ aaa: 1, log: text, error: { message: text } })
    const long = 'x '.repeat(4_000).trim()
    expect(problemOf(409, own(long))).toMatchObject(own(long))
    expect(problemOf(503, { log: long }).status).toBe(503)
    expect(problemOf(503, { log: long })).toMatchObject({ log: long })
    for (const text of ['x '.repeat(10_000), 'é '.repeat(6_000)]) {
      const problem = problemOf(409, { aaa: 1, log: text, detail: text })
      expect([Object.hasOwn(problem, 'aaa'), Object.hasOwn(problem, 'log')]).toEqual([false, false])
      expect(problem.detail.length).toBeLessThanOrEqual(1_000)
    }
  })

  it('of a failing server only where they tell nothing of its inside', () => {
    const problem = problemOf(503, { queue: 7, node: 'db-7.prod.example', state: 'busy' })
    expect(problem).toMatchObject({ queue: 7, state: 'busy' })
    expect(Object.keys(problem)).not.toContain('node')
  })
})

describe('what the log and another caller learn of a failure', () => {
  const limited = upstreamAnswer(429, { detail: 'User alice of plan free', code: 'org_limit' })

  it('the log: its code, an internal reason and the upstream’s status, and no text', () => {
    const problem = toProblem(limited, failedRequest())
    expect(loggedFailure(limited, problem)).toEqual({
      problem_code: 'org_limit',
      reason: 'answer',
      upstream_status: 429,
    })
    const shape = { kind: 'invalid-response', reason: 'shape', cause: 'no id' } as const
    expect(loggedFailure(shape)).toEqual({ reason: 'shape: no id' })
    const unreachable = { kind: 'unreachable', cause: 'refused' } as const
    expect(loggedFailure(unreachable)).toEqual({ reason: 'unreachable: refused' })
    expect(loggedFailure({ kind: 'timeout' })).toEqual({ reason: 'timeout' })
    expect(loggedFailure({ kind: 'edge', code: 'not_cached' })).toEqual({
      problem_code: 'not_cached',
      reason: 'edge',
    })
  })

  it('another caller: its kind and status alone', () => {
    const problem = toProblem(bareFailure(limited), failedRequest())
    expect(problem).toEqual(toProblem(upstreamAnswer(429), failedRequest()))
    expect(JSON.stringify(problem)).not.toMatch(/alice|org_limit/)
    expect(bareFailure({ kind: 'timeout' })).toEqual({ kind: 'timeout' })
  })
})

describe('nothing that a caller should not read comes through', () => {
  const MEANING = CATALOGUE.bad_request.meaning
  /** What a text says, and what is said of it; undefined: nothing. `redaction.test.ts` has them all. */
  const SECRETS: [string, string | undefined][] = [
    ['see https://api-7.upstream.example/x', 'see […]'],
    ['see API-7.Upstream.Example', 'see […]'],
    ['token evr_pat_1111111111111111', 'token […]'],
    ['control \u0000 character', 'control […] character'],
    ['main-db.internal does not answer', '[…] does not answer'],
    ['<b>bold</b>', undefined],
    ['thread panicked here', undefined],
    ['at handler (/srv/app.js:10:5)', undefined],
    ['src/store.rs:42', undefined],
  ]
  it.each(SECRETS)('as text: %j', (text, said = MEANING) => {
    expect(problemOf(400, text).detail).toBe(said)
  })

  it.each(SECRETS)('as members: %j', (text, said) => {
    const given = { title: text, detail: text, errors: [{ pointer: '/a', detail: text }] }
    const problem = problemOf(400, given)
    expect(problem).toMatchObject({ title: 'Bad Request', detail: said ?? MEANING })
    expect(problem.errors).toEqual(said && [{ pointer: '/a', detail: said }])
    const legacy = [{ error: text }, { error: { message: text } }, { message: text }]
    for (const body of legacy) {
      const answer = problemOf(400, body)
      expect(answer.detail).toBe(said ?? MEANING)
      expect(JSON.stringify(answer)).not.toContain(text)
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
      { pointer: '', detail: 'x' },
      { pointer: '', detail: 'x' },
      { pointer: '', detail: 'x' },
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
    const problem = toProblem({ kind: 'invalid-response', reason }, failedRequest())
    expect(problemFaults(problem, { status: 502, edgeOrigin: EDGE, hidden: HIDDEN })).toEqual([])
    expect(problem).toMatchObject({
      code: 'upstream_invalid_response',
      type: `${EDGE}/problems/upstream_invalid_response`,
      retry_after_seconds: 1,
    })
  })

  it('tells the six reasons apart', () => {
    const details = REASONS.map(
      (reason) => toProblem({ kind: 'invalid-response', reason }, failedRequest()).detail,
    )
    expect(new Set(details).size).toBe(REASONS.length)
  })

  it.each([
    ['unreachable', 502, 'upstream_unreachable'],
    ['timeout', 504, 'upstream_timeout'],
  ] as const)('%s is a %i', (kind, status, code) => {
    const problem = toProblem({ kind }, failedRequest())
    expect(problemFaults(problem, { status, edgeOrigin: EDGE, hidden: HIDDEN })).toEqual([])
    expect(problem).toMatchObject({ code, retry_after_seconds: 1 })
  })

  it.each(Object.keys(CATALOGUE) as ProblemCode[])('%s is a valid problem', (code) => {
    const { status, meaning, owner } = CATALOGUE[code]
    const title = titleOf(CATALOGUE[code])
    for (const method of ['GET', 'POST']) {
      const problem = toProblem({ kind: 'edge', code }, failedRequest({ method }))
      expect(problemFaults(problem, { status, edgeOrigin: EDGE, hidden: HIDDEN })).toEqual([])
      const base = owner === 'edge' ? `${EDGE}/problems` : 'https://docs.everruns.com/errors'
      expect(problem).toMatchObject({ title, detail: meaning, type: `${base}/${code}`, code })
    }
  })

  it('carries its own detail and the places of the input', () => {
    const errors = [{ pointer: '/query/limit', detail: 'must be a number' }]
    const failure = { kind: 'edge', code: 'invalid_request', detail: 'No.', errors } as const
    expect(toProblem({ ...failure }, failedRequest())).toMatchObject({
      status: 400,
      detail: 'No.',
      errors,
    })
  })
})
