import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, afterEach } from 'node:test'
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core'
import { createTestHarness } from 'wrangler'
import { USERS } from '../../../sample/callers.ts'
import type { ReceivedCall } from '../../../sample/calls.ts'
import { startSampleUpstream } from '../../../sample/runner.ts'
import { sleep } from '../../../src/sleep.ts'
import { BUNDLE_DIRECTORY, ROOT, setup } from '../../support/build.ts'
import { CHROMIUM_ARGUMENTS } from '../stage.ts'

/** How a page is opened. */
export interface VisitOptions {
  /** The page, `/console` where it is left out. */
  address?: string
  /** What follows the page's address. */
  fragment?: string
  scheme?: 'light' | 'dark'
  width?: number
  height?: number
  /** An access token that the browser has as a cookie, as after a sign-in. */
  cookie?: string
  /** Holds the page's clock: `page.clock` moves it. */
  hasClock?: boolean
  /** Whether requests that fail are part of the test: browsers write them to the console. */
  expectsFailures?: boolean
  /** Runs before the page is there. */
  prepare?: (context: BrowserContext) => Promise<unknown>
}

/** A page with the console, in a browser profile of its own. */
export interface Visit {
  page: Page
  context: BrowserContext
  /** Requests to `/v1`, method and path, since the last call of this. */
  asked(): string[]
  /** Fills the form in and connects, by the labels that are promised. */
  connect(token: string, options?: { org?: string; keep?: boolean }): Promise<void>
  /** Waits until nothing is under way. */
  settle(): Promise<void>
  /** Stops the page's clock, which {@link VisitOptions.hasClock} gave it: nothing is asked by itself any more. */
  hold(): Promise<void>
  /** Lets the page's clock run on, a moment at a time, until an assertion holds. */
  runUntil(check: () => unknown, longestMs: number): Promise<void>
  /** Goes to a view by its link. */
  go(link: 'Harnesses' | 'Sessions' | 'Health checks' | 'Requests'): Promise<void>
  close(): Promise<void>
}

/** The edge with its static pages as it is deployed, the sample API behind it, and a browser. */
export interface ConsoleStage {
  origin: string
  open(options?: VisitOptions): Promise<Visit>
  /** A command of the sample: `POST /mutate`. */
  sample<T = unknown>(command: string, body?: unknown): Promise<T>
  /** Asks the API itself, not the edge. */
  api<T>(token: string, path: string): Promise<T>
  /** Ends the latest run of an agent of the first organization: by itself none ends while a test waits. */
  endRun(agent: string): Promise<void>
  /** What reached the API since the last call of this. */
  calls(): Promise<ReceivedCall[]>
}

/** How long a test waits for what comes in a moment where nothing else is to be done: a machine may be busy. */
const PATIENCE_MS = 60_000
const LOOK_AGAIN_MS = 25
/** How far a clock is set ahead to be stopped: it goes on while it is told so. */
const HOLD_AHEAD_MS = 10_000
const STEP_MS = 2_000
/** Longer than any file of tests takes. */
const RUN_NEVER_ENDS_MS = 25 * 60_000

/** Looks again and again until an assertion holds, and fails with what it said at last. */
export async function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  const endsAtMs = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (performance.now() > endsAtMs) throw error
    }
    await sleep(LOOK_AGAIN_MS)
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What a page may have done against its own policy: read by {@link Visit.close}. */
const WATCH_POLICY = `
  globalThis.brokenRules = []
  document.addEventListener('securitypolicyviolation', (event) => {
    globalThis.brokenRules.push(event.violatedDirective + ' ' + event.blockedURI)
  })`

let started: Promise<ConsoleStage> | undefined
/** What has to be stopped when all tests of this process have ended, the last one first. */
const running: (() => Promise<unknown>)[] = []

after(async () => {
  for (const stop of running.reverse()) await stop()
})

/** Pages that are open: those of a test that failed would go on to ask. */
const opened = new Set<BrowserContext>()

afterEach(async () => {
  for (const context of opened) await context.close()
  opened.clear()
})

/** Returns the one stage of this process: starting it takes longer than most tests. */
export function consoleStage(): Promise<ConsoleStage> {
  started ??= start()
  return started
}

