import { expect, test } from 'vitest'
import { cutText } from '../../src/syntax/text.ts'

test.each([
  ['', 3, ''],
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['ab😀', 4, 'ab😀'],
  ['ab😀', 3, 'ab'],
  ['ab😀c', 4, 'ab😀'],
  ['😀😀', 1, ''],
])('%j cut at %i units is %j', (text, maxLength, cut) => {
  expect(cutText(text, maxLength)).toBe(cut)
})
