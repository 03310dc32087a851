/**
 * `npm run size`: builds what `wrangler deploy` would upload, and exits 1 where it has outgrown its bound or
 * holds anything of the sample upstream.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/**
 * What a cold isolate has to fetch and compile, just above what it is. 128 and 46 KiB is where it should be: what it
 * is made of, and why it is more, docs/performance.md says; `npm run bench -- --only start` what it costs.
 */
const MAX_MINIFIED_KIB = 199
const MAX_GZIPPED_KIB = 75

/** Text that only the sample upstream has. */
const SAMPLE_MARK = '__sample'

const WRANGLER = join(import.meta.dirname, '../node_modules/wrangler/bin/wrangler.js')

const directory = mkdtempSync(join(tmpdir(), 'everruns-edge-'))
const build = [WRANGLER, 'deploy', '--dry-run', '--outdir', directory]
execFileSync(process.execPath, build, { cwd: join(import.meta.dirname, '..') })
const bundle = readFileSync(join(directory, 'index.js'))
rmSync(directory, { recursive: true })

const minified = bundle.byteLength / 1024
const gzipped = gzipSync(bundle, { level: 9 }).byteLength / 1024
const measures = [
  ['minified', minified, MAX_MINIFIED_KIB],
  ['gzipped', gzipped, MAX_GZIPPED_KIB],
] as const
for (const [name, kib, bound] of measures) {
  console.log(`${name}: ${kib.toFixed(1)} KiB of at most ${bound} KiB`)
}
if (bundle.includes(SAMPLE_MARK)) console.log('the bundle holds a part of the sample upstream')
const isFine = measures.every(([, kib, bound]) => kib <= bound) && !bundle.includes(SAMPLE_MARK)
process.exitCode = isFine ? 0 : 1
