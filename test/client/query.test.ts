import {
  environmentManager,
  InfiniteQueryObserver,
  QueryClient,
  QueryObserver,
} from '@tanstack/query-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createEdge, type Edge } from '../../packages/client/src/index.ts'
import {
  boardQuery,
  runQuery,
  sessionsHead,
  sessionsInfinite,
  statsQuery,
} from '../../packages/client/src/query.ts'
import { USERS } from '../../sample/callers.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'
import { sessionId } from '../support/session-list.ts'

const AGENT = 'agent_01915a00000070008000000000000001'
const RUN = 'healthcheck_01915a00000070008000000000000001'
const MINUTE_S = 60

let stage: CacheStage
let edge: Edge
let client: QueryClient

beforeAll(async () => {
  stage = await startCacheStage()
  // The library polls in browsers only.
  environmentManager.setIsServer(() => false)
})

afterAll(() => stage?.stop())

beforeEach(async () => {
  await stage.reset()
  edge = countingEdge().counted
  client = new QueryClient()
  // What the library waits for is the test's; what the network takes is real.
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  })
})

afterEach(() => {
  client.clear()
  vi.useRealTimers()
})

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Requests that have no answer yet. */
let underWay = 0

/** Waits until nothing is asked. */
async function settle(): Promise<void> {
  do {
    for (let turns = 0; turns < 20; turns++) await turn()
    await vi.advanceTimersByTimeAsync(0)
  } while (underWay > 0)
}

/** Lets seconds pass for the library, the edge and the API, and every answer come that they bring. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await stage.pass(1_000)
    await vi.advanceTimersByTimeAsync(1_000)
    await settle()
  }
}

/** How often the API was asked for a path, and how often the edge was. */
async function callsOf(path: string): Promise<number> {
  return (await stage.calls()).filter(({ target }) => target.startsWith(path)).length
}

/** An edge that counts what is asked of it. */
function countingEdge(): { counted: Edge; asked: () => number } {
  let asked = 0
  const counted = createEdge({
    baseUrl: stage.edge.origin,
    token: USERS.ada.pat,
    fetch: async (request) => {
      asked += 1
      underWay += 1
      try {
        const response = await fetch(request)
        // The body has to be there as well, before time goes on.
        return new Response(await response.arrayBuffer(), response)
      } finally {
        underWay -= 1
      }
    },
  })
  return { counted, asked: () => asked }
}

describe('statsQuery', () => {
  it('polls when the answer is no longer fresh, for at most one call of the API per fresh lifetime', async () => {
    const { counted, asked } = countingEdge()
    const observer = new QueryObserver(client, statsQuery(counted, 'support-triage'))
    const stop = observer.subscribe(() => undefined)
    await settle()
    expect(observer.getCurrentResult().data?.body.session_count).toBeGreaterThan(0)
    expect(observer.getCurrentResult().data?.cache).toMatchObject({ outcome: 'miss' })
    await pass(2 * MINUTE_S)
    stop()
    // 15 s fresh, then stale while one refresh runs: a poll at the end of each lifetime, 5 s apart at least.
    expect(asked()).toBeGreaterThanOrEqual(8)
    expect(asked()).toBeLessThanOrEqual(2 * (MINUTE_S / 5) + 1)
    const targets = (await stage.calls()).map(({ target }) => target)
    const stats = targets.filter((target) => target.endsWith('/stats')).length
    expect(stats).toBeGreaterThanOrEqual(4)
    expect(stats).toBeLessThanOrEqual(1 + (2 * MINUTE_S) / 15)
    // The rest finds out what harness the name stands for.
    expect(targets.length - stats).toBeLessThanOrEqual(1 + (2 * MINUTE_S) / 30)
  })

  it('never asks more often than every five seconds, though the answer is always stale', async () => {
    const { counted, asked } = countingEdge()
    const query = statsQuery(counted, 'support-triage')
    const stale = { state: { data: undefined, error: null } }
    expect(query.refetchInterval(stale)).toBe(5_000)
    expect(asked()).toBe(0)
  })

  it('rests after a failure that the caller has to mend, and not after one that passes', async () => {
    const { counted, asked } = countingEdge()
    const observer = new QueryObserver(client, statsQuery(counted, 'no-such-harness'))
    const stop = observer.subscribe(() => undefined)
    await settle()
    expect(observer.getCurrentResult().error).toMatchObject({ code: 'harness_not_found' })
    await pass(MINUTE_S)
    expect(asked()).toBe(1)
    stop()
  })

  it('comes back when a 429 says so', async () => {
    await stage.fault({
      match: '/v1/harnesses',
      status: 429,
      headers: { 'retry-after': '9' },
      times: 0,
    })
    const { counted, asked } = countingEdge()
    const observer = new QueryObserver(client, { ...statsQuery(counted, 'deep-research') })
    const stop = observer.subscribe(() => undefined)
    await settle()
    await pass(8)
    expect(asked()).toBe(1)
    await stage.clearFaults()
    await pass(2)
    expect(asked()).toBe(2)
    expect(observer.getCurrentResult().data?.body.session_count).toBeGreaterThan(0)
    stop()
  })

  it('of two callers shares nothing', () => {
    const other = createEdge({ baseUrl: stage.edge.origin, token: USERS.ben.pat })
    expect(statsQuery(edge, 'x').queryKey).not.toEqual(statsQuery(other, 'x').queryKey)
    expect(statsQuery(edge, 'x').queryKey).toEqual(statsQuery(edge, 'x').queryKey)
  })
})

