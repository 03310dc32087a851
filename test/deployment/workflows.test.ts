import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../support/build.ts'

const FOLDER = join(ROOT, '.github/workflows')
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

describe.each(readdirSync(FOLDER))('the workflow %s', (name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8')
  const lines = text.split('\n')

  it('takes each action at one commit, named by its full hash and its version', () => {
    const uses = lines.filter((line) => /\buses:/.test(line))
    expect(uses.length).toBeGreaterThan(0)
    for (const line of uses) expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('may read the repository and nothing else, and leaves no credential in the checkout', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m)
    expect(text.match(/permissions:/g)).toHaveLength(1)
    expect(text).not.toMatch(/: write|write-all|pull_request_target/)
    const checkouts = text.match(/actions\/checkout@/g)?.length
    expect(text.match(/persist-credentials: false/g)).toHaveLength(checkouts ?? 0)
  })

  it('puts no expression into a script, where its text would be run', () => {
    for (const line of lines.filter((line) => /\brun:/.test(line)))
      expect(line).not.toContain('${{')
    expect(text).not.toMatch(/run: [|>]/)
  })

  it('gives secrets to steps only, and only where they are deployed or tried', () => {
    const holders = lines.filter((line) => line.includes('secrets.'))
    for (const line of holders)
      expect(line).toMatch(/^ {10}(?:CLOUDFLARE_API_TOKEN|SMOKE_TOKEN): \$/)
    if (name === 'ci.yml') expect(holders).toEqual([])
  })

  it('runs nothing that the project does not have', () => {
    const commands = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script ?? '')
    for (const command of commands) expect(Object.keys(scripts)).toContain(command)
    const files = [...text.matchAll(/(?:bash|-c|vitest run) ([\w./-]+)/g)].map(
      ([, file]) => file ?? '',
    )
    for (const file of files) expect(readFileSync(join(ROOT, file), 'utf8')).not.toBe('')
  })

  it('ends by itself', () => {
    expect(text.match(/runs-on: ubuntu-24\.04\n {4}timeout-minutes: \d+/g)).toHaveLength(
      text.match(/runs-on:/g)?.length ?? 0,
    )
  })
})

it('a release goes to staging, is tried there, to production, is tried there, else back', () => {
  const text = readFileSync(join(FOLDER, 'deploy.yml'), 'utf8')
  const steps = [
    ...text.matchAll(
      /bash \.ci\/run|wrangler (?:deploy -c wrangler\.staging\.toml|deploy|rollback)|npm run smoke/g,
    ),
  ].map(([step]) => step)
  expect(steps).toEqual([
    'bash .ci/run',
    'wrangler deploy -c wrangler.staging.toml',
    'npm run smoke',
    'wrangler deploy',
    'npm run smoke',
    'wrangler rollback',
  ])
  expect(text).toMatch(/staging:\n {4}needs: check/)
  expect(text).toMatch(/production:\n {4}needs: staging/)
  expect(text).toContain("if: failure() && steps.deploy.outcome == 'success'")
})
