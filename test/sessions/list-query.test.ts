import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parametersOf, parseListQuery } from '../../src/sessions/list-query.ts'

const pair = fc
  .array(
    fc.constantFrom(...['a', 'limit', 'fields', 'cursor', '=', '?', '+', '%', '%3d', '%26', '%zz']),
    { minLength: 1, maxLength: 6 },
  )
  .map((pieces) => pieces.join(''))

describe('the query of a sessions page', () => {
  it('is read as URLSearchParams reads it', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 5 }), (pairs) => {
        const filters = pairs.join('&')
        // Without the ampersand a question mark that begins a name would be taken for the query's own.
        expect(parametersOf(filters)).toEqual([...new URLSearchParams(`&${filters}`)])
        const given = new URLSearchParams(`?${filters}`)
        const parsed = parseListQuery(`?${filters}`)
        if (parsed.ok) {
          const { query } = parsed
          expect(query.cursor).toBe(given.get('cursor') || undefined)
          expect(query.hasLimit).toBe(given.has('limit'))
          expect(query.fields && [...query.fields]).toEqual(
            given.has('fields') ? [...new Set(given.get('fields')?.split(','))] : undefined,
          )
        } else {
          expect(['cursor', 'limit', 'fields'].some((name) => given.has(name))).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
