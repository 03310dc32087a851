import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AGENTS_ONE, HARNESSES_ONE, RUNS, SESSIONS_ONE } from '../../sample/catalogue.ts'
import { type RunningEdge, startEdge } from '../support/edge.ts'
import { expectProblem } from '../support/edge-stage.ts'
import {
  FAULTS,
  type FaultName,
  type FaultyUpstream,
  HUGE_BYTES,
  startFaultyUpstream,
} from '../support/faulty-upstream.ts'
import { send } from '../support/http-client.ts'
import { logFaults } from '../support/log-rules.ts'
import { problemFaults } from '../support/problem-rules.ts'

const TIMEOUT_MS = 700
/** What the edge itself may add, 500 ms, and what a machine that runs other tests beside may. */
const MARGIN_MS = 500 + 2_500

/** Words of the faulty upstream that no caller may read. */
const HIDDEN = [
  ...['127.0.0.1', '<', 'panicked', 'store.rs', 'internal,', 'main-db', 'evr_pat_', 'evil.example'],
  ...['elsewhere.example', 'SSH-2.0', 'axum', 'sign in', 'Back soon'],
]

/** The five routes of the edge's own, which read the answer, and those that pass it on. */
const ROUTES = {
  harness: ['GET', `/v1/harnesses/${HARNESSES_ONE.generic}`],
  stats: ['GET', `/v1/harnesses/${HARNESSES_ONE.generic}/stats`],
  sessions: ['GET', '/v1/sessions'],
  latest: ['GET', `/v1/agents/${AGENTS_ONE.healthy}/health-checks/latest`],
  run: ['GET', `/v1/agents/${AGENTS_ONE.healthy}/health-checks/${RUNS.completed}`],
  forwardedRead: ['GET', '/v1/apps'],
  forwardedWrite: ['POST', `/v1/sessions/${SESSIONS_ONE.idle}/messages`],
} as const

type RouteName = keyof typeof ROUTES
const READS: readonly RouteName[] = ['harness', 'stats', 'sessions', 'latest', 'run']
const FORWARDED: readonly RouteName[] = ['forwardedRead', 'forwardedWrite']

/**
 * What a route answers: a problem (status, code where it is the same for all routes, wait in seconds); or the
 * upstream's own answer, with its status, passed on whole, or until it breaks off, or until the client has enough.
 */
type Expected =
  | { problem: number; code?: string; wait?: number | readonly number[] }
  | { passed: number; body: 'whole' | 'broken' | 'endless' }

const invalid: Expected = { problem: 502, code: 'upstream_invalid_response', wait: 1 }
const unreachable: Expected = { problem: 502, code: 'upstream_unreachable', wait: 1 }
const timeout: Expected = { problem: 504, code: 'upstream_timeout', wait: 1 }
const passed: Expected = { passed: 200, body: 'whole' }
const broken: Expected = { passed: 200, body: 'broken' }
const same = (expected: Expected): [Expected, Expected] => [expected, expected]
const limited = (wait: number | readonly number[]) =>
  same({ problem: 429, code: 'rate_limited', wait })

/** Of each fault: what the five routes answer, and what the forwarded ones do. */
const EXPECTED: Record<FaultName, [read: Expected, forwarded: Expected]> = {
  reset_at_once: same(unreachable),
  reset_in_body: [invalid, broken],
  silence: same(timeout),
  deafness: same(timeout),
  drip: [timeout, { passed: 200, body: 'endless' }],
  cut_at_length: [invalid, broken],
  cut_chunks: [invalid, broken],
  invalid_json: [invalid, passed],
  wrong_shape: [invalid, passed],
  html_200: [invalid, passed],
  html_502: same({ problem: 502, code: 'bad_gateway', wait: 1 }),
  empty_404: same({ problem: 404 }),
  empty_500: same({ problem: 500, code: 'internal_error' }),
  text_400: same({ problem: 400, code: 'bad_request' }),
  text_400_inside: same({ problem: 400, code: 'bad_request' }),
  text_500: same({ problem: 500, code: 'internal_error' }),
  legacy_403: same({ problem: 403, code: 'forbidden' }),
  nested_409: same({ problem: 409, code: 'taken' }),
  stalled_409: same({ problem: 409, code: 'conflict' }),
  hostile_problem: same({ problem: 400, code: 'bad_request' }),
  limit_in_header: limited(30),
  limit_in_body: limited(20),
  limit_as_date: limited([44, 45]),
  limit_bare: limited(60),
  unavailable_for_7: same({ problem: 503, code: 'service_unavailable', wait: 7 }),
  unavailable: same({ problem: 503, code: 'service_unavailable', wait: 5 }),
  redirect: [invalid, { passed: 302, body: 'whole' }],
  status_103: same(unreachable),
  status_204_with_body: [invalid, { passed: 204, body: 'whole' }],
  status_999: same(invalid),
  no_http: same(unreachable),
  gzip: same(passed),
  huge: [invalid, passed],
}

