import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { USERS } from '../../sample/callers.ts'
import { axeFindings, type ConsoleStage, consoleStage, eventually } from './console/stage.ts'

const { ada } = USERS
const address = '/reference'
const MAX_FIRST_LOAD_BYTES = 1_000_000

let stage: ConsoleStage

before(async () => {
  stage = await consoleStage()
})

describe('the reference', () => {
  it('loads at most 1 MB, from this edge only, and asks the API for nothing', async () => {
    const { page, asked, settle, close } = await stage.open({ address })
    await page.getByRole('heading', { name: /^Everruns edge/ }).waitFor()
    await settle()
    const bytes = await page.evaluate<number>(
      'performance.getEntries().reduce((sum, one) => sum + (one.decodedBodySize ?? 0), 0)',
    )
    assert.ok(bytes > 100_000 && bytes <= MAX_FIRST_LOAD_BYTES, `${bytes} bytes`)
    assert.deepEqual(asked(), [])
    await close()
  })

  it('has an address for every operation, which a reload and the back button keep', async () => {
    const { page, close } = await stage.open({ address, fragment: '#get_harness_stats' })
    const heading = page.getByRole('heading', { level: 1 })
    const shows = (title: string) =>
      eventually(async () => assert.equal(await heading.innerText(), title))
    await shows('Counters of a harness')
    await page.getByLabel('Search operations').fill('sessions cancel turn')
    await page.getByRole('link', { name: /Cancel turn/ }).click()
    await page.getByText('/v1/sessions/{session_id}/cancel').first().waitFor()
    await page.reload()
    await shows('Cancel turn')
    await page.goBack()
    await shows('Counters of a harness')
    await close()
  })

  it('tries an operation against this very edge, and says what answered', async () => {
    const { page, asked, close } = await stage.open({ address, fragment: '#get_harness_stats' })
    assert.equal(await page.getByRole('button', { name: 'Send GET' }).isDisabled(), true)
    await page.getByLabel('Token').fill(` ${ada.pat} `)
    await page.getByLabel('harness_id').fill('support-triage')
    await page.getByRole('button', { name: 'Send GET' }).click()
    await page.getByText('"session_count":').waitFor()
    await page
      .getByText(/everruns-edge; (?:fwd|hit)/)
      .first()
      .waitFor()
    assert.deepEqual(asked(), ['GET /v1/harnesses/support-triage/stats'])
    await page.getByText('As curl').click()
    await page.getByText('$TOKEN').first().waitFor()
    assert.doesNotMatch(await page.locator('body').innerText(), /evr_pat_1/)
    await close()
  })

  it('follows what a problem offers', async () => {
    const { page, asked, close } = await stage.open({ address, fragment: '#get_harness' })
    await page.getByLabel('Token').fill(ada.pat)
    await page.getByLabel('harness_id').fill('no-such-harness')
    await page.getByRole('button', { name: 'Send GET' }).click()
    await page.getByRole('button', { name: /^get-existing: GET/ }).click()
    await page.getByText('"support-triage"').first().waitFor()
    assert.deepEqual(asked(), ['GET /v1/harnesses/no-such-harness', 'GET /v1/harnesses'])
    await close()
  })

  it('sends a change after a confirmation only', async (t) => {
    t.after(() => stage.sample('POST /reset'))
    const { page, asked, settle, close } = await stage.open({
      address,
      fragment: '#create_harness',
    })
    await page.getByLabel('Token').fill(ada.pat)
    await page.getByLabel('Body').fill('{"name":"made-by-reference"}')
    await page.getByRole('button', { name: 'Send POST' }).click()
    await page.getByRole('button', { name: 'Really send POST?' }).waitFor()
    await settle()
    assert.deepEqual(asked(), [])
    await page.getByRole('button', { name: 'Really send POST?' }).click()
    await page.locator('.pane').getByText('"made-by-reference"').waitFor()
    assert.deepEqual(asked(), ['POST /v1/harnesses'])
    await close()
  })

  it('shows events as they come, until it is told to stop', async () => {
    const { page, close } = await stage.open({ address, fragment: '#stream_sse' })
    await page.getByLabel('Token').fill(ada.pat)
    await page.getByLabel('session_id').fill('session_01915a00000070008000000000000003')
    await page.getByRole('button', { name: 'Send GET' }).click()
    await page.getByText('event: connected').waitFor()
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('stopped').waitFor()
    await close()
  })

  it('keeps no token, and puts none into an address', async () => {
    const { page, close } = await stage.open({ address, fragment: '#list_harnesses' })
    await page.getByLabel('Token').fill(ada.pat)
    await page.getByRole('button', { name: 'Send GET' }).click()
    await page.getByText('"support-triage"').first().waitFor()
    const kept = await page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, document.title])',
    )
    assert.doesNotMatch(kept, /evr_pat_/)
    await page.reload()
    await page.getByLabel('Token').waitFor()
    assert.equal(await page.getByLabel('Token').inputValue(), '')
    await close()
  })

  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1280, 390]) {
      it(`passes axe, ${scheme}, ${width} px wide, and is no wider than the screen`, async () => {
        const { page, close } = await stage.open({ address, scheme, width })
        await page.getByRole('heading', { name: /^Everruns edge/ }).waitFor()
        assert.deepEqual(await axeFindings(page), [])
        await page.goto(`${stage.origin}${address}#list_sessions`)
        await page.getByLabel('Token').fill(ada.pat)
        await page.getByRole('button', { name: 'Send GET' }).click()
        await page.getByText('"next_cursor"').first().waitFor()
        assert.deepEqual(await axeFindings(page), [])
        const wider = await page.evaluate('document.documentElement.scrollWidth')
        assert.ok(Number(wider) <= width, `${wider} px wide`)
        await close()
      })
    }
  }
})

describe('the first page', () => {
  for (const scheme of ['light', 'dark'] as const) {
    it(`passes axe and leads on, ${scheme}`, async () => {
      const { page, close } = await stage.open({ address: '/', scheme, width: 390 })
      assert.deepEqual(await axeFindings(page), [])
      await page.getByRole('link', { name: 'Reference' }).click()
      await page.getByRole('heading', { name: 'Who asks' }).waitFor()
      await close()
    })
  }
})
