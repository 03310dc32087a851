import { expect, it } from 'vitest'
import { createSampleUpstream } from '../app.ts'
import { USERS } from '../callers.ts'
import { createBench } from './bench.ts'

const { ada, ben } = USERS
const HARNESS = '/v1/harnesses/generic'

it('rules let requests pass first, then apply as often as told, to whom they are meant for', async () => {
  const bench = createBench()
  const rule = { match: '^/v1/harnesses/', method: 'GET', caller: 'ada', skip: 1, times: 2 }
  await bench.ask('/__sample/faults', {
    method: 'POST',
    body: { ...rule, status: 503, body: { busy: true } },
  })
  const asked = async (path = HARNESS, auth = ada.pat) => (await bench.ask(path, { auth })).status
  expect([await asked('/v1/harnesses'), await asked(HARNESS, ben.pat)]).toEqual([200, 200])
  expect([await asked(), await asked(), await asked(), await asked()]).toEqual([200, 503, 503, 200])
})

it('rules last until cleared when told so', async () => {
  const bench = createBench()
  bench.control.addFaults({ match: 'generic', status: 502, times: 0 })
  for (let n = 0; n < 5; n++) expect((await bench.ask(HARNESS)).status).toBe(502)
  await bench.ask('/__sample/faults', { method: 'DELETE' })
  expect((await bench.ask(HARNESS)).status).toBe(200)
})

it('rules change headers of the real answer', async () => {
  const bench = createBench()
  const headers = {
    'set-cookie': ['a=1', 'b=2'],
    'content-type': null,
    'cache-control': 'no-store',
  }
  bench.control.addFaults({ match: HARNESS, headers })
  const told = await bench.ask(HARNESS)
  expect(told.json).toMatchObject({ name: 'generic' })
  expect(told.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect([told.headers.get('content-type'), told.headers.get('cache-control')]).toEqual([
    null,
    'no-store',
  ])
})

it('rules delay and hang until the time is over or the client leaves', async () => {
  const waits: number[] = []
  const upstream = createSampleUpstream({
    now: () => 0,
    schedule: (run, ms) => {
      waits.push(ms)
      if (ms === 250) queueMicrotask(run)
      return () => {}
    },
  })
  upstream.control.addFaults({ match: HARNESS, delay_ms: 250 }, { match: HARNESS, hang: true })
  const request = (signal: AbortSignal | null = null) =>
    new Request(`http://upstream.test${HARNESS}`, {
      headers: { authorization: ada.pat },
      signal,
    })
  expect((await upstream.fetch(request())).status).toBe(200)
  const leave = new AbortController()
  const hanging = upstream.fetch(request(leave.signal))
  expect(upstream.control.state().held).toBe(1)
  leave.abort()
  await hanging
  expect(upstream.control.state().held).toBe(0)
  expect(waits).toContain(250)
})

it('rules cut a body off, or let it stall', async () => {
  const { upstream, control, ask } = createBench()
  control.addFaults({ match: HARNESS, cut_after: 10 }, { match: HARNESS, stall_after: 10 })
  await expect(ask(HARNESS)).rejects.toThrow('cut by a fault')
  const request = new Request(`http://upstream.test${HARNESS}`, {
    headers: { authorization: ada.pat },
  })
  const reader = (await upstream.fetch(request)).body?.getReader()
  expect((await reader?.read())?.value).toHaveLength(10)
  const next = await Promise.race([reader?.read(), Promise.resolve('silent')])
  expect(next).toBe('silent')
})
