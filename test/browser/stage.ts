import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, chromium, type Frame } from 'playwright-core'
import { setup } from '../support/build.ts'
import { type RunningEdge, startEdge } from '../support/edge.ts'
import { type RecordingUpstream, startRecordingUpstream } from '../support/recording-upstream.ts'

/** No window, and no calls of the browser's own to the network. */
export const CHROMIUM_ARGUMENTS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

/** All that a hostile frame could want but an origin. */
const SANDBOX = 'allow-scripts allow-forms allow-top-navigation'

/** The cookie that the API takes for a credential. */
export const ACCESS_TOKEN = 'mark-of-a-browser'

/** A browser, pages on two origins, and the edge that only one of them may call. */
export interface BrowserStage {
  edge: RunningEdge
  upstream: RecordingUpstream
  /** Origins beside the edge's; all three are one site, so that cookies go along. */
  allowed: string
  other: string
  /** Opens a page in a browser that holds the {@link ACCESS_TOKEN} for the edge. */
  open(url: string): Promise<Frame>
  /** The same for a sandboxed frame in the page: its origin is opaque, and sent as `null`. */
  openSandboxed(url: string): Promise<Frame>
  stop(): Promise<void>
}

/** Starts all of it. */
export async function startBrowserStage(): Promise<BrowserStage> {
  await setup()
  const upstream = await startRecordingUpstream()
  const pages = [await startPages(), await startPages()] as const
  const [allowed, other] = [originOf(pages[0]), originOf(pages[1])]
  const edge = await startEdge({
    // Stats are fresh for longer than a page on a busy machine takes to poll twenty times.
    vars: { UPSTREAM_URL: upstream.url, ALLOWED_ORIGINS: allowed, STATS_FRESH_SECONDS: '600' },
  })
  const browser = await launch()
  const contexts: BrowserContext[] = []
  const open = async (url: string) => {
    const context = await browser.newContext()
    contexts.push(context)
    // Without `SameSite`, which a browser takes for `Lax` but for a form that is sent soon after.
    const cookie = { name: 'access_token', value: ACCESS_TOKEN, url: edge.origin, httpOnly: true }
    await context.addCookies([cookie])
    const page = await context.newPage()
    await page.goto(url)
    return page.mainFrame()
  }
  return {
    edge,
    upstream,
    allowed,
    other,
    open,
    async openSandboxed(url) {
      const frame = await open(url)
      await frame.setContent(`<iframe sandbox="${SANDBOX}" srcdoc="<p>"></iframe>`)
      await frame.locator('iframe').waitFor()
      const child = frame.childFrames()[0]
      if (!child) throw new Error('no frame in the page')
      await child.waitForLoadState()
      return child
    },
    async stop() {
      for (const context of contexts) await context.close()
      await browser.close()
      await edge.stop()
      await upstream.stop()
      for (const server of pages) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? ''
  return chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS })
}

/** Serves an empty page at every path. */
async function startPages(): Promise<Server> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>page</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
