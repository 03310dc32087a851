import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ORG_ONE, USERS } from '../../sample/callers.ts'
import {
  AGENTS_ONE,
  HARNESS_UNKNOWN,
  HARNESSES_ONE,
  RUNS,
  SESSIONS_ONE,
} from '../../sample/catalogue.ts'
import { type Asking, type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const { supportTriage, unused, archived } = HARNESSES_ONE
const HARNESS = `/v1/harnesses/${supportTriage}`
const STATS = `${HARNESS}/stats`
const LATEST = `/v1/agents/${AGENTS_ONE.healthy}/health-checks/latest`
const RUN = `/v1/agents/${AGENTS_ONE.healthy}/health-checks/${RUNS.completed}`

let stage: CacheStage
const ada = (path: string, asking: Asking = {}) => stage.ask(path, { as: 'ada', ...asking })

beforeAll(async () => {
  // `latest` lives long here, so that only a write can be why it is asked for again.
  stage = await startCacheStage({ CHECK_FRESH_SECONDS: '600' })
})
afterAll(() => stage?.stop())
beforeEach(() => stage.reset())

const writes: readonly (readonly [string, string, unknown, readonly string[]])[] = [
  ['POST', '/v1/harnesses', { name: 'new-one' }, [HARNESS, STATS]],
  ['POST', '/v1/harnesses/import?from-example=log-reader', undefined, [HARNESS]],
  ['POST', `${HARNESS}/copy`, undefined, [HARNESS]],
  ['PATCH', HARNESS, { description: 'Changed.' }, [HARNESS, STATS, LATEST]],
  ['DELETE', `/v1/harnesses/${unused}`, undefined, [`/v1/harnesses/${unused}`]],
  ['POST', `/v1/harnesses/${archived}/delete`, undefined, [`/v1/harnesses/${archived}`]],
  ['PATCH', `/v1/orgs/${ORG_ONE}`, { default_harness_id: unused }, ['/v1/harnesses/default']],
  ['POST', '/v1/sessions', { harness_id: supportTriage }, [HARNESS, STATS]],
  ['PATCH', `/v1/sessions/${SESSIONS_ONE.idle}`, { title: 'Changed' }, [STATS]],
  ['PUT', `/v1/sessions/${SESSIONS_ONE.idle}/pin`, undefined, [STATS]],
  ['POST', `/v1/sessions/${SESSIONS_ONE.active}/cancel`, undefined, [STATS]],
  ['DELETE', `/v1/sessions/${SESSIONS_ONE.idle}`, undefined, [HARNESS, STATS]],
  ['POST', `/v1/sessions/${SESSIONS_ONE.idle}/archive`, undefined, [STATS]],
  ['PATCH', `/v1/agents/${AGENTS_ONE.healthy}`, { system_prompt: 'Another.' }, [LATEST, RUN]],
  ['DELETE', `/v1/agents/${AGENTS_ONE.healthy}`, undefined, [LATEST, RUN]],
  ['POST', `/v1/agents/${AGENTS_ONE.healthy}/health-checks`, {}, [LATEST, STATS, HARNESS]],
  ['POST', '/v1/users/me/switch-org', { org_id: ORG_ONE }, [HARNESS, STATS, LATEST, RUN]],
]

describe('a caller reads what it has written', () => {
  test.each(writes)('%s %s', async (method, path, body, reads) => {
    for (const read of reads) await ada(read)
    const { status } = await ada(path, { method, body })
    expect(status).toBeGreaterThanOrEqual(200)
    expect(status).toBeLessThan(300)
    for (const read of reads) {
      const now = await stage.askSample(read, { as: 'ada' })
      const answer = await ada(read)
      expect(answer.cache, read).toMatch(/^fwd=uri-miss/)
      expect(answer.status).toBe(now.status)
      if (now.status === 200 && !read.includes('stats')) expect(facts(answer)).toEqual(facts(now))
    }
  })

  test.each(writes)(
    'also from KV, by another isolate: %s %s',
    async (method, path, body, reads) => {
      for (const read of reads) await ada(read)
      await stage.edge.idle()
      await ada(path, { method, body })
      await stage.edge.restart()
      for (const read of reads) expect((await ada(read)).cache, read).toMatch(/^fwd=uri-miss/)
    },
  )

  test('though KV goes on showing what was deleted', async () => {
    await ada(HARNESS)
    await stage.edge.idle()
    await stage.edge.setKv('sticky')
    await ada(HARNESS, { method: 'PATCH', body: { description: 'Changed.' } })
    expect(JSON.parse((await ada(HARNESS)).text).description).toBe('Changed.')
  })

  test.each(['throws', 'hangs'] as const)('though KV %s', async (mode) => {
    await ada(HARNESS)
    await stage.edge.setKv(mode)
    const { status } = await ada(HARNESS, { method: 'PATCH', body: { description: 'Changed.' } })
    expect(status).toBe(200)
    expect(JSON.parse((await ada(HARNESS)).text).description).toBe('Changed.')
    await stage.edge.restart()
  })

  test('though a read was under way while it wrote', async () => {
    await stage.fault({ match: `${HARNESS}$`, method: 'GET', delay_ms: 200 })
    const before = ada(HARNESS)
    while ((await stage.calls()).length < 1) await new Promise(setImmediate)
    await ada(HARNESS, { method: 'PATCH', body: { description: 'Changed.' } })
    // It neither joins the flight that may miss its change, nor finds what that flight brings.
    const joined = await ada(HARNESS)
    expect(joined.cache).toBe('fwd=uri-miss; fwd-status=200; stored')
    expect(JSON.parse(joined.text).description).toBe('Changed.')
    await before
    expect(JSON.parse((await ada(HARNESS)).text).description).toBe('Changed.')
  })

  test('in whichever form it gives the same credential', async () => {
    const { pat } = USERS.ada
    await ada(HARNESS)
    await ada(HARNESS, {
      method: 'PATCH',
      headers: { authorization: `ApiKey ${pat}` },
      body: { description: 'Changed.' },
    })
    const read = await ada(HARNESS, { headers: { authorization: `bearer ${pat}` } })
    expect(JSON.parse(read.text).description).toBe('Changed.')
  })

  test('a harness that was not there: the 404 is forgotten by ID and by name', async () => {
    expect((await ada('/v1/harnesses/new-one')).status).toBe(404)
    expect((await ada('/v1/harnesses/new-one/stats')).cache).toContain('negative')
    await ada('/v1/harnesses', { method: 'POST', body: { name: 'new-one' } })
    expect((await ada('/v1/harnesses/new-one')).status).toBe(200)
    expect((await ada('/v1/harnesses/new-one/stats')).status).toBe(200)
  })

  test('a renamed harness: the old name is nobody’s, the new one is its own', async () => {
    await ada('/v1/harnesses/support-triage')
    await ada(HARNESS, { method: 'PATCH', body: { name: 'first-line' } })
    expect((await ada('/v1/harnesses/support-triage')).status).toBe(404)
    expect(JSON.parse((await ada('/v1/harnesses/first-line')).text).id).toBe(supportTriage)
  })
})

describe('what does not drop anything', () => {
  test.each([
    ['a write that failed', HARNESS, 'PATCH', { name: 'Not A Name' }, 'ada'],
    ['a write that was refused', `/v1/harnesses/${unused}`, 'DELETE', undefined, 'gina'],
    ['a write of what is not there', `/v1/harnesses/${HARNESS_UNKNOWN}`, 'PATCH', {}, 'ada'],
  ] as const)('%s', async (_, path, method, body, as) => {
    await stage.ask(STATS, { as })
    expect((await stage.ask(path, { as, method, body })).status).toBeGreaterThanOrEqual(400)
    expect((await stage.ask(STATS, { as })).cache).toMatch(/^hit/)
  })

  test('a forwarded read', async () => {
    await ada(STATS)
    await ada('/v1/agents')
    expect((await ada(STATS)).cache).toMatch(/^hit/)
  })

  test('another caller’s write: it is seen when the entry is no longer fresh', async () => {
    await stage.ask(HARNESS, { as: 'gina' })
    await ada(HARNESS, { method: 'PATCH', body: { description: 'Changed.' } })
    expect((await stage.ask(HARNESS, { as: 'gina' })).cache).toMatch(/^hit/)
    await stage.pass(61_000)
    const { text } = await stage.ask(HARNESS, { as: 'gina' })
    expect(JSON.parse(text).description).toBe('Changed.')
  })
})

/** All but the links, which lead to whoever was asked. */
function facts({ text }: { text: string }): Record<string, unknown> {
  return { ...JSON.parse(text), self_url: undefined, allowed_actions: undefined }
}
