import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { build } from 'esbuild'
import type { Frame } from 'playwright-core'
import type { cacheOf } from '../../packages/client/src/cache-status.ts'
import { ROOT } from '../support/build.ts'
import { type BrowserStage, startBrowserStage } from './stage.ts'

const POLLS = 20

/** Those of `fetch`'s that a page polls with. */
type CacheMode = 'default' | 'no-cache' | 'no-store' | 'reload'

/** How a page polls, and what that costs the API: README's table of `fetch`'s modes. */
interface Mode {
  cache: CacheMode
  headers?: Record<string, string>
  /** Whether the script sends the tag of the last answer itself. */
  isConditional?: boolean
  calls: number
}

const MODES: Record<string, Mode> = {
  'as it is': { cache: 'default', calls: 1 },
  'with no-store and its own If-None-Match': { cache: 'no-store', isConditional: true, calls: 1 },
  'with no-store and max-age': {
    ...{ cache: 'no-store', calls: 1 },
    headers: { 'cache-control': 'max-age=60' },
  },
  'with no-cache and max-age': {
    ...{ cache: 'no-cache', calls: 1 },
    headers: { 'cache-control': 'max-age=60' },
  },
  // Chromium sends these two with `max-age=0`, as it does the mode `no-cache`: who means it is not to be told.
  'with its own If-None-Match alone': { cache: 'default', isConditional: true, calls: POLLS },
  'with max-age=0': {
    ...{ cache: 'default', calls: POLLS },
    headers: { 'cache-control': 'max-age=0' },
  },
  'with no-cache': { cache: 'no-cache', calls: POLLS },
  'with no-store': { cache: 'no-store', calls: POLLS },
  'with reload': { cache: 'reload', calls: POLLS },
}

let stage: BrowserStage
let page: Frame

before(async () => {
  stage = await startBrowserStage()
  page = await stage.open(`${stage.edge.origin}/healthz`)
  stage.upstream.answer('/v1/agents/a/health-checks/', (_, response) => {
    const run = { id: 'r', agent_id: 'a', status: 'completed', created_at: '2026-01-01T00:00:00Z' }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(run))
  })
})
after(() => stage?.stop())
beforeEach(async () => {
  stage.upstream.calls()
  // A page keeps 250 of them.
  await page.evaluate(() => performance.clearResourceTimings())
})

/** Polls in the page, one after the other: the status of each. */
function poll(path: string, { cache, headers = {}, isConditional }: Mode): Promise<number[]> {
  return page.evaluate(
    async ([target, mode, given, hasTag, times]) => {
      const statuses: number[] = []
      let tag: string | null = null
      for (let count = 0; count < times; count++) {
        const own: Record<string, string> = hasTag && tag ? { 'if-none-match': tag } : {}
        const options = { cache: mode, headers: { ...given, ...own } } as RequestInit
        const response = await fetch(target, options)
        tag = response.headers.get('etag')
        statuses.push(response.status)
        await response.text()
      }
      return statuses
    },
    [path, cache, headers, isConditional ?? false, POLLS] as const,
  )
}

describe('twenty polls of a page', () => {
  for (const [index, [name, mode]] of Object.entries(MODES).entries()) {
    it(`${name} cost the API ${mode.calls} call(s)`, async () => {
      const statuses = await poll(`/v1/agents/agent-${index}/stats`, mode)
      assert.equal(stage.upstream.calls().length, mode.calls)
      const later = mode.isConditional ? 304 : 200
      assert.deepEqual([...new Set(statuses.slice(1))], [later])
    })
  }

  it('of the sessions list are asked for as 304 by the browser itself', async () => {
    stage.upstream.answer('/v1/sessions', (_, response) => {
      const list = { data: [], total: 0, offset: 0, limit: 20 }
      response.setHeader('content-type', 'application/json').end(JSON.stringify(list))
    })
    await poll('/v1/sessions', { cache: 'default', calls: POLLS })
    const deliveries = await page.evaluate(
      (url) =>
        performance
          .getEntriesByName(url)
          .map((entry) => (entry as unknown as { deliveryType: string }).deliveryType),
      `${stage.edge.origin}/v1/sessions`,
    )
    assert.deepEqual([deliveries[0], ...new Set(deliveries.slice(1))], ['', 'cache'])
  })
})

describe('cacheOf of the client', () => {
  it('tells what the browser answered from its own cache from what it asked for', async () => {
    const { outputFiles } = await build({
      entryPoints: [join(ROOT, 'packages/client/src/cache-status.ts')],
      ...{ bundle: true, format: 'iife', globalName: 'client', write: false },
    })
    await page.evaluate(`${outputFiles?.[0]?.text}\nglobalThis.client = client`)
    const seen = (path: string) =>
      page.evaluate(async (target) => {
        const { client } = globalThis as unknown as { client: { cacheOf: typeof cacheOf } }
        const kept: boolean[] = []
        for (let count = 0; count < 2; count++) {
          const response = await fetch(target)
          await response.text()
          // The timing of a request is there a moment after its body.
          while (performance.getEntriesByName(response.url).length <= count) {
            await new Promise((resolve) => setTimeout(resolve, 1))
          }
          kept.push(client.cacheOf(response).isFromBrowser)
        }
        return kept
      }, path)
    assert.deepEqual(await seen('/v1/agents/a/health-checks/r'), [false, true])
    assert.deepEqual(await seen('/v1/agents/b/stats'), [false, false])
  })
})
