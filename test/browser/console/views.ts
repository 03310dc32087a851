import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { USERS } from '../../../sample/callers.ts'
import { AGENTS_ONE, HARNESSES_ONE, RUNS, SESSIONS_ONE } from '../../../sample/catalogue.ts'
import { type ConsoleStage, consoleStage, paintedColours, type Visit } from './stage.ts'

const { ada } = USERS
const HARNESS = HARNESSES_ONE.supportTriage
/** `--active` of the light scheme, at the strength of an area over white. */
const BLUE_AREA = '#73b2d5'
const COST_LINE = '#6a4fc3'

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
    const costs = await rows.evaluateAll((all) =>
      all.map((row) => Number(row.querySelectorAll('data')[3]?.getAttribute('value') ?? 0)),
    )
    assert.ok(costs.length >= 6)
    assert.deepEqual(
      costs,
      [...costs].sort((a, b) => b - a),
    )
    assert.match(await page.locator('.freshness').innerText(), /\d+\s*s\s*old.*next look in/s)
    await page.getByRole('button', { name: 'Harness' }).first().click()
    assert.match(page.url(), /sort=name/)
    const names = await rows.locator('.name').allInnerTexts()
    assert.deepEqual(
      names,
      [...names].sort((a, b) => a.localeCompare(b, 'en')),
    )
    await page.reload()
    assert.match(page.url(), /sort=name/)
    await close()
  })

  it('polls when its entry is over, and never within five seconds', async () => {
    const { page, close } = await openAs()
    await page.locator('.board').waitFor()
    const times: number[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('expand=stats')) times.push(performance.now())
    })
    while (times.length < 4) await page.waitForTimeout(100)
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0))
    for (const gap of gaps) assert.ok(gap > 4_900 && gap < 20_000, gaps.join())
    await close()
  })

  it('draws a line for each harness from what it has watched', async () => {
    const { page, close } = await openAs()
    await page
      .locator('.spark .line[d*="L"]')
      .first()
      .waitFor({ state: 'attached', timeout: 60_000 })
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
    assert.match(await tokens.innerText(), /^\d{1,3}(,\d{3})+$/)
    await close()
  })

  it('paints plots that are read by pointer and by keyboard', async () => {
    const { page, close } = await openAs({ fragment: `#/harnesses/${HARNESS}` })
    const [byStatus, , cost] = [0, 1, 2].map((at) => page.locator('.plot-frame').nth(at))
    assert.ok(byStatus && cost)
    await cost.locator('.line[d*="L"]').waitFor({ timeout: 60_000, state: 'attached' })
    const areas = await paintedColours(byStatus)
    assert.ok((areas.get(BLUE_AREA) ?? 0) > 500, [...areas].slice(0, 9).join(' '))
    assert.ok(((await paintedColours(cost)).get(COST_LINE) ?? 0) > 10)

    const legend = page.locator('.plot').first().locator('.legend b').first()
    const last = await legend.innerText()
    await byStatus.focus()
    await page.keyboard.press('Home')
    const first = await byStatus.getAttribute('aria-valuetext')
    assert.match(first ?? '', /^\d\d:\d\d:\d\d: Active \d+, Waiting for tools \d+, Started \d+/)
    assert.ok(await page.locator('.cursor').first().isVisible())
    await page.keyboard.press('ArrowRight')
    assert.notEqual(await byStatus.getAttribute('aria-valuetext'), first)
    await page.keyboard.press('Escape')
    assert.equal(await page.locator('.cursor').count(), 0)
    assert.equal(await legend.innerText(), last)
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
    await page.getByLabel('Answer').getByText('200').waitFor()
    assert.ok(asked().includes('GET /v1/harnesses'))
    await page.getByRole('link', { name: 'Open its view' }).click()
    await page.getByRole('heading', { name: 'Harnesses' }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: 'no-such-harness' }).waitFor()
    await close()
  })

  it('sends what may change something only after a look at method and address', async () => {
    const id = SESSIONS_ONE.idle
    const { page, asked, close } = await openAs({ fragment: `#/sessions/${id}` })
    const writes = () => asked().filter((each) => !each.startsWith('GET'))
    const action = page.getByRole('button', { name: /^pin PUT/ })
    await action.click()
    const dialog = page.getByRole('dialog')
    const text = await dialog.innerText()
    assert.match(text, /PUT/)
    assert.ok(text.includes(`${stage.origin}/v1/sessions/${id}/pin`))
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await action.click()
    await page.keyboard.press('Escape')
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
    const { page, asked, close } = await openAs({
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
    assert.deepEqual(asked(), [])
    await close()
  })
})

describe('health checks', () => {
  it('shows cases and scores of the latest run, runs one and waits for its end', async () => {
    const { page, go, asked, close } = await openAs()
    await go('Health checks')
    await page.getByRole('link', { name: 'Ticket Sorter' }).click()
    await page.getByText('85 %').waitFor()
    const rows = page.locator('.plain tbody tr')
    const before = await rows.count()
    asked()
    await page.getByRole('button', { name: 'Run a health check' }).click()
    await page.getByText('Waiting for the run to end').waitFor()
    await page.getByText('Waiting for the run to end').waitFor({ state: 'detached' })
    assert.equal(await rows.count(), before + 1)
    assert.match(await page.locator('.run').innerText(), /completed.*2 of 2/s)
    const waits = asked().filter((each) => /health-checks\/healthcheck_/.test(each))
    assert.ok(waits.length <= 2, `one request waits at the edge: ${waits.join()}`)
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
    assert.match(page.url(), /#\/requests\/\d+$/)
    const inspector = page.locator('.inspector')
    const text = await inspector.innerText()
    assert.match(text, /The edge (had it|served)|asked the API/i)
    assert.match(text, /Served without asking/)
    assert.match(text, /authorization\s+not shown/)
    assert.match(text, /curl -i '[^']+\/stats'/)
    assert.ok(text.includes('"Authorization: $TOKEN"'))
    assert.ok(!text.includes(ada.pat))
    await page.reload()
    assert.match(page.url(), /#\/requests\/\d+$/)
    await close()
  })

  it('asks the same in three conditional forms, and says who answered each', async () => {
    const { page, go, close } = await openAs()
    await go('Requests')
    const path = `/v1/harnesses/${HARNESS}`
    const send = async (way: string) => {
      await page.getByLabel('Path of a GET').fill(path)
      await page.getByLabel('How it is asked').selectOption(way)
      const came = page.waitForResponse((response) => response.url().endsWith(path))
      await page.getByRole('button', { name: 'Send' }).click()
      const headers = await (await came).request().allHeaders()
      await page.getByLabel('Answer').getByRole('link', { name: 'Inspect' }).click()
      await page.locator('.inspector').waitFor()
      return { headers, text: await page.locator('.inspector').innerText() }
    }
    await send('plain')
    const own = await send('plain')
    assert.ok(own.headers['if-none-match'])
    assert.equal(own.headers['cache-control'], undefined)
    assert.match(own.text, /If-None-Match of the browser’s own cache, no directive/)
    assert.match(own.text, /the edge said 304/)
    const script = await send('etag')
    // Chromium adds max-age=0 by itself, which the edge reads as a wish for the API's own answer.
    assert.ok(script.headers['if-none-match'] && script.headers['cache-control'])
    assert.match(script.text, /If-None-Match of the script/)
    const forced = await send('force')
    assert.equal(forced.headers['cache-control'], 'max-age=0')
    assert.match(forced.text, /asked for an answer of the API itself/)
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
