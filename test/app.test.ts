import { afterEach, expect, it, vi } from 'vitest'
import { createApp } from '../src/app.ts'
import { healthyBody } from './support/healthy-bodies.ts'

afterEach(() => vi.unstubAllGlobals())

const KV = { get: async () => null, getWithMetadata: async () => ({}), put: async () => undefined }

/** The app as workerd would call it, with an upstream that answers everything. */
function stage() {
  vi.stubGlobal('fetch', async (url: string) => {
    const { pathname } = new URL(url)
    return new Response(healthyBody(pathname.replace('/api', '')))
  })
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const app = createApp({ now: () => 1_000, random: () => 0 })
  const context = { waitUntil: () => undefined, passThroughOnException: () => undefined, props: {} }
  return (path: string) => {
    const headers = { authorization: `evr_pat_${'1'.repeat(64)}` }
    return app.fetch(
      new Request(`https://edge.example${path}`, { headers }),
      { CACHE: KV },
      context,
    )
  }
}

it.each([
  '/v1/harnesses/harness_1',
  '/v1/harnesses/harness_1/stats',
  '/v1/agents/agent_1/health-checks/latest',
  '/v1/agents/agent_1/health-checks/healthcheck_1',
])('%s is answered from memory at once, without a promise', async (path) => {
  const ask = stage()
  const first = ask(path)
  expect(first).toBeInstanceOf(Promise)
  expect((await first).headers.get('cache-status')).toContain('fwd=uri-miss')
  const second = ask(path)
  expect(second).toBeInstanceOf(Response)
  expect((await second).headers.get('cache-status')).toContain('hit')
})

it.each(['/healthz', '/problems/not_cached', '/v1/%zz'])('%s needs no promise either', (path) => {
  expect(stage()(path)).toBeInstanceOf(Response)
})
