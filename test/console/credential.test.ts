import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { looksLikeToken, readOrganisation, readToken } from '../../console/credential.ts'

const PAT = `evr_pat_${'1'.repeat(64)}`
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'

describe('a pasted token', () => {
  it('is the token, whatever blanks, quotes and names came along', () => {
    const blanks = [' ', '\n', '\t', ' ', '​', '﻿', '\r\n']
    const blank = fc.array(fc.constantFrom(...blanks), { maxLength: 4 }).map((all) => all.join(''))
    fc.assert(
      fc.property(blank, blank, fc.nat({ max: PAT.length }), blank, (before, after, at, inside) => {
        const broken = PAT.slice(0, at) + inside + PAT.slice(at)
        expect(readToken(before + broken + after)).toEqual({ authorization: PAT })
      }),
    )
    for (const text of [
      `"${PAT}"`,
      `'${PAT}'`,
      `Authorization: ${PAT}`,
      `"authorization: ${PAT}"`,
    ]) {
      expect(readToken(text)).toEqual({ authorization: PAT })
    }
  })

  it('is sent as the API takes it: a PAT bare, a JWT as a bearer token, a scheme as it is', () => {
    expect(readToken(JWT)).toEqual({ authorization: `Bearer ${JWT}` })
    expect(readToken(`bearer   ${JWT}`)).toEqual({ authorization: `bearer ${JWT}` })
    expect(readToken(`ApiKey ${PAT}`)).toEqual({ authorization: `ApiKey ${PAT}` })
  })

  it('is refused before it is sent where it can be none', () => {
    for (const text of ['', '  ​', 'Bearer ', '•••••', 'evr_pat_…']) {
      expect(readToken(text), text).toHaveProperty('fault')
    }
  })
})

it('an organisation is taken without its blanks, and any other text is refused', () => {
  const org = `org_${'0'.repeat(31)}1`
  expect(readOrganisation(` ${org}\n`)).toEqual({ org })
  expect(readOrganisation(' ')).toEqual({ org: '' })
  expect(readOrganisation('org_1')).toHaveProperty('fault')
})

it('a text with a token in it is known, a title is not taken for one', () => {
  expect([PAT, `x ${PAT} y`, JWT].map(looksLikeToken)).toEqual([true, true, true])
  expect(['evr_pat_', 'Check the refund', 'eyJ', ''].some(looksLikeToken)).toBe(false)
})
