import { afterEach, describe, expect, it } from 'vitest'
import { USERS } from '../../sample/callers.ts'
import { startSampleUpstream } from '../../sample/runner.ts'
import { type EdgeOptions, type RunningEdge, startEdge } from '../support/edge.ts'
import { expectProblem } from '../support/edge-stage.ts'
import { type Answer, send } from '../support/http-client.ts'
import { logFaults } from '../support/log-rules.ts'

const HARNESS = '/v1/harnesses/harness_01915a00000070008000000000000004'
const NEW_HARNESS = { name: 'one-more', system_prompt: 'Help.' }

const stops: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

interface Stage {
  edge: RunningEdge
  upstream: string
  ask(path: string, as: 'ada' | 'ben' | 'nobody', more?: RequestInit): Promise<Answer>
}

async function start(options: Partial<EdgeOptions>): Promise<Stage> {
  const sample = await startSampleUpstream({})
  const vars = { UPSTREAM_URL: sample.url, ...options.vars }
  const edge = await startEdge({ ...options, vars })
  stops.push(edge.stop, () => sample.stop())
  return {
    edge,
    upstream: sample.url,
    ask: (path, as, { method, body } = {}) =>
      send(edge.origin + path, {
        ...(method && { method }),
        ...(typeof body === 'string' && { body }),
        headers: {
          'content-type': 'application/json',
          ...(as !== 'nobody' && { authorization: USERS[as].pat }),
        },
      }),
  }
}

const limitedTo = (limit: number) => ({
  optional: {
    ratelimits: { LIMIT: { namespace_id: '1', simple: { limit, period: 60 as const } } },
  },
})

/** The platform counts by the minute of the clock: a test that meets its end counts twice, and is tried again. */
describe('LIMIT, as the platform has it,', { retry: 2 }, () => {
  it('refuses who makes too many calls, with a problem that says when to come back, and no other', async () => {
    const { edge, upstream, ask } = await start(limitedTo(3))
    const answers: Answer[] = []
    for (let call = 0; call < 8; call++) answers.push(await ask('/v1/sessions?limit=1', 'ada'))
    const refused = answers.filter(({ status }) => status === 429)
    // One counts for the address, which had no credential yet; three for the caller.
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429, 429, 429, 429])
    const [first] = refused as [Answer]
    const { problem } = expectProblem(first, 429, edge.origin, upstream)
    expect(problem).toMatchObject({ code: 'edge_rate_limited', retry_after_seconds: 60 })
    expect(problem.type).toBe(`${edge.origin}/problems/edge_rate_limited`)
    expect((await ask('/v1/sessions?limit=1', 'ben')).status).toBe(200)
  })

  it('never refuses what is answered from the cache, and lets stored answers stand in', async () => {
    const { ask } = await start(limitedTo(4))
    expect((await ask(HARNESS, 'ada')).status).toBe(200)
    for (let call = 0; call < 20; call++) expect((await ask(HARNESS, 'ada')).status).toBe(200)
    for (let call = 0; call < 8; call++) await ask('/v1/sessions?limit=1', 'ada')
    expect((await ask('/v1/sessions?limit=1', 'ada')).status).toBe(429)
    expect((await ask(HARNESS, 'ada')).status).toBe(200)
  })

  it('never refuses a DELETE, and a write that is refused does not reach the API', async () => {
    const { ask } = await start(limitedTo(2))
    await ask(HARNESS, 'ada')
    const create = () =>
      ask('/v1/harnesses', 'ada', { method: 'POST', body: JSON.stringify(NEW_HARNESS) })
    const created = await create()
    expect(created.status).toBe(201)
    await ask('/v1/sessions?limit=1', 'ada')
    expect((await create()).status).toBe(429)
    const { id } = JSON.parse(created.text)
    expect((await ask(`/v1/harnesses/${id}`, 'ada', { method: 'DELETE' })).status).toBe(204)
  })

  it('limits a change by a name as the change itself is, what is looked up for it too', async () => {
    const { ask } = await start(limitedTo(2))
    await ask(HARNESS, 'ada')
    const made = await ask('/v1/harnesses', 'ada', {
      method: 'POST',
      body: JSON.stringify(NEW_HARNESS),
    })
    expect(made.status).toBe(201)
    for (let call = 0; call < 4; call++) await ask('/v1/sessions?limit=1', 'ada')
    expect((await ask('/v1/sessions?limit=1', 'ada')).status).toBe(429)
    const path = `/v1/harnesses/${NEW_HARNESS.name}`
    expect((await ask(path, 'ada', { method: 'PATCH', body: '{}' })).status).toBe(429)
    expect((await ask(path, 'ada', { method: 'DELETE' })).status).toBe(204)
  })

  it('counts credentials that the API refuses by the address that they come from', async () => {
    const { ask } = await start(limitedTo(3))
    const statuses: number[] = []
    for (let call = 0; call < 6; call++) statuses.push((await ask('/v1/sessions', 'nobody')).status)
    expect(statuses).toEqual([401, 401, 401, 429, 429, 429])
  })
})

describe('an optional binding that is broken', () => {
  it('is logged, off and named in readyz, and no request fails', async () => {
    const { edge, ask } = await start({ vars: { LIMIT: 'text', METRICS: 'text' } })
    expect((await ask(HARNESS, 'ada')).status).toBe(200)
    expect((await ask('/v1/sessions', 'ada')).status).toBe(200)
    const ready = await ask('/readyz', 'nobody')
    expect(JSON.parse(ready.text)).toMatchObject({ status: 'ok', off: ['LIMIT', 'METRICS'] })
    const told = edge.logs
      .filter((line) => line.includes('binding_off'))
      .map((line) => JSON.parse(line))
    expect(told.map(({ binding_off }) => binding_off).toSorted()).toEqual(['LIMIT', 'METRICS'])
  })

  it('that is not there is not named', async () => {
    const { edge, ask } = await start({})
    expect(JSON.parse((await ask('/readyz', 'nobody')).text)).not.toHaveProperty('off')
    expect(edge.logs.filter((line) => line.includes('binding_off'))).toEqual([])
  })
})

describe('METRICS, as the platform has it,', () => {
  it('takes what is written, and no request knows of it', async () => {
    const { edge, ask } = await start({
      optional: { analyticsEngineDatasets: { METRICS: { dataset: 'everruns_edge' } } },
    })
    for (let call = 0; call < 5; call++) expect((await ask(HARNESS, 'ada')).status).toBe(200)
    expect(JSON.parse((await ask('/readyz', 'nobody')).text)).not.toHaveProperty('off')
    expect(logFaults(edge.logs)).toEqual([])
  })
})

it('a variable that is nearly one of the edge’s own is told once, without its value', async () => {
  const { edge, ask } = await start({ vars: { STATS_FRESH_SECOND: 'hunter2' } })
  await ask('/healthz', 'nobody')
  await ask(HARNESS, 'ada')
  const told = edge.logs.filter((line) => line.includes('unknown_variable'))
  expect(told.map((line) => JSON.parse(line))).toEqual([
    { unknown_variable: 'STATS_FRESH_SECOND', meant: 'STATS_FRESH_SECONDS' },
  ])
  expect(edge.logs.join()).not.toContain('hunter2')
})
