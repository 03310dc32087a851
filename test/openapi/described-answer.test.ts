import { describe, expect, it } from 'vitest'
import { describedFaults } from '../support/described-answer.ts'

const CACHED = {
  'content-type': 'application/json',
  'cache-status': 'everruns-edge; hit; ttl=9',
  age: '3',
  etag: '"a"',
  'cache-control': 'private, no-cache',
  vary: 'Authorization, Cookie, X-Org-Id',
  'x-request-id': 'r',
}

const PROBLEM = {
  type: 'https://edge.example/problems/x',
  title: 'Not Found',
  status: 404,
  detail: 'It is gone.',
  instance: '/v1/x',
  code: 'a_code_of_the_api',
  request_id: 'r',
  allowed_actions: [{ rel: 'retry', method: 'GET', href: 'https://edge.example/v1/x' }],
}

const PROBLEM_HEADERS = {
  'content-type': 'application/problem+json',
  'cache-control': 'private, no-store',
  'x-request-id': 'r',
}

interface Case {
  path?: string
  method?: string
  status?: number
  headers?: Record<string, string>
  body?: unknown
}

function faultsOf({ path = '/v1/harnesses/x/stats', method = 'GET', ...answer }: Case): string[] {
  const { status = 200, headers = CACHED, body } = answer
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  return describedFaults({
    method,
    url: `https://edge.example${path}`,
    answer: { status, headers: new Headers(headers), text },
    isDocumented: true,
  }).map((fault) => fault.replace(/^\S+ \S+ \d+: /, ''))
}

const without = (name: string, headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([one]) => one !== name))

describe('an answer that is what the description says', () => {
  it.each<[string, Case]>([
    ['a 304 of a cached route', { status: 304, headers: without('content-type', CACHED) }],
    [
      'an API answer of a path that is not described',
      { path: '/v1/no-such', headers: { 'x-request-id': 'r' }, body: {} },
    ],
    [
      'a problem that came by the cache',
      {
        status: 404,
        headers: {
          ...PROBLEM_HEADERS,
          'cache-status': 'everruns-edge; hit; ttl=4; detail=negative',
        },
        body: PROBLEM,
      },
    ],
    ['a problem of any route', { status: 404, headers: PROBLEM_HEADERS, body: PROBLEM }],
    [
      'a problem under /api',
      { path: '/api/v1/users', status: 404, headers: PROBLEM_HEADERS, body: PROBLEM },
    ],
    [
      'a problem of a path that is not described',
      { path: '/v1/no-such', status: 404, headers: PROBLEM_HEADERS, body: PROBLEM },
    ],
    [
      'a forwarded file below a path of its own',
      {
        path: '/v1/workspaces/w/fs/_/download/a/b.bin',
        headers: { 'x-request-id': 'r', 'content-type': 'application/octet-stream' },
        body: 'bytes',
      },
    ],
  ])('%s has no fault', (_, one) => {
    expect(faultsOf(one)).toEqual([])
  })
})

describe('an answer that departs from the description is told', () => {
  it.each<[string, Case, string]>([
    ['a header that is missing', { status: 304, headers: without('age', CACHED) }, 'no Age'],
    [
      'a body of another type',
      { headers: { ...CACHED, 'content-type': 'text/html' }, body: 'x' },
      'a body of text/html',
    ],
    ['a body that lacks members', { body: {} }, "must have required property 'session_count'"],
    ['a body that is cut', { body: '{"session_count":' }, 'no JSON'],
    ['no body', {}, 'no body'],
    ['a status', { status: 302 }, 'no status 302'],
    [
      'a problem without any action',
      {
        status: 404,
        headers: {
          ...PROBLEM_HEADERS,
          'x-request-id': 'r',
          'content-type': 'application/problem+json',
        },
        body: { ...PROBLEM, allowed_actions: [] },
      },
      'must NOT have fewer than 1 items',
    ],
    [
      'a problem without its member for actions',
      { status: 404, headers: PROBLEM_HEADERS, body: { ...PROBLEM, allowed_actions: undefined } },
      "must have required property 'allowed_actions'",
    ],
    [
      'what is said of a cache where there is none',
      {
        path: '/v1/users',
        headers: {
          'x-request-id': 'r',
          'cache-status': 'everruns-edge; hit',
          'content-type': 'application/json',
        },
        body: [],
      },
      'Cache-Status is not described',
    ],
  ])('%s', (_, one, fault) => {
    expect(faultsOf(one).join('; ')).toContain(fault)
  })
})
