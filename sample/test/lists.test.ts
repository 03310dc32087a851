import { describe, expect, it } from 'vitest'
import { ORG_ONE, ORG_TWO, USERS } from '../callers.ts'
import { AGENT_SHARED, HARNESSES_ONE } from '../catalogue.ts'
import { REGISTRY_NAMES } from '../model.ts'
import { createBench } from './bench.ts'

const { ada, ben, cleo, gina } = USERS
const BASE = 'https://app.everruns.com/api/v1'

interface List {
  data: { id: string; self_url: string; allowed_actions: { rel: string; href: string }[] }[]
}

describe('the plain lists', () => {
  it.each(REGISTRY_NAMES)(
    'give an organisation its own %s with links on the public base',
    async (name) => {
      const { read } = createBench()
      const one = await read<List>(`/v1/${name}`)
      const two = await read<List>(`/v1/${name}`, { auth: ben.pat })
      expect(one.data.length).toBeGreaterThan(0)
      expect(one).not.toEqual(two)
      for (const { id, self_url, allowed_actions } of one.data) {
        expect(self_url).toBe(`${BASE}/${name}/${id}`)
        for (const { href } of allowed_actions) expect(href.startsWith(self_url)).toBe(true)
      }
    },
  )

  it('page capabilities alone', async () => {
    const { read } = createBench()
    const page = await read('/v1/capabilities?limit=5')
    expect(page).toMatchObject({ total: 12, limit: 5, offset: 0 })
    expect(page.next_url).toBe(`${BASE}/capabilities?limit=5&offset=5`)
    expect(await read('/v1/models')).not.toHaveProperty('total')
  })

  it('show what was created, changed and deleted', async () => {
    const { ask, read } = createBench()
    const body = { name: 'orders', url: 'https://orders.example/mcp', headers: { 'x-a': '1' } }
    const made = await ask('/v1/mcp-servers', { method: 'POST', body })
    const { id } = made.json as { id: string }
    const names = async () =>
      (await read<{ data: { name: string }[] }>('/v1/mcp-servers')).data.map(({ name }) => name)
    expect([made.status, await names()]).toEqual([201, ['orders', 'northwind-crm']])
    await ask(`/v1/mcp-servers/${id}`, { method: 'PATCH', body: { name: 'orders-2' } })
    expect(await names()).toContain('orders-2')
    expect((await ask(`/v1/mcp-servers/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect(await names()).toEqual(['northwind-crm'])
    expect((await ask(`/v1/mcp-servers/${id}`)).status).toBe(404)
    expect((await ask('/v1/mcp-servers/nonsense')).status).toBe(400)
  })

  it('let only administrators change models and providers', async () => {
    const { ask, read } = createBench()
    const { data } = await read<List>('/v1/models')
    const change = { method: 'PATCH', body: { is_favorite: false } }
    const path = `/v1/models/${data[0]?.id}`
    expect((await ask(path, { ...change, auth: gina.pat })).status).toBe(403)
    expect((await ask(path, change)).json).toMatchObject({ is_favorite: false })
  })
})

describe('apps', () => {
  it('count for their harness from creation to deletion', async () => {
    const { ask, read } = createBench()
    const count = async () => (await read(`/v1/harnesses/${HARNESSES_ONE.unused}`)).app_count
    const body = { name: 'Books', harness_id: HARNESSES_ONE.unused }
    const { id } = (await ask('/v1/apps', { method: 'POST', body })).json as { id: string }
    expect(await count()).toBe(1)
    const published = await ask(`/v1/apps/${id}/publish`, { method: 'POST' })
    expect(published.json).toMatchObject({ id, status: 'published' })
    const remove = { method: 'DELETE' }
    expect((await ask(`/v1/harnesses/${HARNESSES_ONE.unused}`, remove)).status).toBe(409)
    await ask(`/v1/apps/${id}`, remove)
    expect(await count()).toBe(0)
  })

  it('need a harness that is there', async () => {
    const body = { name: 'Books', harness_id: 'nowhere' }
    expect((await createBench().ask('/v1/apps', { method: 'POST', body })).status).toBe(404)
  })
})

describe('an organisation', () => {
  it('is read and changed by its members only, and keeps the time of its change', async () => {
    const { ask, read, control } = createBench()
    control.advance(60_000)
    const body = { name: 'Northwind Ltd', default_harness_name: 'generic' }
    expect((await ask(`/v1/orgs/${ORG_ONE}`, { method: 'PATCH', body })).status).toBe(200)
    const org = await read(`/v1/orgs/${ORG_ONE}`)
    expect(org).toMatchObject({ name: 'Northwind Ltd', default_harness_id: HARNESSES_ONE.generic })
    expect(org.updated_at).not.toBe(org.created_at)
    expect((await ask(`/v1/orgs/${ORG_TWO}`)).status).toBe(404)
    const denied = { method: 'PATCH', body, auth: gina.pat }
    expect((await ask(`/v1/orgs/${ORG_ONE}`, denied)).status).toBe(403)
  })

  it('has feature flags that an administrator switches', async () => {
    const { ask, read } = createBench()
    const path = `/v1/orgs/${ORG_ONE}/feature-flags`
    expect(await read(path)).toMatchObject({ voice: false })
    const body = { flags: { voice: true } }
    expect((await ask(path, { method: 'PATCH', body, auth: gina.pat })).status).toBe(403)
    await ask(path, { method: 'PATCH', body })
    expect(await read(path)).toMatchObject({ voice: true })
    const other = { headers: { 'x-org-id': ORG_TWO }, auth: cleo.pat }
    expect(await read(`/v1/orgs/${ORG_TWO}/feature-flags`, other)).toMatchObject({ voice: false })
  })

  it.each(['agents', 'apps', 'harnesses', 'mcp-servers', 'models', 'providers', 'skills'])(
    'says by role what may be done with %s',
    async (kind) => {
      const { read } = createBench()
      const admin = await read(`/v1/${kind}/config`)
      const member = await read(`/v1/${kind}/config`, { auth: gina.pat })
      expect(Object.values(admin.policies as object)).toEqual([true, true, true])
      expect(Object.values(member.policies as object)).toContain(false)
    },
  )
})

describe('facets and notifications', () => {
  it('count the sessions that a query chooses', async () => {
    const { read } = createBench()
    const facets = await read<{ total: number; status: { count: number }[] }>('/v1/sessions/facets')
    const page = await read<{ total: number }>('/v1/sessions?limit=1')
    expect(facets.total).toBe(page.total)
    expect(facets.status.reduce((sum, { count }) => sum + count, 0)).toBe(facets.total)
    const mine = await read<{ total: number }>('/v1/sessions/facets?mine=true')
    expect(mine.total).toBeLessThan(facets.total)
  })

  it('are read by each user for themselves', async () => {
    const { ask, read } = createBench()
    const unread = async (auth: string) => (await read('/v1/notifications', { auth })).unread_count
    const { data } = await read<{ data: { id: string }[] }>('/v1/notifications')
    await ask(`/v1/notifications/${data[0]?.id}/read`, { method: 'POST' })
    expect([await unread(ada.pat), await unread(gina.pat)]).toEqual([2, 3])
  })
})

describe('agents', () => {
  it('are put, copied and versioned', async () => {
    const { ask, read } = createBench()
    const id = `agent_${'ab'.repeat(16)}`
    const body = { name: 'scribe', system_prompt: 'Write.', embedder_metadata: { self_url: 'n/a' } }
    const put = () => ask(`/v1/agents/${id}`, { method: 'PUT', body })
    expect([(await put()).status, (await put()).status]).toEqual([201, 200])
    expect(await read(`/v1/agents/${id}`)).toMatchObject({ embedder_metadata: { self_url: 'n/a' } })
    const copied = await ask(`/v1/agents/${id}/copy`, { method: 'POST' })
    expect([copied.status, copied.json]).toMatchObject([201, { name: 'scribe-copy' }])
    expect(await read(`/v1/agents/${id}/versions`)).toHaveLength(1)
  })

  it('with one ID in two organisations have other stats in each', async () => {
    const { read } = createBench()
    const path = `/v1/agents/${AGENT_SHARED}/stats`
    const one = await read(path)
    const two = await read(path, { auth: ben.pat })
    expect(one.session_count).not.toBe(two.session_count)
  })
})
