import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { USERS } from '../../../sample/callers.ts'
import { AGENTS_ONE, HARNESSES_ONE } from '../../../sample/catalogue.ts'
import { ROOT } from '../../support/build.ts'
import { axeFindings, type ConsoleStage, consoleStage, eventually } from './stage.ts'

const { ada } = USERS
const KIB = 1024
const STATIC = join(ROOT, 'dist-assets/static')

let stage: ConsoleStage

before(async () => {
  stage = await consoleStage()
})

/** Every view, and what shows that it is there. */
const VIEWS = [
  ['#/harnesses', '.board'],
  [`#/harnesses/${HARNESSES_ONE.supportTriage}`, '.plot .legend'],
  ['#/harnesses/no-such', '.problem button'],
  ['#/sessions', '[data-row]'],
  ['#/sessions?search=xyzzy', '.face'],
  ['#/health-checks', '.cards'],
  [`#/health-checks/${AGENTS_ONE.healthy}`, '.cases'],
  ['#/requests', '.requests'],
  ['#/requests/1', '.inspector'],
] as const

/** Notes when the board was first painted. */
const WATCH_BOARD = `new MutationObserver((_, watch) => {
  if (!document.querySelector('.board')) return
  watch.disconnect()
  requestAnimationFrame(() => {
    globalThis.shownAtMs = performance.now()
  })
}).observe(document, { childList: true, subtree: true })`

/** How wide the page is, and what scrolls in it. */
const WIDEST = `Math.max(
  document.documentElement.scrollWidth, document.querySelector('main').scrollWidth,
)`

describe('every view', () => {
  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1280, 390, 320]) {
      it(`passes axe, ${scheme}, ${width} px wide, and is no wider than the screen`, async () => {
        const { page, connect, close } = await stage.open({ scheme, width, height: 844 })
        assert.deepEqual(await axeFindings(page), [])
        await connect(ada.pat, { keep: true })
        for (const [fragment, sign] of VIEWS) {
          await page.goto(`${stage.origin}/console${fragment}`)
          await page.locator(sign).first().waitFor()
          assert.deepEqual(await axeFindings(page), [], fragment)
          const wider = await page.evaluate<number>(WIDEST)
          assert.ok(wider <= width, `${fragment} is ${wider} px wide`)
        }
        await close()
      })
    }
  }

  it('of what a problem code means passes axe, light and dark', async () => {
    for (const scheme of ['light', 'dark'] as const) {
      for (const address of ['/problems', '/problems/stats_pending']) {
        const { page, close } = await stage.open({ scheme, address })
        assert.deepEqual(await axeFindings(page), [], address)
        await close()
      }
    }
  })

  it('has dialogs that pass axe', async () => {
    const fragment = `#/harnesses/${HARNESSES_ONE.supportTriage}`
    const { page, connect, close } = await stage.open({ fragment })
    await connect(ada.pat)
    await page.getByRole('button', { name: /^delete DELETE/ }).click()
    await page.getByRole('dialog').waitFor()
    assert.deepEqual(await axeFindings(page), [])
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'organization' }).click()
    await page.getByRole('dialog').waitFor()
    assert.deepEqual(await axeFindings(page), [])
    await close()
  })
})

it('a form that was scrolled leaves the first view at its top', async () => {
  const { page, connect, hold, close } = await stage.open({
    ...{ width: 320, height: 400, hasClock: true },
  })
  // What needs a timer to come after the view would not come.
  await hold()
  await connect(ada.pat)
  await page.locator('.board').waitFor()
  assert.equal(await page.evaluate("document.querySelector('main').scrollTop"), 0)
  assert.equal(await page.evaluate('document.activeElement.id'), 'main')
  await close()
})

