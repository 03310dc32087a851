import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type RunningEdge, startEdge } from '../support/edge.ts'
import { send } from '../support/http-client.ts'
import { type RecordingUpstream, startRecordingUpstream } from '../support/recording-upstream.ts'

const HARNESS = '/v1/harnesses/harness_1'
const CREDENTIAL = { authorization: 'evr_pat_1' }

let upstream: RecordingUpstream
let edge: RunningEdge
let nth = 0

beforeAll(async () => {
  upstream = await startRecordingUpstream()
  upstream.answer('/v1/harnesses/', answerWithCaller)
  edge = await startEdge({
    vars: { UPSTREAM_URL: upstream.url, IDENTITY_EXTRA: 'X-User, cookie:CF_Authorization' },
  })
})
afterAll(async () => {
  await edge?.stop()
  await upstream?.stop()
})
beforeEach(() => {
  upstream.calls()
  nth += 1
})

/** A harness whose name is all that the upstream could tell callers apart by. */
function answerWithCaller(request: IncomingMessage, response: ServerResponse): void {
  const { authorization, cookie, 'x-org-id': org, 'x-user': user } = request.headers
  const name = JSON.stringify({ authorization, cookie, org, user })
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: 'h', name }))
}

/** What one caller is given, of an entry that no other test has asked for. */
async function ask(headers: Record<string, string>): Promise<{ name: string; cache: string }> {
  const answer = await send(`${edge.origin}${HARNESS}${nth}`, { headers })
  expect(answer.status).toBe(200)
  const { name } = JSON.parse(answer.text) as { name: string }
  return { name, cache: answer.headers.get('cache-status') ?? '' }
}

test.each([
  [
    'a cookie that IDENTITY_EXTRA names',
    { cookie: 'CF_Authorization=a' },
    { cookie: 'CF_Authorization=b' },
  ],
  ['a header that IDENTITY_EXTRA names', { 'x-user': 'ann' }, { 'x-user': 'bob' }],
  [
    'an organisation that Connection takes away',
    { 'x-org-id': 'o', connection: 'x-org-id' },
    { 'x-org-id': 'o' },
  ],
  [
    'a cookie beside one staging password',
    { authorization: 'Basic eA==', cookie: 'access_token=a' },
    { authorization: 'Basic eA==', cookie: 'access_token=b' },
  ],
])('%s tells two callers apart: neither is given what was the other’s', async (_, one, other) => {
  const callers = [one, other].map((headers) => ({ ...CREDENTIAL, ...headers }))
  const first = await Promise.all(callers.map(ask))
  expect(first[0]?.name).not.toBe(first[1]?.name)
  const again = await Promise.all(callers.map(ask))
  expect(again.map(({ name }) => name)).toEqual(first.map(({ name }) => name))
  for (const { cache } of again) expect(cache).toContain('; hit')
})

test('a cookie that no key knows reaches no cached read, and changes no answer', async () => {
  const cookies = ['session=ann', 'session=bob; theme=dark']
  const given = await Promise.all(cookies.map((cookie) => ask({ ...CREDENTIAL, cookie })))
  expect(new Set(given.map(({ name }) => name)).size).toBe(1)
  for (const { headers } of upstream.calls()) {
    expect(headers.map(([name]) => name.toLowerCase())).not.toContain('cookie')
  }
})

test('a cached read has an agent of the edge’s own, and nothing of its client but what is keyed', async () => {
  await ask({
    ...CREDENTIAL,
    'user-agent': 'sdk/1',
    'accept-language': 'de',
    'x-app-version': '7',
    'everruns-edge-written': '1',
    cookie: 'everruns_edge_written=1; everruns_org=o; a=b',
  })
  const [call] = upstream.calls()
  const headers = new Map(call?.headers.map(([name, value]) => [name.toLowerCase(), value]))
  expect(headers.get('user-agent')).toMatch(/^everruns-edge\/\d/)
  expect(headers.get('cookie')).toBe('everruns_org=o')
  for (const name of ['accept-language', 'x-app-version', 'everruns-edge-written']) {
    expect(headers.has(name), name).toBe(false)
  }
})

test.each([
  'X-B3-TraceId',
  'X-Datadog-Trace-Id',
  'X-Amzn-Trace-Id',
  'X-CSRF-Token',
  'X-Stainless-Lang',
  'X-App-Version',
  'X-Vercel-Id',
  'Baggage',
])('%s switches no cache off', async (name) => {
  await ask(CREDENTIAL)
  expect((await ask({ ...CREDENTIAL, [name]: 'x' })).cache).toContain('; hit')
})

test('an unknown header asks the API each time, goes with it, and Cache-Status says why', async () => {
  await ask(CREDENTIAL)
  upstream.calls()
  const { cache } = await ask({ ...CREDENTIAL, 'x-project-id': 'p' })
  expect(cache).toContain('fwd=bypass')
  expect(cache).toContain('detail=unkeyed-header')
  expect(upstream.calls()[0]?.headers).toContainEqual(['x-project-id', 'p'])
})

test.each<[string, (byte: string) => Record<string, string>]>([
  ['a credential', (byte) => ({ authorization: `evr_pat_${byte}` })],
  ['a header that is no credential', (byte) => ({ authorization: `Basic ${byte}` })],
  ['an access token', (byte) => ({ cookie: `access_token=${byte}` })],
  ['an organisation', (byte) => ({ ...CREDENTIAL, 'x-org-id': byte })],
  ['a cookie of the organisation', (byte) => ({ ...CREDENTIAL, cookie: `everruns_org=${byte}` })],
  ['what IDENTITY_EXTRA names', (byte) => ({ ...CREDENTIAL, 'x-user': `caf${byte}` })],
  ['a cookie that IDENTITY_EXTRA names', (byte) => ({ cookie: `CF_Authorization=${byte}` })],
])('%s of bytes that are no UTF-8 is never answered from the cache', async (_, headersWith) => {
  // One byte each, and as text the same character.
  for (const byte of ['\u00e9', '\u00ff', '\u00e9']) {
    const { cache } = await ask(headersWith(byte))
    expect(cache).toBe('everruns-edge; fwd=bypass; fwd-status=200; detail=unkeyed-header')
  }
})
