import { join } from 'node:path'
import { build } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'

const ENTRY = join(import.meta.dirname, 'worker.ts')

/** A running sample upstream. */
export interface SampleUpstream {
  /** What `UPSTREAM_URL` is set to, `http://127.0.0.1:<port>/api`. */
  url: string
  stop(): Promise<void>
}

/**
 * Runs the sample upstream, a Worker of its own, in workerd on a free port of this machine.
 *
 * @param vars its variables; see `sample/worker.ts`
 */
export async function startSampleUpstream(
  vars: Record<string, string> = {},
): Promise<SampleUpstream> {
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker'],
    write: false,
  })
  const options = convertV4MiniflareOptions({
    modules: true,
    script: outputFiles[0]?.text ?? '',
    compatibilityDate: '2026-10-23',
    compatibilityFlags: ['enable_request_signal'],
    bindings: vars,
    // Miniflare's own entry compresses answers and holds small chunks back; this is workerd's socket.
    unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
  })
  const miniflare = new Miniflare(options)
  const { origin } = await miniflare.unsafeGetDirectURL()
  return { url: `${origin}/api`, stop: () => miniflare.dispose() }
}
