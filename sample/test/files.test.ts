import { describe, expect, it } from 'vitest'
import { AGENTS_ONE } from '../catalogue.ts'
import { createBench } from './bench.ts'

const FILES = '/v1/workspaces/wsp_1/fs/_/download'

describe('files', () => {
  it('avatars are for everybody, and a 304 of theirs says nothing of caching', async () => {
    const { ask } = createBench()
    const path = `/v1/agents/${AGENTS_ONE.healthy}/avatar`
    const first = await ask(path)
    const etag = first.headers.get('etag') ?? ''
    expect(first.headers.get('cache-control')).toContain('immutable')
    const again = await ask(path, { headers: { 'if-none-match': etag } })
    expect([again.status, again.text, again.headers.get('cache-control')]).toEqual([304, '', null])
  })

  it('have names beyond ASCII, and are sent in ranges', async () => {
    const { ask } = createBench()
    const whole = await ask(`${FILES}/report.pdf`)
    expect(whole.headers.get('content-disposition')).toBe(
      'attachment; filename="Übersicht 2026.pdf"',
    )
    const part = await ask(`${FILES}/report.pdf`, { headers: { range: 'bytes=0-3' } })
    expect([part.status, part.text]).toEqual([206, '%PDF'])
    const beyond = await ask(`${FILES}/report.pdf`, { headers: { range: 'bytes=999999-' } })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([
      416,
      `bytes */${whole.text.length}`,
    ])
  })

  it.each([
    ['page.html', 'text/html; charset=utf-8'],
    ['drawing.svg', 'image/svg+xml'],
    ['feed.xml', 'application/xml'],
  ])('hold what a browser would run: %s', async (name, type) => {
    const told = await createBench().ask(`${FILES}/${name}?inline=true`)
    expect(told.headers.get('content-type')).toBe(type)
    expect(told.headers.get('content-disposition')).toMatch(/^inline/)
  })

  it('export agents as downloads', async () => {
    const { ask } = createBench()
    const path = `/v1/agents/${AGENTS_ONE.healthy}/export`
    expect((await ask(path)).headers.get('content-disposition')).toMatch(/ticket-sorter\.md"$/)
    expect((await ask(`${path}?format=json`)).json).toMatchObject({ name: 'ticket-sorter' })
  })
})

describe('signing in', () => {
  it('sets cookies below the prefix, for a domain, once a code', async () => {
    const { ask } = createBench({ cookieDomain: 'app.everruns.com' })
    const first = await ask('/v1/auth/callback?code=ada', { auth: null })
    expect([first.status, first.headers.get('location')]).toEqual([303, '../../'])
    const cookies = first.headers.getSetCookie()
    expect(cookies.map((each) => each.split('=')[0])).toEqual([
      'access_token',
      'refresh_token',
      'everruns_org',
    ])
    expect(cookies[0]).toContain(
      '; Path=/api; Domain=app.everruns.com; SameSite=Lax; Secure; HttpOnly',
    )
    expect((await ask('/v1/auth/callback?code=ada', { auth: null })).status).toBe(400)
    const cookie = String(cookies[1]?.split(';')[0])
    const refreshed = await ask('/v1/auth/refresh', {
      method: 'POST',
      auth: null,
      headers: { cookie },
    })
    expect([refreshed.status, refreshed.headers.getSetCookie().length]).toEqual([200, 2])
    expect((await ask('/v1/auth/refresh', { method: 'POST', auth: null })).status).toBe(401)
  })

  it('begins and ends with redirects and cookies that are over', async () => {
    const { ask } = createBench()
    const begin = await ask('/v1/auth/login', { auth: null })
    expect([begin.status, begin.headers.get('location')]).toEqual([303, '/login'])
    const end = await ask('/v1/auth/logout', { method: 'POST' })
    expect(end.headers.getSetCookie().every((each) => each.includes('Max-Age=0'))).toBe(true)
  })
})
