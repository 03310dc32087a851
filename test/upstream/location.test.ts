import { describe, expect, it } from 'vitest'
import { edgeLinks, edgeLocation, type LocationScope } from '../../src/upstream/location.ts'

const UPSTREAM = 'https://api.upstream.example/api'
const EDGE = 'https://edge.example/api'
const SCOPE: LocationScope = {
  apiBase: EDGE,
  upstreamUrl: UPSTREAM,
  target: '/v1/sessions/s1?a=b',
}

describe('a Location', () => {
  it.each([
    [`${UPSTREAM}/v1/y?a=b#c`, `${EDGE}/v1/y?a=b#c`],
    ['https://app.everruns.com/api/v1/y', `${EDGE}/v1/y`],
    ['/api/v1/y', `${EDGE}/v1/y`],
    ['//api.upstream.example/api/v1/y', `${EDGE}/v1/y`],
    ['s2', `${EDGE}/v1/sessions/s2`],
    ['../agents', `${EDGE}/v1/agents`],
    ['?c=d', `${EDGE}/v1/sessions/s1?c=d`],
    ['', `${EDGE}/v1/sessions/s1?a=b`],
    ['/api/v1', `${EDGE}/v1`],
    ['https://user:word@api.upstream.example/api/v1/y', `${EDGE}/v1/y`],
  ])('below the upstream’s base is the edge’s: “%s”', (location, expected) => {
    expect(edgeLocation(location, SCOPE)).toBe(expected)
  })

  it.each([
    ['/login', 'https://api.upstream.example/login'],
    ['/', 'https://api.upstream.example/'],
    ['../../../login', 'https://api.upstream.example/login'],
    ['/v1/y', 'https://api.upstream.example/v1/y'],
    ['/api/docs', 'https://api.upstream.example/api/docs'],
    ['/apiv1/x', 'https://api.upstream.example/apiv1/x'],
    ['/api/v1/../../admin', 'https://api.upstream.example/admin'],
    ['//api.upstream.example/login', 'https://api.upstream.example/login'],
    ['https://api.upstream.example/login', 'https://api.upstream.example/login'],
  ])('that leads out of the base is absolute on the upstream: “%s”', (location, expected) => {
    expect(edgeLocation(location, SCOPE)).toBe(expected)
  })

  it.each([
    'https://files.example/api/v1/y?signature=1#z',
    '//files.example/api/v1/y',
    'http://api.upstream.example/api/v1/y',
    'https://api.upstream.example:8443/api/v1/y',
    'everruns://callback?code=1',
    'http://[not-a-url',
  ])('on another host or scheme is as it came: “%s”', (location) => {
    expect(edgeLocation(location, SCOPE)).toBe(location)
  })

  it('is the edge’s too where the upstream has no prefix', () => {
    const scope = { ...SCOPE, upstreamUrl: 'http://127.0.0.1:9000' }
    expect(edgeLocation('/v1/y', scope)).toBe(`${EDGE}/v1/y`)
    expect(edgeLocation('/login', scope)).toBe('http://127.0.0.1:9000/login')
  })
})

it('a Link header has those links on the edge that are below a base of the upstream', () => {
  const links = [
    `<${UPSTREAM}/v1/x?offset=20>; rel="next"`,
    '</api/v1/x>; rel=prev',
    '<https://app.everruns.com/api/v1/y>; rel=first; title="a < b"',
    `<${UPSTREAM}x/v1/y>; rel="related"`,
  ]
  expect(edgeLinks(links.join(', '), SCOPE)).toBe(
    [
      `<${EDGE}/v1/x?offset=20>; rel="next"`,
      '</api/v1/x>; rel=prev',
      `<${EDGE}/v1/y>; rel=first; title="a < b"`,
      links[3],
    ].join(', '),
  )
})
