import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unstable_readConfig as readConfig } from 'wrangler'
import { USERS } from '../../sample/callers.ts'
import { KNOWN_NAMES } from '../../src/config.ts'
import { ROOT } from '../support/build.ts'
import { type EdgeStage, startEdgeStage } from '../support/edge-stage.ts'

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const AGENT = 'agent_01915a00000070008000000000000001'
const RUN = 'healthcheck_01915a00000070008000000000000001'

/** What README shows to frontend developers, as a module of its own. */
interface Examples {
  read(path: string): Promise<{ body: Record<string, unknown>; ageSeconds: number }>
  pollStats(
    name: string,
    show: (body: Record<string, unknown>, ageSeconds: number) => void,
    everyMs?: number,
  ): () => void
  sessionPages(filters?: Record<string, string>): AsyncGenerator<{ id: string }[]>
  readBoard(): Promise<{ name: string; stats: unknown; why?: string }[]>
  waitForRun(agentId: string, runId: string): Promise<{ status: string }>
}

describe('the code that README shows to frontend developers', () => {
  let stage: EdgeStage
  let examples: Examples

  beforeAll(async () => {
    stage = await startEdgeStage()
    const code = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, block]) => block).join('\n')
    const settings = `const edge = ${JSON.stringify(stage.edge.origin)}, token = '${USERS.ada.pat}'`
    const names = 'read, pollStats, sessionPages, readBoard, waitForRun'
    const module = `${settings}\n${code}\nexport { ${names} }`
    examples = await import(`data:text/javascript,${encodeURIComponent(module)}`)
  })
  afterAll(() => stage.stop())

  it('reads with an age, and throws a problem that can be shown', async () => {
    const { body, ageSeconds } = await examples.read('/v1/harnesses/support-triage/stats')
    expect(body.session_count).toBeGreaterThan(0)
    expect(ageSeconds).toBeGreaterThanOrEqual(0)
    await expect(examples.read('/v1/harnesses/no-such-harness')).rejects.toMatchObject({
      ...{ code: 'harness_not_found', status: 404, message: 'Harness not found' },
      allowed_actions: expect.arrayContaining([expect.objectContaining({ rel: 'get-existing' })]),
    })
  })

  it('polls until it is stopped', async () => {
    const shown = await new Promise((resolve) => {
      const stop = examples.pollStats(
        'support-triage',
        (body) => {
          stop()
          resolve(body)
        },
        10,
      )
    })
    expect(shown).toHaveProperty('session_count')
  })

  it('walks every session once', async () => {
    const ids: string[] = []
    for await (const page of examples.sessionPages({ limit: '500', fields: 'id' })) {
      ids.push(...page.map(({ id }) => id))
    }
    expect(ids.length).toBeGreaterThan(1_000)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('reads a board with stats for every harness', async () => {
    const board = await examples.readBoard()
    expect(board.length).toBeGreaterThan(2)
    for (const { name, stats, why } of board) expect([name, stats ?? why]).not.toContain(undefined)
  })

  it('asks with curl for what is there', async () => {
    const paths = [...readme.matchAll(/localhost:8787(\/(?:v1|healthz|readyz)[^\s"]*)/g)].map(
      ([, path]) => path ?? '',
    )
    expect(paths.length).toBeGreaterThan(5)
    for (const path of new Set(paths)) {
      if (path.endsWith('/sse')) continue
      // Not by the stage: rows of `fields` alone are no sessions as the description has them.
      const { status } = await fetch(stage.edge.origin + path, {
        headers: { authorization: USERS.ada.pat },
      })
      expect([path, status]).toEqual([path, path.includes('no-such') ? 404 : 200])
    }
  })

  it('waits for a run', async () => {
    expect(await examples.waitForRun(AGENT, RUN)).toMatchObject({ status: 'completed' })
  })
})

describe('README', () => {
  it('has a row for every variable, with the default of wrangler.toml', () => {
    const { vars } = readConfig({ config: join(ROOT, 'wrangler.toml') })
    const section = readme.slice(readme.indexOf('## Configuration'))
    const documented = new Map<string, string>()
    for (const [, names = '', values = ''] of section.matchAll(/^\| (`[A-Z].*?) \| (.*?) \|/gm)) {
      const defaults = values.split(',').map((value) => value.trim().replaceAll('`', ''))
      for (const [at, name] of names.split(',').entries()) {
        const value = defaults[at] ?? ''
        documented.set(name.trim().replaceAll('`', ''), value === 'empty' ? '' : value)
      }
    }
    expect(Object.fromEntries(documented)).toEqual(vars)
    for (const name of KNOWN_NAMES) expect(section).toContain(`\`${name}\``)
  })

  it('leads to files and headings that are there', () => {
    const links = [...readme.matchAll(/\]\(((?!http)[^)]+)\)/g)].map(([, file]) => file ?? '')
    expect(links.length).toBeGreaterThan(5)
    for (const file of links) expect([file, existsSync(join(ROOT, file))]).toEqual([file, true])
    for (const page of ['docs/scale.md', 'docs/operate.md', 'src/resources/table.ts']) {
      const named = readFileSync(join(ROOT, page), 'utf8').matchAll(/README, "([^"]+)"/g)
      for (const [, heading] of named) {
        const isThere = readme.includes(`# ${heading}\n`) || readme.includes(`**${heading}.**`)
        expect([page, heading, isThere]).toEqual([page, heading, true])
      }
    }
  })

  it('says the first things first, on one screen', () => {
    const first = readme.split('\n').slice(0, 40).join('\n')
    for (const part of [
      'npm ci && npm start',
      'npm ci && npm test',
      'Cache-Status',
      'docs/operate.md',
      '/console',
    ]) {
      expect(first).toContain(part)
    }
  })
})
