import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseHttpDate } from '../../src/syntax/http-date.ts'

const NOW_MS = Date.UTC(2026, 10, 25)
const EXAMPLE_MS = Date.UTC(1994, 10, 6, 8, 49, 37)

describe('an HTTP-date', () => {
  test.each([
    'Sun, 06 Nov 1994 08:49:37 GMT',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
  ])('is read in the form of %j', (text) => {
    expect(parseHttpDate(text, NOW_MS)).toBe(EXAMPLE_MS)
  })

  test.each([
    ['a day of two digits in the third form', 'Wed Nov 16 08:49:37 1994', 10 * 86_400_000],
    ['a leap second', 'Sun, 06 Nov 1994 08:49:60 GMT', 23_000],
    ['another name of the day', 'Mon, 06 Nov 1994 08:49:37 GMT', 0],
  ])('may be %s', (_, text, laterMs) => {
    expect(parseHttpDate(text, NOW_MS)).toBe(EXAMPLE_MS + laterMs)
  })

  test.each([
    ['26', 2026],
    ['76', 2076],
    ['77', 1977],
    ['99', 1999],
    ['00', 2000],
  ])('of a year %s is at most fifty years ahead', (year, full) => {
    const read = parseHttpDate(`Sunday, 01-Nov-${year} 00:00:00 GMT`, NOW_MS)
    expect(read).toBe(Date.UTC(full, 10, 1))
  })

  test.each([
    null,
    '',
    '0',
    '3600',
    '-1',
    '2020',
    '2030-01-01',
    '2030-01-01T00:00:00Z',
    '1/1/2037',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37 +0000',
    'Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT',
    'sun, 06 nov 1994 08:49:37 gmt',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06-Nov-94 08:49:37 GMT',
    'Sunday, 06 Nov 1994 08:49:37 GMT',
    'Sun, 31 Feb 1994 08:49:37 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:00 GMT',
    'Sun, 06 Nov 1994 08:49:61 GMT',
    'Sun Nov 6 08:49:37 1994',
    'Sun Nov 06  08:49:37 1994',
    ' Sun, 06 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 GMT ',
    'Thu, 01 Jan 0001 00:00:00 GMT',
    'Sun, 06 Nov 19940 08:49:37 GMT',
  ])('is not %j', (text) => {
    expect(parseHttpDate(text, NOW_MS)).toBeUndefined()
  })

  test('is what every date is written as, to the second', () => {
    const second = fc.integer({ min: -2_000_000_000, max: 4_000_000_000 })
    fc.assert(
      fc.property(second, (seconds) => {
        const ms = seconds * 1_000
        expect(parseHttpDate(new Date(ms).toUTCString(), NOW_MS)).toBe(ms)
      }),
    )
  })
})
