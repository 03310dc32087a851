import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type SharedStage, startSharedStage } from '../support/shared-stage.ts'

const HARNESS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`
const STATS = `${HARNESS}/stats`
const BOARD = '/v1/harnesses?expand=stats'
const LIST = '/v1/harnesses\\?include_archived'

const PROOF_MS = 60_000
const UNRENEWED_MS = 300_000
const ADMISSION_MS = 3_600_000

let stage: SharedStage

beforeAll(async () => {
  stage = await startSharedStage({ UPSTREAM_TIMEOUT_MS: '400' })
})
beforeEach(() => stage.reset())
afterAll(() => stage?.stop())

const ada = (path = STATS) => stage.ask(path, { as: 'ada' })
const gina = (path = STATS) => stage.ask(path, { as: 'gina' })

/** Both are admitted, and a body is there that Ada keeps fresh. */
async function admitBoth() {
  await gina()
  await ada()
}

describe('the list', () => {
  test('that refuses ends all access; what it refused to say is asked of each harness', async () => {
    await admitBoth()
    await stage.pass(PROOF_MS)
    await stage.fault({ match: LIST, form: 'forbidden', caller: 'gina', times: 0 })
    const { result, calls } = await stage.watch(() => gina())
    expect(calls).toEqual(['gina list', 'gina stats'])
    expect(result.cache).toBe('fwd=uri-miss; fwd-status=200; stored')
    await stage.pass(1_000)
    expect((await stage.watch(() => gina())).calls).toEqual([])
  })

  test('that leaves a harness out takes the shared body away, before its fresh time is over', async () => {
    await admitBoth()
    await stage.pass(PROOF_MS)
    await ada()
    await stage.fault({ match: LIST, body: { data: [] }, caller: 'gina', times: 0 })
    await stage.fault({ match: '/stats', form: 'domain_404', caller: 'gina' })
    expect((await gina()).status).toBe(404)
  })

  test('of all harnesses that is read through the edge counts as much, whatever it was asked for', async () => {
    await admitBoth()
    await stage.fault({ match: LIST, body: { data: [] }, caller: 'gina', times: 0 })
    expect((await gina('/v1/harnesses?include_archived=true&_=7')).text).toContain('"data":[]')
    await stage.fault({ match: '/stats', form: 'domain_404', caller: 'gina' })
    expect((await gina()).status).toBe(404)
    expect((await ada()).cache).toMatch(/^hit/)
  })

  test('of all harnesses that is read through the edge proves access', async () => {
    await admitBoth()
    await stage.pass(PROOF_MS - 10_000)
    await ada()
    await gina('/v1/harnesses?include_archived=true')
    await stage.edge.idle()
    await stage.pass(9_000)
    expect((await stage.watch(() => gina())).calls).not.toContain('gina list')
  })

  test.each([
    ['some harnesses alone', '/v1/harnesses', {}],
    ['what a header in no key has chosen', BOARD, { 'x-everruns-project': 'one' }],
  ])('of %s takes nothing away', async (_, path, headers) => {
    await admitBoth()
    await stage.fault({ match: '/v1/harnesses($|\\?)', body: { data: [] }, caller: 'gina' })
    expect((await stage.ask(path, { as: 'gina', headers })).status).toBe(200)
    const { result, calls } = await stage.watch(() => gina())
    expect([result.cache, calls]).toEqual([expect.stringMatching(/^hit/), []])
  })

  test.each(['html_200', 'invalid_json', 'plain_400'] as const)(
    'that is of no use (%s) proves nothing and excuses nothing',
    async (form) => {
      await admitBoth()
      await stage.pass(PROOF_MS)
      await ada()
      await stage.fault({ match: LIST, form, caller: 'gina', times: 0 })
      await stage.fault({ match: '/stats', form: 'internal_error', caller: 'gina', times: 0 })
      expect((await gina()).status).toBe(500)
    },
  )

  test.each([{ form: 'html_503' }, { form: 'plain_500' }, { hang: true }] as const)(
    'that fails (%o) lets access serve 5 minutes after its last proof, and says so',
    async (how) => {
      await gina()
      await stage.pass(PROOF_MS)
      await ada()
      await stage.fault({ match: LIST, caller: 'gina', times: 0, ...how })
      const first = await stage.watch(() => gina())
      expect(first.result.cache).toMatch(/^hit; ttl=1\d; detail=access-unrenewed$/)
      expect(new Set(first.calls)).toEqual(new Set(['gina list']))
      await stage.pass(UNRENEWED_MS - PROOF_MS - 2_000)
      await ada()
      await ada()
      expect((await gina()).cache).toMatch(/detail=access-unrenewed$/)
      await stage.pass(2_000)
      // A request that has waited once for nothing does not ask the upstream again: it is a 504 then.
      const last = await stage.watch(() => gina())
      expect(last.result.cache).not.toContain('hit')
      expect(last.result.status === 504 || last.calls.includes('gina stats')).toBe(true)
    },
  )

  test('that fails gives nothing to who was never let in, or was let in too long ago', async () => {
    await gina()
    await stage.pass(ADMISSION_MS - 1_000)
    await ada()
    await stage.fault({ match: '/v1/', form: 'html_503', caller: 'gina', times: 0 })
    await stage.fault({ match: '/v1/', form: 'html_503', caller: 'finn', times: 0 })
    expect((await gina()).status).toBe(503)
    expect((await stage.ask(STATS, { as: 'finn' })).status).toBe(503)
  })
})

describe('an admission', () => {
  test('lapses after ADMISSION_SECONDS, however often the list renewed the proof', async () => {
    await admitBoth()
    const step = 50_000
    let since = 0
    for (; since + step < ADMISSION_MS; since += step) {
      await stage.pass(step)
      await ada()
      await stage.edge.idle()
      expect((await stage.watch(() => gina())).calls).not.toContain('gina stats')
    }
    await stage.pass(ADMISSION_MS - since)
    await ada()
    await stage.edge.idle()
    const { calls, result } = await stage.watch(() => gina())
    expect(calls).toContain('gina stats')
    expect(result.cache).toMatch(/^fwd=uri-miss/)
  })
})
