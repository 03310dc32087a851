import { describe, expect, it } from 'vitest'
import { USERS } from '../callers.ts'
import { HARNESS_UNKNOWN, HARNESSES_ONE } from '../catalogue.ts'
import { createBench } from './bench.ts'

const { finn } = USERS
const ONE = HARNESSES_ONE

describe('writes', () => {
  const patch = (path: string, body: unknown) => [path, { method: 'PATCH', body }] as const
  it.each<[string, string, unknown, number]>([
    ['a name instead of an ID', 'support-triage', {}, 400],
    ['31 digits', ONE.supportTriage.slice(0, -1), {}, 400],
    ['a bad name before the status', ONE.supportTriage, { name: 'A', status: 'deleted' }, 400],
    ['a reserved name', ONE.supportTriage, { name: 'default' }, 400],
    ['a long display name', ONE.supportTriage, { display_name: 'x'.repeat(3000) }, 400],
    ['deletion before built-in', ONE.base, { status: 'deleted' }, 403],
    ['a built-in', ONE.base, { description: 'x' }, 400],
    ['a missing one', HARNESS_UNKNOWN, {}, 404],
    ['an archived one', ONE.archived, {}, 400],
    ['a name that is taken', ONE.supportTriage, { name: 'deep-research' }, 409],
    ['a wrong type', ONE.supportTriage, { tags: 'x' }, 422],
    ['a good change', ONE.supportTriage, { description: 'New' }, 200],
  ])('answers PATCH with %s', async (_what, id, body, status) => {
    expect((await createBench().ask(...patch(`/v1/harnesses/${id}`, body))).status).toBe(status)
  })

  it('renames, and answers writes without counts', async () => {
    const { ask } = createBench()
    const told = await ask(...patch(`/v1/harnesses/${ONE.supportTriage}`, { name: 'triage' }))
    expect(told.json).toMatchObject({ id: ONE.supportTriage, name: 'triage' })
    expect(told.json).not.toHaveProperty('session_count')
    expect((await ask('/v1/harnesses/support-triage')).status).toBe(404)
    expect((await ask('/v1/harnesses/triage')).status).toBe(200)
  })

  it.each<[string, string, number]>([
    ['a name', 'support-triage', 400],
    ['a built-in', ONE.platformChat, 400],
    ['a built-in parent', ONE.generic, 400],
    ['the default', ONE.orgDefault, 409],
    ['one in an app', ONE.inApp, 409],
    ['a missing one', HARNESS_UNKNOWN, 404],
    ['its own', ONE.unused, 204],
  ])('answers DELETE of %s', async (_what, id, status) => {
    const told = await createBench().ask(`/v1/harnesses/${id}`, { method: 'DELETE' })
    expect(told.status).toBe(status)
  })

  it('archives, then deletes for good, for administrators only', async () => {
    const { ask } = createBench()
    const path = `/v1/harnesses/${ONE.unused}`
    const remove = { method: 'POST' }
    expect((await ask(path, { method: 'DELETE', auth: finn.pat })).json).toEqual({
      title: 'Forbidden',
      status: 403,
      detail: 'You do not have permission to do this',
    })
    expect((await ask(`${path}/delete`, remove)).status).toBe(400)
    expect((await ask(path, { method: 'DELETE' })).status).toBe(204)
    expect((await ask(path)).json).toMatchObject({ status: 'archived' })
    expect((await ask(`${path}/delete`, remove)).status).toBe(204)
    expect((await ask(path)).status).toBe(404)
    expect((await ask(`${path}/stats`)).status).toBe(404)
  })

  it('creates, copies twice and imports', async () => {
    const { ask } = createBench()
    const created = await ask('/v1/harnesses', { method: 'POST', body: { name: 'fresh' } })
    expect([created.status, created.json]).toMatchObject([201, { name: 'fresh', status: 'active' }])
    expect(created.json).not.toHaveProperty('session_count')
    const again = await ask('/v1/harnesses', { method: 'POST', body: { name: 'fresh' } })
    expect(again.status).toBe(409)
    const copies = ['fresh-copy', 'fresh-copy-2']
    for (const name of copies) {
      expect((await ask('/v1/harnesses/fresh/copy', { method: 'POST' })).json).toMatchObject({
        name,
      })
    }
    const path = '/v1/harnesses/import?from-example=log-reader'
    expect((await ask(path, { method: 'POST' })).status).toBe(201)
    const preview = { method: 'POST', body: { system_prompt: 'Hi' } }
    expect((await ask('/v1/harnesses/preview', preview)).json).toMatchObject({
      system_prompt: 'Hi',
    })
  })

  it('holds at most 50 own harnesses', async () => {
    const { ask } = createBench()
    const statuses = new Set<number>()
    for (let n = 0; n < 50; n++) {
      statuses.add(
        (await ask('/v1/harnesses', { method: 'POST', body: { name: `h-${n}` } })).status,
      )
    }
    expect([...statuses]).toEqual([201, 409])
  })
})
