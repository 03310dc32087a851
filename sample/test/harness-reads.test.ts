import { describe, expect, it } from 'vitest'
import { ORG_ONE, USERS } from '../callers.ts'
import { HARNESSES_ONE, HARNESSES_TWO } from '../catalogue.ts'
import { createBench } from './bench.ts'

const { ada, ben, finn } = USERS
const ONE = HARNESSES_ONE

interface Listed {
  data: { id: string; name: string; status: string; created_at: string }[]
}

describe('reads', () => {
  it('finds a harness by ID and by name, in the organisation of the caller', async () => {
    const { read, ask } = createBench()
    const byName = await read('/v1/harnesses/support-triage')
    expect(byName).toEqual(await read(`/v1/harnesses/${ONE.supportTriage}`))
    const other = await read('/v1/harnesses/support-triage', { auth: ben.pat })
    expect(other).toMatchObject({ id: HARNESSES_TWO.supportTriage })
    expect(other.description).toBe(byName.description)
    expect(other.system_prompt).not.toBe(byName.system_prompt)
    expect((await ask(`/v1/harnesses/${HARNESSES_TWO.generic}`)).json).toEqual({
      title: 'Not Found',
      status: 404,
      detail: 'Harness not found',
    })
  })

  it('carries counts and absolute links on the configured bases', async () => {
    const { read } = createBench({ publicBase: 'https://api.test/x', uiBase: 'https://ui.test' })
    const harness = await read('/v1/harnesses/web-concierge')
    expect(harness).toMatchObject({
      app_count: 1,
      self_url: `https://api.test/x/v1/harnesses/${ONE.inApp}`,
      view_url: `https://ui.test/harnesses/${ONE.inApp}`,
      ui_link: `https://ui.test/harnesses/${ONE.inApp}`,
    })
    expect(harness.session_count).toBeGreaterThan(0)
    const rels = (harness.allowed_actions as { rel: string }[]).map(({ rel }) => rel)
    expect(rels).toEqual(['self', 'update', 'copy', 'delete'])
  })

  it('lists everything at once, newest first, archived ones on request', async () => {
    const { read, ask } = createBench()
    const { data } = await read<Listed>('/v1/harnesses')
    const times = data.map(({ created_at }) => Date.parse(created_at))
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    expect(data.map(({ name }) => name)).not.toContain('release-notes')
    const all = await read<Listed>('/v1/harnesses?include_archived=true')
    expect(all.data).toHaveLength(data.length + 1)
    const bad = await ask('/v1/harnesses?include_archived=1')
    expect([bad.status, bad.headers.get('content-type')]).toEqual([
      400,
      'text/plain; charset=utf-8',
    ])
  })

  it('searches with all words in names and description', async () => {
    const { read } = createBench()
    const found = await read<Listed>('/v1/harnesses?search=NORTHWIND%20tickets')
    expect(found.data.map(({ name }) => name)).toEqual(['support-triage'])
  })

  it('keeps an archived harness readable, without the copy action', async () => {
    const archived = await createBench().read('/v1/harnesses/release-notes')
    expect(archived).toMatchObject({ status: 'archived', archived_at: expect.any(String) })
    expect(JSON.stringify(archived.allowed_actions)).not.toContain('"copy"')
  })

  it.each([
    [true, 200],
    [false, 404],
  ])('resolves the default alias only when it is on (%s)', async (defaultAlias, status) => {
    const told = await createBench({ defaultAlias }).ask('/v1/harnesses/default')
    expect(told.status).toBe(status)
  })

  it('moves the default alias with the organisation', async () => {
    const { ask, read } = createBench()
    const body = { default_harness_id: ONE.generic }
    await ask(`/v1/orgs/${ORG_ONE}`, { method: 'PATCH', body })
    expect(await read('/v1/harnesses/default')).toMatchObject({ id: ONE.generic })
  })

  it.each<[string, number]>([
    ['/v1/harnesses/config', 200],
    ['/v1/harnesses/check-name?name=free', 200],
    ['/v1/harnesses/check-name', 400],
    ['/v1/harnesses/import', 405],
    ['/v1/harnesses/preview', 405],
    ['/v1/harnesses/Support-Triage', 404],
    [`/v1/harnesses/${ONE.generic.toUpperCase()}`, 404],
    [`/v1/harnesses/${ONE.generic.slice(0, -1)}`, 404],
    ['/v1/harnesses/%ff', 400],
    ['/v1/harnesses/a%2Fb', 404],
    ['/v1/harnesses/', 404],
    ['/v1/harness-examples', 200],
  ])('answers %s with %i', async (path, status) => {
    expect((await createBench().ask(path)).status).toBe(status)
  })

  it('tells each role its own policies', async () => {
    const { read } = createBench()
    const admin = await read('/v1/harnesses/config')
    expect(admin).toEqual({
      policies: { 'harness.view': true, 'harness.manage': true, 'harness.dangerous': true },
    })
    expect(await read('/v1/harnesses/config', { auth: finn.pat })).not.toEqual(admin)
  })

  it.each([
    ['free-name', true],
    ['support-triage', false],
    ['release-notes', false],
    ['Not A Name', false],
    ['default', false],
  ])('says whether %s is free: %s', async (name, available) => {
    const path = `/v1/harnesses/check-name?name=${encodeURIComponent(name)}`
    expect(await createBench().read(path)).toEqual({ available })
  })
})

it('has statistics for members who may read them, by ID or name', async () => {
  const { ask } = createBench()
  for (const x of ['support-triage', ONE.supportTriage]) {
    expect((await ask(`/v1/harnesses/${x}/stats`, { auth: ada.pat })).status).toBe(200)
    const refused = await ask(`/v1/harnesses/${x}/stats`, { auth: finn.pat })
    expect([refused.status, refused.json]).toMatchObject([403, { title: 'Forbidden' }])
    expect(refused.json).not.toHaveProperty('code')
  }
  expect((await ask('/v1/harnesses', { auth: finn.pat })).status).toBe(200)
})