describe('sessionsInfinite', () => {
  it('walks a thousand sessions under inserts, each once', async () => {
    const made = Array.from({ length: 1_000 }, (_, at) => ({
      id: sessionId(at + 1),
      created_at: new Date(Date.UTC(2026, 8, 1) + at * 1_000).toISOString(),
    }))
    await stage.mutate({ op: 'insert_sessions', org: 'one', sessions: made })
    const observer = new InfiniteQueryObserver(client, sessionsInfinite(edge, { limit: 50 }))
    const stop = observer.subscribe(() => undefined)
    await settle()
    let inserted = 5_000
    for (;;) {
      const { hasNextPage, fetchNextPage } = observer.getCurrentResult()
      if (!hasNextPage) break
      const fresh = Array.from({ length: 3 }, () => ({ id: sessionId(inserted++) }))
      await stage.mutate({ op: 'insert_sessions', org: 'one', sessions: fresh })
      fetchNextPage()
      await settle()
    }
    stop()
    const ids = observer
      .getCurrentResult()
      .data?.pages.flatMap(({ data }) => data.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids?.length)
    expect(made.filter(({ id }) => !ids?.includes(id))).toEqual([])
    const pages = observer.getCurrentResult().data?.pages.length ?? 0
    expect(await callsOf('/v1/sessions')).toBeLessThanOrEqual(2 * pages)
  })

  it('keeps as many pages as it is told to, and fetches those before again on the way back', async () => {
    const options = sessionsInfinite(edge, { limit: 10 }, { maxPages: 3 })
    const observer = new InfiniteQueryObserver(client, options)
    const stop = observer.subscribe(() => undefined)
    await settle()
    const first = observer.getCurrentResult().data?.pages[0]
    for (let page = 0; page < 6; page++) {
      observer.fetchNextPage()
      await settle()
    }
    expect(observer.getCurrentResult().data?.pages).toHaveLength(3)
    for (let page = 0; page < 4; page++) {
      observer.fetchPreviousPage()
      await settle()
    }
    const { data, hasPreviousPage } = observer.getCurrentResult()
    stop()
    expect(data?.pages).toHaveLength(3)
    expect(data?.pages[0]?.data.map(({ id }) => id)).toEqual(first?.data.map(({ id }) => id))
    expect(hasPreviousPage).toBe(false)
  })

  it('asks for nothing by itself, however long it is looked at', async () => {
    const { counted, asked } = countingEdge()
    const observer = new InfiniteQueryObserver(client, sessionsInfinite(counted))
    const stop = observer.subscribe(() => undefined)
    await settle()
    await pass(2 * MINUTE_S)
    stop()
    expect(asked()).toBe(1)
  })
})

describe('sessionsHead', () => {
  it('polls the first page every ten seconds, for one call of the API each', async () => {
    const observer = new QueryObserver(client, sessionsHead(edge, { limit: 20 }))
    const stop = observer.subscribe(() => undefined)
    await settle()
    const before = observer.getCurrentResult().data?.body.data[0]?.id
    await stage.mutate({ op: 'insert_sessions', org: 'one', sessions: [{ id: sessionId(77) }] })
    await pass(MINUTE_S)
    stop()
    expect(observer.getCurrentResult().data?.body.data[0]?.id).toBe(sessionId(77))
    expect(before).not.toBe(sessionId(77))
    expect(await callsOf('/v1/sessions')).toBeLessThanOrEqual(7)
  })
})

describe('runQuery', () => {
  it('of a final run asks once and rests', async () => {
    const { counted, asked } = countingEdge()
    const observer = new QueryObserver(client, runQuery(counted, AGENT, RUN))
    const stop = observer.subscribe(() => undefined)
    await settle()
    expect(observer.getCurrentResult().data?.body.status).toMatch(/completed|failed/)
    await pass(MINUTE_S)
    stop()
    expect(asked()).toBe(1)
  })
})

describe('runQuery of a run that is not final', () => {
  it('waits at the edge, asks again where it was not final yet, and rests when it is', () => {
    const { refetchInterval } = runQuery(edge, AGENT, RUN)
    const after = (status: string, hasWaited: boolean) =>
      refetchInterval({
        state: { data: { body: { status } as never, cache: {} as never, hasWaited }, error: null },
      })
    // The edge has waited already: the next request may go at once.
    expect(after('running', true)).toBe(1)
    expect(after('running', false)).toBe(2_000)
    expect(after('completed', true)).toBe(false)
    expect(after('failed', false)).toBe(false)
  })

  it('asks with the preference that the edge applies', async () => {
    const sent: (string | null)[] = []
    const preferring = createEdge({
      baseUrl: stage.edge.origin,
      token: USERS.ada.pat,
      fetch: (request) => {
        sent.push(request.headers.get('prefer'))
        return fetch(request)
      },
    })
    const query = runQuery(preferring, AGENT, RUN)
    const { hasWaited, body } = await query.queryFn({ signal: new AbortController().signal })
    expect(sent).toEqual(['wait=25'])
    expect(hasWaited).toBe(true)
    expect(body.id).toBe(RUN)
  })
})

describe('boardQuery', () => {
  it('fills a board with one request, and asks the API for no stats more often than they live', async () => {
    const { counted, asked } = countingEdge()
    const observer = new QueryObserver(client, boardQuery(counted))
    const stop = observer.subscribe(() => undefined)
    await settle()
    const { data } = observer.getCurrentResult()
    expect(data?.body.data.length).toBeGreaterThan(3)
    expect(data?.body.data[0]?.stats?.session_count).toBeGreaterThan(-1)
    expect(asked()).toBe(1)
    await pass(MINUTE_S)
    stop()
    expect(asked()).toBeLessThanOrEqual(1 + MINUTE_S / 5)
    const targets = (await stage.calls()).map(({ target }) => target)
    const stats = targets.filter((target) => target.endsWith('/stats'))
    const members = new Set(stats).size
    expect(stats.length).toBeLessThanOrEqual(members * (1 + MINUTE_S / 15))
  })
})
