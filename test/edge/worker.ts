/**
 * The edge with its clock and its KV in a test's hand: the app is the deployed one, made by the same
 * factory. `POST /__test/clock {"advance_ms":n}` moves the clock, `POST /__test/kv {"mode":…}` breaks KV,
 * `GET /__test/kv` counts its operations.
 */
import { createApp } from '../../src/app.ts'
import { createFaultyKv, type KvMode } from './faulty-kv.ts'

let offsetMs = 0
let kv: ReturnType<typeof createFaultyKv> | undefined
const app = createApp({ now: () => Date.now() + offsetMs })

export default {
  async fetch(request: Request, env: { CACHE: KVNamespace }, ctx: ExecutionContext) {
    kv ??= createFaultyKv(env.CACHE)
    const { pathname } = new URL(request.url)
    if (pathname === '/__test/clock') {
      offsetMs += (await request.json<{ advance_ms: number }>()).advance_ms
      return new Response(null, { status: 204 })
    }
    if (pathname === '/__test/kv' && request.method === 'GET') return Response.json(kv.counts)
    if (pathname === '/__test/kv') {
      kv.setMode((await request.json<{ mode: KvMode }>()).mode)
      return new Response(null, { status: 204 })
    }
    return app.fetch(request, { ...env, CACHE: kv.namespace }, ctx)
  },
}
