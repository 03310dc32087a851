import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ORG_ONE } from '../../sample/callers.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'
import { requestLines } from '../support/log-rules.ts'

const REGISTRIES = ['agents', 'apps', 'harnesses', 'mcp-servers', 'models', 'providers', 'skills']
const LISTS = [
  ...['/v1/harnesses', '/v1/agents', '/v1/capabilities', '/v1/models', '/v1/providers'],
  ...['/v1/sessions/stats', '/v1/sessions/facets', `/v1/orgs/${ORG_ONE}`],
  `/v1/orgs/${ORG_ONE}/feature-flags`,
  ...REGISTRIES.map((name) => `/v1/${name}/config`),
]

let stage: CacheStage

beforeAll(async () => {
  stage = await startCacheStage({ STATS_SHARING: 'proved' })
})
afterAll(() => stage?.stop())
beforeEach(() => stage.reset())

describe.each(LISTS)('%s', (path) => {
  test('is fresh for 5 seconds, then 10 more while one refresh runs behind it', async () => {
    const first = await stage.ask(path, { as: 'ada' })
    expect([first.status, first.cache]).toEqual([200, 'fwd=uri-miss; fwd-status=200; stored'])
    const tag = first.headers.get('etag') ?? ''
    const again = await stage.ask(path, { as: 'ada', headers: { 'if-none-match': tag } })
    expect([again.status, again.cache]).toEqual([304, expect.stringMatching(/^hit; ttl=[45]$/)])
    await stage.pass(6_000)
    expect((await stage.ask(path, { as: 'ada' })).cache).toMatch(/detail=stale-while-revalidate$/)
    await stage.edge.idle()
    expect((await stage.ask(path, { as: 'ada' })).cache).toMatch(/^hit; ttl=[45]$/)
    await stage.pass(16_000)
    expect((await stage.ask(path, { as: 'ada' })).cache).toMatch(/^fwd=(?:uri-miss|stale)/)
    expect((await stage.edge.kvCounts()).writes).toBe(0)
  })

  test('is each caller’s own, and gone after its caller’s own change', async () => {
    await stage.ask(path, { as: 'ada' })
    expect((await stage.ask(path, { as: 'gina' })).cache).toMatch(/^fwd=uri-miss/)
    const body = { name: `made-${Date.now()}` }
    await stage.ask('/v1/harnesses', { as: 'ada', method: 'POST', body })
    expect((await stage.ask(path, { as: 'ada' })).cache).toMatch(/^fwd=uri-miss/)
    expect((await stage.ask(path, { as: 'gina' })).cache).toMatch(/^hit/)
  })
})

test.each(['/v1/harnesses/config', '/v1/agents/config', '/v1/models/config'])(
  '%s has its own name in the log, also where a parameter could stand',
  async (path) => {
    const { headers } = await stage.ask(path, { as: 'ada' })
    const id = headers.get('x-request-id')
    const line = () =>
      requestLines(stage.edge.logs).find(({ request_id }) => request_id === id) ?? {}
    await expect.poll(line).toMatchObject({ route: path })
  },
)

test('a list with a query is a list of its own, whatever a cache buster says', async () => {
  await stage.ask('/v1/harnesses', { as: 'ada' })
  const found = await stage.ask('/v1/harnesses?search=triage', { as: 'ada' })
  expect(found.cache).toMatch(/^fwd=uri-miss/)
  expect((await stage.ask('/v1/harnesses?_=1&search=triage', { as: 'ada' })).cache).toMatch(/^hit/)
})

test('a list’s own links lead to the edge, by the way that the request came', async () => {
  const { text } = await stage.ask('/api/v1/agents', { as: 'ada' })
  const [agent] = JSON.parse(text).data as { self_url: string }[]
  expect(agent?.self_url.startsWith(`${stage.edge.origin}/api/v1/agents/`)).toBe(true)
})

test.each(['/v1/models', '/v1/providers', '/v1/capabilities'])(
  'the rows of %s keep their links, as its items do: no entity is among them',
  async (path) => {
    const url = `https://app.everruns.com/api${path}/1`
    const body = `{ "data":[{"id":"1","self_url":"${url}","allowed_actions":[{"href":"${url}"}]}]}`
    const headers = { 'content-type': 'application/json' }
    await stage.fault({ match: `^${path}`, body, headers, times: 2 })
    for (const address of [path, `${path}/1`]) {
      const { status, text } = await stage.ask(address, { as: 'ada' })
      expect([status, text]).toEqual([200, body])
    }
    await stage.clearFaults()
  },
)

test.each([401, 403, 404])('a list ends at once when a refresh is answered %i', async (status) => {
  await stage.ask('/v1/agents', { as: 'ada' })
  await stage.pass(6_000)
  await stage.fault({ match: '/v1/agents', status, times: 1 })
  expect((await stage.ask('/v1/agents', { as: 'ada' })).status).toBe(200)
  await stage.edge.idle()
  expect((await stage.ask('/v1/agents', { as: 'ada' })).cache).toMatch(/^fwd=uri-miss|negative/)
})

test('LIST_FRESH_SECONDS and LIST_STALE_SECONDS of 0 switch the lists off', async () => {
  const off = await startCacheStage({ LIST_FRESH_SECONDS: '0', LIST_STALE_SECONDS: '0' })
  try {
    await off.ask('/v1/agents', { as: 'ada' })
    const second = await off.ask('/v1/agents', { as: 'ada' })
    expect([second.status, second.cache]).toEqual([200, ''])
    expect(await off.calls()).toHaveLength(2)
  } finally {
    await off.edge.stop()
  }
})
