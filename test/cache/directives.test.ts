import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ANY_AGE, requestDirectives } from '../../src/cache/directives.ts'

const read = (headers: Record<string, string>) => requestDirectives(new Headers(headers))
const readControl = (value: string) => read({ 'cache-control': value })

describe('what a request asks of the cache', () => {
  test.each([
    ['no-cache', { maxAgeMs: 0 }],
    ['No-Cache', { maxAgeMs: 0 }],
    ['max-age=0', { maxAgeMs: 0 }],
    ['max-age="0"', { maxAgeMs: 0 }],
    ['max-age=00', { maxAgeMs: 0 }],
    ['MAX-AGE=7', { maxAgeMs: 7_000 }],
    ['max-age=7, no-cache', { maxAgeMs: 0 }],
    ['max-age=0, max-age=3600', { maxAgeMs: 0 }],
    ['max-age=3600, max-age=5', { maxAgeMs: 5_000 }],
    ['max-age=soon, max-age=5', { maxAgeMs: 5_000 }],
    ['no-store', { maxAgeMs: 0, isNoStore: true }],
    ['only-if-cached', { isOnlyIfCached: true }],
    [' no-transform ,, only-if-cached,max-age = 3 ', { isOnlyIfCached: true, maxAgeMs: 3_000 }],
    ['no-cache="Set-Cookie"', { maxAgeMs: 0 }],
    // RFC 9111 section 1.2.2: more than can be counted is 2^31 seconds.
    ['max-age=99999999999999999999', { maxAgeMs: 2 ** 31 * 1_000 }],
  ])('%s', (value, asked) => {
    expect(readControl(value)).toEqual({ ...ANY_AGE, ...asked })
  })

  test.each([
    '',
    'max-age',
    'max-age=',
    'max-age=-1',
    'max-age=0.5',
    'max-age=0x10',
    'max-age=1e3',
    'max-age=soon',
    'max-age 0',
    'no cache',
    'nocache',
    'no-store-please',
    'no-cache!',
    'min-fresh=5, max-stale',
    '=0',
    ';;;',
    '"no-store"',
  ])('garbage asks nothing: %j', (value) => {
    expect(readControl(value)).toEqual(ANY_AGE)
  })

  test('Pragma counts only where Cache-Control is absent', () => {
    expect(read({ pragma: 'no-cache' }).maxAgeMs).toBe(0)
    expect(read({ pragma: 'no-cache', 'cache-control': 'max-age=9' }).maxAgeMs).toBe(9_000)
  })

  describe('no-cache that fetch() adds to a script’s If-None-Match', () => {
    const added = { 'cache-control': 'no-cache', pragma: 'no-cache', 'if-none-match': '"a"' }

    test('asks nothing', () => {
      expect(read(added)).toEqual(ANY_AGE)
    })

    test.each([
      { 'cache-control': 'max-age=0' },
      { 'cache-control': 'no-cache, max-age=0' },
      { 'cache-control': 'No-Cache' },
      { pragma: 'No-Cache' },
    ])('asks where it is not exactly what fetch() adds: %j', (other) => {
      expect(read({ ...added, ...other }).maxAgeMs).toBe(0)
    })

    test('asks without If-None-Match, and without Pragma', () => {
      expect(read({ 'cache-control': 'no-cache', pragma: 'no-cache' }).maxAgeMs).toBe(0)
      expect(read({ 'cache-control': 'no-cache', 'if-none-match': '"a"' }).maxAgeMs).toBe(0)
      expect(read({ pragma: 'no-cache', 'if-none-match': '"a"' }).maxAgeMs).toBe(0)
    })
  })

  test('no text at all makes it fail, or ask for an age that is none', () => {
    const headerText = fc.string({ unit: 'grapheme-ascii', maxLength: 60 })
    fc.assert(
      fc.property(headerText, (value) => {
        expect(readControl(value).maxAgeMs).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 500 },
    )
  })
})
