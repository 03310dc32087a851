import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The project's root folder. */
export const ROOT = join(import.meta.dirname, '../..')
const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js')

/** Where the bundle is built to, from the project's root. */
export const BUNDLE_DIRECTORY = 'dist'

/** What of `wrangler.toml` a runtime is started with; wrangler itself takes a second to import. */
export interface DeployedConfig {
  vars: Record<string, string>
  compatibilityDate: string
  compatibilityFlags: string[]
}

const CONFIG_FILE = join(ROOT, BUNDLE_DIRECTORY, 'config.json')

let built: Promise<void> | undefined

/** Builds, once a run of the tests, the very bundle that `wrangler deploy` would upload. */
export function setup(): Promise<void> {
  built ??= build()
  return built
}

async function build(): Promise<void> {
  const command = [WRANGLER, 'deploy', '--dry-run', '--outdir', BUNDLE_DIRECTORY]
  await promisify(execFile)(process.execPath, command, { cwd: ROOT })
  const { unstable_readConfig: readConfig } = await import('wrangler')
  const config = readConfig({ config: join(ROOT, 'wrangler.toml') })
  const deployed: DeployedConfig = {
    vars: config.vars as Record<string, string>,
    compatibilityDate: config.compatibility_date ?? '',
    compatibilityFlags: config.compatibility_flags,
  }
  writeFileSync(CONFIG_FILE, JSON.stringify(deployed))
}

/** What `setup` read. */
export function deployedConfig(): DeployedConfig {
  return JSON.parse(readFileSync(CONFIG_FILE, 'utf8')) as DeployedConfig
}
