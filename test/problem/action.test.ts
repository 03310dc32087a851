import { describe, expect, it } from 'vitest'
import { actionsFromUpstream, fillPath, requestHref } from '../../src/problem/action.ts'
import { failureBytes, toProblem } from '../../src/problem/failure.ts'
import { EDGE, failedRequest, HARNESS, SESSION, UPSTREAM, upstreamAnswer } from './requests.ts'

const PATH = `/v1/sessions/${SESSION}`
const failed = failedRequest({ path: PATH, query: '?a=b' })

/** What becomes of the `allowed_actions` of an answer. */
function actionsOf(allowed_actions: unknown, request = failed) {
  return actionsFromUpstream(upstreamAnswer(404, { allowed_actions }).actions, request)
}

/** What becomes of one action's href. */
function hrefOf(href: unknown): string | undefined {
  return actionsOf([{ rel: 'self', method: 'GET', href }])[0]?.href
}

describe('an href of the upstream', () => {
  it.each([
    [`${UPSTREAM}/v1/agents?limit=5`, '/v1/agents?limit=5'],
    ['https://api-7.upstream.example/v1/agents', '/v1/agents'],
    ['https://API-7.upstream.example:443/api/v1/agents', '/v1/agents'],
    ['https://app.everruns.com/api/v1/agents', '/v1/agents'],
    ['/v1/agents', '/v1/agents'],
    ['/api/v1/agents', '/v1/agents'],
    ['events', '/v1/sessions/events'],
    ['./events?x=1', '/v1/sessions/events?x=1'],
    ['?limit=1', `${PATH}?limit=1`],
    ['', PATH],
    [`${UPSTREAM}/v1/a/../agents`, '/v1/agents'],
    [`${UPSTREAM}/v1/agents#part`, '/v1/agents'],
    ['https://user:secret@api-7.upstream.example/api/v1/agents', '/v1/agents'],
    ['//api-7.upstream.example/api/v1/agents', '/v1/agents'],
    ['/v1//evil.example/x', '/v1//evil.example/x'],
    ['https:evil.example/x', '/v1/sessions/evil.example/x'],
  ])('%s leads to %s on the edge', (href, path) => {
    expect(hrefOf(href)).toBe(EDGE + path)
  })

  it.each([
    '//evil.example',
    '//evil.example/v1/x',
    '\\\\evil.example\\v1\\x',
    '/\\evil.example/v1/x',
    'https://evil.example/v1/x',
    'https://api-7.upstream.example.evil.example/api/v1/x',
    'https://api-7.upstream.example@evil.example/v1/x',
    'http://api-7.upstream.example/api/v1/x',
    'https://api-7.upstream.example:8443/api/v1/x',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:https://api-7.upstream.example/v1/x',
    '\tjavascript:alert(1)',
    '../../../../admin',
    `${UPSTREAM}/v1/../../admin`,
    `${UPSTREAM}/admin`,
    'https://api-7.upstream.example/',
    'https://[',
    `/v1/x?next=${UPSTREAM}/v1/y`,
    '/v1/x?next=api-7.upstream%2Eexample',
    '/v1/x?token=evr_pat_1111111111111111',
    '/v1/%zz',
    7,
    { href: '/v1/x' },
    ['/v1/x'],
    false,
  ])('%j is dropped with its action', (href) => {
    expect(hrefOf(href)).toBeUndefined()
  })
})

describe('an action without an href', () => {
  const only = (action: object, request = failed) =>
    actionsOf([{ rel: 'retry', ...action }], request)[0]

  it('gets the one of its operation, filled from the failed request', () => {
    expect(only({ operation_id: 'get_session', href: null })).toEqual({
      rel: 'retry',
      method: 'GET',
      href: EDGE + PATH,
      operation_id: 'get_session',
    })
    expect(only({ operation_id: 'create_session' })).toMatchObject({
      method: 'POST',
      href: `${EDGE}/v1/sessions`,
    })
    const stats = failedRequest({ path: `/v1/harnesses/${HARNESS}/stats` })
    expect(only({ operation_id: 'update_harness' }, stats)).toMatchObject({
      method: 'PATCH',
      href: `${EDGE}/v1/harnesses/${HARNESS}`,
    })
  })

  it('is the failed request again where the operation is unknown or about something else', () => {
    const again = { method: 'GET', href: `${EDGE}${PATH}?a=b` }
    expect(only({})).toEqual({ rel: 'retry', ...again })
    expect(only({ operation_id: 'no_such_operation' })).toMatchObject(again)
    expect(only({ operation_id: 'get_harness' })).toMatchObject(again)
    expect(only({ method: 'DELETE' })).toMatchObject({ method: 'DELETE', href: again.href })
  })

  it('sends a change that failed again only where its relation says so', () => {
    const created = failedRequest({ method: 'POST', path: '/v1/harnesses' })
    const href = `${EDGE}/v1/harnesses`
    expect(only({}, created)).toMatchObject({ rel: 'retry', method: 'POST', href })
    expect(only({ rel: 'get-existing' }, created)).toMatchObject({ method: 'GET', href })
    expect(only({ rel: 'delete', method: 'DELETE' }, created)).toMatchObject({ method: 'DELETE' })
    // Its path has an ID that the failed one has not: there it would create one more.
    expect(only({ rel: 'update', operation_id: 'update_harness' }, created)).toBeUndefined()
  })
})

