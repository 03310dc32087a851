import { expect, it } from 'vitest'
import { USERS } from '../callers.ts'
import { AGENT_SHARED, AGENTS_ONE } from '../catalogue.ts'
import { SESSION_STATUSES } from '../model.ts'
import { createBench } from './bench.ts'

const FIELDS = [
  'session_count',
  'active_session_count',
  'idle_session_count',
  'started_session_count',
  'waiting_for_tool_results_session_count',
  'execution_count',
  'total_session_duration_ms',
  'avg_session_duration_ms',
  'total_input_tokens',
  'total_output_tokens',
  'total_cache_read_tokens',
  'total_cache_creation_tokens',
  'total_actual_cost_usd',
  'total_estimated_cost_usd',
  'total_cost_usd',
  'first_session_at',
  'last_session_at',
  'last_execution_at',
].toSorted()

it('always has every field, with explicit nulls where there is no session', async () => {
  const { read, ask } = createBench()
  const busy = await read('/v1/harnesses/support-triage/stats')
  const unused = await read('/v1/harnesses/invoice-audit/stats')
  expect(Object.keys(busy).toSorted()).toEqual(FIELDS)
  expect(Object.keys(unused).toSorted()).toEqual(FIELDS)
  expect(Object.values(busy)).not.toContain(null)
  expect(unused).toMatchObject({
    session_count: 0,
    avg_session_duration_ms: null,
    first_session_at: null,
    last_session_at: null,
    last_execution_at: null,
  })
  expect((await ask('/v1/harnesses/invoice-audit/stats')).text).toContain('"total_cost_usd":0.0')
})

it('changes with every call, by ID as by name', async () => {
  const { read } = createBench()
  const { id } = await read('/v1/harnesses/support-triage')
  const first = Number((await read('/v1/harnesses/support-triage/stats')).execution_count)
  const second = Number((await read(`/v1/harnesses/${id}/stats`)).execution_count)
  expect(second).toBe(first + 1)
})

it('counts each status in its own bucket, paused in none, and may go down', async () => {
  const { read, control } = createBench()
  const sessions = SESSION_STATUSES.flatMap((status, at) => Array(at + 1).fill({ status }))
  control.mutate(
    { op: 'clear_sessions', org: 'one' },
    { op: 'insert_sessions', org: 'one', sessions },
  )
  const counts = { started: 1, active: 2, idle: 3, waiting_for_tool_results: 4 }
  expect(await read('/v1/sessions/stats')).toEqual({ total: 15, ...counts })
  const suffixed = Object.entries(counts).map(([name, count]) => [`${name}_session_count`, count])
  expect(await read('/v1/harnesses/support-triage/stats')).toMatchObject({
    session_count: 15,
    ...Object.fromEntries(suffixed),
  })
  control.mutate({ op: 'clear_sessions', org: 'one' })
  expect(await read('/v1/harnesses/support-triage/stats')).toMatchObject({ session_count: 0 })
})

it('counts an agent ID of two organisations separately', async () => {
  const { read, ask } = createBench()
  const path = `/v1/agents/${AGENT_SHARED}/stats`
  const one = await read(path)
  const two = await read(path, { auth: USERS.ben.pat })
  expect(one.session_count).not.toBe(two.session_count)
  expect((await ask(path, { auth: USERS.finn.pat })).status).toBe(403)
  expect(
    (await ask(`/v1/agents/${AGENTS_ONE.healthy}/stats`, { auth: USERS.ben.pat })).status,
  ).toBe(404)
})
