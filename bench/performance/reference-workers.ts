import { join } from 'node:path'
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

/** A Worker that fetches from the upstream, decodes, parses and looks at each row, and passes the text on. */
export function readerWorker(upstream: string): WorkerSource {
  const script = `export default {
  async fetch({ url, headers }) {
    const { pathname, search } = new URL(url)
    const authorization = headers.get('authorization')
    const answer = await fetch(${JSON.stringify(upstream)} + pathname + search, { headers: { authorization } })
    const text = await answer.text()
    let rows = 0
    for (const { id } of JSON.parse(text).data ?? []) if (id) rows += 1
    return new Response(text, { headers: { 'Content-Type': 'application/json', 'X-Rows': String(rows) } })
  },
}`
  return { name: 'reader', script, bindings: {}, hasKv: false }
}

/** What a user would put before the API on the same runtime instead: one of the files of `peers`. */
export async function peerWorker(
  file: string,
  bindings: WorkerSource['bindings'],
): Promise<WorkerSource> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'peers', `${file}.ts`)],
    ...BUNDLED,
  })
  return { name: 'peer', script: outputFiles[0]?.text ?? '', bindings, hasKv: true }
}

const BUNDLED = {
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2024',
  write: false,
} as const

async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT, loader: 'js' },
    ...BUNDLED,
  })
  return outputFiles[0]?.text ?? ''
}
