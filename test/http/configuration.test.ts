import { describe, expect, it } from 'vitest'
import { type EdgeOptions, startEdge } from '../support/edge.ts'
import { expectProblem } from '../support/edge-stage.ts'
import { send } from '../support/http-client.ts'

const UPSTREAM_URL = 'http://127.0.0.1:1/api'
const PATHS = ['/healthz', '/readyz', '/v1/sessions', '/api/v1/harnesses/x/stats', '/', '/v1/%zz']

/** Answers to every path of an edge that is configured so, with what it logged. */
async function answers(vars: EdgeOptions['vars'], use: 'all' | 'one' = 'all') {
  const edge = await startEdge({ vars })
  const paths = use === 'all' ? PATHS : PATHS.slice(0, 1)
  const method = (path: string) => (path === '/v1/sessions' ? 'POST' : 'GET')
  const found = await Promise.all(
    paths.map(async (path) => ({
      path,
      ...(await send(edge.origin + path, { method: method(path) })),
    })),
  )
  await edge.stop()
  return { found, ...edge }
}

describe('a variable that breaks its rule', () => {
  it('stops every request with a 500 problem that names it and the rule, not the value', async () => {
    const { found, logs, origin } = await answers({ UPSTREAM_URL: 'ftp://user:hunter2@x' })
    for (const answer of found) {
      const { problem } = expectProblem(answer, 500, origin, UPSTREAM_URL)
      expect(problem).toMatchObject({
        code: 'invalid_configuration',
        type: `${origin}/problems/invalid_configuration`,
        detail: expect.stringContaining('UPSTREAM_URL must be an absolute http(s) URL'),
        errors: [{ pointer: '/UPSTREAM_URL', detail: expect.stringMatching(/^must be /) }],
      })
    }
    expect(JSON.stringify([found, logs])).not.toContain('hunter2')
    const causes = logs.filter((line) => line.includes('"error":"invalid_configuration"'))
    expect(causes).toHaveLength(PATHS.length)
    expect(causes[0]).toContain('UPSTREAM_URL must be')
  })

  it('is named with all the others', async () => {
    const vars = { UPSTREAM_URL, STATS_SHARING: 'yes', UPSTREAM_TIMEOUT_MS: '0' }
    const { found } = await answers(vars, 'one')
    const { errors } = JSON.parse(found[0]?.text ?? '')
    expect(errors.map(({ pointer }: { pointer: string }) => pointer).toSorted()).toEqual([
      '/STATS_SHARING',
      '/UPSTREAM_TIMEOUT_MS',
    ])
  })
})

it('a deployment without any variable works', async () => {
  const names = [
    ...['UPSTREAM_URL', 'ALLOWED_ORIGINS', 'UPSTREAM_TIMEOUT_MS', 'STATS_FRESH_SECONDS'],
    ...['STATS_STALE_SECONDS', 'STATS_ERROR_SECONDS', 'HARNESS_FRESH_SECONDS'],
    ...['HARNESS_STALE_SECONDS', 'STATS_SHARING', 'ACCESS_PROOF_SECONDS', 'ADMISSION_SECONDS'],
    ...['CHECK_FRESH_SECONDS', 'RUN_FRESH_SECONDS', 'NEGATIVE_FRESH_SECONDS'],
  ]
  const { found } = await answers(Object.fromEntries(names.map((name) => [name, undefined])), 'one')
  expect(found).toMatchObject([{ status: 200 }])
})
