import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestHarness, type TestHarness } from 'wrangler'
import { PAGES as ALL_PAGES } from '../../scripts/assets/pages.ts'
import { smoke } from '../../scripts/smoke/checks.ts'
import { BUNDLE_DIRECTORY, ROOT } from '../support/build.ts'

/** A page whose sources are taken away is not served. */
const PAGES = ALL_PAGES.filter(({ html }) => existsSync(join(ROOT, html)))

/** As `wrangler deploy` would serve it: the Worker, and the asset layer before it. */
let served: TestHarness

beforeAll(async () => {
  const worker = { configPath: join(ROOT, 'wrangler.toml'), prebuiltWorkerDir: BUNDLE_DIRECTORY }
  served = createTestHarness({ root: ROOT, workers: [worker] })
  await served.listen()
})

afterAll(() => served.close())

describe('static pages', () => {
  it.each(PAGES.map(({ address }) => address))(
    '%s is served with a policy that runs nothing from elsewhere',
    async (address) => {
      const response = await served.fetch(address, { redirect: 'manual' })
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      const policy = response.headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
      expect(policy).toContain("connect-src 'self'")
      expect(policy).not.toContain('unsafe')
      expect(policy).not.toMatch(/https?:/)
      const html = await response.text()
      expect(html).not.toMatch(/<script(?![^>]* src="\/)|<style|\sstyle=|\son\w+=/)
      expect(html).not.toMatch(/(?:src|href)="(?!\/)/)
    },
  )

  it('the smoke test looks at them', async () => {
    const { url } = await served.listen()
    const lines: string[] = []
    const options = { base: url.origin, version: 'any', waitMs: 0 }
    const nobody = { token: undefined, org: undefined, origin: undefined }
    await smoke({ ...options, ...nobody }, (line) => lines.push(line))
    const [line = ''] = lines.filter((each) => each.includes('static pages'))
    expect(line).toMatch(/^ok +static pages +\/, \/console, \/reference and \/openapi\.json/)
  })

  it('what a page loads is there, and kept for a year', async () => {
    for (const { address } of PAGES) {
      const html = await (await served.fetch(address)).text()
      const loaded = [...html.matchAll(/"(\/static\/[^"]+)"/g)].map(([, path = '']) => path)
      expect(loaded.length, address).toBeGreaterThan(0)
      for (const path of loaded) {
        const response = await served.fetch(path)
        expect({ path, status: response.status }).toEqual({ path, status: 200 })
        expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
        await response.arrayBuffer()
      }
    }
  })

  it('the description is served to programs of every origin', async () => {
    const response = await served.fetch('/openapi.json')
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const file = await readFile(join(ROOT, 'openapi/openapi.json'), 'utf8')
    expect(await response.text()).toBe(JSON.stringify(JSON.parse(file)))
  })

  it('robots are sent away', async () => {
    const response = await served.fetch('/robots.txt')
    expect(await response.text()).toBe('User-agent: *\nDisallow: /\n')
  })

  it('what is no page reaches the Worker', async () => {
    for (const [path, status] of [
      ['/healthz', 200],
      ['/no-such-page', 404],
      ['/problems/no_such_code', 404],
      ['/_headers', 404],
    ] as const) {
      const response = await served.fetch(path)
      expect({ path, status: response.status }).toEqual({ path, status })
      expect(response.headers.get('x-request-id')).toMatch(/./)
      await response.text()
    }
  })

  it('the pages are no part of the bundle', async () => {
    const bundle = await readFile(join(ROOT, BUNDLE_DIRECTORY, 'index.js'), 'utf8')
    expect(bundle).not.toContain('<main')
    expect(await readdir(join(ROOT, 'dist-assets'))).toContain('index.html')
  })
})
