import { describe, expect, it } from 'vitest'
import { ORG_TWO, UNKNOWN_PAT, USERS } from '../callers.ts'
import { AGENTS_ONE, HARNESSES_ONE, RUNS, SESSION_COUNT_ONE } from '../catalogue.ts'
import { type Bench, createBench } from './bench.ts'

const { ada } = USERS
const HARNESS = '/v1/harnesses/generic'

/** A command over HTTP, as other processes send it. */
function command({ ask }: Bench, method: string, name: string, body?: unknown) {
  return ask(`/__sample/${name}`, { method, auth: null, ...(body === undefined ? {} : { body }) })
}

describe('the seed', () => {
  const ids = async (seed: number) => (await createBench({ seed }).ask('/v1/sessions')).text
  it('makes all of the data and of the order among ties', async () => {
    expect(await ids(7)).toBe(await ids(7))
    expect(await ids(7)).not.toBe(await ids(8))
  })

  it('makes the same timestamps whenever the sample starts', async () => {
    const at = (now: number) => createBench({ now: () => now }).ask(HARNESS)
    expect((await at(0)).text).toBe((await at(1e12)).text)
  })
})

describe('calls', () => {
  it('are remembered with their callers, without credentials', async () => {
    const bench = createBench()
    const cookie = `access_token=${ada.jwt}; everruns_org=${ORG_TWO}`
    await bench.ask(`/api${HARNESS}?x=1`, { headers: { 'x-custom': 'kept', cookie } })
    await bench.ask('/v1/nothing', { auth: `Bearer ${UNKNOWN_PAT}` })
    await bench.ask('/health', { auth: null })
    const told = await command(bench, 'GET', 'calls')
    expect(told.json).toMatchObject([
      { method: 'GET', target: `${HARNESS}?x=1`, caller: 'ada (pat)', status: 404 },
      { target: '/v1/nothing', caller: 'unknown', status: 404 },
      { target: '/health', caller: 'anonymous', status: 200 },
    ])
    expect(told.json).toMatchObject([
      {
        headers: {
          'x-custom': 'kept',
          authorization: '<ada.pat>',
          cookie: `access_token=<ada.jwt>; everruns_org=${ORG_TWO}`,
        },
      },
      { headers: { authorization: 'Bearer <unknown>' } },
      {},
    ])
    expect(told.text).not.toContain(ada.pat)
    await command(bench, 'DELETE', 'calls')
    expect((await command(bench, 'GET', 'calls')).json).toEqual([])
  })
})

describe('members', () => {
  it('lose and regain access at once', async () => {
    const bench = createBench()
    const asked = async () => (await bench.ask(HARNESS)).status
    const change = (body: unknown) => command(bench, 'POST', 'members', body)
    await change({ action: 'remove', user: 'ada', org: 'one' })
    expect(await asked()).toBe(401)
    await change({ action: 'add', user: 'ada', org: 'one', stats: false })
    expect([await asked(), (await bench.ask(`${HARNESS}/stats`)).status]).toEqual([200, 403])
    await change([{ action: 'revoke', user: 'ada' }])
    expect(await asked()).toBe(401)
    await change({ action: 'restore', user: 'ada' })
    expect(await asked()).toBe(200)
  })
})

describe('mutations', () => {
  it('insert and delete sessions at any time of creation', async () => {
    const bench = createBench()
    const created_at = '2027-01-01T00:00:00.123456Z'
    const told = await command(bench, 'POST', 'mutate', {
      op: 'insert_sessions',
      org: 'one',
      sessions: [{ created_at, status: 'paused', content: { title: 'Late' } }],
    })
    const [[id]] = told.json as [[string]]
    const page = await bench.read<{ data: unknown[]; total: number }>('/v1/sessions?limit=1')
    expect(page.data).toMatchObject([{ id, created_at, status: 'paused', title: 'Late' }])
    expect(page.total).toBe(SESSION_COUNT_ONE + 1)
    bench.control.mutate({ op: 'delete_sessions', org: 'one', ids: [id] })
    expect((await bench.ask(`/v1/sessions/${id}`)).status).toBe(404)
  })

  it('change harnesses, agents and runs behind the back of the API', async () => {
    const { read, ask, control } = createBench()
    const run = `/v1/agents/${AGENTS_ONE.moving}/health-checks/${RUNS.moving}`
    const latest = `/v1/agents/${AGENTS_ONE.healthy}/health-checks/latest`
    expect(await read(run)).toMatchObject({ status: 'pending' })
    control.mutate(
      { op: 'update_harness', org: 'one', harness: 'generic', content: { description: 'New' } },
      { op: 'update_agent', org: 'one', id: AGENTS_ONE.healthy, content: { system_prompt: 'New' } },
      { op: 'finish_run', org: 'one', id: RUNS.moving, status: 'failed' },
      { op: 'remove_harness', org: 'one', harness: 'support-triage' },
      { op: 'set_default_harness', org: 'one', harness: 'base' },
    )
    expect(await read(HARNESS)).toMatchObject({ description: 'New' })
    expect(await read(latest)).toMatchObject({ config_changed: true })
    expect(await read(run)).toMatchObject({ status: 'failed' })
    expect((await ask('/v1/harnesses/support-triage')).status).toBe(404)
    expect(await read('/v1/harnesses/default')).toMatchObject({ id: HARNESSES_ONE.base })
  })

  it('are refused when they name what does not exist', async () => {
    const told = await command(createBench(), 'POST', 'mutate', { op: 'nonsense', org: 'one' })
    expect(told.status).toBe(400)
  })
})

it('moves the clock, tells the state and starts anew', async () => {
  const bench = createBench()
  const nowMs = bench.control.state().now_ms
  await command(bench, 'POST', 'clock', { advance_ms: 5_000 })
  await command(bench, 'POST', 'limits', { perAddress: 1, creations: 1 })
  bench.control.mutate({ op: 'clear_sessions', org: 'two' })
  bench.control.addFaults({ match: '.', status: 500, times: 0 })
  expect((await command(bench, 'GET', 'state')).json).toMatchObject({
    now_ms: nowMs + 5_000,
    sessions: { [ORG_TWO]: 0 },
  })
  expect((await command(bench, 'POST', 'reset')).status).toBe(204)
  expect(bench.control.state().now_ms).toBe(nowMs)
  expect(bench.control.state().sessions[ORG_TWO]).toBeGreaterThan(0)
  expect([(await bench.ask(HARNESS)).status, (await bench.ask(HARNESS)).status]).toEqual([200, 200])
  expect((await command(bench, 'GET', 'nonsense')).status).toBe(404)
})
