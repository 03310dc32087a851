import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cookieScope, edgeCookies, moveCookies } from '../../src/upstream/cookies.ts'

const EDGE = cookieScope('https://edge.team.example/app', 'https://api.upstream.example/api')
const move = (cookie: string, scope = EDGE) => edgeCookies([cookie], scope)[0]

describe('the Domain of a cookie', () => {
  it.each([
    ['a=1; Domain=api.upstream.example; Path=/', 'a=1; Path=/'],
    ['a=1; domain=.Upstream.Example', 'a=1'],
    ['a=1; Domain=other.example; Secure', 'a=1; Secure'],
    ['a=1; Domain = upstream.example ; Secure', 'a=1; Secure'],
    ['a=1; Domain=example', 'a=1'],
    ['a=1; Domain=', 'a=1'],
    ['a=1; Domain', 'a=1; Domain'],
    ['a=1; Domain=dge.team.example', 'a=1'],
    ['a=1; Domain=edge.team.example', 'a=1; Domain=edge.team.example'],
    ['a=1; Domain=.Team.Example; HttpOnly', 'a=1; Domain=.Team.Example; HttpOnly'],
    ['a=1; Domain=team.example; Domain=other.example', 'a=1; Domain=team.example'],
    ['a=domain=other.example', 'a=domain=other.example'],
    ['domain=other.example', 'domain=other.example'],
  ])('goes where it does not cover the edge: %s', (given, expected) => {
    expect(move(given)).toBe(expected)
  })

  it.each([
    ['http://127.0.0.1:8787', 'a=1; Domain=127.0.0.1', 'a=1; Domain=127.0.0.1'],
    ['http://127.0.0.1:8787', 'a=1; Domain=0.0.1', 'a=1'],
    ['http://[::1]:8787', 'a=1; Domain=[::1]', 'a=1; Domain=[::1]'],
    ['http://localhost', 'a=1; Domain=localhost', 'a=1; Domain=localhost'],
    ['http://app.localhost', 'a=1; Domain=localhost', 'a=1'],
  ])('covers an address only as a whole: %s, %s', (edge, given, expected) => {
    expect(move(given, cookieScope(edge, 'https://api.example/api'))).toBe(expected)
  })
})

describe('the Path of a cookie', () => {
  it.each([
    ['a=1; Path=/api', 'a=1; Path=/'],
    ['a=1; path=/api/; Secure', 'a=1; path=/; Secure'],
    ['a=1; Path= /api/v1/auth', 'a=1; Path=/'],
    ['a=1; Path=/', 'a=1; Path=/'],
    ['a=1; Path=/apiary', 'a=1; Path=/apiary'],
    ['a=1; Path=/v1/auth', 'a=1; Path=/v1/auth'],
    ['a=1; Path=/API', 'a=1; Path=/API'],
    ['path=/api', 'path=/api'],
  ])('is the edge’s root where it lies below the upstream’s prefix: %s', (given, expected) => {
    expect(move(given)).toBe(expected)
  })

  it('stays where the upstream has no prefix', () => {
    const scope = cookieScope('https://edge.example', 'https://api.example')
    expect(move('a=1; Path=/api', scope)).toBe('a=1; Path=/api')
  })
})

it('a cookie without Domain and Path is as it came, byte for byte', () => {
  const attribute = fc.constantFrom(
    'Secure',
    ' HttpOnly',
    '  SameSite=Lax ',
    ' Max-Age=1',
    '',
    ' =',
  )
  const cookie = fc.tuple(fc.stringMatching(/^[ -:<-~]{0,20}$/), fc.array(attribute))
  fc.assert(
    fc.property(cookie, ([pair, attributes]) => {
      const text = [pair, ...attributes].join(';')
      expect(move(text)).toBe(text)
    }),
  )
})

it('each cookie of a response is moved, in order', () => {
  const headers = new Headers([
    ['Set-Cookie', 'a=1; Domain=api.upstream.example'],
    ['Set-Cookie', 'b=2'],
    ['X-Other', 'x'],
    ['Set-Cookie', 'a=3; Path=/api'],
  ])
  moveCookies(headers, EDGE)
  expect(headers.getSetCookie()).toEqual(['a=1', 'b=2', 'a=3; Path=/'])
  expect(headers.get('x-other')).toBe('x')
})
