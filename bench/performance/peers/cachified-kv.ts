import { type Cache, cachified } from '@epic-web/cachified'
import { Hono } from 'hono'

interface Bindings {
  UPSTREAM_URL: string
  FRESH_SECONDS: string
  CACHE: {
    get(key: string, type: 'json'): Promise<never>
    put(key: string, value: string, options: { expirationTtl: number }): Promise<void>
    delete(key: string): Promise<void>
  }
}

/** KV takes no shorter one. */
const MIN_TTL_SECONDS = 60

const STALE_MS = 45_000

/** cachified over KV, its key the path and the caller's cookie. */
const app = new Hono<{ Bindings: Bindings }>()

app.get('/v1/harnesses/:harness/stats', async (c) => {
  const { CACHE: kv, UPSTREAM_URL: upstreamUrl, FRESH_SECONDS: freshSeconds } = c.env
  const cache: Cache = {
    get: (key) => kv.get(key, 'json'),
    set: (key, value) => kv.put(key, JSON.stringify(value), { expirationTtl: MIN_TTL_SECONDS }),
    delete: (key) => kv.delete(key),
  }
  const body = await cachified({
    key: `${c.req.path} ${c.req.header('cookie')}`,
    cache,
    ttl: 1_000 * Number(freshSeconds),
    swr: STALE_MS,
    waitUntil: (promise) => c.executionCtx.waitUntil(promise),
    async getFreshValue() {
      const answer = await fetch(upstreamUrl + c.req.path, { headers: c.req.raw.headers })
      if (!answer.ok) throw new Error(`status ${answer.status}`)
      return answer.text()
    },
  })
  return c.body(body, 200, { 'Content-Type': 'application/json' })
})

export default app
