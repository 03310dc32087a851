import { build } from 'esbuild'
import { ROOT } from '../../test/support/build.ts'
import type { WorkerSource } from './workerd-config.ts'

/** A Worker on Hono that does nothing but return one response: what no edge on Hono can be faster than. */
export async function bareWorker(body: string, headers: Headers): Promise<WorkerSource> {
  const given = Object.fromEntries([...headers].filter(([name]) => name !== 'content-length'))
  const script = await bundle(`
import { Hono } from 'hono'
const app = new Hono()
const body = ${JSON.stringify(body)}
const headers = ${JSON.stringify(given)}
app.get('/v1/harnesses/:harness/stats', (c) => c.body(body, 200, headers))
export default app`)
  return { name: 'bare', script, bindings: {}, hasKv: false }
}

/** A Worker whose whole body is `fetch(request)`, to the upstream. */
export function plainWorker(upstream: string): WorkerSource {
  const { hostname, port } = new URL(upstream)
  const script = `export default {
  fetch(request) {
    const url = new URL(request.url)
    url.hostname = ${JSON.stringify(hostname)}
    url.port = ${JSON.stringify(port)}
    return fetch(new Request(url, request))
  },
}`
  return { name: 'plain', script, bindings: {}, hasKv: false }
}

async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT, loader: 'js' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