/** A 404 without a code speaks of what the route is about. */
const NOT_FOUND: Record<RouteName, string> = {
  harness: 'harness_not_found',
  stats: 'harness_not_found',
  sessions: 'not_found',
  latest: 'agent_not_found',
  run: 'run_not_found',
  forwardedRead: 'not_found',
  forwardedWrite: 'session_not_found',
}

let upstream: FaultyUpstream
let edge: RunningEdge

beforeAll(async () => {
  upstream = await startFaultyUpstream()
  edge = await startEdge({
    vars: {
      UPSTREAM_URL: upstream.url,
      UPSTREAM_TIMEOUT_MS: String(TIMEOUT_MS),
      FORWARD_TIMEOUT_MS: String(TIMEOUT_MS),
    },
  })
})

afterAll(async () => {
  await edge?.stop()
  await upstream?.stop()
  expect(logFaults(edge.logs)).toEqual([])
})

/** Each fault and route has a caller of its own, so that no answer of one stands in for another's. */
const callerOf = (fault: string, route: RouteName) => ({
  authorization: `evr_pat_${Buffer.from(fault + route)
    .toString('hex')
    .slice(-64)
    .padStart(64, '0')}`,
})

function sendingOf(route: RouteName, fault: string) {
  const [method, path] = ROUTES[route]
  const url = `${edge.origin}${path}?search=${fault}`
  const body = method === 'POST' ? '{"message":"x"}' : undefined
  return { url, sending: { method, headers: callerOf(fault, route), body } }
}

/** Asks for headers and body; the milliseconds count to the last byte. */
async function ask(route: RouteName, fault: string) {
  const { url, sending } = sendingOf(route, fault)
  const startedAt = performance.now()
  const answer = await send(url, sending)
  return { ...answer, tookMs: performance.now() - startedAt }
}

/** Opens a request and reads until told that it is enough; the number of bytes and how they ended. */
async function open(route: RouteName, fault: string, isEnough: (bytes: number) => boolean) {
  const { url, sending } = sendingOf(route, fault)
  const outgoing = request(url, { ...sending, agent: false })
  outgoing.on('error', () => undefined)
  outgoing.end(sending.body)
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  let bytes = 0
  const end = new Promise<string>((resolve) => {
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (isEnough(bytes)) resolve('enough')
    })
    incoming.on('end', () => resolve('end'))
    incoming.on('error', () => resolve('broken'))
  })
  const how = await end
  outgoing.destroy()
  return { status: incoming.statusCode, headers: incoming.headers, bytes, how }
}

async function expectAnswer(fault: FaultName, route: RouteName, expected: Expected) {
  const name = `fault-${fault}`
  if ('problem' in expected) {
    const answer = await ask(route, name)
    expect(answer.tookMs).toBeLessThan(TIMEOUT_MS + MARGIN_MS)
    const { problem } = expectProblem(answer, expected.problem, edge.origin, upstream.url)
    const own = edge.origin
    const rest = JSON.parse(answer.text.replaceAll(own, 'https://edge.example'))
    const rules = { status: expected.problem, edgeOrigin: 'https://edge.example', hidden: HIDDEN }
    expect(problemFaults(rest, rules)).toEqual([])
    const shown = [...answer.headers].filter(([, value]) => HIDDEN.some((x) => value.includes(x)))
    expect(shown).toEqual([])
    expect(problem.code).toBe(expected.code ?? NOT_FOUND[route])
    const waits = [expected.wait].flat()
    expect(waits).toContain(problem.retry_after_seconds)
    return
  }
  const isEnough = (bytes: number) => expected.body === 'endless' && bytes > 3
  const answer = await open(route, name, isEnough)
  const ends = { whole: 'end', broken: 'broken', endless: 'enough' }
  expect([answer.status, answer.how]).toEqual([expected.passed, ends[expected.body]])
  if (fault === 'huge') expect(answer.bytes).toBe(HUGE_BYTES)
  if (fault === 'redirect')
    expect(answer.headers.location).toBe('https://elsewhere.example/v1/x?a=b')
  if (expected.passed === 204) expect(answer.bytes).toBe(0)
}

