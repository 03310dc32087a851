import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FaultRule } from '../../sample/app.ts'
import type { UserName } from '../../sample/callers.ts'
import { HARNESS_NAMES, HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type SharedStage, startSharedStage } from '../support/shared-stage.ts'

const BY_ID = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`
const BY_NAME = `/v1/harnesses/${HARNESS_NAMES.supportTriage}`
const PARTS = ['', '/stats'] as const

/** The list is no proof any more, and no name is taken from it while the API is well. */
const LAPSED_MS = 62_000

/** Ways in which a client says that it wants to be told by the API itself. */
const MUST_ASK = [
  { 'cache-control': 'no-cache' },
  { 'cache-control': 'max-age=0' },
  { pragma: 'no-cache' },
] as const

let stage: SharedStage

beforeAll(async () => {
  stage = await startSharedStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage?.stop())

const ask = (path: string, headers: Record<string, string> = {}, as: UserName = 'ada') =>
  stage.ask(path, { as, headers })

const fail = (how: Partial<FaultRule> = { form: 'html_503' }) =>
  stage.fault({ match: '/v1/', times: 0, ...how })

/** The name is learnt from the list. */
async function warm(): Promise<void> {
  await ask(`${BY_NAME}/stats`)
  await ask(BY_NAME)
  await stage.edge.idle()
}

describe('a name of the list’s, where the API must be asked and fails', () => {
  test.each(MUST_ASK)('is answered like its ID: %o', async (headers) => {
    await warm()
    await stage.pass(1_000)
    const stored = await Promise.all(PARTS.map((part) => ask(BY_ID + part)))
    await fail()
    for (const [at, part] of PARTS.entries()) {
      const answer = await ask(BY_NAME + part, headers)
      expect([answer.status, answer.text]).toEqual([200, stored[at]?.text])
      expect(answer.cache).toMatch(/^hit; ttl=\d+; detail=stale-if-error$/)
    }
  })

  test.each([{ form: 'html_503' }, { form: 'plain_500' }, { status: 429 }] as const)(
    'serves stats though the proof has lapsed, and says so: %o',
    async (how) => {
      await warm()
      await stage.pass(LAPSED_MS)
      await fail(how)
      for (const headers of MUST_ASK) {
        const answer = await ask(`${BY_NAME}/stats`, headers)
        expect([answer.status, answer.cache]).toEqual([
          ...[200, expect.stringMatching(/^hit; ttl=-\d+; detail=access-unrenewed$/)],
        ])
      }
    },
  )

  test('serves what other isolates of the location know', async () => {
    await warm()
    await stage.pass(LAPSED_MS)
    await stage.edge.restart()
    await fail()
    expect((await ask(`${BY_NAME}/stats`, MUST_ASK[0])).cache).toMatch(/access-unrenewed$/)
  })

  test('costs one call where the API answers', async () => {
    await warm()
    await stage.pass(LAPSED_MS)
    for (const part of PARTS.toReversed()) {
      const { result, calls } = await stage.watch(() => ask(BY_NAME + part, MUST_ASK[0]))
      expect([result.status, calls.length]).toEqual([200, 1])
    }
  })

  test('is not answered from what is stored to a request with a header that is in no key', async () => {
    await warm()
    await stage.pass(LAPSED_MS)
    await fail()
    const headers = { ...MUST_ASK[0], 'x-everruns-project': 'one' }
    for (const part of PARTS) expect((await ask(BY_NAME + part, headers)).status).toBe(503)
  })
})

describe('what the API has said of a name stands while it fails', () => {
  test.each(PARTS)(
    'one that is not found is not answered from what it led to: %s',
    async (part) => {
      await warm()
      // Until then stats of a name that is known are asked for by the ID.
      if (part === '/stats') await stage.pass(LAPSED_MS)
      await stage.fault({ match: `${BY_NAME}${part}$`, form: 'domain_404' })
      expect((await ask(BY_NAME + part, MUST_ASK[0])).status).toBe(404)
      await stage.pass(10_000)
      await fail()
      for (const each of PARTS) expect((await ask(BY_NAME + each, MUST_ASK[0])).status).toBe(503)
    },
  )

  test('a caller whose credential was refused gets nothing', async () => {
    await warm()
    await stage.fault({ match: '/v1/agents', form: 'unauthorized' })
    expect((await ask('/v1/agents')).status).toBe(401)
    await fail()
    for (const part of PARTS) expect((await ask(BY_NAME + part, MUST_ASK[0])).status).toBe(503)
  })

  test('a caller who was never let in gets nothing', async () => {
    await warm()
    await fail()
    for (const part of PARTS) {
      expect((await ask(BY_NAME + part, MUST_ASK[0], 'gina')).status).toBe(503)
    }
  })
})
