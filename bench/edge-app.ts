import { join } from 'node:path'
import { build } from 'esbuild'

/** The edge's app, as far as the bench calls it. */
export interface EdgeApp {
  fetch(request: Request, env: unknown, context: unknown): Response | Promise<Response>
}

/** What an app takes from outside; see `src/edge.ts`. */
export interface Outside {
  now: () => number
  random: () => number
  /** The cache of the location that the isolate is in. */
  caches: unknown
}

/** The deployed factory, bundled: a script cannot import what imports `package.json`. */
export async function loadCreateWorker(): Promise<(outside: Outside) => EdgeApp> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../src/worker.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2024',
    write: false,
  })
  const source = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')
  const { createWorker } = await import(`data:text/javascript;base64,${source}`)
  return createWorker
}
