import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTarget, pathFault, routedPath, setPublicUrl } from '../../src/http/target.ts'

const EDGE = 'https://edge.example'

describe('a request target', () => {
  it.each([
    ['/v1/sessions', '/v1/sessions', ''],
    ['/v1/sessions?a=b', '/v1/sessions', '?a=b'],
    ['/v1/sessions?', '/v1/sessions', '?'],
    ['/v1/x?a=b?c=d', '/v1/x', '?a=b?c=d'],
    ['/v1/x#frag', '/v1/x', ''],
    ['/v1/x?a#frag?b', '/v1/x', '?a'],
    ['/v1/x#frag?a=b', '/v1/x', ''],
    ['/', '/', ''],
    ['/api/v1', '/v1', ''],
    ['/api/v1/x?y', '/v1/x', '?y'],
    ['/api/v1x', '/api/v1x', ''],
    ['/api/api/v1/x', '/api/api/v1/x', ''],
    ['/api/healthz', '/api/healthz', ''],
    ['/API/v1/x', '/API/v1/x', ''],
    ['//evil.example/v1/x', '//evil.example/v1/x', ''],
    ['/v1/a%2Fb%00%zz?q=%27+%2B', '/v1/a%2Fb%00%zz', '?q=%27+%2B'],
    ['/v1/x?to=https://evil.example/', '/v1/x', '?to=https://evil.example/'],
  ])('%s is cut, never decoded', (target, path, query) => {
    const instance = target.split(/[?#]/, 1)[0]
    expect(parseTarget(EDGE + target)).toMatchObject({ origin: EDGE, instance, path, query })
  })

  it.each([
    ['/v1/x', '', EDGE, EDGE],
    ['/api/v1/x?y', '', EDGE, `${EDGE}/api`],
    ['/api/v1', '', EDGE, `${EDGE}/api`],
    ['/api/v1x', '', EDGE, EDGE],
    ['/v1/x', 'https://app.example', 'https://app.example', 'https://app.example'],
    ['/api/v1/x', 'https://app.example', 'https://app.example', 'https://app.example/api'],
    ['/v1/x', 'https://app.example/edge', 'https://app.example/edge', 'https://app.example/edge'],
    [
      '/api/v1/x',
      'https://app.example/edge',
      'https://app.example/edge',
      'https://app.example/edge/api',
    ],
  ])('%s behind “%s” has its pages below %s and its links below %s', (target, ...rest) => {
    const [publicUrl = '', publicBase, apiBase] = rest
    const bases = parseTarget(EDGE + target)
    if (publicUrl !== '') setPublicUrl(bases, publicUrl)
    expect(bases).toMatchObject({ publicBase, apiBase })
  })

  it('has no userinfo in its origin', () => {
    expect(parseTarget('http://me:secret@edge.example/v1/x').origin).toBe('http://edge.example')
  })

  it('is the root where it is an asterisk', () => {
    expect(parseTarget('http://edge.example*')).toMatchObject({
      origin: 'http://edge.example',
      path: '/',
      query: '',
    })
  })

  it('keeps the port of the origin', () => {
    expect(parseTarget('http://127.0.0.1:8787/v1/x')).toMatchObject({
      origin: 'http://127.0.0.1:8787',
    })
  })

  it('loses no character of path and query', () => {
    const piece = fc.stringMatching(/^[\w%/.;=&+~!$'()*,:@-]{0,40}$/)
    fc.assert(
      fc.property(piece, piece, (path, query) => {
        const cut = parseTarget(`${EDGE}/v1/${path}?${query}`)
        expect(cut.path + cut.query).toBe(`/v1/${path}?${query}`)
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    '/v1/x',
    '/api/v1/a%2Fb?c',
    '/v1/sessions/',
    '/',
    '',
    '*',
    '/api',
    '/v1/x#y?z',
    '/v1?/a#b',
  ])('%s is routed by as it is served', (target) => {
    const url = EDGE + target
    expect(routedPath({ url } as Request)).toBe(parseTarget(url).path)
  })
})

describe('a path', () => {
  const fault = (path: string, query = '') => pathFault({ path, query })

  it.each([
    '/v1/x',
    '/v1//x',
    '//evil.example/x',
    '/v1/a%2Fb',
    '/v1/a%2f..%2fb',
    '/v1/a%00%0a',
    '/v1/caf%C3%A9',
    '/v1/..;/x',
    '/v1/...',
    '/v1/.well-known',
    '/v1/a..b/c.',
    '/v1/%252e%252e/x',
  ])('%s is fine', (path) => {
    expect(fault(path)).toBeUndefined()
  })

  it.each(['/v1/%', '/v1/%z', '/v1/%zz', '/v1/%4', '/v1/%ff', '/v1/%c3', '/v1/%ed%a0%80'])(
    '%s has an escape that is none',
    (path) => {
      expect(fault(path)).toBe('invalid_path')
    },
  )

  it.each([
    '/v1/..',
    '/v1/../admin',
    '/v1/./x',
    '/v1/x/.',
    '/v1/%2e%2e/x',
    '/v1/%2E./x',
    '/v1/.%2e',
    '/v1/x\\..\\y',
    '\\\\evil.example/v1/x',
  ])('%s would be another path once a URL parser has read it', (path) => {
    expect(fault(path)).toBe('invalid_path')
  })

  it('says nothing against an odd query, which is not decoded', () => {
    expect(fault('/v1/x', '?a=%zz&b=../..&c=\\')).toBeUndefined()
  })

  it('is at most 16 KiB long with its query', () => {
    expect(fault('/'.padEnd(16_384, 'a'))).toBeUndefined()
    expect(fault('/'.padEnd(16_384, 'a'), '?')).toBe('path_too_long')
    expect(fault('/v1/x', '?'.padEnd(16_380, 'a'))).toBe('path_too_long')
  })
})
