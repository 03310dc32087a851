import { Hono } from 'hono'
import { cache } from 'hono/cache'

/** Hono's own cache middleware, its key the URL and the caller's cookie. */
const app = new Hono<{ Bindings: { UPSTREAM_URL: string; FRESH_SECONDS: string } }>()

app.get(
  '/v1/harnesses/:harness/stats',
  async (c, next) => {
    const keyed = cache({
      cacheName: 'stats',
      cacheControl: `max-age=${c.env.FRESH_SECONDS}`,
      keyGenerator: ({ req }) => `${req.url} ${req.header('cookie')}`,
    })
    return keyed(c, next)
  },
  async (c) => {
    const headers = new Headers(c.req.raw.headers)
    const upstream = await fetch(c.env.UPSTREAM_URL + c.req.path, { headers })
    return new Response(upstream.body, upstream)
  },
)

export default app