async function start(): Promise<ConsoleStage> {
  await setup()
  const sample = await startSampleUpstream({
    ...{ MOVING: 'on', PENDING_MS: '500', CHECK_MS: String(RUN_NEVER_ENDS_MS) },
  })
  running.push(() => sample.stop())
  const worker = {
    configPath: join(ROOT, 'wrangler.toml'),
    prebuiltWorkerDir: BUNDLE_DIRECTORY,
    vars: {
      UPSTREAM_URL: sample.url,
      STATS_FRESH_SECONDS: '2',
      UPSTREAM_CALLS_PER_MINUTE: '100000',
    },
  }
  const edge = createTestHarness({ root: ROOT, workers: [worker] })
  running.push(() => edge.close())
  const { url } = await edge.listen()
  const executablePath = process.env.CHROMIUM ?? ''
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS })
  running.push(() => browser.close())

  async function command<T>(text: string, body?: unknown): Promise<T> {
    const [method = '', path] = text.split(' ')
    const response = await fetch(`${new URL(sample.url).origin}/__sample${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const told = await response.text()
    if (!response.ok) throw new Error(`${text}: ${told}`)
    return (told === '' ? undefined : JSON.parse(told)) as T
  }

  async function api<T>(token: string, path: string): Promise<T> {
    const response = await fetch(sample.url + path, { headers: { authorization: token } })
    return (await response.json()) as T
  }

  return {
    origin: url.origin,
    open: (options = {}) => open(browser, url.origin, options),
    sample: command,
    api,
    async endRun(agent) {
      const path = `/v1/agents/${agent}/health-checks/latest`
      const { run } = await api<{ run: { id: string } }>(USERS.ada.pat, path)
      await command('POST /mutate', {
        ...{ op: 'finish_run', org: 'one', id: run.id, status: 'completed' },
      })
    },
    async calls() {
      const calls = await command<ReceivedCall[]>('GET /calls')
      await command('DELETE /calls')
      return calls
    },
  }
}

async function open(browser: Browser, origin: string, options: VisitOptions): Promise<Visit> {
  const { scheme = 'light', width = 1280, height = 800, fragment = '', cookie } = options
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height } })
  opened.add(context)
  context.setDefaultTimeout(PATIENCE_MS)
  await context.addInitScript(WATCH_POLICY)
  if (cookie) {
    const named = { name: 'access_token', value: cookie, url: origin, httpOnly: true }
    await context.addCookies([{ ...named, sameSite: 'Lax' }])
  }
  await options.prepare?.(context)
  const page = await context.newPage()
  if (options.hasClock) await page.clock.install()
  const faults: string[] = []
  let asked: string[] = []
  let underWay = 0
  page.on('pageerror', (error) => faults.push(String(error.stack)))
  page.on('console', (message) => {
    const isFailure = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isFailure) faults.push(message.text())
  })
  for (const end of ['requestfinished', 'requestfailed'] as const) {
    page.on(end as 'requestfinished', () => {
      underWay -= 1
    })
  }
  page.on('request', (request) => {
    underWay += 1
    const target = new URL(request.url())
    if (target.origin !== origin) faults.push(`asked another origin: ${request.url()}`)
    const path = target.pathname + target.search
    if (path.startsWith('/v1/')) asked.push(`${request.method()} ${path}`)
  })
  await page.goto(`${origin}${options.address ?? '/console'}${fragment}`)

  async function settle(): Promise<void> {
    await eventually(async () => {
      // What was asked is told a moment later, what an answer leads to is asked a moment later.
      await sleep(LOOK_AGAIN_MS)
      await page.evaluate('0')
      assert.equal(underWay, 0, 'requests are under way')
    })
  }

  return {
    page,
    context,
    asked() {
      const last = asked
      asked = []
      return last
    },
    async connect(token, { org, keep = false } = {}) {
      await page.getByLabel('Token').fill(token)
      if (org) await page.getByLabel('Organization').fill(org)
      if (keep) await page.getByLabel('keep for this tab').check()
      await page.getByRole('button', { name: 'Connect' }).click()
    },
    settle,
    async hold() {
      const now = await page.evaluate<number>('Date.now()')
      await page.clock.pauseAt(now + HOLD_AHEAD_MS)
      await settle()
    },
    async runUntil(check, longestMs) {
      for (let passedMs = 0; ; passedMs += STEP_MS) {
        await settle()
        try {
          await check()
          return
        } catch (error) {
          if (passedMs >= longestMs) throw error
        }
        await page.clock.runFor(STEP_MS)
      }
    },
    go: (link) => page.getByRole('link', { name: link }).click(),
    async close() {
      faults.push(...(await page.evaluate<string[]>('globalThis.brokenRules')))
      opened.delete(context)
      await context.close()
      assert.deepEqual(faults, [])
    },
  }
}

/** Returns what axe finds on a page, with where it is. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const run = "axe.run(document, { resultTypes: ['violations'] })"
  interface Finding {
    id: string
    nodes: { html: string; failureSummary: string }[]
  }
  const { violations } = await page.evaluate<{ violations: Finding[] }>(run)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  )
}

/** Returns how many pixels each colour of a place on the page has, `#rrggbb`. */
export async function paintedColours(place: Locator): Promise<Map<string, number>> {
  const png = (await place.screenshot()).toString('base64')
  const blank = await place.page().context().newPage()
  const read = async (data: string) => {
    const canvas = Reflect.get(globalThis, 'document').createElement('canvas')
    const image = new (Reflect.get(globalThis, 'Image'))()
    image.src = `data:image/png;base64,${data}`
    await image.decode()
    canvas.width = image.width
    canvas.height = image.height
    const context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    const { data: bytes } = context.getImageData(0, 0, image.width, image.height)
    const counts: Record<string, number> = {}
    for (let at = 0; at < bytes.length; at += 4) {
      const hex = [bytes[at], bytes[at + 1], bytes[at + 2]]
        .map((byte: number) => byte.toString(16).padStart(2, '0'))
        .join('')
      counts[`#${hex}`] = (counts[`#${hex}`] ?? 0) + 1
    }
    return counts
  }
  const counts = await blank.evaluate(read, png)
  await blank.close()
  return new Map(Object.entries(counts))
}
