import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { USERS } from '../../../sample/callers.ts'
import {
  AGENT_SHARED,
  AGENTS_ONE,
  HARNESSES_ONE,
  RUNS,
  SESSIONS_ONE,
} from '../../../sample/catalogue.ts'
import { type ConsoleStage, consoleStage, eventually, paintedColours, type Visit } from './stage.ts'

const { ada } = USERS
const HARNESS = HARNESSES_ONE.supportTriage
/** `--active` of the light scheme, at the strength of an area over white. */
const BLUE_AREA = '#73b2d5'
const COST_LINE = '#6a4fc3'

/** By the page's own clock, when it asked for the board, and how long what came then is served. */
interface Look {
  askedMs: number
  cameMs: number
  ttlSeconds: number
}

/** Notes each {@link Look}: what happens between page and test is not part of it. */
const WATCH_BOARD = `
  globalThis.looks = []
  const ask = globalThis.fetch
  globalThis.fetch = async (request, options) => {
    const askedMs = performance.now()
    const answer = await ask(request, options)
    if (answer.ok && request.url.endsWith('expand=stats')) {
      const ttlSeconds = Number(/ttl=(-?[0-9]+)/.exec(answer.headers.get('cache-status'))?.[1] ?? 0)
      globalThis.looks.push({ askedMs, cameMs: performance.now(), ttlSeconds })
    }
    return answer
  }`

/** The last sample of a plot, as the legend tells it and as it is spoken. */
const LAST_SAMPLE = `(() => {
  const plot = document.querySelector('.plot')
  const { ariaValueNow, ariaValueMax, ariaValueText } = plot.querySelector('.plot-frame')
  const legend = plot.querySelector('.legend b').innerText
  return { at: ariaValueNow, last: ariaValueMax, spoken: ariaValueText, legend }
})()`

let stage: ConsoleStage

before(async () => {
  stage = await consoleStage()
})

async function openAs(options: Parameters<ConsoleStage['open']>[0] = {}): Promise<Visit> {
  const visit = await stage.open(options)
  await visit.connect(ada.pat)
  return visit
}

describe('the board', () => {
  it('is one request, the dearest harness first, its age and who answered beside it', async () => {
    const { page, asked, close } = await openAs()
    const rows = page.locator('.board tbody tr')
    await rows.first().waitFor()
    const boards = asked().filter((each) => each.includes('/v1/harnesses'))
    assert.ok(
      boards.every((each) => each === 'GET /v1/harnesses?expand=stats'),
      boards.join(),
    )
    // What the edge had no time for comes with the next look.
    await page.getByText('come with the next look').first().waitFor({ state: 'detached' })
    const costs = await rows.evaluateAll((all) =>
      all.map((row) => Number(row.querySelectorAll('data')[3]?.getAttribute('value') ?? 0)),
    )
    assert.ok(costs.length >= 6)
    assert.deepEqual(
      costs,
      [...costs].sort((a, b) => b - a),
    )
    await eventually(async () => {
      const freshness = await page.locator('.freshness').innerText()
      assert.match(freshness, /\d+\s*s\s*old.*next look in/s)
    })
    await page.getByRole('button', { name: 'Harness' }).first().click()
    await page.waitForURL(/sort=name/)
    await eventually(async () => {
      const names = await rows.locator('.name').allInnerTexts()
      assert.ok(names.length >= 6)
      assert.deepEqual(
        names,
        [...names].sort((a, b) => a.localeCompare(b, 'en')),
      )
    })
    await page.reload()
    await page.waitForURL(/sort=name/)
    await close()
  })

  it('polls when its entry is over, and never within five seconds', async () => {
    const { page, close } = await openAs({
      prepare: (context) => context.addInitScript(WATCH_BOARD),
    })
    const looks = await eventually(async () => {
      const all = await page.evaluate<Look[]>('globalThis.looks')
      assert.ok(all.length >= 4)
      return all
    })
    for (const [at, { askedMs }] of looks.slice(1).entries()) {
      const { cameMs, ttlSeconds } = looks[at] as Look
      const waitMs = askedMs - cameMs
      const isInTime = waitMs >= Math.max(5_000, ttlSeconds * 1000) - 1 && waitMs < 20_000
      assert.ok(isInTime, `${waitMs} ms, of an answer that is served ${ttlSeconds} s`)
    }
    await close()
  })

  it('draws a line for each harness from what it has watched', async () => {
    const { page, close } = await openAs()
    await page.locator('.spark .line[d*="L"]').first().waitFor({ state: 'attached' })
    await close()
  })
})

