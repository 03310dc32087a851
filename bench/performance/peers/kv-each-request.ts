import { Hono } from 'hono'

interface Bindings {
  UPSTREAM_URL: string
  FRESH_SECONDS: string
  CACHE: {
    getWithMetadata(
      key: string,
    ): Promise<{ value: string | null; metadata: { storedAt: number } | null }>
    put(key: string, value: string, options: object): Promise<void>
  }
}

/** KV takes no shorter one. */
const MIN_TTL_SECONDS = 60

/** KV read on every request, its key the path and the caller's cookie. */
const app = new Hono<{ Bindings: Bindings }>()

app.get('/v1/harnesses/:harness/stats', async (c) => {
  const { CACHE: kv, UPSTREAM_URL: upstreamUrl, FRESH_SECONDS: freshSeconds } = c.env
  const key = `${c.req.path} ${c.req.header('cookie')}`
  const { value, metadata } = await kv.getWithMetadata(key)
  const isFresh = Date.now() - (metadata?.storedAt ?? 0) < 1_000 * Number(freshSeconds)
  const headers = { 'Content-Type': 'application/json' }
  if (value !== null && isFresh) return c.body(value, 200, headers)
  const answer = await fetch(upstreamUrl + c.req.path, { headers: c.req.raw.headers })
  if (!answer.ok) return new Response(answer.body, answer)
  const body = await answer.text()
  const options = { expirationTtl: MIN_TTL_SECONDS, metadata: { storedAt: Date.now() } }
  c.executionCtx.waitUntil(kv.put(key, body, options))
  return c.body(body, 200, headers)
})

export default app
