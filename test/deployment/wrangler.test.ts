import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { unstable_readConfig as readConfig } from 'wrangler'
import { KNOWN_NAMES, parseConfig } from '../../src/config.ts'
import { ROOT } from '../support/build.ts'

const FILES = ['wrangler.toml', 'wrangler.staging.toml'] as const
const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js')
const folder = mkdtempSync(join(tmpdir(), 'edge-wrangler-'))
const written: string[] = []

afterAll(() => {
  for (const file of written) rmSync(file, { force: true })
  rmSync(folder, { recursive: true })
})

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

/** The examples of a file, lines that begin with a # and no space, each group of them whole. */
function examples(toml: string): string[] {
  return [...toml.matchAll(/(?:^#(?! ).*\n)+/gm)].map(([block]) => block)
}

const uncommented = (block: string) => block.replaceAll(/^#/gm, '')

/** Writes a configuration beside the real ones: its paths are relative to it. */
function writeConfig(name: string, toml: string): string {
  const file = join(ROOT, `.${name}.${process.pid}.test.toml`)
  written.push(file)
  writeFileSync(file, toml)
  return file
}

async function wrangler(...given: string[]): Promise<string> {
  const run = promisify(execFile)
  const env = { ...process.env, CI: 'true', WRANGLER_SEND_METRICS: 'false' }
  const { stdout, stderr } = await run(process.execPath, [WRANGLER, ...given], { cwd: ROOT, env })
  return stdout + stderr
}

const withExamples = (toml: string) =>
  examples(toml).reduce((text, block) => text.replace(block, uncommented(block)), toml)

const dryRun = (name: string, toml: string) =>
  wrangler('deploy', '--dry-run', '-c', writeConfig(name, toml), '--outdir', join(folder, 'out'))

function expectDeployed(output: string): void {
  expect(output).toContain('--dry-run: exiting now.')
  expect(output).not.toMatch(/\[(?:WARNING|ERROR)\]/)
}

describe.each(FILES)('%s', (file) => {
  const toml = read(file)

  it('sets every variable to a value that keeps its rule', () => {
    const { vars } = readConfig({ config: join(ROOT, file) })
    expect(parseConfig({ ...vars, CACHE: { get: 0, put: 0 } })).toMatchObject({ ok: true })
    const kinds = ['CACHE', 'METRICS', 'LIMIT', 'VERSION', 'UPSTREAM_HEADER']
    expect(Object.keys(vars).toSorted()).toEqual(
      KNOWN_NAMES.filter((name) => !kinds.includes(name)).toSorted(),
    )
  })

  it('has no section for an environment, which would inherit neither KV nor variables', () => {
    expect(toml).not.toMatch(/^#?\[\[?env[.\]]/m)
  })

  it('holds examples of a domain, a route, metrics and a limit', () => {
    const titles = examples(toml).map((block) => block.split('\n')[0])
    expect(titles).toEqual([
      '#[[routes]]',
      '#[[routes]]',
      '#[[analytics_engine_datasets]]',
      '#[[ratelimits]]',
    ])
  })

  it('makes types of every name that the configuration schema knows, and of no other', async () => {
    const types = join(folder, 'types.d.ts')
    const options = ['--include-runtime=false', '--strict-vars=false']
    await wrangler('types', types, ...options, '-c', writeConfig('types', withExamples(toml)))
    const body =
      /interface __BaseEnv_Env \{\n([^}]*)\}/.exec(readFileSync(types, 'utf8'))?.[1] ?? ''
    const names = [...body.matchAll(/^\s*(\w+)\??:/gm)].map(([, name]) => name)
    // A secret is in no file.
    const expected = KNOWN_NAMES.filter((name) => name !== 'UPSTREAM_HEADER')
    expect(names.toSorted()).toEqual(expected.toSorted())
  })
})

it('production deploys with each example, and wrangler finds nothing to warn of', async () => {
  const toml = read('wrangler.toml')
  const outputs: string[] = []
  for (const [at, block] of examples(toml).entries()) {
    outputs.push(await dryRun(`example-${at}`, toml.replace(block, uncommented(block))))
  }
  expect(outputs).toHaveLength(4)
  for (const output of outputs) expectDeployed(output)
  expect(outputs[0]).not.toMatch(/env\.(?:METRICS|LIMIT)\b/)
  expect(outputs[2]).toMatch(/env\.METRICS/)
  expect(outputs[3]).toMatch(/env\.LIMIT/)
})

it('staging deploys as it is and with all examples, and wrangler finds nothing to warn of', async () => {
  const toml = read('wrangler.staging.toml')
  expectDeployed(await dryRun('staging', toml))
  expectDeployed(await dryRun('staging-all', withExamples(toml)))
})

it('the staging stage differs from production by name, values, domains and rates alone', () => {
  const [production, staging] = FILES.map((file) => readConfig({ config: join(ROOT, file) }))
  if (!production || !staging) throw new Error('no configuration')
  expect(staging.name).not.toBe(production.name)
  const common = (config: typeof production) => {
    const { name, topLevelName, vars, observability, configPath, userConfigPath, ...rest } = config
    const { routes, workers_dev, preview_urls, kv_namespaces, ...shared } = rest
    return {
      ...shared,
      variables: Object.keys(vars),
      kv: kv_namespaces.map((namespace: { binding: string }) => namespace.binding),
      invocationLogs: observability?.logs?.invocation_logs,
      redactsQueries: observability?.redact_query_string,
    }
  }
  expect(common(staging)).toEqual(common(production))
  const ids = [production, staging].flatMap(({ kv_namespaces: kv }) =>
    kv.map((namespace: { id?: string }) => namespace.id),
  )
  const given = ids.filter((id) => id !== undefined)
  expect(new Set(given).size).toBe(given.length)
})

it('an example of staging names no domain, dataset or limit of production', () => {
  const [production, staging] = FILES.map((file) => examples(read(file)).join(''))
  const values = (text = '') =>
    [...text.matchAll(/"([^"\n]*[.\d_][^"\n]*)"/g)].map(([, value]) => value)
  const shared = values(staging).filter((value) => values(production).includes(value))
  expect(shared).toEqual(['example.com'])
})