describe('the page of a harness', () => {
  it('has its numbers, shortened for people and exact where that is wanted', async () => {
    const { page, close } = await openAs({ fragment: `#/harnesses/${HARNESS}` })
    await page.getByRole('heading', { name: 'Support Triage' }).waitFor()
    const tokens = page.locator('.group', { has: page.getByText('Cache read') }).locator('.big')
    assert.match(await tokens.innerText(), /^\d+(\.\d+)?\s[kM]$/)
    await page.getByRole('button', { name: 'Exact numbers' }).click()
    await eventually(async () => assert.match(await tokens.innerText(), /^\d{1,3}(,\d{3})+$/))
    await close()
  })

  it('paints plots that are read by pointer and by keyboard', async () => {
    const { page, close } = await openAs({ fragment: `#/harnesses/${HARNESS}` })
    const [byStatus, , cost] = [0, 1, 2].map((at) => page.locator('.plot-frame').nth(at))
    assert.ok(byStatus && cost)
    await cost.locator('.line[d*="L"]').waitFor({ state: 'attached' })
    // Between samples that are close to each other a line is short and steep: more are coming.
    for (const [plot, colour, least] of [
      [byStatus, BLUE_AREA, 500],
      [cost, COST_LINE, 10],
    ] as const) {
      await eventually(async () => {
        const colours = await paintedColours(plot)
        assert.ok((colours.get(colour) ?? 0) > least, [...colours].slice(0, 9).join(' '))
      })
    }

    await byStatus.focus()
    await page.keyboard.press('Home')
    await page.locator('.cursor').first().waitFor()
    const first = await byStatus.getAttribute('aria-valuetext')
    assert.match(first ?? '', /^\d\d:\d\d:\d\d: Active \d+, Waiting for tools \d+, Started \d+/)
    await page.keyboard.press('ArrowRight')
    await eventually(async () =>
      assert.notEqual(await byStatus.getAttribute('aria-valuetext'), first),
    )
    await page.keyboard.press('Escape')
    await page.locator('.cursor').first().waitFor({ state: 'detached' })
    // At one moment: the page goes on to look.
    const { at, last, spoken, legend } = await page.evaluate<Record<string, string>>(LAST_SAMPLE)
    assert.ok(Number(last) > 0)
    assert.equal(at, last)
    assert.ok(spoken?.includes(`: Active ${legend}, `), `${spoken}, ${legend}`)
    await byStatus.hover()
    await page.locator('.cursor').first().waitFor({ state: 'attached' })
    await close()
  })

  it('shows a 404 with its actions, and follows the one that leads on at once', async () => {
    const { page, asked, close } = await openAs({ fragment: '#/harnesses/no-such-harness' })
    const action = page.getByRole('button', { name: 'get-existing' }).first()
    await action.waitFor()
    await page.getByText('harness_not_found').first().waitFor()
    asked()
    await action.click()
    await page.getByLabel('Answer').getByText('200', { exact: true }).waitFor()
    assert.ok(asked().includes('GET /v1/harnesses'))
    await page.getByRole('link', { name: 'Open its view' }).click()
    await page.getByRole('heading', { name: 'Harnesses' }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: 'no-such-harness' }).waitFor()
    await close()
  })

  it('sends what may change something only after a look at method and address', async () => {
    const id = SESSIONS_ONE.idle
    const { page, asked, hold, settle, close } = await openAs({
      ...{ fragment: `#/sessions/${id}`, hasClock: true },
    })
    const writes = () => asked().filter((each) => !each.startsWith('GET'))
    const action = page.getByRole('button', { name: /^pin PUT/ })
    await action.waitFor()
    // A dialog that needs a timer to open would not open.
    await hold()
    await action.click()
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    const text = await dialog.innerText()
    assert.match(text, /PUT/)
    assert.ok(text.includes(`${stage.origin}/v1/sessions/${id}/pin`))
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
    const focused = () => page.evaluate<string>('document.activeElement.innerText')
    await eventually(async () => assert.match(await focused(), /^pin PUT/))
    await action.click()
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await settle()
    assert.deepEqual(writes(), [])
    await action.click()
    await dialog.getByRole('button', { name: 'Send PUT' }).click()
    await page.getByLabel('Answer').waitFor()
    assert.deepEqual(writes(), [`PUT /v1/sessions/${id}/pin`])
    await close()
  })

  it('follows no address of another origin', async () => {
    const allowed_actions = [{ rel: 'retry', method: 'GET', href: 'https://evil.example/v1/x' }]
    const body = { status: 418, title: 'A trap', allowed_actions }
    const { page, asked, settle, close } = await openAs({
      fragment: '#/harnesses/trap',
      prepare: (context) =>
        context.route('**/v1/harnesses/trap*', (route) =>
          route.fulfill({ status: 418, contentType: 'application/problem+json', json: body }),
        ),
    })
    const action = page.getByRole('button', { name: 'evil.example' })
    await action.waitFor()
    assert.ok(await action.isDisabled())
    asked()
    await action.click({ force: true })
    await settle()
    // It goes on to look, at what it shows and at nothing else.
    const looks = ['GET /v1/harnesses?expand=stats', 'GET /v1/harnesses/trap']
    const others = asked().filter((each) => !looks.includes(each.replace(/\/stats$/, '')))
    assert.deepEqual(others, [])
    await close()
  })
})

