import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { USERS } from '../../../sample/callers.ts'
import { HARNESSES_ONE, HARNESSES_TWO } from '../../../sample/catalogue.ts'
import { type ConsoleStage, consoleStage, eventually } from './stage.ts'

const { ada, ben, finn, gina } = USERS
const HIDE = (state: string) => `
  Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))`

let stage: ConsoleStage

before(async () => {
  stage = await consoleStage()
})

describe('when something goes wrong', () => {
  it('the edge is away and comes back, and what was seen stays meanwhile', async () => {
    const { page, context, connect, hold, close } = await stage.open({ hasClock: true })
    await connect(ada.pat)
    await page.locator('.board').waitFor()
    // What it asks now is what the buttons ask.
    await hold()
    await context.route('**/v1/**', (route) => route.abort())
    await page.getByRole('button', { name: 'Look now' }).click()
    await page.getByText('can’t be reached').waitFor()
    assert.ok(await page.getByRole('link', { name: 'Support Triage' }).isVisible())
    await context.unroute('**/v1/**')
    await page.getByRole('button', { name: 'Look again' }).click()
    await page.getByText('can’t be reached').waitFor({ state: 'detached' })
    await close()
  })

  it('a machine without a network is told so, and looks again when it has one', async () => {
    const { page, context, connect, asked, hold, close } = await stage.open({ hasClock: true })
    await connect(ada.pat)
    await page.locator('.board').waitFor()
    // What it asks then is asked because there is a network again.
    await hold()
    const banner = page.locator('.banner', { hasText: 'This machine is offline' })
    await context.setOffline(true)
    await banner.waitFor()
    await page.getByRole('button', { name: 'Look now' }).click()
    await page.getByText('can’t be reached').waitFor()
    asked()
    await context.setOffline(false)
    await banner.waitFor({ state: 'detached' })
    await page.getByText('can’t be reached').waitFor({ state: 'detached' })
    assert.ok(asked().length > 0)
    await close()
  })

  it('a token that is taken away asks to connect again, and keeps the view', async (t) => {
    const { page, connect, close } = await stage.open({ fragment: '#/sessions?search=refund' })
    await connect(gina.pat, { keep: true })
    await page.locator('[data-row="0"]').waitFor()
    t.after(() => stage.sample('POST /members', { action: 'restore', user: 'gina' }))
    await stage.sample('POST /members', { action: 'revoke', user: 'gina' })
    await page.getByRole('heading', { name: 'Connect again' }).waitFor()
    assert.equal(await page.locator('[data-row]').count(), 0)
    assert.equal(await page.evaluate('sessionStorage.length'), 0)
    await stage.sample('POST /members', { action: 'restore', user: 'gina' })
    await connect(gina.pat)
    await page.locator('[data-row="0"]').waitFor()
    assert.match(page.url(), /search=refund/)
    await close()
  })

  it('who may not see stats sees harnesses, and why there are no numbers', async () => {
    const { page, connect, close } = await stage.open()
    await connect(finn.pat)
    await page.getByText('forbidden').first().waitFor()
    await page.getByRole('link', { name: 'Support Triage' }).click()
    await page.getByRole('heading', { name: 'Support Triage' }).waitFor()
    await page.getByRole('heading', { name: '403' }).waitFor()
    assert.equal(await page.locator('.group').count(), 0)
    await close()
  })

  it('a 429 counts its wait down', async (t) => {
    const { page, connect, hold, close } = await stage.open({ hasClock: true })
    // Nobody else's: the edge keeps the wait for whoever was told of it.
    await connect(gina.jwt)
    await page.locator('.board').waitFor()
    await hold()
    const body = { title: 'Too Many Requests', status: 429, code: 'rate_limited' }
    const limited = { ...body, retry_after_seconds: 42 }
    t.after(() => stage.sample('DELETE /faults'))
    await stage.sample('POST /faults', {
      ...{ match: '^/v1/agents', status: 429, body: limited, times: 0 },
    })
    await page.getByRole('link', { name: 'Health checks' }).click()
    await page.getByRole('heading', { name: '429' }).waitFor()
    const wait = page.getByText('Asking again makes sense in')
    const left = async () => Number(/in (\d+)/.exec(await wait.innerText())?.[1])
    const first = await left()
    assert.ok(first > 30 && first <= 42, String(first))
    await page.clock.runFor(10_000)
    await eventually(async () => assert.ok(Math.abs(first - 10 - (await left())) <= 1))
    await page.clock.runFor(40_000)
    await page.getByText('The wait is over').waitFor()
    await close()
  })

  it('an API that fails shows beside the list of sessions, and beside what is served meanwhile', async (t) => {
    const { page, connect, go, hold, runUntil, close } = await stage.open({ hasClock: true })
    await connect(gina.pat)
    await page.locator('.board').waitFor()
    await go('Sessions')
    await page.locator('[data-row="0"]').waitFor()
    await hold()
    const failing = page.getByText('newer ones can’t be looked for now')
    t.after(() => stage.sample('DELETE /faults'))
    await stage.sample('POST /faults', { match: '^/v1/', status: 503, times: 0 })
    await runUntil(async () => assert.equal(await failing.count(), 1), 12_000)
    assert.ok(await page.locator('[data-row="0"]').isVisible())
    await stage.sample('DELETE /faults')
    await runUntil(async () => assert.equal(await failing.count(), 0), 62_000)
    await close()
  })

  it('an organization without anything has a face', async (t) => {
    const remove = Object.values(HARNESSES_TWO).map((harness) => {
      return { op: 'remove_harness', org: 'two', harness }
    })
    t.after(() => stage.sample('POST /reset'))
    await stage.sample('POST /mutate', [{ op: 'clear_sessions', org: 'two' }, ...remove])
    const { page, connect, go, close } = await stage.open()
    // Nobody's of whom the edge still has something: with this token nobody else asks.
    await connect(ben.jwt)
    await page.getByText('No harness yet').waitFor()
    await go('Sessions')
    await page.getByText('Nothing here yet').waitFor()
    await close()
  })
})

describe('a hidden page', () => {
  it('asks for nothing, and looks as soon as it is seen again', async () => {
    const fragment = `#/harnesses/${HARNESSES_ONE.supportTriage}`
    const { page, connect, asked, hold, settle, close } = await stage.open({
      ...{ fragment, hasClock: true },
    })
    await connect(ada.pat)
    await page.locator('.plot').first().waitFor()
    await hold()
    await page.evaluate(HIDE('hidden'))
    await settle()
    asked()
    for (let minute = 0; minute < 5; minute += 1) await page.clock.runFor(60_000)
    await settle()
    assert.deepEqual(asked(), [])
    await page.evaluate(HIDE('visible'))
    await page.clock.runFor(100)
    const looks: string[] = []
    await eventually(() => {
      looks.push(...asked())
      assert.ok(looks.length >= 2)
    })
    await close()
  })
})
