import { afterAll, beforeAll, expect, test } from 'vitest'
import { ORG_ONE, USERS } from '../../sample/callers.ts'
import { HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type SampleUpstream, startSampleUpstream } from '../../sample/runner.ts'
import { type RunningEdge, startEdge } from '../support/edge.ts'

const STATS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}/stats`

let upstream: SampleUpstream
let edge: RunningEdge

beforeAll(async () => {
  upstream = await startSampleUpstream()
  edge = await startEdge({ vars: { UPSTREAM_URL: upstream.url } })
})

afterAll(async () => {
  await edge?.stop()
  await upstream?.stop()
})

async function stats(pat: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(edge.origin + STATS, { headers: { authorization: pat, ...headers } })
  expect(response.status).toBe(200)
  await response.text()
  return response.headers.get('cache-status') ?? ''
}

test('who changes its own identity is let in anew, whatever others have asked for since', async () => {
  await stats(USERS.ada.pat)
  await stats(USERS.gina.pat)
  expect(await stats(USERS.ada.pat)).toContain('; hit;')

  const response = await fetch(`${edge.origin}/v1/users/me/switch-org`, {
    method: 'POST',
    headers: { authorization: USERS.ada.pat, 'content-type': 'application/json' },
    body: JSON.stringify({ org_id: ORG_ONE }),
  })
  expect(response.status).toBeLessThan(300)
  await response.text()
  await stats(USERS.gina.pat, { 'cache-control': 'no-cache' })

  expect(await stats(USERS.gina.pat)).toContain('; hit;')
  expect(await stats(USERS.ada.pat)).toContain('fwd=uri-miss')
})
