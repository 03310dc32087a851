import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CATALOGUE, type ProblemCode, titleOf } from '../../src/problem/catalogue.ts'
import { type EdgeStage, startEdgeStage } from '../support/edge-stage.ts'

const CODES = Object.keys(CATALOGUE) as ProblemCode[]

let stage: EdgeStage

beforeAll(async () => {
  stage = await startEdgeStage()
})
afterAll(() => stage?.stop())

describe.each(CODES)('the page of %s', (code) => {
  const path = `/problems/${code}`
  const { status, meaning, retry } = CATALOGUE[code]
  const title = titleOf(CATALOGUE[code])

  test('is HTML for people', async () => {
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8'
    const page = await stage.ask(path, { headers: { accept } })
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toMatch(/^text\/html\b/)
    expect(page.text).toContain(`<h1>${code}</h1>`)
    expect(page.text).toContain(meaning)
    expect(page.text).toContain(retry === 'never' ? 'does not help' : 'helps')
  })

  test.each([undefined, '*/*', 'application/json', 'application/problem+json'])(
    'is JSON for programs that accept %s',
    async (accept) => {
      const page = await stage.ask(path, accept === undefined ? {} : { headers: { accept } })
      expect(page.status).toBe(200)
      expect(page.headers.get('content-type')).toMatch(/^application\/json\b/)
      expect(JSON.parse(page.text)).toMatchObject({ code, status, title, meaning })
      expect(page.headers.get('cache-control')).toBe('public, max-age=3600')
      expect(page.headers.get('vary')).toContain('Accept')
    },
  )

  test('has a head', async () => {
    expect(await stage.ask(path, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
  })
})

test.each([
  ['text/html;q=0', 'application/json'],
  ['text/html;q=0.0, */*', 'application/json'],
  ['application/json, text/html;q=0.1', 'application/json'],
  ['text/plain;x="text/html"', 'application/json'],
  ['application/json;q=0.5, text/html;q=0.9', 'text/html'],
  ['text/html, application/json', 'text/html'],
])('for “%s” they are %s: what is asked for the most', async (accept, type) => {
  for (const path of ['/problems', '/problems/gone']) {
    const { headers } = await stage.ask(path, { headers: { accept } })
    expect(headers.get('content-type')?.split(';')[0]).toBe(type)
  }
})

test('the style of a page is the one that its policy lets in', async () => {
  for (const path of ['/problems', '/problems/gone']) {
    const { headers, text } = await stage.ask(path, { headers: { accept: 'text/html' } })
    const style = /<style>([^<]+)<\/style>/.exec(text)?.[1] ?? ''
    const digest = createHash('sha256').update(style).digest('base64')
    expect(headers.get('content-security-policy')).toContain(`style-src 'sha256-${digest}'`)
    expect(text).toContain('role="main"')
  }
})

test('the API is not asked for any of them, and a code that is none is not found', async () => {
  expect(await stage.calls()).toEqual([])
  for (const code of ['no_such_code', 'toString', '__proto__', '%3Cscript%3E']) {
    const { problem } = await stage.fail(`/problems/${code}`, 404)
    expect(problem.code).toBe('route_not_found')
  }
})

test('they take GET and HEAD alone', async () => {
  for (const path of ['/problems', `/problems/${CODES[0]}`]) {
    const { problem, headers } = await stage.fail(path, 405, { method: 'POST', body: '{}' })
    expect([problem.code, headers.get('allow')]).toEqual(['route_method_not_allowed', 'GET, HEAD'])
  }
  await stage.fail('/problems/no_such_code', 404, { method: 'POST' })
})
