import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { ORG_ONE, ORG_TWO, UNKNOWN_PAT, USERS } from '../../../sample/callers.ts'
import { AGENTS_ONE } from '../../../sample/catalogue.ts'
import { type ConsoleStage, consoleStage, eventually } from './stage.ts'

const { ada, cleo } = USERS
const HOLDS_TOKEN = `(() => {
  const kept = (storage) => JSON.stringify({ ...storage })
  return {
    address: location.href, title: document.title, cookie: document.cookie,
    local: kept(localStorage), session: kept(sessionStorage), text: document.body.innerText,
    html: document.documentElement.outerHTML,
  }
})()`

let stage: ConsoleStage

/** Waits until a page has found nobody to ask as: the form alone is there while it still looks. */
async function isDisconnected(page: Page): Promise<void> {
  await page.getByLabel('Token').waitFor()
  await page.getByText('Looking for a session').waitFor({ state: 'detached' })
  await page.getByLabel('Token').waitFor()
}

before(async () => {
  stage = await consoleStage()
})

describe('connecting to the edge', () => {
  it('works with a token, which is then nowhere but in memory', async () => {
    const { page, connect, go, settle, close } = await stage.open()
    await connect(ada.pat)
    await page.getByRole('link', { name: 'Support Triage' }).waitFor()
    for (const link of ['Sessions', 'Health checks', 'Requests', 'Harnesses'] as const) {
      await go(link)
      await page.getByRole('heading', { name: link, level: 1 }).waitFor()
      await settle()
      const places = await page.evaluate<Record<string, string>>(HOLDS_TOKEN)
      for (const [place, value] of Object.entries(places)) {
        assert.ok(!value.includes(ada.pat), place)
      }
    }
    await page.reload()
    await isDisconnected(page)
    await close()
  })

  it('takes a token with blanks around and inside of it', async () => {
    const { page, connect, close } = await stage.open()
    await connect(`  "${ada.pat.slice(0, 20)} ${ada.pat.slice(20)}"\t`)
    await page.getByRole('link', { name: 'Support Triage' }).waitFor()
    await close()
  })

  it('keeps a token for the tab where that is wished, and there only until one leaves', async () => {
    const { page, connect, context, close } = await stage.open()
    await connect(ada.pat, { keep: true })
    await page.getByRole('link', { name: 'Support Triage' }).waitFor()
    const { address, title, cookie, local, session } =
      await page.evaluate<Record<string, string>>(HOLDS_TOKEN)
    assert.ok(session?.includes(ada.pat))
    for (const place of [address, title, cookie, local]) assert.ok(!place?.includes(ada.pat))
    await page.reload()
    await page.getByRole('link', { name: 'Support Triage' }).waitFor()
    const other = await context.newPage()
    await other.goto(`${stage.origin}/console`)
    await isDisconnected(other)
    await page.getByRole('button', { name: 'organization' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Token').waitFor()
    assert.equal(await page.evaluate('sessionStorage.length'), 0)
    await close()
  })

  it('says that a token was refused, with the problem', async () => {
    const { page, connect, hold, close } = await stage.open({
      ...{ fragment: '#/sessions', hasClock: true },
    })
    // A field that needs a timer to be emptied would keep what it holds, and take it from who is quicker.
    await hold()
    await connect(UNKNOWN_PAT)
    await page.getByText('Refused').waitFor()
    await page.getByText('unauthorized', { exact: true }).waitFor()
    assert.equal(await page.getByLabel('Token').inputValue(), '')
    await connect(ada.pat)
    await page.getByRole('heading', { name: 'Sessions' }).waitFor()
    await close()
  })

  it('says what a member of several organizations has to choose', async () => {
    const { page, connect, close } = await stage.open()
    await connect(cleo.pat)
    await page.getByText('400').first().waitFor()
    // The token need not be pasted again.
    await eventually(async () =>
      assert.equal(await page.evaluate('document.activeElement.id'), 'org'),
    )
    await page.getByLabel('Organization').fill(`${ORG_TWO}\n`)
    await page.getByRole('button', { name: 'Connect' }).click()
    await page.getByRole('link', { name: 'Support Triage (Contoso)' }).waitFor()
    await close()
  })

  it('empties everything that was shown when the organization is switched', async () => {
    const { page, connect, go, close } = await stage.open()
    await connect(cleo.pat, { org: ORG_ONE })
    await page.getByRole('link', { name: 'Support Triage (Northwind)' }).waitFor()
    await go('Sessions')
    await page.locator('[data-row]').first().waitFor()
    await page.getByRole('button', { name: 'org_' }).click()
    await page.getByLabel('Organization').fill(ORG_TWO)
    await page.getByRole('button', { name: 'Switch' }).click()
    await page.getByText(/^\d\d of \d\d loaded/).waitFor()
    await go('Requests')
    await page.getByRole('heading', { name: 'Requests' }).waitFor()
    const text = await page.evaluate<string>('document.body.innerText')
    assert.ok(!text.includes(ORG_ONE))
    await go('Harnesses')
    await page.getByRole('link', { name: 'Support Triage (Contoso)' }).waitFor()
    assert.equal(await page.getByText('Northwind').count(), 0)
    await close()
  })

  it('takes a token out of the address before anything remembers it', async () => {
    const { page, close } = await stage.open({ fragment: `#/sessions?search=${ada.pat}` })
    await page.getByLabel('Token').waitFor()
    assert.ok(!(await page.evaluate<string>('location.href')).includes(ada.pat))
    await eventually(() => assert.ok(!page.url().includes(ada.pat)))
    await close()
  })
})

describe('the session cookie of a browser', () => {
  it('connects without a word, and asks without a token', async () => {
    const { page, go, close } = await stage.open({ cookie: ada.jwt, fragment: '#/health-checks' })
    await page.getByRole('link', { name: 'Ticket Sorter' }).waitFor()
    await go('Harnesses')
    await page.getByRole('link', { name: 'Support Triage' }).waitFor()
    const look = await page.waitForRequest(/\/v1\/harnesses\?expand=stats$/)
    const { authorization, cookie } = await look.allHeaders()
    assert.deepEqual([authorization, cookie], [undefined, `access_token=${ada.jwt}`])
    await close()
  })

  it('starts a health check from the console, and none from a page of another origin', async (t) => {
    const attacker = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>x</title>')
    })
    await new Promise<void>((resolve) => attacker.listen(0, resolve))
    t.after(() => {
      attacker.closeAllConnections()
      attacker.close()
    })
    const agent = AGENTS_ONE.unchecked
    const fragment = `#/health-checks/${agent}`
    const { page, context, close } = await stage.open({ cookie: ada.jwt, fragment })
    await page.getByText('Never checked').waitFor()
    await stage.calls()

    const foreign = await context.newPage()
    // The same site, so that the cookie goes along: only the origin is another.
    const { port } = attacker.address() as AddressInfo
    await foreign.goto(`http://${new URL(stage.origin).hostname}:${port}/`)
    const target = `${stage.origin}/v1/agents/${agent}/health-checks`
    const forge = `fetch('${target}', { method: 'POST', mode: 'no-cors', credentials: 'include' })`
    await foreign.evaluate(`${forge}.then(() => 'sent', () => 'refused')`)
    const form = `<form method="post" action="${target}"><button>go</button></form>`
    await foreign.setContent(form)
    const answered = foreign.waitForResponse(target)
    await foreign.getByRole('button').click()
    assert.equal((await answered).status(), 403)
    const posts = (await stage.calls()).filter(({ method }) => method === 'POST')
    assert.deepEqual(posts, [])

    await page.getByRole('button', { name: 'Run a health check' }).click()
    await page.getByText('Waiting for the run to end').waitFor()
    await stage.endRun(agent)
    await page.getByText('completed').first().waitFor()
    const [post] = (await stage.calls()).filter(({ method }) => method === 'POST')
    assert.equal(post?.caller, 'ada (jwt)')
    await close()
  })
})
