import { afterAll, beforeAll, expect, test } from 'vitest'
import { USERS } from '../../sample/callers.ts'
import { type SampleUpstream, startSampleUpstream } from '../../sample/runner.ts'
import { type RunningEdge, startEdge } from '../support/edge.ts'

let upstream: SampleUpstream
let edge: RunningEdge

beforeAll(async () => {
  upstream = await startSampleUpstream()
  edge = await startEdge({ vars: { UPSTREAM_URL: upstream.url, UPSTREAM_TIMEOUT_MS: '300' } })
})

afterAll(async () => {
  await edge?.stop()
  await upstream?.stop()
})

test('a request that met silence makes no second call, though it needs a name, a proof and a body', async () => {
  const control = new URL('/__sample/', upstream.url)
  const silence = { match: '.*', hang: true, times: 0 }
  await fetch(new URL('faults', control), { method: 'POST', body: JSON.stringify(silence) })

  const response = await fetch(`${edge.origin}/v1/harnesses/support-triage/stats`, {
    headers: { authorization: USERS.ada.pat },
  })

  expect(response.status).toBe(504)
  expect(await response.json()).toMatchObject({ code: 'upstream_timeout' })
  const calls = await (await fetch(new URL('calls', control))).json()
  expect(calls).toHaveLength(1)
})
