import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ROOT } from '../support/build.ts'

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

/** Commands whose work a test of the suite does, or which only write files. */
const ELSEWHERE: Record<string, string> = {
  start: 'test/scripts/start.test.ts',
  smoke: 'test/scripts/smoke.test.ts',
  format: 'npm run lint says what it would write',
}

describe('.ci/run', () => {
  const folders: string[] = []
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  })

  /** Runs the script in an empty folder with an npm that only says what it was asked for. */
  function run(env: Record<string, string> = {}): string {
    const folder = mkdtempSync(join(tmpdir(), 'ci-'))
    folders.push(folder)
    mkdirSync(join(folder, 'clone/.ci'), { recursive: true })
    cpSync(join(ROOT, '.ci/run'), join(folder, 'clone/.ci/run'))
    writeFileSync(
      join(folder, 'npm'),
      '#!/usr/bin/env bash\necho "npm $*"\n[ "$*" != "$FAILS" ]\n',
      { mode: 0o755 },
    )
    const path = `${folder}:${process.env.PATH}`
    return execFileSync('bash', [join(folder, 'clone/.ci/run')], {
      encoding: 'utf8',
      env: { ...process.env, OPENAPI_DESCRIPTION: '', PATH: path, ...env },
    })
  }

  it('goes on without a description of the API, and says that the check for drift is left out', () => {
    const said = run()
    expect(said).toContain('the check for drift is left out')
    expect(said).not.toContain('npm run contract')
    expect(said).toContain('npm run test:browser')
  })

  /** What was printed before it gave up. */
  function failedOutput(env: Record<string, string>): string {
    try {
      run(env)
    } catch (error) {
      return String((error as { stdout: unknown }).stdout)
    }
    throw new Error('it did not fail')
  }

  it('stops at the first step that fails', () => {
    const stdout = failedOutput({ FAILS: 'run size' })
    expect(stdout).toContain('npm run size')
    expect(stdout).not.toContain('npm run soak')
  })

  it('tries a step that depends on the machine’s time once more, and stops where it fails again', () => {
    const stdout = failedOutput({ FAILS: 'run soak -- --short' })
    expect(stdout.match(/^npm run soak/gm)).toHaveLength(2)
    expect(stdout).not.toContain('npm run bench:memory')
    expect(stdout).not.toContain('soak -- --short took')
  })

  it('has a form of every command that README and AGENTS name', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = `${read('README.md')}${read('AGENTS.md')}`.matchAll(/npm (?:run )?([a-z][\w:]*)/g)
    const names = [...new Set([...named].map(([, name = '']) => name))]
    const run = read('.ci/run')
    const missing = names.filter((name) => {
      if (scripts[name] === undefined || ELSEWHERE[name]) return false
      return !new RegExp(`npm (?:run )?${name}\\b`).test(`${run}\n${scripts.test}`)
    })
    expect(names.length).toBeGreaterThan(10)
    expect(missing).toEqual([])
  })
})
