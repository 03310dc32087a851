import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { cookieValues, findCookies } from '../../src/syntax/cookies.ts'

describe('cookie values', () => {
  it.each([
    [null, []],
    ['', []],
    ['access_token=a', ['a']],
    ['access_token=a; other=b', ['a']],
    ['other=b;access_token=a', ['a']],
    ['access_token=a; access_token=b', ['a', 'b']],
    ['access_token=a=b==', ['a=b==']],
    ['access_token=', ['']],
    ['access_token', ['']],
    ['xaccess_token=a; access_tokenx=b; Access_Token=c', []],
    ['x="access_token=a"', []],
    [' access_token = a ;', ['a']],
    ['access%5Ftoken=a; %61ccess_token=b; access%5ftoken', ['a', 'b', '']],
    ['access%5token=a; access%_token=b; access%5Ftoke', []],
    ['access%255Ftoken=a', []],
    ['%', []],
    ['access_token%3Da', []],
  ])('of %j', (header, values) => {
    expect(cookieValues(header, 'access_token')).toEqual(values)
  })
})

describe('pairs of a cookie header', () => {
  test('come as they stand, with the name that was looked for, in their order', () => {
    const header = 'a=1; everruns_org = x ;access%5Ftoken=y;z;access_token=%7A'
    expect(findCookies(header, ['access_token', 'everruns_org'])).toEqual([
      { name: 'everruns_org', pair: 'everruns_org = x', value: 'x' },
      { name: 'access_token', pair: 'access%5Ftoken=y', value: 'y' },
      { name: 'access_token', pair: 'access_token=%7A', value: '%7A' },
    ])
  })

  test('are those that a decoder of names finds, whatever the text', () => {
    const character = fc.constantFrom(
      'a',
      'b',
      '_',
      '%',
      '5',
      'f',
      '6',
      '1',
      '=',
      ';',
      ' ',
      '\u00a0',
    )
    const text = fc.string({ unit: character, maxLength: 24 })
    fc.assert(
      fc.property(text, (header) => {
        expect(cookieValues(header, 'a_')).toEqual(decodedValues(header, 'a_'))
      }),
      { numRuns: 5_000 },
    )
  })
})

/** Plain and slow: every name decoded as a whole. */
function decodedValues(header: string, name: string): string[] {
  return header.split(';').flatMap((pair) => {
    const [key = '', ...value] = pair.split('=')
    return decoded(key.trim()) === name ? [value.join('=').trim()] : []
  })
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