it('everything is reached with the keyboard alone', async () => {
  const { page, close } = await stage.open()
  const focused = () =>
    page.evaluate<string>(
      "(document.activeElement.innerText || document.activeElement.id || '').trim()",
    )
  const tabTo = async (text: RegExp) => {
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab')
      if (text.test(await focused())) return
    }
    assert.fail(`the Tab key does not lead to ${text}`)
  }
  /** A view that has just come has the focus. */
  const isInView = () =>
    eventually(async () => assert.equal(await page.evaluate('document.activeElement.id'), 'main'))
  await tabTo(/^token$/)
  await page.keyboard.type(ada.pat)
  await page.keyboard.press('Enter')
  await page.locator('.board').waitFor()
  await isInView()
  await tabTo(/^Support Triage/)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^copy POST/ }).waitFor()
  await isInView()
  await tabTo(/^copy POST/)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await tabTo(/^Skip to content$/)
  await tabTo(/^Health checks$/)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Refund Clerk' }).waitFor()
  await isInView()
  await tabTo(/^Refund Clerk$/)
  await page.keyboard.press('Enter')
  await page.locator('.run').waitFor()
  await isInView()
  await tabTo(/^Run a health check$/)
  await page.keyboard.press('Enter')
  await page.getByText('Waiting for the run to end').waitFor()
  await tabTo(/^Stop waiting$/)
  await page.keyboard.press('Enter')
  await page.getByText('Not waiting any more').waitFor()
  await stage.endRun(AGENTS_ONE.failing)
  await close()
})

describe('what the page weighs', () => {
  const sizeOf = (ending: string) => {
    const name = readdirSync(STATIC).find((each) => /^console-/.test(each) && each.endsWith(ending))
    const bytes = readFileSync(join(STATIC, name ?? ''))
    return { plain: bytes.length / KIB, packed: gzipSync(bytes, { level: 9 }).length / 1000 }
  }

  it('is within its budget', () => {
    const [script, style] = [sizeOf('.js'), sizeOf('.css')]
    assert.ok(script.plain <= 130, `script: ${script.plain} KiB`)
    assert.ok(script.packed <= 50, `script: ${script.packed} KB compressed`)
    assert.ok(style.plain <= 15, `style: ${style.plain} KiB`)
  })

  it('lets numbers that the edge has show within a second', async () => {
    const { page, close } = await stage.open({
      cookie: ada.jwt,
      prepare: (context) => context.addInitScript(WATCH_BOARD),
    })
    await page.locator('.board').waitFor()
    const shown: number[] = []
    // The best of as many as it takes: what else the machine does is not the page's.
    await eventually(async () => {
      await page.reload()
      await page.locator('.board').waitFor()
      shown.push(
        await eventually(async () => {
          const atMs = await page.evaluate<number | undefined>('globalThis.shownAtMs')
          assert.ok(atMs)
          return atMs
        }),
      )
      assert.ok(Math.min(...shown) < 1000, `${shown} ms`)
    })
    await close()
  })

  it('stays the same over ten minutes of polling', async (t) => {
    const fragment = `#/harnesses/${HARNESSES_ONE.supportTriage}`
    const { page, context, connect, asked, hold, settle, close } = await stage.open({
      ...{ fragment, hasClock: true },
    })
    await connect(ada.pat)
    await page.locator('.plot').first().waitFor()
    await hold()
    const devtools = await context.newCDPSession(page)
    /** What is left when collecting garbage makes it no smaller. */
    const usage = async () => {
      await settle()
      for (let least = Number.POSITIVE_INFINITY; ; ) {
        await devtools.send('HeapProfiler.collectGarbage')
        const { usedSize: heap } = await devtools.send('Runtime.getHeapUsage')
        const { nodes } = await devtools.send('Memory.getDOMCounters')
        if (heap >= least) return { heap: least, nodes }
        least = heap
      }
    }
    const pass = async (minutes: number) => {
      for (let step = 0; step < minutes * 4; step += 1) {
        await page.clock.runFor(15_000)
        // What it asks for is answered in real time, which its clock does not wait for.
        await settle()
      }
    }
    // Until the log of requests is full, and the plots have their first lines.
    await pass(14)
    const growths: { heap: number; nodes: number }[] = []
    let last = await usage()
    // Code that the browser makes of what runs often is there once; what is kept of every answer grows each time.
    while (!growths.some(({ heap, nodes }) => heap < 400_000 && nodes < 200)) {
      assert.ok(growths.length < 3, `it grew each time: ${JSON.stringify(growths)}`)
      asked()
      await pass(10)
      assert.ok(asked().length > 40, 'it polled')
      const now = await usage()
      growths.push({ heap: now.heap - last.heap, nodes: now.nodes - last.nodes })
      t.diagnostic(`grew by ${JSON.stringify(growths.at(-1))}`)
      last = now
    }
    await close()
  })
})
