import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FaultRule } from '../../sample/app.ts'
import { ORG_ONE, USERS } from '../../sample/callers.ts'
import { AGENTS_ONE, BASE_INSTANT_MS, HARNESSES_ONE, SESSIONS_ONE } from '../../sample/catalogue.ts'
import { type SampleUpstream, startSampleUpstream } from '../../sample/runner.ts'
import { type RunningEdge, startEdge } from '../support/edge.ts'
import { send } from '../support/http-client.ts'
import { logFaults } from '../support/log-rules.ts'
import { createSdkClient, type SdkAnswer, type SdkClient } from '../support/sdk-client.ts'

/** The base that the sample, as the API, puts before its links. */
const PUBLIC_BASE = 'https://app.everruns.com/api/v1'

/** Members that the edge adds to a list of sessions, and to a problem. */
const ADDED_MEMBERS = ['has_more', 'next_cursor']

/** Two samples with the same data: one is asked directly, the other through the edge. */
let samples: [SampleUpstream, SampleUpstream]
let edge: RunningEdge
let direct: SdkClient
let through: SdkClient

beforeAll(async () => {
  samples = [await startSampleUpstream(), await startSampleUpstream()]
  edge = await startEdge({ vars: { UPSTREAM_URL: samples[1].url } })
  direct = createSdkClient(`${samples[0].url}/`, USERS.ada.pat, ORG_ONE)
  through = createSdkClient(`${edge.origin}/api/`, USERS.ada.pat, ORG_ONE)
})

afterAll(async () => {
  await edge?.stop()
  for (const sample of samples ?? []) await sample.stop()
  expect(logFaults(edge.logs)).toEqual([])
})

/** The answers to the same call; the edge's as far as the upstream's has its members. */
async function both(method: string, path: string, body?: unknown): Promise<SdkAnswer> {
  const expected = comparable(await direct.call(method, path, body))
  const answer = await through.call(method, path, body)
  const got = comparable(answer)
  if (expected.status >= 400) {
    expect(got).toMatchObject({ ...expected, type: 'application/problem+json' })
  } else {
    expect(got).toEqual(expected)
  }
  return answer
}

/** Without what must differ: links, added members, and the instants at which rows were written. */
function comparable(answer: SdkAnswer): SdkAnswer {
  const text = JSON.stringify(answer).replaceAll(`${edge.origin}/api/v1`, PUBLIC_BASE)
  return JSON.parse(text, (key, value) => {
    if (ADDED_MEMBERS.includes(key)) return undefined
    if (key === 'data' && Array.isArray(value)) return settled(value)
    return isWrittenNow(value) ? 'now' : value
  })
}

/** Without the rows of the last instant: which of them a full page still holds, the API itself decides anew each time. */
function settled(rows: Row[]): Row[] {
  const sorted = rows.toSorted(byAgeAndId)
  const last = sorted.at(-1)?.created_at
  return rows.length < 20 ? sorted : sorted.filter(({ created_at }) => created_at !== last)
}

/** Rows of one instant have no order upstream, and one of their own on the edge's pages. */
function byAgeAndId(a: Row, b: Row): number {
  const [one, two] = [a, b].map(({ created_at, id }) => `${created_at} ${id}`)
  return (one ?? '') < (two ?? '') ? 1 : -1
}

type Row = { created_at?: string; id?: string }

function isWrittenNow(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) &&
    Date.parse(value) >= BASE_INSTANT_MS
  )
}

const idOf = ({ body }: SdkAnswer) => (body as { id: string }).id

async function failOnce(rule: FaultRule): Promise<void> {
  for (const { url } of samples) {
    const body = JSON.stringify(rule)
    await send(`${new URL(url).origin}/__sample/faults`, { method: 'POST', body })
  }
}

