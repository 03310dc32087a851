import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../support/build.ts'

const CLIENT = join(ROOT, 'packages/client')
const TSC = join(CLIENT, 'node_modules/typescript/bin/tsc')
const KIB = 1_024
const run = promisify(execFile)

/** The package as it would be published, built from its sources. */
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everruns-edge-client-'))
  await run(process.execPath, [TSC, '-p', CLIENT, '--outDir', join(folder, 'dist')])
  await cp(join(CLIENT, 'package.json'), join(folder, 'package.json'))
  await cp(join(CLIENT, 'README.md'), join(folder, 'README.md'))
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
})

afterAll(() => rm(folder, { recursive: true }))

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'dist', entry)],
    ...{ bundle: true, minify: true, write: false, format: 'esm', target: 'es2022' },
  })
  return outputFiles[0]?.text ?? ''
}

describe('the package', () => {
  it('is at most 8 KiB minified, with what it depends on, and its query options 4 KiB more', async () => {
    expect((await bundle('index.js')).length).toBeLessThanOrEqual(8 * KIB)
    expect((await bundle('query.js')).length).toBeLessThanOrEqual(4 * KIB)
  })

  it('is found without fault by publint', async () => {
    const { publint } = await import('publint')
    const { messages } = await publint({ pkgDir: folder, level: 'suggestion', pack: false })
    expect(messages).toEqual([])
  })

  it('is found without fault by attw, as an ESM package', async () => {
    await rm(join(folder, 'node_modules'))
    const attw = join(ROOT, 'node_modules/.bin/attw')
    // It exits 1 where it finds a fault that concerns a package of this profile.
    const checked = run(attw, ['--pack', folder, '--profile', 'esm-only', '--no-color'], {
      env: { ...process.env, npm_config_ignore_scripts: 'true' },
    })
    const { stdout } = await checked.catch(({ stdout }) => ({ stdout: `found: ${stdout}` }))
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    expect(stdout).not.toContain('found: ')
  })

  it('compiles what is right and nothing that is wrong, for those who use it', async () => {
    await writeFile(join(folder, 'user.ts'), await readFile(join(ROOT, 'test/client/user.ts.txt')))
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--lib', 'es2023,dom']
    const compiled = run(process.execPath, [TSC, ...flags, 'user.ts'], {
      cwd: folder,
    })
    expect(await compiled.catch(({ stdout }) => ({ stdout }))).toMatchObject({ stdout: '' })
  })

  it('runs in a Worker, without a browser’s options', async () => {
    const script = `${(await bundle('index.js')).replace(
      /export\{[^}]*\};?\s*$/,
      (exported) =>
        `const all={${exported.slice(7, exported.lastIndexOf('}')).replace(/(\w+) as (\w+)/g, '$2:$1')}};`,
    )}
      export default { async fetch(request) {
        const sent = []
        const edge = all.createEdge({
          baseUrl: 'https://edge.example/api/',
          fetch: async (one) => { sent.push(one.url); return Response.json({ data: [] }) },
        })
        const { data } = await edge.GET('/v1/harnesses')
        return Response.json({ sent, data })
      } }`
    const worker = new Miniflare(
      convertV4MiniflareOptions({ modules: true, script, compatibilityDate: '2026-10-23' }),
    )
    const response = await worker.dispatchFetch('https://worker.example/')
    expect(await response.json()).toEqual({
      sent: ['https://edge.example/api/v1/harnesses'],
      data: { data: [] },
    })
    await worker.dispose()
  })
})
