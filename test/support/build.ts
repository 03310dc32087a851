import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The project's root folder. */
export const ROOT = join(import.meta.dirname, '../..')
const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js')

/** Where the bundle is built to, from the project's root. */
export const BUNDLE_DIRECTORY = 'dist'

/** Builds, once a run of the tests, the very bundle that `wrangler deploy` would upload. */
export async function setup(): Promise<void> {
  const build = [WRANGLER, 'deploy', '--dry-run', '--outdir', BUNDLE_DIRECTORY]
  await promisify(execFile)(process.execPath, build, { cwd: ROOT })
}
