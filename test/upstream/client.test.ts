import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createUpstreamBudget, type UpstreamBudget } from '../../src/upstream/budget.ts'
import { createUpstream, type ReadCall } from '../../src/upstream/client.ts'
import { createHealthCheck } from '../../src/upstream/health.ts'
import { createPacing } from '../../src/upstream/pacing.ts'
import { createSilence } from '../../src/upstream/silence.ts'
import { createPlatformLimits } from '../support/platform-limits.ts'

const TIMEOUT_MS = 10_000
const URL_BASE = 'https://api.example/api'
const EXTRA = { name: 'x-edge-key', value: 'of-the-edge' }

/** An API that answers each call so, after some time. */
type Api = (nth: number) => Response | 'silent' | Promise<Response>

let api: Api
let asked: Request[] = []
let platform = createPlatformLimits()

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000, loopLimit: 100_000 })
  asked = []
  platform = createPlatformLimits()
  api = () => Response.json({})
  vi.stubGlobal('fetch', (input: string, init: RequestInit & { signal?: AbortSignal }) => {
    asked.push(new Request(input, { headers: init.headers ?? {} }))
    const nth = asked.length
    return platform.connect(async () => {
      const aborted = new Promise<never>((_, reject) => {
        init.signal?.addEventListener('abort', () => reject(new Error('aborted')))
      })
      const answer = api(nth)
      return Promise.race(answer === 'silent' ? [aborted] : [answer, aborted])
    })
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  expect(platform.refusals).toEqual([])
})

function createStage(callsPerMinute = 6_000) {
  const silence = createSilence({ timeoutMs: TIMEOUT_MS, now: Date.now })
  const upstream = createUpstream({
    url: URL_BASE,
    timeoutMs: TIMEOUT_MS,
    forwardTimeoutMs: TIMEOUT_MS,
    extraHeader: EXTRA,
    pacing: createPacing({ callsPerMinute, now: Date.now }),
    silence,
    now: Date.now,
    random: () => 0.5,
  })
  const read = (budget: UpstreamBudget, given: Partial<ReadCall> = {}) =>
    upstream.readBytes({
      path: '/v1/harnesses',
      query: '',
      headers: { accept: 'x' },
      budget,
      ...given,
    })
  return { silence, upstream, read }
}

it('every call carries the header that only the edge knows, and no caller can say it in its place', async () => {
  const { read } = createStage()
  await read(createUpstreamBudget(), { headers: { accept: 'x', 'x-edge-key': 'forged' } })
  await createHealthCheck({ url: URL_BASE, extraHeader: EXTRA, now: Date.now })(
    createUpstreamBudget(),
  )
  expect(asked.map(({ headers }) => headers.get('x-edge-key'))).toEqual(Array(2).fill(EXTRA.value))
  expect(asked[0]?.url).toBe(`${URL_BASE}/v1/harnesses`)
})

describe('connections of a request', () => {
  it('are six at a time, and a read’s time counts while it waits for one', async () => {
    const { read } = createStage()
    api = () => new Promise((resolve) => setTimeout(() => resolve(Response.json({})), 6_000))
    const budget = createUpstreamBudget()
    const startedAt = Date.now()
    const ends: [boolean, number][] = []
    const all = Array.from({ length: 8 }, async () => {
      const { ok } = await read(budget)
      ends.push([ok, Date.now() - startedAt])
    })
    await vi.runAllTimersAsync()
    await Promise.all(all)
    expect(platform.peak).toBe(6)
    expect(ends).toEqual([...Array(6).fill([true, 6_000]), ...Array(2).fill([false, TIMEOUT_MS])])
  })

  it('are forty-five in all: what goes beyond is not asked for, and is no fault of the API', async () => {
    const { read, silence } = createStage()
    const budget = createUpstreamBudget()
    const results = await Promise.all(Array.from({ length: 46 }, () => read(budget)))
    expect(results.filter(({ ok }) => ok)).toHaveLength(45)
    expect(results.at(-1)).toEqual({
      ok: false,
      failure: { kind: 'edge', code: 'upstream_paced', waitSeconds: 1 },
    })
    expect(silence.isSilent('')).toBe(false)
    expect(budget.upstreamCalls).toBe(45)
  })
})

