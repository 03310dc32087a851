import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ORG_ONE, UNKNOWN_PAT, USERS } from '../../sample/callers.ts'
import { ROOT } from '../support/build.ts'
import { type EdgeStage, startEdgeStage } from '../support/edge-stage.ts'

let stage: EdgeStage

beforeAll(async () => {
  stage = await startEdgeStage({ ALLOWED_ORIGINS: 'https://app.example' })
})
afterAll(() => stage.stop())

interface Run {
  code: number | null
  output: string
}

/** Runs the command as `npm run smoke` does. */
function smoke(given: string[], env: Record<string, string> = {}): Promise<Run> {
  const command = [join(ROOT, 'scripts/smoke.ts'), ...given]
  const child = spawn(process.execPath, command, { cwd: ROOT, env: { ...process.env, ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })))
}

const { pat } = USERS.ada

describe('npm run smoke', () => {
  it('finds all well without a token, and says that the routes of the API were not asked', async () => {
    const { code, output } = await smoke([stage.edge.origin, '--origin', 'https://app.example'])
    expect(output).toMatch(/^ok +health +version \d+\.\d+\.\d+/m)
    expect(output).toMatch(/^ok +security headers/m)
    expect(output).toMatch(/^skip +static pages +this edge has none/m)
    expect(output).toMatch(/^ok +ready/m)
    expect(output).toMatch(/^ok +problem/m)
    expect(output).toMatch(/^ok +preflight +https:\/\/app\.example is allowed, a foreign/m)
    expect(output).toContain('without --token the routes of the API are not asked')
    expect(output).toMatch(/all well\n$/)
    expect(code).toBe(0)
  })

  it('asks the five routes twice with a token, shows their Cache-Status, and walks a page', async () => {
    const { code, output } = await smoke([stage.edge.origin, '--token', pat])
    for (const name of ['harness', 'stats', 'latest check', 'check run']) {
      expect(output).toMatch(new RegExp(`^ok +${name} +.*(?:fwd=|hit).* \\| hit`, 'm'))
    }
    expect(output).toMatch(/^ok +sessions /m)
    expect(output).toMatch(/^ok +cursor +the second page follows the first/m)
    expect(output).not.toContain('FAIL')
    expect(output).not.toContain(pat)
    expect(code).toBe(0)
  })

  it('takes the token from the environment and an organisation', async () => {
    const cleo = USERS.cleo.pat
    const without = await smoke([stage.edge.origin], { SMOKE_TOKEN: cleo })
    expect(without.output).toMatch(/^FAIL token +the token belongs to several .* give --org/m)
    expect(without.code).toBe(1)
    const { code, output } = await smoke([stage.edge.origin, '--org', ORG_ONE], {
      SMOKE_TOKEN: cleo,
    })
    expect(output).toMatch(/^ok +token +accepted/m)
    expect(output + without.output).not.toContain(cleo)
    expect(code).toBe(0)
  })

  it('says that a wrong token was refused, does not repeat it, and exits with 1', async () => {
    const { code, output } = await smoke([stage.edge.origin, '--token', UNKNOWN_PAT])
    expect(output).toMatch(/^FAIL token +the token was refused \(401\)/m)
    expect(output).not.toContain(UNKNOWN_PAT)
    expect(code).toBe(1)
  })

  it('says that another release answers', async () => {
    const { code, output } = await smoke([stage.edge.origin, '--version', '9.9.9', '--wait', '0'])
    expect(output).toMatch(/^FAIL health +version \d+\.\d+\.\d+ answers, not 9\.9\.9/m)
    expect(code).toBe(1)
  })

  it('says that an origin is not allowed', async () => {
    const { code, output } = await smoke([stage.edge.origin, '--origin', 'https://other.example'])
    expect(output).toMatch(
      /^FAIL preflight +the preflight of https:\/\/other\.example: 403, not 204/m,
    )
    expect(code).toBe(1)
  })
})

describe('npm run smoke, given what it cannot use,', () => {
  it.each([
    ['no address', [], /^It needs one address\. npm run smoke -- https/],
    ['two addresses', ['https://a.example', pat], /^It needs one address\./],
    ['no URL', ['edge.example'], /^The address must be a URL/],
    ['another scheme', ['ftp://edge.example'], /^The address must be a http\(s\) URL/],
    ['an unknown option', ['https://a.example', `--tokn=${pat}`], /^An option is not known/],
    ['an option without its value', ['https://a.example', '--token'], /^An option is not known/],
    [
      'a token for an open line',
      ['http://a.example', '--token', pat],
      /^A token is sent over https/,
    ],
    ['a token with a line break', ['https://a.example', '--token', `${pat}\n`], /^The token/],
    ['a wait that is no number', ['https://a.example', '--wait', 'long'], /^--wait takes seconds/],
  ])('says a sentence about %s and exits with 1', async (_, given, sentence) => {
    const { code, output } = await smoke(given)
    expect(output).toMatch(sentence)
    expect(output.trimEnd().split('\n')).toHaveLength(1)
    expect(output).not.toContain(pat)
    expect(code).toBe(1)
  })

  it('says that nothing answers there', async () => {
    const { code, output } = await smoke(['http://127.0.0.1:9', '--wait', '0'])
    expect(output).toMatch(/^FAIL health +no answer came: is the address right/m)
    expect(code).toBe(1)
  })

  it('says that what answers there is not the edge', async () => {
    const other = createServer((_, response) => response.end('<h1>hello</h1>'))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const { code, output } = await smoke([
      `http://127.0.0.1:${port}`,
      '--wait',
      '0',
      '--token',
      pat,
    ])
    other.close()
    expect(output).toMatch(/^FAIL health +the body is not JSON: is this the edge\?/m)
    expect(output).not.toContain(pat)
    expect(code).toBe(1)
  })
})