describe('the actions of an answer', () => {
  const action = { rel: 'self', href: '/v1/agents' }

  it.each([undefined, null, 'retry', 7, {}, { rel: 'self', href: '/v1/agents' }])(
    'are none where the member is %j',
    (allowed_actions) => {
      expect(actionsOf(allowed_actions)).toEqual([])
    },
  )

  it('leave out what is no action or of no known relation', () => {
    const mixed = [null, 'retry', [], {}, { rel: 7 }, { ...action, rel: 'takeover' }, action]
    expect(actionsOf(mixed)).toEqual([{ rel: 'self', method: 'GET', href: `${EDGE}/v1/agents` }])
  })

  it('keep known methods in capitals, and GET otherwise', () => {
    const methodOf = (method: unknown) => actionsOf([{ ...action, method }])[0]?.method
    expect(methodOf('patch')).toBe('PATCH')
    for (const method of ['TRACE', 'CONNECT', 'GET\r\n', '', 7, null]) {
      expect(methodOf(method)).toBe('GET')
    }
  })

  it('keep what informs, unless it is malformed or tells too much', () => {
    const informed = {
      operation_id: 'list_agents',
      hint: 'Look at the list.',
      schema_ref: '#/components/schemas/Agent',
    }
    const [kept] = actionsOf([{ ...action, ...informed, secret: 'x' }])
    expect(kept).toEqual({ rel: 'self', method: 'GET', href: `${EDGE}/v1/agents`, ...informed })
    for (const bad of [
      { operation_id: 'two words' },
      { operation_id: 'evr_pat_1111111111111111' },
      { operation_id: 7 },
      { hint: '<b>Go</b>' },
      { hint: 'thread panicked' },
      { hint: '' },
      { schema_ref: 'https://api-7.upstream.example/schema' },
      { schema_ref: '/api-7.upstream.example/schema' },
      { schema_ref: '//evil.example/x.json' },
      { schema_ref: '#//evil.example/x.json' },
    ]) {
      const [left] = actionsOf([{ ...action, ...bad }])
      expect(left).toEqual({ rel: 'self', method: 'GET', href: `${EDGE}/v1/agents` })
    }
  })

  it('are flat, so that they can be remembered however deep they came', () => {
    const nested = `${'['.repeat(9_000)}${']'.repeat(9_000)}`
    const body = `{"allowed_actions":[{"rel":"self","href":"/v1/agents","hint":${nested}}]}`
    const answer = upstreamAnswer(429, body, { contentType: 'application/json' })
    expect(failureBytes(answer)).toBeLessThan(2_000)
    expect(actionsFromUpstream(answer.actions, failed)).toMatchObject([{ rel: 'self' }])
  })

  it('are twenty at most', () => {
    expect(actionsOf(Array(30).fill(action))).toHaveLength(20)
  })

  it('replace the edge’s own advice, and are replaced by it where none is left', () => {
    const shown = (allowed_actions: unknown) =>
      toProblem(upstreamAnswer(404, { allowed_actions }), failed).allowed_actions
    expect(shown([action])).toEqual([{ rel: 'self', method: 'GET', href: `${EDGE}/v1/agents` }])
    expect(shown([{ ...action, href: 'https://evil.example' }])).toMatchObject([
      { rel: 'get-existing', href: `${EDGE}/v1/sessions`, operation_id: 'list_sessions' },
      { rel: 'retry' },
    ])
  })
})

describe('a path template', () => {
  it.each([
    ['/v1/sessions', '/v1/x', '/v1/sessions'],
    ['/v1/sessions/{id}', '/v1/sessions/s1/events', '/v1/sessions/s1'],
    ['/v1/sessions/{id}/cancel', '/v1/sessions/s1', '/v1/sessions/s1/cancel'],
    [
      '/v1/agents/{a}/health-checks/{r}',
      '/v1/agents/a1/health-checks/r1',
      '/v1/agents/a1/health-checks/r1',
    ],
    ['/v1/agents/{a}/health-checks/{r}', '/v1/agents/a1/health-checks', undefined],
    ['/v1/agents/{a}/versions/{v}', '/v1/agents/a1/health-checks/r1', undefined],
    ['/v1/sessions/{id}', '/v1/sessions', undefined],
    ['/v1/sessions/{id}', '/v1/sessions/', undefined],
    ['/v1/sessions/{id}', '/v1/agents/a1', undefined],
  ])('%s from %s is %s', (template, path, filled) => {
    expect(fillPath(template, path)).toBe(filled)
  })
})

it('repeats the failed request with its query', () => {
  expect(requestHref(failed)).toBe(`${EDGE}${PATH}?a=b`)
})