describe('the pace of reads', () => {
  it('lets one wait that comes too soon, half of its time at most, and tells it how long', async () => {
    const { read } = createStage(60)
    const results: unknown[] = []
    for (let nth = 0; nth < 15; nth++) {
      void read(createUpstreamBudget()).then((result) => results.push(result))
    }
    await vi.advanceTimersByTimeAsync(0)
    // Five at once; five or so more within the five seconds that a read waits.
    expect(asked).toHaveLength(5)
    expect(results.filter((result) => !(result as { ok: boolean }).ok).length).toBeGreaterThan(3)
    await vi.runAllTimersAsync()
    expect(asked.length).toBeGreaterThanOrEqual(9)
    expect(asked.length).toBeLessThanOrEqual(10)
    expect(results).toContainEqual({
      ok: false,
      failure: { kind: 'edge', code: 'upstream_paced', waitSeconds: expect.any(Number) },
    })
  })

  it('is not for what is forwarded', async () => {
    const { upstream } = createStage(1)
    const call = {
      path: '/v1/x',
      query: '',
      headers: new Headers(),
      method: 'GET',
      body: null,
      bodyLength: undefined,
    }
    const signal = new AbortController().signal
    for (let nth = 0; nth < 3; nth++) {
      const budget = createUpstreamBudget()
      expect((await upstream.forward({ ...call, signal, budget })).ok).toBe(true)
    }
  })
})

describe('an error whose body does not end', () => {
  const stalled = () => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('Taken for')),
    })
    return new Response(body, { status: 409, headers: { 'content-type': 'text/plain' } })
  }

  it.each(['forwarded', 'read'])('is what came in five seconds, when %s', async (how) => {
    const { read, upstream } = createStage()
    api = stalled
    const budget = createUpstreamBudget()
    const call = { path: '/v1/x', query: '', headers: new Headers(), method: 'GET', budget }
    const signal = new AbortController().signal
    const result = await timed(
      how === 'read'
        ? read(budget)
        : upstream.forward({ ...call, body: null, bodyLength: undefined, signal }),
    )
    expect(result).toMatchObject({
      value: { ok: false, failure: { kind: 'answer', status: 409, detail: 'Taken for' } },
      tookMs: 5_000,
    })
    expect(budget.hasTimedOut).toBe(false)
  })

  async function timed(promise: Promise<unknown>) {
    const startedAt = Date.now()
    const ended = promise.then((value) => ({ value, tookMs: Date.now() - startedAt }))
    await vi.runAllTimersAsync()
    return ended
  }
})

describe('what the isolate learns of silence', () => {
  it('a timeout is one, and an answer of whatever status ends it', async () => {
    const { read, silence } = createStage()
    api = (nth) => (nth === 1 ? 'silent' : new Response('{}', { status: 404 }))
    const first = read(createUpstreamBudget(), { kind: 'stats' })
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS)
    expect(await first).toEqual({ ok: false, failure: { kind: 'timeout' } })
    expect(silence.isSilent('stats')).toBe(true)
    await read(createUpstreamBudget(), { kind: 'stats' })
    expect(silence.isSilent('stats')).toBe(false)
  })

  it('a refused connection is one', async () => {
    const { read, silence } = createStage()
    api = () => Promise.reject(new Error('connection refused by 10.0.0.7'))
    const result = read(createUpstreamBudget())
    await vi.runAllTimersAsync()
    expect(await result).toEqual({
      ok: false,
      failure: { kind: 'unreachable', cause: 'connection refused by 10.0.0.7' },
    })
    expect(silence.isSilent('')).toBe(true)
  })
})

describe('sign-in routes', () => {
  it('are asked once, since a code is good for one use', async () => {
    const { upstream } = createStage()
    api = () => new Response('', { status: 503 })
    const signal = new AbortController().signal
    const call = {
      query: '?code=x',
      headers: new Headers(),
      method: 'GET',
      body: null,
      bodyLength: undefined,
      signal,
    }
    const forward = (path: string) =>
      upstream.forward({ ...call, path, budget: createUpstreamBudget() })
    await forward('/v1/auth/callback/github')
    expect(asked).toHaveLength(1)
    const other = forward('/v1/agents')
    await vi.runAllTimersAsync()
    await other
    expect(asked).toHaveLength(4)
  })
})

describe('the check of health', () => {
  const check = () => createHealthCheck({ url: URL_BASE, extraHeader: undefined, now: Date.now })

  it('asks once a second, however many ask it', async () => {
    const isHealthy = check()
    const ask = () => isHealthy(createUpstreamBudget())
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([true, true, true])
    await vi.advanceTimersByTimeAsync(999)
    await ask()
    expect(asked).toHaveLength(1)
    api = () => new Response('', { status: 500 })
    await vi.advanceTimersByTimeAsync(1)
    expect(await ask()).toBe(false)
    expect(asked).toHaveLength(2)
  })

  it('does not wait for one whose request has ended', async () => {
    const isHealthy = check()
    api = () => new Promise(() => undefined)
    void isHealthy(createUpstreamBudget())
    const second = isHealthy(createUpstreamBudget())
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await second).toBe(false)
  })

  it('looks below the prefix where the origin has no such route', async () => {
    api = (nth) => new Response('', { status: nth === 1 ? 404 : 200 })
    expect(await check()(createUpstreamBudget())).toBe(true)
    expect(asked.map(({ url }) => url)).toEqual([
      'https://api.example/health',
      `${URL_BASE}/health`,
    ])
  })
})
