import { describe, expect, it } from 'vitest'
import { USERS } from '../callers.ts'
import { AGENT_SHARED, AGENT_UNKNOWN, AGENTS_ONE, RUNS, SESSION_COUNT_ONE } from '../catalogue.ts'
import { createBench } from './bench.ts'

interface Run {
  id: string
  agent_id: string
  status: string
  created_at: string
  results?: { session_id?: string; view_url?: string }[]
}

interface Latest {
  run?: Run
  config_changed: boolean
}

function path(agentId: string, rest = ''): string {
  return `/v1/agents/${agentId}/health-checks${rest}`
}

describe('a triggered run', () => {
  it('moves from pending over running to completed with the clock', async () => {
    const { ask, read, control } = createBench()
    const told = await ask(path(AGENTS_ONE.unchecked), { method: 'POST' })
    const run = told.json as Run
    expect([told.status, run.status]).toEqual([200, 'pending'])
    expect(run).not.toHaveProperty('summary')
    expect(run).not.toHaveProperty('completed_at')
    const status = async () => (await read<Run>(path(AGENTS_ONE.unchecked, `/${run.id}`))).status
    const seen = [await status()]
    for (const ms of [1_999, 1, 4_999, 1]) {
      control.advance(ms)
      seen.push(await status())
    }
    expect(seen).toEqual(['pending', 'pending', 'running', 'running', 'completed'])
  })

  it('plays in real sessions, to which its results link', async () => {
    const { ask, read, control } = createBench()
    const { id } = (await ask(path(AGENTS_ONE.unchecked), { method: 'POST' })).json as Run
    control.advance(7_000)
    const run = await read<Run>(path(AGENTS_ONE.unchecked, `/${id}`))
    const [result] = run.results ?? []
    expect(result?.view_url).toBe(`https://app.everruns.com/sessions/${result?.session_id}/chat`)
    expect(await read('/v1/sessions/stats')).toMatchObject({ total: SESSION_COUNT_ONE + 2 })
    expect(await read(`/v1/sessions/${result?.session_id}`)).toMatchObject({
      agent_id: AGENTS_ONE.unchecked,
    })
  })

  it('takes from the bucket of session creations', async () => {
    const { ask } = createBench()
    for (let n = 0; n < 60; n++) await ask(path(AGENTS_ONE.healthy), { method: 'POST' })
    const told = await ask('/v1/sessions', { method: 'POST', body: {} })
    expect(told.json).toMatchObject({ status: 429, code: 'rate_limited' })
  })
})

describe('the latest run', () => {
  it.each<[string, keyof typeof AGENTS_ONE, string | undefined, boolean]>([
    ['completed', 'healthy', 'completed', false],
    ['failed, agent edited since', 'failing', 'failed', true],
    ['just triggered', 'moving', 'pending', false],
    ['stuck', 'stuckPending', 'pending', false],
    ['stuck later', 'stuckRunning', 'running', false],
    ['absent', 'unchecked', undefined, false],
  ])('is there as seeded: %s', async (_what, agent, status, config_changed) => {
    const latest = await createBench().read<Latest>(path(AGENTS_ONE[agent], '/latest'))
    expect([latest.run?.status, latest.config_changed]).toEqual([status, config_changed])
    expect('run' in latest).toBe(status !== undefined)
  })

  it('has changed configuration after an edit of the agent, and not after undoing it', async () => {
    const { ask, read } = createBench()
    const agent = `/v1/agents/${AGENTS_ONE.healthy}`
    const { system_prompt } = await read(agent)
    const latest = () => read<Latest>(path(AGENTS_ONE.healthy, '/latest'))
    const before = await latest()
    await ask(agent, { method: 'PATCH', body: { system_prompt: 'Other' } })
    expect(await latest()).toEqual({ ...before, config_changed: true })
    await ask(agent, { method: 'PATCH', body: { description: 'Not part of it', system_prompt } })
    expect(await latest()).toEqual(before)
  })
})

it('lists a bare array, newest first, twenty at most', async () => {
  const runs = await createBench().read<Run[]>(path(AGENTS_ONE.checkedOften))
  const times = runs.map(({ created_at }) => Date.parse(created_at))
  expect(runs).toHaveLength(20)
  expect(times).toEqual(times.toSorted((a, b) => b - a))
})

it('reports a run without progress for over 30 minutes as failed, everywhere', async () => {
  const { read, control } = createBench()
  const agent = AGENTS_ONE.stuckRunning
  const status = async () => [
    (await read<Run>(path(agent, `/${RUNS.stuckRunning}`))).status,
    (await read<Run[]>(path(agent)))[0]?.status,
    (await read<Latest>(path(agent, '/latest'))).run?.status,
  ]
  expect(await status()).toEqual(['running', 'running', 'running'])
  control.advance(30 * 60_000)
  expect(await status()).toEqual(['failed', 'failed', 'failed'])
  expect(await read<Run>(path(AGENTS_ONE.healthy, `/${RUNS.stale}`))).toMatchObject({
    status: 'failed',
    error_message: expect.stringContaining('30 minutes'),
  })
})

it('names the internal agent where the client chose the ID, in two organisations', async () => {
  const { read } = createBench()
  const one = await read<Latest>(path(AGENT_SHARED, '/latest'))
  const two = await read<Latest>(path(AGENT_SHARED, '/latest'), { auth: USERS.ben.pat })
  expect([one.run?.id, two.run?.id]).toEqual([RUNS.sharedInOne, RUNS.sharedInTwo])
  expect(one.run?.agent_id).not.toBe(AGENT_SHARED)
  expect(one.run?.agent_id).not.toBe(two.run?.agent_id)
})

it.each<[string, string, number]>([
  ['a malformed run', path(AGENTS_ONE.healthy, '/run_1'), 400],
  ['an unknown run', path(AGENTS_ONE.healthy, `/${RUNS.unknown}`), 404],
  ['a run of another agent', path(AGENTS_ONE.healthy, `/${RUNS.failed}`), 404],
  ['an unknown agent', path(AGENT_UNKNOWN, '/latest'), 404],
  ['a malformed agent', path('ticket-sorter', '/latest'), 400],
])('refuses %s', async (_what, target, status) => {
  const told = await createBench().ask(target)
  expect(told.json).toMatchObject({ status })
  expect(told.json).not.toHaveProperty('code')
})

it('answers 400 on all four routes without the service', async () => {
  const { ask } = createBench({ healthChecks: false })
  const agent = AGENTS_ONE.healthy
  const all = [
    await ask(path(agent)),
    await ask(path(agent), { method: 'POST' }),
    await ask(path(agent, '/latest')),
    await ask(path(agent, `/${RUNS.completed}`)),
  ]
  expect(all.map(({ status }) => status)).toEqual([400, 400, 400, 400])
})

it('loses runs with their agent', async () => {
  const { ask } = createBench()
  await ask(`/v1/agents/${AGENTS_ONE.healthy}`, { method: 'DELETE' })
  expect((await ask(path(AGENTS_ONE.healthy, `/${RUNS.completed}`))).status).toBe(404)
})
