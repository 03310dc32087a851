import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AGENT_SHARED, AGENT_UNKNOWN, AGENTS_ONE, RUNS } from '../../sample/catalogue.ts'
import { type EdgeStage, startEdgeStage } from '../support/edge-stage.ts'
import { MARKS, requestLines } from '../support/log-rules.ts'

const ada = { as: 'ada' } as const
const checks = (agent: string, below = '') => `/v1/agents/${agent}/health-checks${below}`
const LATEST = checks(AGENTS_ONE.healthy, '/latest')
const RUN = checks(AGENTS_ONE.healthy, `/${RUNS.completed}`)

let stage: EdgeStage

beforeAll(async () => {
  stage = await startEdgeStage()
})

afterAll(() => stage?.stop())

describe('the latest health check', () => {
  it.each([
    ['healthy', AGENTS_ONE.healthy, { run: { status: 'completed' }, config_changed: false }],
    ['failing', AGENTS_ONE.failing, { run: { status: 'failed' }, config_changed: true }],
    ['moving', AGENTS_ONE.moving, { run: { id: RUNS.moving } }],
    ['in both organisations', AGENT_SHARED, { run: { id: RUNS.sharedInOne } }],
  ])('of an agent that is %s is the upstream’s own text', async (_, agent, members) => {
    const path = checks(agent, '/latest')
    const { status, text, headers } = await stage.ask(path, ada)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/json')
    expect(JSON.parse(text)).toMatchObject(members)
    if (agent === AGENTS_ONE.moving) return
    expect(text).toBe((await stage.askSample(path, ada)).text)
  })

  it('has no run before the first, not even null', async () => {
    const { text } = await stage.ask(checks(AGENTS_ONE.unchecked, '/latest'), ada)
    expect(JSON.parse(text)).toEqual({ config_changed: false })
  })

  it('is another one in another organisation, for the same agent ID', async () => {
    const { text } = await stage.ask(checks(AGENT_SHARED, '/latest'), { as: 'ben' })
    expect(JSON.parse(text).run.id).toBe(RUNS.sharedInTwo)
  })

  it('is never taken for a run of that name', async () => {
    const headers = { cookie: `a=${MARKS.cookie}`, 'x-request-id': 'logged' }
    await stage.ask(`${LATEST}?a=${MARKS.query}`, { ...ada, headers })
    const line = () =>
      requestLines(stage.edge.logs).find(({ request_id }) => request_id === 'logged')
    await expect.poll(line).toMatchObject({ route: '/v1/agents/:agent/health-checks/latest' })
  })

  it('of an unknown agent leads to the list of agents', async () => {
    const { problem } = await stage.fail(checks(AGENT_UNKNOWN, '/latest'), 404, ada)
    expect(problem.code).toBe('agent_not_found')
    expect(problem.allowed_actions[0]?.href).toBe(`${stage.edge.origin}/v1/agents`)
  })
})

describe('one run', () => {
  it('is the upstream’s own text', async () => {
    const { status, text } = await stage.ask(RUN, ada)
    expect([status, text]).toEqual([200, (await stage.askSample(RUN, ada)).text])
    expect(JSON.parse(text)).toMatchObject({ id: RUNS.completed, status: 'completed' })
  })

  it('answers HEAD, and under /api/v1', async () => {
    const head = await stage.ask(RUN, { ...ada, method: 'HEAD' })
    expect([head.status, head.text]).toEqual([200, ''])
    expect((await stage.ask(`/api${RUN}`, ada)).text).toBe((await stage.ask(RUN, ada)).text)
  })

  it.each([
    ['an unknown run', checks(AGENTS_ONE.healthy, `/${RUNS.unknown}`)],
    ['a run of another agent', checks(AGENTS_ONE.failing, `/${RUNS.completed}`)],
    ['a run of another organisation', checks(AGENT_SHARED, `/${RUNS.sharedInTwo}`)],
  ])('%s is a 404 problem that leads to the agent’s runs', async (_, path) => {
    const { problem } = await stage.fail(path, 404, ada)
    expect(problem.code).toBe('run_not_found')
    const list = path.slice(0, path.lastIndexOf('/'))
    expect(problem.allowed_actions[0]?.href).toBe(stage.edge.origin + list)
    expect((await stage.ask(list, ada)).status).toBe(200)
  })

  it('a malformed run ID keeps the upstream’s 400', async () => {
    await stage.fail(checks(AGENTS_ONE.healthy, '/nonsense'), 400, ada)
  })
})

describe('a body that departs from what is documented', () => {
  const run = { id: RUNS.completed, config_hash: 'c', status: 'completed', created_at: 'x' }
  it.each([
    ['latest without config_changed', '/latest', { run }],
    ['latest with config_changed a text', '/latest', { run, config_changed: 'no' }],
    ['latest with a run that is none', '/latest', { run: [], config_changed: false }],
    ['latest with a run without ID', '/latest', { run: { ...run, id: 7 }, config_changed: true }],
    ['a run without status', `/${RUNS.completed}`, { ...run, status: undefined }],
    ['a run whose status is a number', `/${RUNS.completed}`, { ...run, status: 1 }],
    ['a run whose results are no list', `/${RUNS.completed}`, { ...run, results: {} }],
    ['a run whose summary is a text', `/${RUNS.completed}`, { ...run, summary: 'fine' }],
  ])('passes as it came: %s', async (name, below, body) => {
    const place = encodeURIComponent(name)
    await stage.fault({ match: `health-checks${below}\\?case=${place}$`, body })
    const path = checks(AGENTS_ONE.healthy, `${below}?case=${place}`)
    const answer = await stage.ask(path, ada)
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      200,
      JSON.parse(JSON.stringify(body)),
    ])
  })

  it('and is no object is a 502 problem', async () => {
    await stage.fault({ match: `${RUNS.completed}\\?case=list$`, body: [run] })
    const path = checks(AGENTS_ONE.healthy, `/${RUNS.completed}?case=list`)
    expect((await stage.fail(path, 502, ada)).problem.code).toBe('upstream_invalid_response')
  })

  it('but unknown members, their order and the spelling of numbers pass', async () => {
    const raw = `{"zz":1.0,"run":{"id":"${RUNS.completed}","score":1e3,"config_hash":"c",
      "status":"undreamt-of","created_at":"x"},"config_changed":false,"aa":12345678901234567890}`
    const headers = { 'content-type': 'application/json' }
    await stage.fault({ match: 'latest\\?bytes$', body: raw, headers })
    expect((await stage.ask(`${LATEST}?bytes`, ada)).text).toBe(raw)
  })
})

it('the list and the trigger are forwarded', async () => {
  const list = await stage.ask(checks(AGENTS_ONE.healthy), ada)
  expect(Array.isArray(JSON.parse(list.text))).toBe(true)
  const asking = { ...ada, method: 'POST', body: {} }
  const started = await stage.ask(checks(AGENTS_ONE.unchecked), asking)
  expect([started.status, JSON.parse(started.text).status]).toEqual([200, 'pending'])
  const run = await stage.ask(checks(AGENTS_ONE.unchecked, '/latest'), ada)
  expect(JSON.parse(run.text).run.id).toBe(JSON.parse(started.text).id)
})
