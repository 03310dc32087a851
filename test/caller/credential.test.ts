import { describe, expect, it } from 'vitest'
import { cookieValues, parseCredential } from '../../src/caller/credential.ts'

const PAT = `evr_pat_${'a1'.repeat(32)}`

describe('a credential', () => {
  it.each([
    [PAT, 'pat', PAT],
    [`Bearer ${PAT}`, 'pat', PAT],
    [`bearer ${PAT}`, 'pat', PAT],
    [`ApiKey ${PAT}`, 'pat', PAT],
    ['APIKEY some-key', 'pat', 'some-key'],
    ['Bearer aa.bb.cc', 'jwt', 'aa.bb.cc'],
    ['BEARER aa.bb.cc', 'jwt', 'aa.bb.cc'],
  ])('%s is a %s', (header, kind, token) => {
    expect(parseCredential(header)).toEqual({ kind, token })
  })

  it.each([
    null,
    '',
    'Bearer',
    'Bearer ',
    'Bearer  two-spaces',
    'Bearer a b',
    'Basic dXNlcjpwdw==',
    'Token aa.bb.cc',
    'aa.bb.cc',
    'evr_old_key',
    ` ${PAT}`,
    `Bearer,${PAT}`,
  ])('%j is none: the cookies count instead', (header) => {
    expect(parseCredential(header)).toBeUndefined()
  })
})

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
  ])('of %j', (header, values) => {
    expect(cookieValues(header, 'access_token')).toEqual(values)
  })
})
