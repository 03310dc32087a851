import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { USERS } from '../../../sample/callers.ts'
import { type ConsoleStage, consoleStage, eventually } from './stage.ts'

const { ada, ben } = USERS
const MANY = 5_000
/** More rows than this in the document means that they are not taken out again. */
const DRAWN_MAX = 60

/** The rows in sight: place in the list, and session. */
const DRAWN = `[...document.querySelectorAll('[data-row]')].map((row) => [
  Number(row.dataset.row), row.querySelector('a').hash.split('/').at(-1),
])`

const FOCUSED_ROW = "Number(document.activeElement.closest('[data-row]')?.dataset.row)"

/** Whether the last row of the whole list is in sight. */
const AT_END = `(() => {
  const { scrollTop, clientHeight, scrollHeight } = document.querySelector('.scroller')
  const isWhole = document.querySelector('.end-of-list') !== null
  return isWhole && scrollTop + clientHeight >= scrollHeight - 2
})()`

/** Scrolls by less than a screen, waits until that is drawn, and tells whether there was anywhere to go. */
const SCROLL_ON = `new Promise((resolve) => {
  const scroller = document.querySelector('.scroller')
  const before = scroller.scrollTop
  scroller.scrollBy(0, 400)
  requestAnimationFrame(() => setTimeout(() => resolve(scroller.scrollTop > before)))
})`

let stage: ConsoleStage

before(async () => {
  stage = await consoleStage()
})

/** All sessions of the long list that are still there, as the API tells it page by page. */
async function scrolledOnes(): Promise<string[]> {
  const ids: string[] = []
  for (let offset = 0; ; offset += 100) {
    const path = `/v1/sessions?search=Scrolled&limit=100&offset=${offset}`
    const { data, total } = await stage.api<{ data: { id: string }[]; total: number }>(
      ben.pat,
      path,
    )
    ids.push(...data.map(({ id }) => id))
    if (ids.length >= total || data.length === 0) return ids
  }
}

describe('the list of sessions', () => {
  it('scrolls through five thousand, each once, while they come and go, in a page that stays small', async (t) => {
    t.after(() => stage.sample('POST /reset'))
    const start = Date.UTC(2026, 5, 1)
    for (let from = 0; from < MANY; from += 1000) {
      const sessions = Array.from({ length: 1000 }, (_, at) => ({
        created_at: new Date(start + Math.floor((from + at) / 3) * 1000).toISOString(),
        harness: 'base',
        content: { title: `Scrolled ${from + at}` },
      }))
      await stage.sample('POST /mutate', { op: 'insert_sessions', org: 'two', sessions })
    }
    const { page, connect, close } = await stage.open({ fragment: '#/sessions' })
    await connect(ben.pat)
    await page.locator('[data-row="0"]').waitFor()
    const seen = new Map<string, Set<number>>()
    const gone = new Set<string>()
    let drawnMost = 0
    const nodes = () => page.evaluate<number>("document.querySelectorAll('*').length")
    const nodesAtFirst = await nodes()
    for (let step = 0; ; step += 1) {
      const drawn = await page.evaluate<[number, string][]>(DRAWN)
      drawnMost = Math.max(drawnMost, drawn.length)
      for (const [at, id] of drawn) seen.set(id, (seen.get(id) ?? new Set()).add(at))
      if (await page.evaluate<boolean>(AT_END)) break
      assert.ok(step < 2_000, 'it has an end')
      if (step % 40 === 20) {
        // One comes at the top, one goes that was seen, one goes that was not.
        const one = { op: 'insert_sessions', org: 'two', sessions: [{ content: { title: 'New' } }] }
        const passed = [...seen.keys()].at(-300)
        const ids = passed && !gone.has(passed) ? [passed] : []
        for (const id of ids) gone.add(id)
        await stage.sample('POST /mutate', [one, { op: 'delete_sessions', org: 'two', ids }])
      }
      await eventually(async () => {
        const isFurther = await page.evaluate<boolean>(SCROLL_ON)
        assert.ok(isFurther || (await page.evaluate<boolean>(AT_END)), 'the next page comes')
      })
    }
    const missed = (await scrolledOnes()).filter((id) => !seen.has(id))
    assert.deepEqual(missed, [])
    const twice = [...seen].filter(([, places]) => places.size > 1)
    assert.deepEqual(twice, [])
    assert.ok(drawnMost <= DRAWN_MAX, `${drawnMost} rows drawn at a time`)
    assert.ok((await nodes()) < nodesAtFirst * 1.5)
    await page.getByRole('button', { name: 'new: show' }).waitFor()
    assert.ok((await page.evaluate<[number, string][]>(DRAWN)).every(([at]) => at > 1000))
    await page.getByRole('button', { name: 'new: show' }).click()
    await page.locator('[data-row]', { hasText: 'New' }).first().waitFor()
    await close()
  })

  it('is found by title, with its filters in the address, through reload and back', async () => {
    const { page, connect, go, close } = await stage.open()
    await connect(ada.pat, { keep: true })
    await go('Sessions')
    const search = page.getByPlaceholder('Search by title')
    await search.fill('refund')
    await page.waitForURL(/search=refund/)
    await page
      .getByText(/^Check the refund|^Clarify the refund|the refund/)
      .first()
      .waitFor()
    await page.getByLabel('Activity').selectOption('paused')
    await page.waitForURL(/status=paused/)
    await page.reload()
    const rows = page.locator('[data-row]')
    await rows.first().waitFor()
    assert.equal(await search.inputValue(), 'refund')
    for (const title of await rows.locator('a').allInnerTexts()) assert.match(title, /refund/)
    assert.deepEqual([...new Set(await rows.locator('.status').allInnerTexts())], ['paused'])
    await rows.locator('a').first().click()
    await page.getByRole('heading', { name: 'refund' }).waitFor()
    await page.goBack()
    await rows.first().waitFor()
    await page.goBack()
    await page.waitForURL((url) => !url.hash.includes('status='))
    await close()
  })

  it('is walked with the arrow keys', async () => {
    const { page, connect, close } = await stage.open({ fragment: '#/sessions' })
    await connect(ada.pat)
    await page.locator('[data-row="0"] a').focus()
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('ArrowDown')
      await eventually(async () => assert.equal(await page.evaluate<number>(FOCUSED_ROW), step + 1))
    }
    await page.locator('[data-row="40"]').waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/#\/sessions\/session_/)
    await close()
  })

  it('says so where nothing fits, and where there is nothing', async () => {
    const { page, connect, close } = await stage.open({ fragment: '#/sessions?search=xyzzy' })
    await connect(ada.pat)
    await page.getByText('Nothing fits').waitFor()
    await page.getByRole('link', { name: 'Take the filters off' }).click()
    await page.locator('[data-row="0"]').waitFor()
    await close()
  })
})
