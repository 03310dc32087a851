import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalQuery } from '../../src/syntax/query.ts'

describe('the canonical query', () => {
  test.each([
    ['', ''],
    ['?', ''],
    ['?b=2&a=1', '?a=1&b=2'],
    ['?a=2&a=1', '?a=2&a=1'],
    ['?b=1&a=2&b=0&a=1', '?a=2&a=1&b=1&b=0'],
    ['?a', '?a'],
    ['?a=', '?a='],
    ['?a=1&&b=2&', '?a=1&b=2'],
    ['?&', ''],
    ['?_=1700000000000', ''],
    ['?_', ''],
    ['?utm_source=mail&b=2&_=1&a=1&utm_=', '?a=1&b=2'],
    ['?__=1', '?__=1'],
    ['?utm=1', '?utm=1'],
    ['?UTM_source=1', '?UTM_source=1'],
    ['?b=_', '?b=_'],
    ['?%5F=1&a=1', '?%5F=1&a=1'],
  ])('of %j is %j', (query, canonical) => {
    expect(canonicalQuery(query)).toBe(canonical)
  })

  const pair = fc
    .tuple(fc.constantFrom('a', 'b', 'A', 'a b', 'é'), fc.constantFrom('1', '2', '', 'a=b'))
    .map(([key, value]) => [key, value] as const)
  const encoders = [
    (part: string) => encodeURIComponent(part),
    (part: string) => encodeURIComponent(part).replaceAll('%20', '+'),
    (part: string) => encodeURIComponent(part).replaceAll('a', '%61'),
  ]
  const query = fc
    .array(fc.tuple(pair, fc.constantFrom(...encoders)), { maxLength: 5 })
    .map((pairs) => pairs.map(([[key, value], encode]) => `${encode(key)}=${encode(value)}`))

  /** What a server may tell apart: every parameter's values, in their order. */
  function meaning(pairs: readonly string[]): string {
    const values = new Map<string, string[]>()
    for (const [key, value] of new URLSearchParams(pairs.join('&'))) {
      values.set(key, [...(values.get(key) ?? []), value])
    }
    return JSON.stringify([...values].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  }

  test('is the same for two queries only where the upstream cannot tell them apart', () => {
    fc.assert(
      fc.property(query, fc.func(fc.integer()), (pairs, order) => {
        const shuffled = pairs.toSorted((a, b) => order(a) - order(b))
        const isSame =
          canonicalQuery(`?${pairs.join('&')}`) === canonicalQuery(`?${shuffled.join('&')}`)
        if (isSame) expect(meaning(shuffled)).toBe(meaning(pairs))
      }),
      { numRuns: 2_000 },
    )
  })

  test('does not depend on the order of parameters that have different names', () => {
    const named = fc.uniqueArray(fc.constantFrom('a=1', 'b=2', 'cc=3', 'd', 'e_f=%20'))
    fc.assert(
      fc.property(named, (pairs) => {
        const reversed = pairs.toReversed().join('&')
        expect(canonicalQuery(`?${reversed}`)).toBe(canonicalQuery(`?${pairs.join('&')}`))
      }),
      { numRuns: 200 },
    )
  })
})
