import { describe, expect, it } from 'vitest'
import { SESSION_UNKNOWN, SESSIONS_ONE } from '../catalogue.ts'
import { type Bench, createBench } from './bench.ts'

const HELLO = { message: { role: 'user', content: [{ type: 'text', text: 'Hello' }] } }
const path = (id: string, rest = '') => `/v1/sessions/${id}${rest}`

async function statusOf({ read }: Bench, id: string): Promise<unknown> {
  return (await read(path(id))).status
}

describe('a message', () => {
  it('starts a turn that ends by itself with an answer', async () => {
    const bench = createBench()
    const id = SESSIONS_ONE.started
    const told = await bench.ask(path(id, '/messages'), { method: 'POST', body: HELLO })
    expect([told.status, told.json]).toMatchObject([201, { session_id: id, role: 'user' }])
    expect(await statusOf(bench, id)).toBe('active')
    bench.control.advance(5_000)
    expect(await statusOf(bench, id)).toBe('idle')
    const { data } = await bench.read<{ data: { role: string; sequence: number }[] }>(
      path(id, '/messages'),
    )
    expect(data.map(({ role }) => role)).toEqual(['user', 'agent'])
  })

  it('can be cancelled, once', async () => {
    const bench = createBench()
    const id = SESSIONS_ONE.idle
    await bench.ask(path(id, '/messages'), { method: 'POST', body: HELLO })
    const cancel = () => bench.ask(path(id, '/cancel'), { method: 'POST' })
    expect((await cancel()).json).toMatchObject({ status: 'cancelled' })
    expect(await statusOf(bench, id)).toBe('idle')
    expect((await cancel()).json).toMatchObject({ status: 'no_op' })
  })

  it('is refused by an archived session, with the way back', async () => {
    const { ask } = createBench()
    const id = SESSIONS_ONE.idle
    await ask(path(id, '/archive'), { method: 'POST' })
    const refused = await ask(path(id, '/messages'), { method: 'POST', body: HELLO })
    expect(refused.json).toMatchObject({ status: 409, allowed_actions: [{ rel: 'unarchive' }] })
    await ask(path(id, '/unarchive'), { method: 'POST' })
    expect((await ask(path(id, '/messages'), { method: 'POST', body: HELLO })).status).toBe(201)
  })
})

it.each<[string, string, number]>([
  ['waits', SESSIONS_ONE.waiting, 200],
  ['does not wait', SESSIONS_ONE.idle, 409],
  ['is not there', SESSION_UNKNOWN, 404],
])('takes tool results for a session that %s', async (_what, id, status) => {
  const body = { tool_results: [{ tool_call_id: 'toolu_1', result: { ok: true } }] }
  const told = await createBench().ask(path(id, '/tool-results'), { method: 'POST', body })
  expect(told.status).toBe(status)
})

it('exports a conversation as JSON lines', async () => {
  const { ask, read } = createBench()
  const { data } = await read<{ data: unknown[] }>(path(SESSIONS_ONE.idle, '/messages'))
  const told = await ask(path(SESSIONS_ONE.idle, '/export'))
  expect(told.text.trim().split('\n')).toEqual(data.map((message) => JSON.stringify(message)))
  expect(told.headers.get('content-disposition')).toContain('attachment')
})
