import { describe, expect, it } from 'vitest'
import { ORG_ONE, USERS } from '../callers.ts'
import { AGENTS_ONE, HARNESSES_ONE, SESSION_UNKNOWN, SESSIONS_ONE } from '../catalogue.ts'
import { createBench } from './bench.ts'

const { ben, gina } = USERS

interface Row {
  status: string
  is_pinned: boolean
}

describe('one session', () => {
  it('has every status of the wire', async () => {
    const { read } = createBench()
    const statuses: Record<string, string> = {}
    for (const [key, id] of Object.entries(SESSIONS_ONE)) {
      statuses[key] = (await read<Row>(`/v1/sessions/${id}`)).status
    }
    expect(statuses).toMatchObject({
      started: 'started',
      active: 'active',
      idle: 'idle',
      waiting: 'waitingfortoolresults',
      paused: 'paused',
    })
  })

  it('offers cancel only while active, and belongs to its organisation', async () => {
    const { read } = createBench()
    const rels = async (id: string) => {
      const { allowed_actions } = await read<{ allowed_actions: { rel: string }[] }>(
        `/v1/sessions/${id}`,
      )
      return allowed_actions.map(({ rel }) => rel)
    }
    expect(await rels(SESSIONS_ONE.active)).toContain('cancel')
    expect(await rels(SESSIONS_ONE.idle)).not.toContain('cancel')
    const session = await read(`/v1/sessions/${SESSIONS_ONE.idle}`)
    expect(session).toMatchObject({ organization_id: ORG_ONE })
    expect(session.view_url).toMatch(/\/sessions\/session_[0-9a-f]{32}\/chat$/)
  })

  it('is pinned for one user alone', async () => {
    const { ask, read } = createBench()
    const path = `/v1/sessions/${SESSIONS_ONE.pinnedByAda}`
    const pinned = async (auth: string) => (await read<Row>(path, { auth })).is_pinned
    expect([await pinned(USERS.ada.pat), await pinned(gina.pat)]).toEqual([true, false])
    expect((await ask(`${path}/pin`, { method: 'PUT', auth: gina.pat })).status).toBe(204)
    expect((await ask(`${path}/pin`, { method: 'DELETE' })).status).toBe(204)
    expect([await pinned(USERS.ada.pat), await pinned(gina.pat)]).toEqual([false, true])
  })

  it.each<[string, string, number, string | null]>([
    ['GET', '/v1/sessions/nonsense', 400, 'application/problem+json'],
    ['GET', `/v1/sessions/${SESSION_UNKNOWN}`, 404, 'application/problem+json'],
    ['PUT', `/v1/sessions/${SESSION_UNKNOWN}/pin`, 404, null],
    ['DELETE', `/v1/sessions/${SESSIONS_ONE.idle}`, 204, null],
  ])('answers %s %s with %i', async (method, path, status, type) => {
    const told = await createBench().ask(path, { method })
    expect([told.status, told.headers.get('content-type')]).toEqual([status, type])
  })

  it('is not seen from another organisation', async () => {
    const told = await createBench().ask(`/v1/sessions/${SESSIONS_ONE.idle}`, { auth: ben.pat })
    expect(told.status).toBe(404)
  })
})

describe('creation', () => {
  const post = (body: unknown) => ({ method: 'POST', body })
  it.each<[string, unknown, number, string | undefined]>([
    ['by ID', { harness_id: HARNESSES_ONE.generic }, 201, HARNESSES_ONE.generic],
    ['by name', { harness_name: 'generic' }, 201, HARNESSES_ONE.generic],
    ['by alias', { harness_name: 'default' }, 201, HARNESSES_ONE.orgDefault],
    ['by nothing', {}, 201, HARNESSES_ONE.orgDefault],
    ['by agent', { agent_id: AGENTS_ONE.unchecked }, 201, HARNESSES_ONE.base],
    ['by both', { harness_id: HARNESSES_ONE.generic, harness_name: 'generic' }, 400, undefined],
    ['by an unknown name', { harness_name: 'nobody' }, 404, undefined],
    ['by an archived one', { harness_name: 'release-notes' }, 400, undefined],
  ])('chooses the harness %s', async (_how, body, status, harness_id) => {
    const told = await createBench({ defaultAlias: false }).ask('/v1/sessions', post(body))
    expect(told.status).toBe(status)
    if (harness_id) expect(told.json).toMatchObject({ harness_id, status: 'started' })
  })

  it('is limited to sixty a minute for the organisation, without a header', async () => {
    const { ask, control } = createBench()
    for (let n = 0; n < 60; n++) expect((await ask('/v1/sessions', post({}))).status).toBe(201)
    const told = await ask('/v1/sessions', post({}))
    expect(told.json).toMatchObject({ status: 429, code: 'rate_limited', retry_after_seconds: 60 })
    expect(told.json).not.toHaveProperty('allowed_actions')
    expect(told.headers.has('retry-after')).toBe(false)
    expect(told.headers.get('content-type')).toBe('application/problem+json')
    const other = await ask('/v1/sessions', { ...post({}), auth: ben.pat })
    expect(other.status).toBe(201)
    control.advance(60_001)
    expect((await ask('/v1/sessions', post({}))).status).toBe(201)
  })
})
