import { describe, expect, it } from 'vitest'
import { AGENT_SHARED, HARNESSES_ONE, SESSIONS_ONE } from '../catalogue.ts'
import { ERROR_FORMS, type ErrorForm } from '../error-forms.ts'
import { type Ask, createBench } from './bench.ts'

const post = (body: unknown, type = 'application/json'): Ask => ({
  method: 'POST',
  body,
  headers: { 'content-type': type },
})

describe('router', () => {
  it.each<[string, string, number, string | null]>([
    ['GET', '/v1/nothing', 404, null],
    ['GET', '/v1/harnesses/', 404, null],
    ['GET', '/v1//harnesses', 404, null],
    ['GET', '/other', 404, null],
    ['PUT', '/v1/harnesses', 405, 'GET,HEAD,POST'],
    ['POST', `/v1/sessions/${SESSIONS_ONE.idle}/sse`, 405, 'GET,HEAD'],
    ['DELETE', '/v1/harnesses/config', 405, 'GET,HEAD'],
  ])(
    'answers %s %s with an empty %i, before asking who calls',
    async (method, path, status, allow) => {
      const told = await createBench().ask(path, { method, auth: null })
      expect([told.status, told.text, told.headers.get('content-type')]).toEqual([status, '', null])
      expect(told.headers.get('allow')).toBe(allow)
    },
  )

  it('serves the same with and without the prefix, and HEAD without a body', async () => {
    const { ask } = createBench()
    const plain = await ask('/v1/harnesses/generic')
    expect((await ask('/api/v1/harnesses/generic')).text).toBe(plain.text)
    const head = await ask('/v1/harnesses/generic', { method: 'HEAD' })
    expect([head.status, head.text]).toEqual([200, ''])
    expect((await ask('/health', { auth: null })).json).toEqual({ status: 'ok' })
    expect((await ask('/api/health', { auth: null })).status).toBe(200)
  })
})

describe('bodies', () => {
  it.each<[string, Ask, number]>([
    ['broken JSON', post('{'), 400],
    ['another type', post('{}', 'text/plain'), 415],
    ['a missing field', post({}), 422],
    ['a wrong type', post({ name: 7 }), 422],
    ['an array', post([]), 422],
    ['over 2 MiB', post({ name: 'x'.repeat(2 * 1024 * 1024) }), 413],
  ])('refuses %s in text/plain', async (_what, how, status) => {
    const told = await createBench().ask('/v1/harnesses', how)
    expect([told.status, told.headers.get('content-type')]).toEqual([
      status,
      'text/plain; charset=utf-8',
    ])
  })
})

describe('headers', () => {
  it.each(['/v1/harnesses', '/v1/nothing', '/v1/harnesses/nobody'])(
    'protects and names every answer, and says nothing about caching: %s',
    async (path) => {
      const { ask } = createBench()
      const told = await ask(path, { headers: { 'x-request-id': 'abc' } })
      expect(told.headers.get('x-request-id')).toBe('abc')
      expect(told.headers.get('x-frame-options')).toBe('DENY')
      expect(told.headers.get('x-content-type-options')).toBe('nosniff')
      for (const name of ['etag', 'cache-control', 'vary', 'last-modified']) {
        expect(told.headers.has(name)).toBe(false)
      }
      const long = await ask(path, { headers: { 'x-request-id': 'x'.repeat(257) } })
      expect(long.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    },
  )

  it('ignores conditions', async () => {
    const headers = { 'if-none-match': '*', 'if-modified-since': new Date(0).toUTCString() }
    expect((await createBench().ask('/v1/harnesses', { headers })).status).toBe(200)
  })
})

it('leads to the existing agent when its ID is taken', async () => {
  const body = { id: AGENT_SHARED, name: 'again', system_prompt: 'Hi' }
  const told = await createBench().ask('/v1/agents', { method: 'POST', body })
  expect(told.json).toMatchObject({
    status: 409,
    code: 'already_exists',
    allowed_actions: [{ rel: 'get-existing', href: expect.stringContaining(AGENT_SHARED) }],
  })
})

it('limits a whole address once that is switched on, outside the API layer', async () => {
  const { ask, control } = createBench()
  control.setLimits({ perAddress: 2 })
  const from = (address: string) => ({ headers: { 'x-forwarded-for': `1.1.1.1, ${address}` } })
  await ask('/v1/harnesses', from('2.2.2.2'))
  await ask('/v1/nothing', from('2.2.2.2'))
  const told = await ask('/v1/harnesses', from('2.2.2.2'))
  expect([told.status, told.headers.get('content-type')]).toEqual([429, 'application/json'])
  expect(told.headers.get('retry-after')).toBe('60')
  expect(told.json).toMatchObject({
    code: 'rate_limited',
    retry_after_seconds: 60,
    allowed_actions: [{ rel: 'retry-later' }],
  })
  expect((await ask('/v1/harnesses', from('3.3.3.3'))).status).toBe(200)
  expect((await ask('/health', from('2.2.2.2'))).status).toBe(200)
  control.advance(60_000)
  expect((await ask('/v1/harnesses', from('2.2.2.2'))).status).toBe(200)
})

it('limits an edge as one address, as a variable says, whomever it asks for', async () => {
  const { ask } = createBench({ addressLimit: 2 })
  const from = (address: string) =>
    ask('/v1/harnesses', { headers: { 'x-forwarded-for': address } })
  const statuses = [await from('1.1.1.1'), await from('2.2.2.2'), await from('3.3.3.3')]
  expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429])
})

it.each(['redirect_path', 'redirect_up', 'redirect_query', 'redirect_out'] as const)(
  'can redirect as %s',
  async (form) => {
    const { ask, control } = createBench()
    control.addFaults({ match: '/v1/', form })
    const told = await ask('/v1/harnesses')
    expect(told.status).toBeGreaterThanOrEqual(300)
    expect(told.headers.get('location')).toMatch(/login|page/)
  },
)

it.each(Object.keys(ERROR_FORMS) as ErrorForm[])('can answer in the form %s', async (form) => {
  const { ask, control } = createBench()
  control.addFaults({ match: '/v1/', form })
  const expected = ERROR_FORMS[form]()
  const path = `/v1/harnesses/${HARNESSES_ONE.generic}`
  const told = await ask(path)
  expect([told.status, told.text]).toEqual([expected.status, await expected.text()])
  expect(told.headers.get('content-type')).toBe(expected.headers.get('content-type'))
  expect(told.headers.has('x-request-id')).toBe(true)
  expect((await ask(path)).status).toBe(200)
})
