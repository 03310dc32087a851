import { expect, it } from 'vitest'
import type { SampleOptions } from '../app.ts'
import { SESSION_UNKNOWN, SESSIONS_ONE } from '../catalogue.ts'
import { type Ask, createBench, createRequest } from './bench.ts'

const PATH = `/v1/sessions/${SESSIONS_ONE.idle}/sse`

/** Timers that run only when the test says how much time passes. */
function createTimers() {
  let nowMs = 0
  let pending: { at: number; run: () => void }[] = []
  const schedule: SampleOptions['schedule'] = (run, delayMs) => {
    const timer = { at: nowMs + delayMs, run }
    pending.push(timer)
    return () => {
      pending = pending.filter((other) => other !== timer)
    }
  }
  const pass = (ms: number) => {
    const until = nowMs + ms
    for (let next = soonest(until); next; next = soonest(until)) {
      nowMs = next.at
      pending = pending.filter((timer) => timer !== next)
      next.run()
    }
    nowMs = until
  }
  const soonest = (until: number) =>
    pending.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0]
  return { schedule, pass, count: () => pending.length, now: () => nowMs }
}

async function open(query = '', how: Ask = {}) {
  const timers = createTimers()
  const bench = createBench({ schedule: timers.schedule, now: timers.now })
  const response = await bench.upstream.fetch(createRequest(PATH + query, how))
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader()
  const readChunk = async () => new TextDecoder().decode((await reader.read()).value)
  return { ...bench, timers, response, reader, readChunk }
}

it('begins with connected, then the past as typed events with IDs', async () => {
  const { response, readChunk } = await open()
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  expect(response.headers.get('cache-control')).toBe('no-cache')
  expect(await readChunk()).toBe('event: connected\ndata: {"status":"connected"}\n\n')
  const first = await readChunk()
  expect(first).toMatch(/^event: input\.message\nid: event_[0-9a-f]{32}\nretry: \d+\ndata: \{/)
})

it('sends heartbeats, new events as they happen, and a last word when the cycle ends', async () => {
  const { ask, read, timers, readChunk, reader } = await open('?types=input.message')
  const past = await read<{ data: { type: string }[] }>(PATH.replace('/sse', '/events'))
  for (const { type } of [{ type: 'connected' }, ...past.data]) {
    if (type === 'connected' || type === 'input.message') await readChunk()
  }
  timers.pass(30_000)
  expect(await readChunk()).toBe(': heartbeat\n\n')
  const body = { message: { content: [{ type: 'text', text: 'Hello' }] } }
  await ask(PATH.replace('/sse', '/messages'), { method: 'POST', body })
  timers.pass(100)
  expect(await readChunk()).toContain('"text":"Hello"')
  timers.pass(300_000)
  let last = ''
  for (let chunk = await readChunk(); chunk; chunk = await readChunk()) last = chunk
  expect(last).toBe('event: disconnecting\ndata: {"reason":"connection_cycle","retry_ms":100}\n\n')
  expect((await reader.read()).done).toBe(true)
  expect(timers.count()).toBe(0)
})

it('resumes after the event that since_id names', async () => {
  const { read } = createBench()
  const events = PATH.replace('/sse', '/events')
  const { data } = await read<{ data: { id: string }[] }>(events)
  const { readChunk } = await open(`?since_id=${data.at(-2)?.id}`)
  await readChunk()
  expect(await readChunk()).toContain(`id: ${data.at(-1)?.id}`)
})

it.each(['cancel', 'abort'])('stops its timers when the client leaves by %s', async (how) => {
  const timers = createTimers()
  const { upstream, control } = createBench({ schedule: timers.schedule })
  const leave = new AbortController()
  const request = new Request(createRequest(PATH), { signal: leave.signal })
  const response = await upstream.fetch(request)
  expect([timers.count(), control.state().open_streams]).toEqual([3, 1])
  if (how === 'abort') leave.abort()
  else await response.body?.cancel()
  expect([timers.count(), control.state().open_streams]).toEqual([0, 0])
})

it('refuses the thirteenth connection to a session, and too many types', async () => {
  const timers = createTimers()
  const { upstream } = createBench({ schedule: timers.schedule })
  const statuses: number[] = []
  for (let n = 0; n < 13; n++) statuses.push((await upstream.fetch(createRequest(PATH))).status)
  expect(statuses.indexOf(429)).toBe(12)
  const { ask } = createBench()
  const types = Array.from({ length: 26 }, (_, n) => `types=t${n}`).join('&')
  expect((await ask(`${PATH}?${types}`)).status).toBe(400)
  expect((await ask(`/v1/sessions/${SESSION_UNKNOWN}/sse`)).status).toBe(404)
})

it('lists events, with their count when a limit is given', async () => {
  const { ask } = createBench()
  const events = PATH.replace('/sse', '/events')
  const all = (await ask(events)).json as { data: { type: string }[] }
  const limited = await ask(`${events}?limit=2`)
  expect((limited.json as { data: unknown[] }).data).toEqual(all.data.slice(0, 2))
  expect(limited.headers.get('x-total-count')).toBe(String(all.data.length))
  expect((await ask(events)).headers.has('x-total-count')).toBe(false)
  expect((await ask(`${events}?limit=0`)).status).toBe(400)
  expect((await ask(`${events}?limit=1001`)).status).toBe(400)
})

it('leaves no timer behind after a HEAD', async () => {
  const timers = createTimers()
  const { ask } = createBench({ schedule: timers.schedule })
  expect((await ask(PATH, { method: 'HEAD' })).status).toBe(200)
  expect(timers.count()).toBe(0)
})
