import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ORG_ONE, ORG_TWO, USERS } from '../../sample/callers.ts'
import { bindCursor, encodeCursor } from '../../src/sessions/cursor.ts'
import { type Asking, type EdgeStage, startEdgeStage } from '../support/edge-stage.ts'
import { listCalls, listPage } from '../support/session-walk.ts'

let stage: EdgeStage
const ada = { as: 'ada' } as const
const ask = (path: string) => stage.ask(path, ada)

beforeAll(async () => {
  stage = await startEdgeStage()
})

afterAll(() => stage?.stop())

/** A cursor of the list that a query filters. */
async function cursorOf(query = '', asking: Asking = ada): Promise<string> {
  const page = await listPage((path) => stage.ask(path, asking), `limit=5&${query}`)
  expect(page.next_cursor).toMatch(/^[\w-]{1,1499}$/)
  return page.next_cursor ?? ''
}

/** Fails unless the cursor is refused with the way to the first page of this very list. */
async function expectRefused(query: string, asking: Asking = ada): Promise<void> {
  await stage.calls()
  const { problem } = await stage.fail(`/v1/sessions?${query}`, 400, asking)
  expect(problem.code).toBe('invalid_cursor')
  expect(problem.type).toBe(`${stage.edge.origin}/problems/invalid_cursor`)
  expect(await listCalls(stage)).toEqual([])
  const [{ rel, method, href = '' } = {}] = problem.allowed_actions
  expect([rel, method]).toEqual(['retry', 'GET'])
  const given = new URLSearchParams(query)
  for (const name of ['cursor', 'offset']) given.delete(name)
  expect([...new URL(href).searchParams]).toEqual([...given])
  const answer = await stage.ask(href.slice(stage.edge.origin.length), asking)
  expect([answer.status, JSON.parse(answer.text).offset]).toEqual([200, 0])
}

describe('a cursor that is none of this list leads to the first page', () => {
  it.each([
    ['of another alphabet', 'AbC+/=='],
    ['not of ASCII', '%C3%A9%F0%9F%98%80'],
    ['of 3,000 characters', 'A'.repeat(3_000)],
    ['a number', '20'],
    ['JSON', '%7B%22offset%22:5%7D'],
  ])('%s', async (_, cursor) => {
    await expectRefused(`limit=5&cursor=${cursor}`)
    await expectRefused(`search=a%20b&x=1&x=2&cursor=${cursor}`)
  })

  it('damaged anywhere', async () => {
    const cursor = await cursorOf()
    for (let at = 0; at < cursor.length; at += 7) {
      const other = cursor[at] === 'A' ? 'B' : 'A'
      await expectRefused(`cursor=${cursor.slice(0, at)}${other}${cursor.slice(at + 1)}`)
    }
    await expectRefused(`cursor=${cursor.slice(0, -1)}`)
    await expectRefused(`cursor=${cursor}A`)
  })

  it('of another version', async () => {
    const bytes = Buffer.from(await cursorOf(), 'base64url')
    bytes[0] = 9
    await expectRefused(`cursor=${bytes.toString('base64url')}`)
  })

  it('made for other filters, or for none', async () => {
    const [plain, filtered] = [await cursorOf(), await cursorOf('search=refund')]
    await expectRefused(`search=refund&cursor=${plain}`)
    await expectRefused(`cursor=${filtered}`)
    await expectRefused(`search=Refund&cursor=${filtered}`)
    await expectRefused(`search=refund&mine=false&cursor=${filtered}`)
    await expectRefused(`order=last_activity&cursor=${plain}`)
    await expectRefused(`cursor=${await cursorOf('order=last_activity')}`)
  })

  it('beside an offset, even of 0', async () => {
    const cursor = await cursorOf()
    await expectRefused(`cursor=${cursor}&offset=0`)
    await expectRefused(`limit=0&cursor=${cursor}&offset=5`)
  })

  it('made for another organisation', async () => {
    const as = (organisation: string): Asking => ({
      as: 'cleo',
      headers: { 'x-org-id': organisation },
    })
    const cursor = await cursorOf('', as(ORG_ONE))
    await expectRefused(`cursor=${cursor}`, as(ORG_TWO))
    const byCookie = {
      headers: { cookie: `access_token=${USERS.cleo.jwt}; everruns_org=${ORG_TWO}` },
    }
    await expectRefused(`cursor=${cursor}`, byCookie)
    const own = await cursorOf('', byCookie)
    await expectRefused(`cursor=${own}`, as(ORG_ONE))
    // The organisation is the same, whichever way it was chosen.
    const answer = await stage.ask(`/v1/sessions?cursor=${own}`, as(ORG_TWO))
    expect(answer.status).toBe(200)
  })

  it('made by another caller, where no organisation is selected', async () => {
    await expectRefused(`cursor=${await cursorOf('', { as: 'gina' })}`)
  })

  it('and one of nobody’s making gives no more than its bearer may see', async () => {
    const key = '2026-10-01T00:00:00Z'
    const state = { key, idHashes: [], offset: 4294967295, total: 1, passed: 0 }
    const binding = bindCursor(ORG_ONE, '', [['walked by', 'created_at']])
    const forged = await encodeCursor(state, binding)
    const asking: Asking = { ...ada, headers: { 'x-org-id': ORG_ONE } }
    await stage.calls()
    const page = await listPage((path) => stage.ask(path, asking), `limit=5&cursor=${forged}`)
    expect((await listCalls(stage)).length).toBeLessThanOrEqual(12)
    expect(page.data).toHaveLength(5)
    for (const { created_at } of page.data) expect(created_at < key).toBe(true)
    const anybody: Asking = { headers: { 'x-org-id': ORG_ONE } }
    await stage.fail(`/v1/sessions?cursor=${forged}`, 401, anybody)
  })
})

describe('a cursor of this list', () => {
  it('that is empty is the first page', async () => {
    const { text } = await ask('/v1/sessions?limit=5&cursor=')
    const first = await listPage(ask, 'limit=5')
    expect(JSON.parse(text).data.length).toBe(5)
    expect(JSON.parse(text).offset).toBe(first.offset)
  })

  it('holds whatever empty filters and cache busters stand beside it', async () => {
    const cursor = await cursorOf('_=1&utm_source=a&search=')
    for (const query of ['', '_=2&utm_campaign=b&', 'mine=&search&']) {
      const page = await listPage(ask, `${query}limit=1&cursor=${cursor}`)
      expect(page.data).toHaveLength(1)
    }
  })

  it('is the same whatever the page size and the order of filters', async () => {
    const cursor = await cursorOf('search=refund&mine=false')
    const sixth = (await listPage(ask, 'search=refund&mine=false&limit=6')).data[5]
    for (const query of [
      'mine=false&limit=1&search=refund',
      'search=refund&mine=false&limit=200',
    ]) {
      const page = await listPage(ask, `${query}&cursor=${cursor}`)
      // Sessions of one instant come in any order.
      expect(page.data[0]?.created_at).toBe(sixth?.created_at)
    }
  })

  it('gives nothing for a limit of 0, and is held against its list all the same', async () => {
    const cursor = await cursorOf()
    const page = await listPage(ask, `limit=0&cursor=${cursor}`)
    expect(page).toMatchObject({ data: [], limit: 0, total: 1200 })
    await expectRefused(`limit=0&cursor=${cursor}x`)
  })
})
