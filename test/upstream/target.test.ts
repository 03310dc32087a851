import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { upstreamTarget } from '../../src/upstream/target.ts'

const BASE = 'https://api.upstream.example/api'

describe('the address at the upstream', () => {
  it.each([
    ['/v1/sessions', '?limit=5', `${BASE}/v1/sessions?limit=5`],
    ['/v1//evil.example/x', '', `${BASE}/v1//evil.example/x`],
    ['/v1/a%2F..%2Fb%00%0a', '?q=%27', `${BASE}/v1/a%2F..%2Fb%00%0a?q=%27`],
    ['//evil.example/v1/x', '', `${BASE}//evil.example/v1/x`],
    ['/v1/https://evil.example/', '', `${BASE}/v1/https://evil.example/`],
    ['/v1/..;/admin', '', `${BASE}/v1/..;/admin`],
    ['/v1/x', '?@evil.example/', `${BASE}/v1/x?@evil.example/`],
  ])('is %s%s appended, never resolved', (path, query, target) => {
    expect(upstreamTarget(BASE, path, query)).toBe(target)
  })

  it('needs no prefix', () => {
    expect(upstreamTarget('http://127.0.0.1:9000', '/v1/x', '')).toBe('http://127.0.0.1:9000/v1/x')
  })

  it.each([
    '/../admin',
    '/v1/../../admin',
    '/v1/%2e%2e/%2E%2E/admin',
    '/v1/..\\..\\admin',
    '/v1/../..',
    '.evil.example/v1/x',
    '@evil.example/v1/x',
    ':443@evil.example/v1/x',
  ])('never lies outside the base: %s throws', (path) => {
    expect(() => upstreamTarget(BASE, path, '')).toThrow('outside')
  })

  it.each(['.evil.example/v1/x', '@evil.example/v1/x', ':1@evil.example/', '8/v1/x'])(
    'never leaves an origin without a prefix either: %s throws',
    (path) => {
      expect(() => upstreamTarget('https://api.upstream.example', path, '')).toThrow()
    },
  )

  it('is on the origin and below the prefix, whatever the path and query, or there is none', () => {
    const piece = fc.constantFrom(
      ...['/', '\\', '..', '.', '%2e', '%2F', '@', ':', '?', '#', '//', 'evil.example', 'v1', ';'],
      ...['\t', '\n', '%00', '%5c', 'http:', '\u0080', '\uff0f', ' '],
    )
    const text = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, text, fc.constantFrom(BASE, 'http://h.example:81'), (path, query, base) => {
        let target: string
        try {
          target = upstreamTarget(base, path, query)
        } catch {
          return
        }
        const { origin, pathname } = new URL(target)
        const root = new URL(base)
        expect(origin).toBe(root.origin)
        expect(`${pathname}/`.startsWith(`${root.pathname}/`.replace('//', '/'))).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })
})
