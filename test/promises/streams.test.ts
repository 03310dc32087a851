import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { USERS } from '../../sample/callers.ts'
import { SESSIONS_ONE } from '../../sample/catalogue.ts'
import type { SampleState } from '../../sample/control.ts'
import { type SampleUpstream, startSampleUpstream } from '../../sample/runner.ts'
import { type RunningEdge, startEdge } from '../support/edge.ts'
import { expectProblem } from '../support/edge-stage.ts'
import { type EventStream, openEvents, type ServerEvent } from '../support/event-stream.ts'
import { send } from '../support/http-client.ts'
import { logFaults, requestLines } from '../support/log-rules.ts'
import { type RecordingUpstream, startRecordingUpstream } from '../support/recording-upstream.ts'

/** What the contract gives an upstream call to end after its client has left. */
const LEAVING_MAX_MS = 1_000
/** What the API allows of one session. */
const STREAMS_MAX = 12

const SESSION = `/v1/sessions/${SESSIONS_ONE.idle}`
const ADA = { authorization: USERS.ada.pat }

const edges: RunningEdge[] = []

async function startEdgeOver(url: string): Promise<RunningEdge> {
  const edge = await startEdge({ vars: { UPSTREAM_URL: url } })
  edges.push(edge)
  return edge
}

afterAll(async () => {
  await Promise.all(edges.map((edge) => edge.stop()))
  expect(edges.flatMap(({ logs }) => logFaults(logs))).toEqual([])
})

describe('an event', () => {
  let upstream: RecordingUpstream
  let edge: RunningEdge

  beforeAll(async () => {
    upstream = await startRecordingUpstream()
    edge = await startEdgeOver(upstream.url)
  })

  afterAll(() => upstream?.stop())

  it.each(['identity', 'gzip, br', 'gzip;q=0, *'])(
    'arrives before there is another, at a client that takes %s',
    async (encodings) => {
      let write: ((text: string) => void) | undefined
      upstream.answer(`${SESSION}/sse`, (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        write = (text) => response.write(text)
        write('event: connected\ndata: 1\n\n')
      })
      const stream = await openEvents(`${edge.origin}${SESSION}/sse`, {
        'accept-encoding': encodings,
      })
      expect(stream.headers['content-type']).toBe('text/event-stream')
      expect(stream.headers['content-encoding']).toBeUndefined()
      expect(await stream.next()).toEqual({ event: 'connected', data: '1' })
      write?.(': heartbeat\n\n')
      expect(await stream.next()).toEqual({ comment: 'heartbeat' })
      write?.('data: 2\n\n')
      expect(await stream.next()).toEqual({ data: '2' })
      stream.leave()
    },
    5_000,
  )

  it('is asked for with all that the client said about it', async () => {
    upstream.calls()
    const target = `${SESSION}/sse?since_id=event_1&types=a&types=b&exclude=c`
    const stream = await openEvents(`${edge.origin}/api${target}`, { 'last-event-id': 'event_1' })
    stream.leave()
    const [call] = upstream.calls()
    expect(call?.target).toBe(target)
    const seen = new Headers(call?.headers)
    expect(Object.fromEntries(seen)).toMatchObject({
      accept: 'text/event-stream',
      'cache-control': 'no-cache',
      'last-event-id': 'event_1',
    })
  })
})

describe('a stream of the sample’s', () => {
  let sample: SampleUpstream
  let edge: RunningEdge

  beforeAll(async () => {
    // workerd sees that a client closed its connection when it next writes to it: heartbeats make it write.
    sample = await startSampleUpstream({ SSE_HEARTBEAT_MS: '100' })
    edge = await startEdgeOver(sample.url)
  })

  afterAll(() => sample?.stop())

  const open = (headers = {}) => openEvents(`${edge.origin}${SESSION}/sse`, { ...ADA, ...headers })
  const openStreams = async () => {
    const { text } = await send(`${new URL(sample.url).origin}/__sample/state`, {})
    return (JSON.parse(text) as SampleState).open_streams
  }
  const leave = async (streams: EventStream[], how?: 'close' | 'reset') => {
    for (const stream of streams) stream.leave(how)
    await expect.poll(openStreams, { timeout: LEAVING_MAX_MS, interval: 20 }).toBe(0)
  }

  it.each(['close', 'reset'] as const)(
    'ends upstream within a second after the client left by %s',
    async (how) => {
      const stream = await open()
      expect(await stream.next()).toMatchObject({ event: 'connected' })
      expect(await openStreams()).toBe(1)
      await leave([stream], how)
    },
  )

  it('is one of twelve at once, beside which the edge goes on answering', async () => {
    const streams = await Promise.all(Array.from({ length: STREAMS_MAX }, () => open()))
    for (const stream of streams) {
      expect(stream.status).toBe(200)
      expect(await stream.next()).toMatchObject({ event: 'connected' })
    }
    expect(await openStreams()).toBe(STREAMS_MAX)
    expect((await send(edge.origin + SESSION, { headers: ADA })).status).toBe(200)

    const refused = await send(`${edge.origin}${SESSION}/sse`, { headers: ADA })
    expectProblem(refused, 429, edge.origin, sample.url)
    await leave(streams)
  })

  it('is logged when it begins', async () => {
    const stream = await open({ 'x-request-id': 'stream-1' })
    await stream.next()
    const line = () => requestLines(edge.logs).find(({ request_id }) => request_id === 'stream-1')
    await expect.poll(line).toMatchObject({ route: '/v1/*', status: 200, upstream_calls: 1 })
    await leave([stream])
  })
})

describe('a stream that the upstream renews', () => {
  let sample: SampleUpstream
  let edge: RunningEdge

  beforeAll(async () => {
    sample = await startSampleUpstream({ SSE_HEARTBEAT_MS: '150', SSE_CYCLE_MS: '700' })
    edge = await startEdgeOver(sample.url)
  })

  afterAll(() => sample?.stop())

  const readCycle = async (query: string) => {
    const stream = await openEvents(`${edge.origin}${SESSION}/sse${query}`, ADA)
    const blocks: ServerEvent[] = []
    for (let block = await stream.next(); block; block = await stream.next()) blocks.push(block)
    return blocks
  }

  it('brings heartbeats and the last word, and goes on after the event it broke off at', async () => {
    const first = await readCycle('')
    expect(first[0]).toMatchObject({ event: 'connected' })
    expect(first.filter(({ comment }) => comment === 'heartbeat').length).toBeGreaterThan(1)
    const { event, data = '' } = first.at(-1) ?? {}
    expect(event).toBe('disconnecting')
    expect(JSON.parse(data)).toEqual({ reason: 'connection_cycle', retry_ms: 100 })

    const body = JSON.stringify({ message: { content: [{ type: 'text', text: 'Hello again' }] } })
    const headers = { ...ADA, 'content-type': 'application/json' }
    const sent = await send(`${edge.origin}${SESSION}/messages`, { method: 'POST', headers, body })
    expect(sent.status).toBe(201)

    const idsOf = (blocks: ServerEvent[]) => blocks.flatMap(({ id }) => (id ? [id] : []))
    const second = await readCycle(`?since_id=${idsOf(first).at(-1)}`)
    expect(second.some((block) => block.data?.includes('Hello again'))).toBe(true)

    const { text } = await send(`${edge.origin}${SESSION}/events`, { headers: ADA })
    const all: string[] = JSON.parse(text).data.map(({ id }: { id: string }) => id)
    expect([...idsOf(first), ...idsOf(second)]).toEqual(all)
  })
})