describe('an SDK that is pointed at the edge', () => {
  it('reads as it reads from the API', async () => {
    const agent = `/v1/agents/${AGENTS_ONE.healthy}`
    const session = `/v1/sessions/${SESSIONS_ONE.idle}`
    for (const path of [
      ...['/v1/harnesses', '/v1/harnesses?search=support', '/v1/harness-examples'],
      ...[`/v1/harnesses/${HARNESSES_ONE.supportTriage}`, '/v1/harnesses/support-triage'],
      ...['/v1/sessions', `/v1/sessions?agent_id=${AGENTS_ONE.healthy}&search=a`, session],
      ...[`${session}/messages`, `${session}/events`, `${session}/events?limit=2`],
      ...['/v1/agents', agent, `${agent}/stats`, `${agent}/health-checks`],
      ...['/v1/harnesses/config', '/v1/harnesses/check-name?name=new', '/v1/sessions/stats'],
    ]) {
      expect((await both('GET', path)).status).toBe(200)
    }
    expect((await both('GET', `${session}/events?limit=2`)).totalCount).not.toBeNull()
  })

  it('creates, changes, finds and deletes a harness', async () => {
    const name = 'sdk-made'
    const created = await both('POST', '/v1/harnesses', { name, system_prompt: 'Be brief.' })
    expect(created.status).toBe(201)
    const path = `/v1/harnesses/${idOf(created)}`
    expect((await both('GET', path)).body).toMatchObject({ name })
    expect((await both('GET', `/v1/harnesses/${name}`)).body).toMatchObject({ name })
    await both('PATCH', path, { description: 'Changed' })
    expect((await both('GET', path)).body).toMatchObject({ description: 'Changed' })
    expect((await both('GET', '/v1/harnesses')).body).toMatchObject({ data: expect.anything() })
    expect((await both('DELETE', path)).status).toBe(204)
    expect((await both('GET', path)).body).toMatchObject({ status: 'archived' })
  })

  it('runs a session from its first message to its end', async () => {
    const created = await both('POST', '/v1/sessions', { harness_name: 'generic', title: 'SDK' })
    expect(created.status).toBe(201)
    const path = `/v1/sessions/${idOf(created)}`
    const message = { message: { content: [{ type: 'text', text: 'Hello' }] } }
    expect((await both('POST', `${path}/messages`, message)).status).toBe(201)
    await both('GET', `${path}/messages`)
    await both('GET', `${path}/events`)
    expect((await both('POST', `${path}/cancel`, {})).body).toMatchObject({ status: 'cancelled' })
    expect((await both('POST', `${path}/cancel`)).body).toMatchObject({ status: 'no_op' })
    await both('PUT', `${path}/pin`)
    expect((await both('GET', path)).body).toMatchObject({ title: 'SDK', is_pinned: true })
    await both('DELETE', `${path}/pin`)
    expect((await both('GET', '/v1/sessions')).body).toMatchObject({ data: { length: 20 } })
    expect((await both('DELETE', path)).status).toBe(204)
    expect((await both('GET', path)).status).toBe(404)
  })

  it('follows events, and goes on after the last it saw', async () => {
    const path = `/v1/sessions/${SESSIONS_ONE.idle}/sse`
    const all = await through.events(path, 'turn.completed')
    expect(all).toEqual(await direct.events(path, 'turn.completed'))
    const [, id] = /\nid: (\S+)/.exec(all[1] ?? '') ?? []
    const rest = await through.events(`${path}?since_id=${id}`, 'turn.completed')
    expect(rest).toEqual([all[0], ...all.slice(2, rest.length + 1)])
  })

  it('checks an agent', async () => {
    const path = `/v1/agents/${AGENTS_ONE.unchecked}/health-checks`
    expect((await both('GET', path)).body).toEqual([])
    for (const body of [undefined, {}, null]) {
      const run = await both('POST', path, body)
      expect([run.status, run.body]).toMatchObject([200, { status: 'pending' }])
      await both('GET', `${path}/${idOf(run)}`)
    }
    expect((await both('GET', path)).body).toMatchObject({ length: 3 })
  })

  it('is refused as the API refuses, with at least as much to go on', async () => {
    for (const [method, path, body] of [
      ['GET', '/v1/harnesses/no-such-harness'],
      ['GET', `/v1/sessions/session_${'f'.repeat(32)}`],
      ['POST', '/v1/harnesses', { name: 'support-triage' }],
      ['POST', '/v1/harnesses', { name: 'Not A Name' }],
      ['DELETE', `/v1/harnesses/${HARNESSES_ONE.base}`],
      ['GET', `/v1/agents/${AGENTS_ONE.healthy}/health-checks/not-a-run`],
    ] as const) {
      const { status, body: problem } = await both(method, path, body)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(problem).toMatchObject({ status, code: expect.any(String) })
    }
  })

  it('is told to wait in whole seconds', async () => {
    await failOnce({ match: '^/v1/apps$', form: 'address_limit' })
    const limited = await both('GET', '/v1/apps')
    expect([limited.status, limited.retryAfterSeconds]).toEqual([429, 60])

    const date = new Date(Date.now() + 90_000).toUTCString()
    await failOnce({ match: '^/v1/apps$', status: 429, headers: { 'retry-after': date } })
    const { retryAfterSeconds } = await through.call('GET', '/v1/apps')
    expect(retryAfterSeconds).toBeGreaterThan(60)
    expect(retryAfterSeconds).toBeLessThanOrEqual(90)
  })
})
