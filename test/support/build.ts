import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))
const WRANGLER = fileURLToPath(
  new URL('../../node_modules/wrangler/bin/wrangler.js', import.meta.url),
)

/** Where the bundle is built to, from the project's root. */
export const BUNDLE_DIRECTORY = 'dist'

/** Builds, once a run of the tests, the very bundle that `wrangler deploy` would upload. */
export async function setup(): Promise<void> {
  const build = [WRANGLER, 'deploy', '--dry-run', '--outdir', BUNDLE_DIRECTORY]
  await promisify(execFile)(process.execPath, build, { cwd: root })
}
