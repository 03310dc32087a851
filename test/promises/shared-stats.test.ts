import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ORG_ONE } from '../../sample/callers.ts'
import { HARNESS_NAMES, HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type SharedStage, startSharedStage } from '../support/shared-stage.ts'

const STATS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}/stats`
const BY_NAME = `/v1/harnesses/${HARNESS_NAMES.supportTriage}/stats`

/** Past fresh, inside stale. */
const STALE_MS = 20_000
/** Past fresh and stale, while stale-if-error and the life of a proof that is renewed still hold. */
const EXPIRED_MS = 65_000

let stage: SharedStage

beforeAll(async () => {
  stage = await startSharedStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage?.stop())

const failStats = () => stage.fault({ match: '/stats', form: 'internal_error', times: 0 })

describe('one body for all who may see it', () => {
  test('an admitted caller gets what another asked for, without an upstream call', async () => {
    await stage.ask(STATS, { as: 'ada' })
    const asked = await stage.ask(STATS, { as: 'gina' })
    const { result, calls } = await stage.watch(() => stage.ask(STATS, { as: 'ada' }))
    expect(result.cache).toMatch(/^hit; ttl=1[45]$/)
    expect(result.text).toBe(asked.text)
    expect(result.headers.get('etag')).toBe(asked.headers.get('etag'))
    expect(calls).toEqual([])
  })

  test('one refresh behind stale answers serves all', async () => {
    await stage.ask(STATS, { as: 'ada' })
    await stage.ask(STATS, { as: 'gina' })
    await stage.pass(STALE_MS)
    const stale = await stage.watch(() => stage.ask(STATS, { as: 'gina' }))
    expect(stale.result.cache).toMatch(/detail=stale-while-revalidate$/)
    expect(stale.calls).toEqual(['gina stats'])
    const next = await stage.watch(() => stage.ask(STATS, { as: 'ada' }))
    expect(next.result.cache).toMatch(/^hit; ttl=1[45]$/)
    expect(next.calls).toEqual([])
  })

  test('the name and the ID share it', async () => {
    await stage.ask(STATS, { as: 'ada' })
    const first = await stage.watch(() => stage.ask(BY_NAME, { as: 'ada' }))
    expect(first.result.cache).toMatch(/^hit; ttl=/)
    expect(first.calls).toEqual(['ada list'])
    const second = await stage.watch(() => stage.ask(BY_NAME, { as: 'ada' }))
    expect(second.calls).toEqual([])
  })
})

describe('no body before the own 200 of the stats route', () => {
  test("each caller's first request goes to the upstream with its own credential", async () => {
    const callers = ['ada', 'gina', 'cleo'] as const
    const headers = { 'x-org-id': ORG_ONE }
    for (const as of callers) {
      const { calls, result } = await stage.watch(() => stage.ask(STATS, { as, headers }))
      expect(result.status).toBe(200)
      expect(calls).toEqual([`${as} stats`])
    }
    const sent = (await stage.calls()).map((call) => call.headers.authorization)
    expect(sent).toEqual(['<ada.pat>', '<gina.pat>', '<cleo.pat>'])
  })

  test('the same token in another form is the same caller, in another organisation another', async () => {
    await stage.ask(STATS, { as: 'ada' })
    const { calls } = await stage.watch(() =>
      stage.ask(STATS, { as: 'ada', headers: { 'x-org-id': ORG_ONE } }),
    )
    expect(calls).toEqual(['ada stats'])
  })

  test('the first answer does not tell whether the body was known', async () => {
    const headersOf = async (as: 'ada' | 'gina') => {
      const { headers } = await stage.ask(STATS, { as })
      const names = ['cache-status', 'age', 'cache-control', 'vary', 'content-type']
      return [...names.map((name) => headers.get(name)), [...headers.keys()].toSorted()]
    }
    const unknown = await headersOf('ada')
    expect(await headersOf('gina')).toEqual(unknown)
    expect(unknown[0]).toBe('everruns-edge; fwd=uri-miss; fwd-status=200; stored')
  })

  test('nor does a refusal, whatever it is asked with', async () => {
    const shapes = async () => {
      const asks: Record<string, string>[] = [{}, { 'cache-control': 'only-if-cached' }]
      const answers = []
      for (const headers of [...asks, { 'if-none-match': '*' }]) {
        const { status, headers: own, text } = await stage.ask(STATS, { as: 'finn', headers })
        const body = { ...(JSON.parse(text) as object), request_id: undefined }
        answers.push([status, own.get('cache-status'), own.get('etag'), own.get('age'), body])
      }
      return answers
    }
    const unknown = await shapes()
    await stage.ask(STATS, { as: 'ada' })
    expect(await shapes()).toEqual(unknown)
  })
})

describe('who may list a harness and not see its stats', () => {
  const asking: [string, Record<string, string>][] = [
    ['plainly', {}],
    ['without the cache', { 'cache-control': 'no-cache' }],
    ['without storing', { 'cache-control': 'no-store' }],
    ['for whatever is stored', { 'cache-control': 'only-if-cached, max-stale=9999' }],
    ['with a validator', { 'if-none-match': '*' }],
  ]

  async function expectRefused(status: number) {
    for (const [, headers] of asking) {
      for (const path of [STATS, BY_NAME, `/api${STATS}`]) {
        const answer = await stage.ask(path, { as: 'finn', headers })
        expect(answer.text).not.toContain('session_count')
        expect([status, 504]).toContain(answer.status)
      }
    }
    const head = await stage.ask(STATS, { as: 'finn', method: 'HEAD' })
    expect(head.status).toBe(status)
    expect(head.headers.get('etag')).toBeNull()
  }

  test('gets the 403 while a body is fresh, stale and expired', async () => {
    await stage.ask(STATS, { as: 'ada' })
    await expectRefused(403)
    await stage.pass(STALE_MS)
    await expectRefused(403)
    await stage.pass(EXPIRED_MS)
    await expectRefused(403)
  })

  test('gets the failure while the upstream fails', async () => {
    await stage.ask(STATS, { as: 'ada' })
    await stage.ask(STATS, { as: 'finn' })
    await failStats()
    await expectRefused(500)
    await stage.pass(STALE_MS)
    await expectRefused(500)
    await stage.pass(EXPIRED_MS)
    await expectRefused(500)
    expect((await stage.ask(STATS, { as: 'ada' })).cache).toMatch(/^hit; ttl=-7\d; detail=/)
  })

  test('gets it also where the harness itself was just shown and listed to them', async () => {
    await stage.ask(STATS, { as: 'ada' })
    const path = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`
    expect((await stage.ask(path, { as: 'finn' })).status).toBe(200)
    expect((await stage.ask('/v1/harnesses', { as: 'finn' })).status).toBe(200)
    await expectRefused(403)
  })

  test("touches nobody else's entry", async () => {
    await stage.ask(STATS, { as: 'ada' })
    await stage.ask(STATS, { as: 'finn' })
    const { result, calls } = await stage.watch(() => stage.ask(STATS, { as: 'ada' }))
    expect(result.cache).toMatch(/^hit; ttl=1[45]$/)
    expect(calls).toEqual([])
    await stage.edge.restart()
    const cold = await stage.watch(() => stage.ask(STATS, { as: 'ada' }))
    expect(cold.calls.filter((call) => call !== 'ada stats')).toEqual([])
    expect(cold.result.status).toBe(200)
  })
})
