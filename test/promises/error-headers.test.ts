import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AGENTS_ONE, HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'

const ada = { as: 'ada' } as const
const HARNESS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`

/** Routes of the edge's own, and forwarded ones. */
const ROUTES = [
  HARNESS,
  `${HARNESS}/stats`,
  '/v1/sessions',
  `/v1/agents/${AGENTS_ONE.healthy}/health-checks/latest`,
  '/v1/harness-examples',
]

let stage: CacheStage

beforeAll(async () => {
  stage = await startCacheStage()
})
beforeEach(async () => {
  await stage.reset()
  await stage.edge.restart()
})
afterAll(() => stage?.stop())

describe.each(ROUTES)('headers of an error that mean something stay: %s', (path) => {
  test('a challenge and the cookie that it takes away', async () => {
    await stage.fault({ match: '/v1/', form: 'challenge_401', times: 0 })
    const { status, headers } = await stage.ask(path, ada)
    expect(status).toBe(401)
    expect(headers.get('www-authenticate')).toBe('Bearer realm="everruns", error="invalid_token"')
    const [cookie] = headers.getSetCookie()
    expect(cookie).toMatch(/^access_token=; Max-Age=0/)
    expect(cookie).not.toMatch(/domain/i)
  })

  test('what is left of a limit, when a route ends, and a link that leads to the edge', async () => {
    await stage.fault({ match: '/v1/', form: 'headers_429', times: 0 })
    const { status, headers } = await stage.ask(path, ada)
    expect([status, headers.get('retry-after')]).toEqual([429, '7'])
    expect(headers.get('ratelimit')).toBe('"default";r=0;t=7')
    expect(headers.get('ratelimit-policy')).toBe('"default";q=1200;w=60')
    expect(headers.get('sunset')).toBe('Sat, 01 Jan 2028 00:00:00 GMT')
    expect(headers.get('link')).toBe(`<${stage.edge.origin}/v1/limits>; rel="help"`)
  })

  test('the tag that a precondition did not hold for, and the range that there is', async () => {
    await stage.fault({ match: '/v1/', form: 'etag_412' })
    expect((await stage.ask(path, ada)).headers.get('etag')).toBe('"v7"')
    await stage.fault({ match: '/v1/', form: 'range_416' })
    const range = await stage.ask(path, ada)
    expect([range.status, range.headers.get('content-range')]).toEqual([416, 'bytes */4096'])
    expect(JSON.parse(range.text).code).toBe('range_not_satisfiable')
  })

  test('each once, and those of the problem itself are the edge’s', async () => {
    const headers = { 'cache-control': 'max-age=60', 'x-content-type-options': 'other', vary: 'X' }
    await stage.fault({ match: '/v1/', status: 400, headers })
    const answer = await stage.ask(path, ada)
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })
})
