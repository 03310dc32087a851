import { expect, test } from 'vitest'
import { qualityOf } from '../../src/syntax/accept.ts'

test.each([
  [null, 0],
  ['', 0],
  ['*/*', 0],
  ['application/*', 0],
  ['application/json', 1],
  ['text/html, Application/JSON', 1],
  ['application/json;q=0.5', 0.5],
  ['application/json; Q = 0.25', 0.25],
  ['application/json;charset=utf-8;q=0', 0],
  ['application/json;x="a;q=0.1,b";q=0.75', 0.75],
  ['text/plain;x="application/json"', 0],
  ['application/json;q=1.000', 1],
  ['application/json;q=2', 0],
  ['application/json;q=1e0', 0],
  ['application/json;q=-1', 0],
  ['application/json;q=', 0],
  ['application/json;q=0.1, application/json', 0.1],
])('Accept: %j gives JSON the weight %d', (accept, weight) => {
  expect(qualityOf('application/json', accept)).toBe(weight)
})