describe('health checks', () => {
  it('shows cases and scores of the latest run, runs one and waits for its end', async () => {
    const { page, go, asked, settle, close } = await openAs()
    await go('Health checks')
    await page.getByRole('link', { name: 'Ticket Sorter' }).click()
    await page.getByText('85 %').waitFor()
    const rows = page.locator('.plain tbody tr')
    await rows.first().waitFor()
    await settle()
    const before = await rows.count()
    asked()
    await page.getByRole('button', { name: 'Run a health check' }).click()
    await page.getByText('Waiting for the run to end').waitFor()
    await stage.endRun(AGENTS_ONE.healthy)
    await page.getByText('Waiting for the run to end').waitFor({ state: 'detached' })
    assert.equal(await rows.count(), before + 1)
    assert.match(await page.locator('.run').innerText(), /completed.*2 of 2/s)
    const waits = asked().filter((each) => /health-checks\/healthcheck_/.test(each))
    assert.ok(waits.length <= 2, `one request waits at the edge: ${waits.join()}`)
    await close()
  })

  it('keeps a run that was started before it knew of any other', async () => {
    const agent = AGENT_SHARED
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const { page, settle, close } = await openAs({
      fragment: `#/health-checks/${agent}`,
      // What was asked before the run comes after it.
      prepare: (context) =>
        context.route(/\/health-checks(\/latest)?$/, async (route) => {
          if (route.request().method() !== 'GET') return route.continue()
          const response = await route.fetch()
          await released
          await route.fulfill({ response })
        }),
    })
    const rows = page.locator('.plain tbody tr')
    await page.getByRole('button', { name: 'Run a health check' }).click()
    await page.getByText('Waiting for the run to end').waitFor()
    assert.equal(await rows.count(), 1)
    release()
    await page.getByRole('heading', { name: 'Shared Desk' }).waitFor()
    assert.ok((await rows.count()) > 1)
    assert.match(await rows.first().innerText(), /pending|running/)
    assert.match(await page.locator('.run').innerText(), /pending|running/)
    await stage.endRun(agent)
    await page.getByText('Waiting for the run to end').waitFor({ state: 'detached' })
    await settle()
    assert.match(await rows.first().innerText(), /completed/)
    assert.match(await page.locator('.run').innerText(), /completed.*2 of 2/s)
    await close()
  })

  it('stops to wait when it is told to, and asks no more', async () => {
    const { page, asked, close } = await openAs({
      fragment: `#/health-checks/${AGENTS_ONE.stuckRunning}`,
    })
    await page.getByRole('button', { name: 'Stop waiting' }).click()
    await page.getByRole('button', { name: 'Wait again' }).waitFor()
    asked()
    await page.waitForTimeout(2_500)
    assert.deepEqual(
      asked().filter((each) => each.includes('health-checks')),
      [],
    )
    await close()
  })
})