/** A shape that nobody documents is a failure only where the edge relies on what it lacks. */
function isPassed(fault: FaultName, route: RouteName): boolean {
  return fault === 'wrong_shape' && ['stats', 'latest', 'run'].includes(route)
}

describe('whatever the upstream does, the caller gets a problem to act on, or what came', () => {
  const NAMES = Object.keys(FAULTS) as FaultName[]
  it.each(NAMES)('%s', async (fault) => {
    const [read, forwarded] = EXPECTED[fault]
    await Promise.all([
      ...READS.map((route) => expectAnswer(fault, route, isPassed(fault, route) ? passed : read)),
      ...FORWARDED.map((route) => expectAnswer(fault, route, forwarded)),
    ])
  })

  it('and the edge is healthy afterwards, for everyone', async () => {
    for (const route of [...READS, ...FORWARDED]) {
      for (const fault of ['none', 'fault-silence']) {
        const { url, sending } = sendingOf(route, fault)
        const answer = await send(url.replace(`search=${fault}`, 'search=none'), sending)
        expect([route, answer.status]).toEqual([route, 200])
      }
    }
    expect((await send(`${edge.origin}/healthz`, {})).status).toBe(200)
  })
})

describe('text of a failing upstream', () => {
  it('is told where it is a sentence about the request', async () => {
    const detailOf = async (fault: FaultName) =>
      JSON.parse((await ask('harness', `fault-${fault}`)).text).detail
    expect(await detailOf('text_400')).toBe('limit: invalid digit')
    expect(await detailOf('legacy_403')).toBe('No access')
    expect(await detailOf('nested_409')).toBe('Taken')
    expect(await detailOf('stalled_409')).toBe('Taken for')
    expect(await detailOf('text_400_inside')).toBe('The request is not valid.')
  })

  it('leads to no place but the edge, where it names places', async () => {
    const { text } = await ask('harness', 'fault-hostile_problem')
    expect(JSON.parse(text).allowed_actions).toEqual([
      { rel: 'retry', method: 'GET', href: `${edge.origin}/v1/sessions` },
    ])
  })
})

it('an upload that the upstream stops reading is a 504 problem, however large', async () => {
  const url = `${edge.origin}/v1/sessions/${SESSIONS_ONE.idle}/messages?search=fault-deafness`
  const startedAt = performance.now()
  const body = 'x'.repeat(32 * 1024 * 1024)
  const answer = await send(url, { method: 'POST', body })
  const { problem } = expectProblem(answer, 504, edge.origin, upstream.url)
  expect(problem.code).toBe('upstream_timeout')
  // The time runs from the last piece that was taken.
  expect(performance.now() - startedAt).toBeLessThan(2 * TIMEOUT_MS + MARGIN_MS)
})

it('an upstream that is not there is a 502 problem at once', async () => {
  const alone = await startEdge({ vars: { UPSTREAM_URL: 'http://127.0.0.1:1/api' } })
  for (const [method, path] of Object.values(ROUTES)) {
    const startedAt = performance.now()
    const answer = await send(alone.origin + path, { method })
    const { problem } = expectProblem(answer, 502, alone.origin, 'http://127.0.0.1:1/api')
    expect(problem.code).toBe('upstream_unreachable')
    expect(performance.now() - startedAt).toBeLessThan(MARGIN_MS)
  }
  await alone.stop()
  expect(logFaults(alone.logs)).toEqual([])
})
