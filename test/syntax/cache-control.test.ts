import { describe, expect, test } from 'vitest'
import { leastSeconds, parseDirectives, parseSeconds } from '../../src/syntax/cache-control.ts'

describe('directives of Cache-Control', () => {
  test('are read whatever their case, quotes and space', () => {
    const read = parseDirectives(' Max-Age = "5" ,no-store,, x=1=2, private="a')
    expect([...read]).toEqual([
      ['max-age', ['5']],
      ['no-store', ['']],
      ['x', ['1=2']],
      ['private', ['a']],
    ])
  })

  test('that stand inside a quoted value are none', () => {
    const read = parseDirectives('private="no-store, max-age=0", x="a\\",no-cache", y')
    expect([...read]).toEqual([
      ['private', ['no-store, max-age=0']],
      ['x', ['a",no-cache']],
      ['y', ['']],
    ])
  })

  test('a quote without an end hides nothing that comes behind it', () => {
    expect([...parseDirectives('private="a, no-store').keys()]).toEqual(['private', 'no-store'])
  })

  test('all values of a directive that is given twice are kept', () => {
    expect(parseDirectives('max-age=1, MAX-AGE=0, max-age').get('max-age')).toEqual(['1', '0', ''])
  })

  test.each([null, '', ',', ' , ,', '=5', 'no store', '"no-store"', 'a b=1', '\u00e9=1'])(
    'there are none in %j',
    (text) => {
      expect(parseDirectives(text).size).toBe(0)
    },
  )

  test.each([
    ['0', 0],
    ['007', 7],
    ['2147483648', 2 ** 31],
    ['99999999999999999999999', 2 ** 31],
    ['', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    [' 1', undefined],
  ])('%j is %j seconds', (value, expected) => {
    expect(parseSeconds(value)).toBe(expected)
  })

  test('of several values the least counts, and what is none as it is told', () => {
    expect(leastSeconds(undefined, 0)).toBeUndefined()
    expect(leastSeconds(['5', '3', '4'], 0)).toBe(3)
    expect(leastSeconds(['5', 'soon'], 0)).toBe(0)
    expect(leastSeconds(['5', 'soon'], undefined)).toBe(5)
    expect(leastSeconds(['soon'], undefined)).toBeUndefined()
  })
})
