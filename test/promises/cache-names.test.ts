import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ORG_ONE, ORG_TWO } from '../../sample/callers.ts'
import { HARNESSES_ONE, HARNESSES_TWO } from '../../sample/catalogue.ts'
import { type Asking, type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const { supportTriage, unused } = HARNESSES_ONE
const NAME = '/v1/harnesses/support-triage'
const ID = `/v1/harnesses/${supportTriage}`

let stage: CacheStage
const ada = (path: string, asking: Asking = {}) => stage.ask(path, { as: 'ada', ...asking })
const targets = async () => (await stage.calls()).map(({ method, target }) => `${method} ${target}`)
const idOf = ({ text }: { text: string }) => JSON.parse(text).id as string

beforeAll(async () => {
  stage = await startCacheStage()
})
afterAll(() => stage?.stop())
beforeEach(() => stage.reset())

describe('a name and its ID', () => {
  test.each([
    [`${NAME}/stats`, `${ID}/stats`],
    [`${ID}/stats`, `${NAME}/stats`],
    [NAME, ID],
  ])('share one entry: %s, then %s', async (first, second) => {
    const one = await ada(first)
    const two = await ada(second)
    expect(two.cache).toMatch(/^hit/)
    expect(two.text).toBe(one.text)
  })

  test('a name is resolved once for all that is asked of it', async () => {
    await ada(NAME)
    await ada(`${NAME}/stats`)
    await ada(NAME)
    expect(await targets()).toEqual([`GET ${NAME}`, `GET ${ID}/stats`])
  })

  test.each([
    ['GET', `${NAME}/stats?day=1`, `GET ${ID}/stats?day=1`],
    ['PATCH', `${NAME}?reason=x`, `PATCH ${ID}?reason=x`],
    ['GET', `${NAME}/config?limit=1`, `GET ${ID}/config?limit=1`],
  ])(
    'a name is looked up without the query of another route: %s %s',
    async (method, path, asked) => {
      await ada(path, { method, ...(method === 'PATCH' ? { body: {} } : {}) })
      expect(await targets()).toEqual([`GET ${NAME}`, asked])
      const { cache } = await ada(NAME)
      expect(cache).toMatch(method === 'PATCH' ? /^fwd=/ : /^hit/)
    },
  )

  test('a 404 of the ID is forgotten when the name leads there after all', async () => {
    await stage.fault({ match: ID, form: 'domain_404' })
    expect((await ada(ID)).status).toBe(404)
    expect((await ada(NAME)).status).toBe(200)
    expect((await ada(ID)).cache).toMatch(/^hit; ttl=\d+$/)
  })

  test('what was asked for now is served, though an older answer may be kept and this one not', async () => {
    await ada(ID)
    await stage.mutate({
      op: 'update_harness',
      org: 'one',
      harness: supportTriage,
      content: { description: 'Written elsewhere.' },
    })
    await stage.fault({ match: 'harnesses', times: 0, headers: { 'cache-control': 'no-store' } })
    for (const headers of [{}, { 'cache-control': 'no-cache' }]) {
      const { text, cache } = await ada(NAME, { headers })
      expect(JSON.parse(text).description).toBe('Written elsewhere.')
      expect(cache).not.toContain('stored')
    }
  })

  test('what is changed or deleted is what bears the name now, whatever was known', async () => {
    await ada(NAME)
    await stage.mutate(
      { op: 'update_harness', org: 'one', harness: supportTriage, name: 'moved-away' },
      { op: 'update_harness', org: 'one', harness: unused, name: 'support-triage' },
    )
    const changed = await ada(NAME, { method: 'PATCH', body: { description: 'Mine now.' } })
    expect([changed.status, idOf(changed)]).toEqual([200, unused])
  })

  test('a name that cannot be asked for now changes nothing, though it is known', async () => {
    await ada(NAME)
    await stage.fault({ match: `${NAME}$`, form: 'internal_error', times: 0 })
    expect((await ada(NAME, { method: 'DELETE' })).status).toBeGreaterThanOrEqual(500)
    expect(await targets()).not.toContain(`DELETE ${ID}`)
  })
})

describe('a name that goes to another harness', () => {
  async function giveNameAway(): Promise<void> {
    await stage.mutate(
      { op: 'update_harness', org: 'one', harness: supportTriage, name: 'moved-away' },
      { op: 'update_harness', org: 'one', harness: unused, name: 'support-triage' },
    )
  }

  test('leads there once its time is over', async () => {
    await ada(`${NAME}/stats`)
    await giveNameAway()
    await stage.pass(61_000)
    expect(idOf(await ada(NAME))).toBe(unused)
    expect(JSON.parse((await ada(`${NAME}/stats`)).text).session_count).toBe(0)
  })

  test('leads there at once where the caller itself gave it away', async () => {
    await ada(`${NAME}/stats`)
    await ada(ID, { method: 'PATCH', body: { name: 'moved-away' } })
    await ada(`/v1/harnesses/${unused}`, { method: 'PATCH', body: { name: 'support-triage' } })
    expect(idOf(await ada(NAME))).toBe(unused)
    expect(JSON.parse((await ada(`${NAME}/stats`)).text).session_count).toBe(0)
  })

  test('leads there when the harness behind it is gone: it is forgotten and resolved once more', async () => {
    await ada(NAME)
    await giveNameAway()
    await stage.mutate({ op: 'remove_harness', org: 'one', harness: supportTriage })
    const stats = await ada(`${NAME}/stats`)
    expect([stats.status, JSON.parse(stats.text).session_count]).toEqual([200, 0])
    expect((await targets()).slice(1)).toEqual([
      `GET ${ID}/stats`,
      `GET ${NAME}`,
      `GET /v1/harnesses/${unused}/stats`,
    ])
  })

  test('leads nowhere when nobody bears it: resolved once more, and no oftener', async () => {
    await ada(NAME)
    await stage.mutate({ op: 'remove_harness', org: 'one', harness: supportTriage })
    expect((await ada(`${NAME}/stats`)).status).toBe(404)
    expect((await targets()).slice(1)).toEqual([`GET ${ID}/stats`, `GET ${NAME}`])
  })

  test('is resolved once more for a forwarded read, too', async () => {
    await ada(NAME)
    await giveNameAway()
    await stage.mutate({ op: 'remove_harness', org: 'one', harness: supportTriage })
    await ada(`${NAME}/copy`)
    expect(await targets()).toContain(`GET ${NAME}`)
  })
})

describe('the same name in two organisations', () => {
  test('leads to two harnesses, for two callers and for one', async () => {
    const answers = await Promise.all([
      ada(NAME),
      stage.ask(NAME, { as: 'ben' }),
      stage.ask(NAME, { as: 'cleo', headers: { 'x-org-id': ORG_ONE } }),
      stage.ask(NAME, { as: 'cleo', headers: { 'x-org-id': ORG_TWO } }),
      stage.ask(NAME, { as: 'cleo', headers: { cookie: `everruns_org=${ORG_TWO}` } }),
    ])
    const { supportTriage: second } = HARNESSES_TWO
    expect(answers.map(idOf)).toEqual([supportTriage, second, supportTriage, second, second])
  })

  test('the other organisation’s ID is not found, though the other’s entry is there', async () => {
    await ada(ID)
    await ada(`${ID}/stats`)
    expect((await stage.ask(ID, { as: 'ben' })).status).toBe(404)
    expect((await stage.ask(`${ID}/stats`, { as: 'ben' })).status).toBe(404)
    expect((await stage.ask(ID, { as: 'cleo', headers: { 'x-org-id': ORG_TWO } })).status).toBe(404)
  })
})

test('default follows the organisation’s choice when its time is over', async () => {
  const byName = '/v1/harnesses/default'
  expect(idOf(await ada(byName))).toBe(HARNESSES_ONE.orgDefault)
  await stage.mutate({ op: 'set_default_harness', org: 'one', harness: unused })
  await stage.pass(61_000)
  expect(idOf(await ada(byName))).toBe(unused)
})

test.each(['config', 'check-name?name=free', 'import', 'preview'])(
  'a static route is never taken for a name: %s',
  async (route) => {
    const { status, cache } = await ada(`/v1/harnesses/${route}`)
    expect([status, cache]).toEqual([
      (await stage.askSample(`/v1/harnesses/${route}`, { as: 'ada' })).status,
      route === 'config' ? 'fwd=uri-miss; fwd-status=200; stored' : '',
    ])
    expect((await targets())[0]).toBe(`GET /v1/harnesses/${route}`)
  },
)

test.each(['proved', 'off'])(
  'a name whose harness has an ID that is no segment of a path leads nowhere, STATS_SHARING=%s',
  async (sharing) => {
    const other = await startCacheStage({ STATS_SHARING: sharing })
    try {
      const harness = { id: 'harness_../../agents', name: 'alpha' }
      const headers = { 'content-type': 'application/json' }
      await other.fault(
        { match: '^/v1/harnesses(?:[?]|$)', body: { data: [harness] }, headers, times: 0 },
        { match: '^/v1/harnesses/alpha$', body: harness, headers, times: 0 },
      )
      for (const path of ['/v1/harnesses/alpha/stats', '/v1/harnesses/alpha']) {
        const { problem } = await other.fail(path, 502, { as: 'ada' })
        expect(problem.code).toBe('upstream_invalid_response')
      }
      for (const { target } of await other.calls()) {
        expect(target).toMatch(/^\/v1\/harnesses(?:[?]|$|\/alpha$)/)
      }
    } finally {
      await other.stop()
    }
  },
)
