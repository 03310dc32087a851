import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { BUNDLE_DIRECTORY, ROOT } from '../support/build.ts'

const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js')

/** The deployment's configuration without its `[build]` and `[assets]` blocks. */
async function bareConfig(): Promise<string> {
  const text = await readFile(join(ROOT, 'wrangler.toml'), 'utf8')
  const blocks = text.split(/^(?=\[)/m)
  const kept = blocks.filter((block) => !/^\[(build|assets)\]/.test(block))
  expect(blocks.length - kept.length).toBe(2)
  return kept.join('').replace('main = "', 'main = "../../')
}

describe("the Worker's bundle", () => {
  it('is the same bytes with and without the static pages', async () => {
    await mkdir(join(ROOT, '.wrangler'), { recursive: true })
    const folder = await mkdtemp(join(ROOT, '.wrangler/bare-'))
    try {
      await writeFile(join(folder, 'wrangler.toml'), await bareConfig())
      const build = [WRANGLER, 'deploy', '--dry-run', '--outdir', 'out']
      await promisify(execFile)(process.execPath, build, { cwd: folder })
      const bare = await readFile(join(folder, 'out/index.js'))
      expect(bare.equals(await readFile(join(ROOT, BUNDLE_DIRECTORY, 'index.js')))).toBe(true)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
