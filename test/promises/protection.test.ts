import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AGENTS_ONE, HARNESS_NAMES, HARNESSES_ONE, RUNS } from '../../sample/catalogue.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const TIMEOUT_MS = 1_500
const ada = { as: 'ada' } as const

const ID = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`
const CHECKS = `/v1/agents/${AGENTS_ONE.healthy}/health-checks`

/** Every route of the edge's own, and forwarded ones. */
const READS = [
  ID,
  `/v1/harnesses/${HARNESS_NAMES.supportTriage}`,
  `${ID}/stats`,
  '/v1/sessions?limit=2',
  `${CHECKS}/latest`,
  `${CHECKS}/${RUNS.completed}`,
  '/v1/harnesses',
  CHECKS,
]

/** One of each kind. */
const KINDS = [`${ID}/stats`, '/v1/sessions?limit=2', `${CHECKS}/latest`, '/v1/harnesses']

let stage: CacheStage

beforeAll(async () => {
  stage = await startCacheStage({
    UPSTREAM_TIMEOUT_MS: String(TIMEOUT_MS),
    FORWARD_TIMEOUT_MS: String(TIMEOUT_MS),
  })
})
beforeEach(async () => {
  await stage.reset()
  // A new isolate: its retry budget is full.
  await stage.edge.restart()
})
afterAll(() => stage?.stop())

/** How many calls of the API's reached the sample. */
const count = async () => (await stage.calls()).length

describe('a read is retried, and the caller gets the good answer', () => {
  test.each(READS)('GET %s', async (path) => {
    await stage.fault({ match: '/v1/', status: 503 }, { match: '/v1/', status: 502 })
    const { status, text } = await stage.ask(path, ada)
    expect(status).toBe(200)
    expect((await stage.calls()).map((call) => call.status)).toEqual([503, 502, 200])
    const good = await stage.askSample(path, ada)
    expect(Object.keys(JSON.parse(text))).toEqual(
      expect.arrayContaining(Object.keys(JSON.parse(good.text))),
    )
  })

  test.each(KINDS)('HEAD %s', async (path) => {
    await stage.fault({ match: '/v1/', status: 504 })
    const { status, text } = await stage.ask(path, { ...ada, method: 'HEAD' })
    expect({ status, text }).toEqual({ status: 200, text: '' })
    expect(await count()).toBe(2)
  })

  test.each(['html_502', 'html_503', 'plain_502', 'bad_gateway'] as const)('%s', async (form) => {
    await stage.fault({ match: '/v1/', form })
    expect(await stage.ask(ID, ada)).toMatchObject({ status: 200 })
    expect(await count()).toBe(2)
  })

  test('a body that breaks off is asked for again', async () => {
    await stage.fault({ match: '/v1/', cut_after: 20 })
    expect(await stage.ask(ID, ada)).toMatchObject({ status: 200 })
    expect(await count()).toBe(2)
  })
})

describe('at most twice', () => {
  test.each(KINDS)('GET %s', async (path) => {
    await stage.fault({ match: '/v1/', status: 503, times: 0 })
    expect(await stage.ask(path, ada)).toMatchObject({ status: 503 })
    expect(await count()).toBe(3)
  })
})

describe('what does not pass is asked for once', () => {
  test.each([400, 401, 403, 404, 409, 410, 429, 500, 501])('%d', async (status) => {
    await stage.fault({ match: '/v1/', status, times: 0 })
    expect(await stage.ask(ID, ada)).toMatchObject({ status })
    expect(await stage.ask('/v1/harnesses', ada)).toMatchObject({ status })
    expect(await count()).toBe(2)
  })

  test.each(['html_200', 'invalid_json'] as const)('%s', async (form) => {
    await stage.fault({ match: '/v1/', form, times: 0 })
    expect(await stage.ask(ID, ada)).toMatchObject({ status: 502 })
    expect(await count()).toBe(1)
  })
})

describe('a wait that the upstream asks for', () => {
  test('and that does not fit is not waited for: the caller is told of it', async () => {
    await stage.fault({ match: '/v1/', status: 503, headers: { 'retry-after': '3' }, times: 0 })
    const { status, headers, text } = await stage.ask(ID, ada)
    expect(status).toBe(503)
    expect(headers.get('retry-after')).toBe('3')
    expect(JSON.parse(text)).toMatchObject({ retry_after_seconds: 3 })
    expect(await count()).toBe(1)
  })

  test('in the body alone, too', async () => {
    const body = { title: 'Service Unavailable', status: 503, retry_after_seconds: 3 }
    await stage.fault({ match: '/v1/', status: 503, body, times: 0 })
    const { status, headers } = await stage.ask(ID, ada)
    expect(status).toBe(503)
    expect(headers.get('retry-after')).toBe('3')
    expect(await count()).toBe(1)
  })

  test('and that fits is kept', async () => {
    await stage.fault({ match: '/v1/', form: 'database_pool_exhausted' })
    expect(await stage.ask(ID, ada)).toMatchObject({ status: 200 })
    const [first, second] = await stage.calls()
    expect((second?.at_ms ?? 0) - (first?.at_ms ?? 0)).toBeGreaterThanOrEqual(1_000)
  })
})

describe('all of it ends with the deadline', () => {
  test.each([ID, '/v1/harnesses'])('%s', async (path) => {
    // Each of three tries by itself would be in time.
    const slow = { match: '/v1/', status: 503, delay_ms: 0.8 * TIMEOUT_MS, times: 0 }
    await stage.fault(slow)
    const startedAt = performance.now()
    expect(await stage.ask(path, ada)).toMatchObject({ status: 504 })
    expect(performance.now() - startedAt).toBeLessThan(2 * TIMEOUT_MS)
    expect(await count()).toBe(2)
  })

  test('silence is not tried again: it took all the time there was', async () => {
    await stage.fault({ match: '/v1/', hang: true, times: 0 })
    const { status, text } = await stage.ask(ID, ada)
    expect({ status, code: JSON.parse(text).code }).toEqual({
      status: 504,
      code: 'upstream_timeout',
    })
    expect(await count()).toBe(1)
  })
})

describe('retries are bounded over all requests', () => {
  test.each([
    ['side by side', 150, 150],
    ['one after another', 60, 1],
  ])('%s', async (_, requests, atOnce) => {
    await stage.fault({ match: '/v1/', status: 503, times: 0 })
    const paths = Array.from({ length: requests }, (_, nth) => `/v1/agents/agent_${nth}/stats`)
    while (paths.length > 0) {
      await Promise.all(paths.splice(0, atOnce).map((path) => stage.ask(path, ada)))
    }
    const retries = (await count()) - requests
    // A fifth of the requests, and the ten that a quiet isolate has saved up.
    expect(retries).toBeLessThanOrEqual(requests / 5 + 10)
    expect(retries).toBeGreaterThanOrEqual(10)
  })
})

describe('a follower of a flight adds nothing to what its leader costs', () => {
  test('twenty at the same time', async () => {
    await stage.fault({ match: '/v1/', status: 503, delay_ms: 100, times: 0 })
    const answers = await Promise.all(Array.from({ length: 20 }, () => stage.ask(ID, ada)))
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(503))
    expect(await count()).toBe(3)
  })
})
