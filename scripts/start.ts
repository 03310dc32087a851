/**
 * `npm start`: the edge under `wrangler dev` on http://localhost:8787, with the sample upstream behind it.
 * What follows `npm start --` goes on to wrangler; an `UPSTREAM_URL` among it wins over the sample.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { startSampleUpstream } from '../sample/runner.ts'

const WRANGLER = join(import.meta.dirname, '../node_modules/wrangler/bin/wrangler.js')

const given = process.argv.slice(2)
const hasUpstream = given.some((argument) => /(?:^|=)UPSTREAM_URL:/.test(argument))
const sample = hasUpstream ? undefined : await startSampleUpstream()
const upstream = sample ? ['--var', `UPSTREAM_URL:${sample.url}`] : []

const wrangler = spawn(process.execPath, [WRANGLER, 'dev', ...given, ...upstream], {
  stdio: 'inherit',
})
// Whatever ends this process, a signal among it, ends wrangler too: nothing is left on its port.
process.on('exit', () => wrangler.kill())
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => process.exit())
wrangler.on('exit', async (code) => {
  await sample?.stop()
  process.exit(code ?? 0)
})
