import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitUnquoted, unquote } from '../../src/syntax/list.ts'

describe('a list', () => {
  test.each([
    ['', []],
    [' , ,\t', []],
    ['a', ['a']],
    [' a b ,c', ['a b', 'c']],
    ['a="1,2" , b', ['a="1,2"', 'b']],
    ['"\\",", b', ['"\\","', 'b']],
    ['"a, b', ['"a', 'b']],
    ['"a", "b, c', ['"a"', '"b', 'c']],
    ['\u00a0a', ['\u00a0a']],
  ])('%j has the members %j', (text, members) => {
    expect(splitUnquoted(text)).toEqual(members)
  })

  test('parameters are cut at semicolons', () => {
    expect(splitUnquoted('a ; b="x;y";c', ';')).toEqual(['a', 'b="x;y"', 'c'])
  })

  test('what is quoted comes back as one member, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (values) => {
        const quoted = values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`)
        expect(splitUnquoted(quoted.join(' , ')).map(unquote)).toEqual(values)
      }),
      { numRuns: 1_000 },
    )
  })
})

test.each([
  ['a', 'a'],
  ['', ''],
  ['"a"', 'a'],
  ['""', ''],
  ['"', ''],
  ['"a', 'a'],
  ['"a\\"b"', 'a"b'],
])('%j says %j', (text, said) => {
  expect(unquote(text)).toBe(said)
})