describe('the requests of the page', () => {
  it('tells the edge from the API, ages beside lifetimes, and never a credential', async () => {
    const { page, go, close } = await openAs({ fragment: `#/harnesses/${HARNESS}` })
    await page.locator('.plot').first().waitFor()
    await go('Requests')
    await page.locator('.opener', { hasText: '/stats' }).last().click()
    await page.waitForURL(/#\/requests\/\d+$/)
    const inspector = page.locator('.inspector')
    const text = await eventually(async () => {
      const told = await inspector.innerText()
      assert.match(told, /The edge (had it|served)|asked the API/i)
      return told
    })
    assert.match(text, /Served without asking/)
    assert.match(text, /authorization\s+not shown/)
    assert.match(text, /curl -i '[^']+\/stats'/)
    assert.ok(text.includes('"Authorization: $TOKEN"'))
    assert.ok(!text.includes(ada.pat))
    await page.reload()
    await page.waitForURL(/#\/requests\/\d+$/)
    await close()
  })

  it('asks the same in three conditional forms, and says who answered each', async () => {
    const { page, go, close } = await openAs()
    await go('Requests')
    const path = `/v1/harnesses/${HARNESS}`
    const inspect = page.getByLabel('Answer').getByRole('link', { name: 'Inspect' })
    const send = async (way: string, ...told: RegExp[]) => {
      const before = (await inspect.count()) > 0 ? await inspect.getAttribute('href') : null
      await page.getByLabel('Path of a GET').fill(path)
      await page.getByLabel('How it is asked').selectOption(way)
      const came = page.waitForResponse((response) => response.url().endsWith(path))
      await page.getByRole('button', { name: 'Send' }).click()
      const headers = await (await came).request().allHeaders()
      // Until the page has read this answer, it shows the one before.
      const link = await eventually(async () => {
        const now = await inspect.getAttribute('href')
        assert.notEqual(now, before)
        return now
      })
      await inspect.click()
      await page.waitForURL(({ hash }) => hash === link)
      const inspector = page.locator('.inspector')
      for (const each of told) {
        // The browser tells how it came a moment after it came.
        await eventually(async () => assert.match(await inspector.innerText(), each))
      }
      return headers
    }
    await send('plain', /no condition/)
    const own = await send(
      'plain',
      /If-None-Match of the browser’s own cache, no directive/,
      /the edge said 304/,
    )
    assert.ok(own['if-none-match'])
    assert.equal(own['cache-control'], undefined)
    const script = await send('etag', /If-None-Match of the script/)
    // Chromium adds max-age=0 by itself, which the edge reads as a wish for the API's own answer.
    assert.ok(script['if-none-match'] && script['cache-control'])
    const forced = await send('force', /asked for an answer of the API itself/)
    assert.equal(forced['cache-control'], 'max-age=0')
    await close()
  })

  it('tells what the browser’s own cache answered from what the edge answered', async () => {
    const { page, close } = await openAs({ fragment: '#/requests' })
    const path = `/v1/agents/${AGENTS_ONE.healthy}/health-checks/${RUNS.completed}`
    await page.getByLabel('Path of a GET').fill(path)
    const answer = page.getByLabel('Answer')
    await page.getByRole('button', { name: 'Send' }).click()
    await answer
      .getByText(/API|edge/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Send' }).click()
    await answer.getByText('browser’s cache').waitFor()
    await answer.getByRole('link', { name: 'Inspect' }).click()
    await page.getByText('the edge was not asked').waitFor()
    await page.getByText('those of the stored answer').waitFor()
    await page.getByLabel('How it is asked').selectOption('past')
    await page.getByRole('button', { name: 'Send' }).click()
    await answer.getByText('edge, fresh').waitFor()
    await close()
  })

  it('sends nothing that looks like a credential as part of an address', async () => {
    const { page, go, asked, close } = await openAs({ fragment: '#/requests' })
    await page.getByLabel('Path of a GET').fill(`/v1/x?token=${ada.pat}`)
    asked()
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('looks like a credential').waitFor()
    await go('Sessions')
    await page.getByPlaceholder('Search by title').fill(ada.pat)
    await page.getByText('looked like a credential').waitFor()
    assert.ok(!asked().join().includes(ada.pat))
    assert.ok(!page.url().includes(ada.pat))
    await close()
  })
})
