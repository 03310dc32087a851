import { describe, expect, it } from 'vitest'
import { parseCredential } from '../../src/syntax/credential.ts'

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
