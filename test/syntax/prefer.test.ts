import { expect, test } from 'vitest'
import { parsePreferWait } from '../../src/syntax/prefer.ts'

test.each([
  ['wait=1', 1],
  ['wait=30', 30],
  ['wait=31', 30],
  ['wait=99999999999999999999999', 30],
  ['wait=1e9', 30],
  ['wait=05', 5],
  ['WAIT=5', 5],
  ['wait = 5', 5],
  ['respond-async, wait=10', 10],
  ['wait=10;x=1, handling=lenient', 10],
  ['x="wait=7", wait=5', 5],
  ['wait="3"', 3],
  ['wait = "1\\0"; x=1', 10],
  ['wait="31"', 30],
])('Prefer: %s waits for %d s', (header, seconds) => {
  expect(parsePreferWait(header)).toBe(seconds)
})

test.each([
  null,
  '',
  'wait',
  'wait=',
  'wait=0',
  'wait=-1',
  'wait=+5',
  'wait=1.5',
  'wait=0e5',
  'wait=1e',
  'wait=e5',
  'wait=1e-9',
  'wait=5s',
  'wait=""',
  'wait="5',
  'wait=5"',
  'wait="5\\"',
  'wait="5"6"',
  'wait="5, 7"',
  'wait="5", wait=5',
  'wait=5, wait=5',
  'wait=5, wait=7',
  'wait=5, wait',
  'waits=5',
  'x;wait=5',
  'x="wait=5',
  'wait 5',
])('Prefer: %j waits for nothing', (header) => {
  expect(parsePreferWait(header)).toBeUndefined()
})
