import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ListQuery,
  linkTo,
  parametersOf,
  parseListQuery,
  withPaging,
} from '../../src/sessions/list-query.ts'

const UINT32_MAX = 4_294_967_295

function read(text: string): ListQuery {
  const parsed = parseListQuery(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return parsed.query
}

describe('limit and offset', () => {
  it.each([
    ['', 20, 0],
    ['?limit=0&offset=0', 0, 0],
    ['?limit=1', 1, 0],
    ['?limit=101', 101, 0],
    ['?limit=500', 500, 0],
    ['?limit=501', 500, 0],
    [`?limit=${UINT32_MAX}&offset=${UINT32_MAX}`, 500, UINT32_MAX],
    ['?limit=%2B7&offset=%2B8', 7, 8],
    ['?limit=00000000000012', 12, 0],
    ['?%6Cimit=9&off%73et=3', 9, 3],
  ])('of %s are %i and %i', (text, limit, offset) => {
    expect(read(text)).toMatchObject({ limit, offset })
  })

  it('are known to be given or not', () => {
    expect(read('?limit=20')).toMatchObject({ hasLimit: true, hasOffset: false })
    expect(read('?offset=0')).toMatchObject({ hasLimit: false, hasOffset: true })
  })

  const BAD = ['', '-1', 'x', '1.0', '1e2', '0x1', '+7', '%207', '7%20', '٣', 'NaN', 'Infinity']
  const TOO_LARGE = [`${UINT32_MAX + 1}`, '9'.repeat(400)]
  it.each([...BAD, ...TOO_LARGE])('%j is neither', (value) => {
    const parsed = parseListQuery(`?limit=${value}&offset=${value}`)
    expect(parsed).toMatchObject({
      ok: false,
      errors: [{ pointer: '/query/limit' }, { pointer: '/query/offset' }],
    })
  })

  it('are given once, as the cursor is', () => {
    const parsed = parseListQuery('?limit=1&limit=1&offset=2&offset=2&cursor=a&cursor=a')
    expect(parsed).toMatchObject({
      ok: false,
      errors: ['limit', 'offset', 'cursor'].map((name) => ({
        pointer: `/query/${name}`,
        detail: 'must be given once',
      })),
    })
  })
})

describe('filters', () => {
  it('stay as they were written, without what chooses the page', () => {
    const filters = 'search=a+b%20c%C3%A9&mine=true&mine=false&z=%zz;%26'
    const text = `?limit=5&${filters.replace('&mine', '&curso%72=c&&x&y=&_=1&utm_source=a&%5F=2&fields=id&mine')}&offset=%31`
    expect(read(text).filters).toBe(filters)
    expect(withPaging(filters, { offset: 3, limit: undefined })).toBe(`?${filters}&offset=3`)
    expect(withPaging('', {})).toBe('')
  })

  it('with a question mark in their name are no paging', () => {
    expect(read('??limit=5&?cursor=x')).toMatchObject({
      filters: '?limit=5&?cursor=x',
      limit: 20,
      cursor: undefined,
    })
  })

  it('say the order', () => {
    expect(read('?order=last_activity').order).toBe('updated_at')
    for (const order of ['', '?order=created_at', '?order=other', '?order']) {
      expect(read(order).order).toBe('created_at')
    }
  })

  it('of any kind reach the upstream as the same parameters', () => {
    const own = ['limit', 'offset', 'cursor', 'fields', '_']
    const name = fc.string().filter((text) => !own.includes(text) && !text.startsWith('utm_'))
    const value = fc.string({ unit: 'grapheme', minLength: 1 })
    const pairs = fc.array(fc.tuple(name, value))
    const property = fc.property(pairs, (given) => {
      const query = new URLSearchParams([...given, ['limit', '3']])
      const { filters } = read(`?${query}`)
      const asked = new URLSearchParams(withPaging(filters, { offset: 1, limit: 3 }))
      expect([...asked]).toEqual([...given, ['offset', '1'], ['limit', '3']])
    })
    fc.assert(property, { numRuns: 300 })
  })
})

describe('a cursor', () => {
  it('that is empty is none', () => {
    expect(read('?cursor=').cursor).toBeUndefined()
    expect(read('?cursor').cursor).toBeUndefined()
    expect(read('?cursor=abc').cursor).toBe('abc')
  })
})

describe('fields', () => {
  it.each([
    ['?fields=id', ['id']],
    ['?fields=title,id,title', ['title', 'id']],
    ['?fields=id%2Cself_url', ['id', 'self_url']],
  ])('of %s are %j', (text, names) => {
    expect([...(read(text).fields ?? [])]).toEqual(names)
  })

  it('that are not given are all', () => {
    expect(read('').fields).toBeUndefined()
  })

  it.each([
    '',
    ',',
    'id,',
    ',id',
    'id,,title',
    'id, title',
    'a.b',
    'é',
    'id;title',
    'id&fields=id',
  ])('%j are none', (value) => {
    const parsed = parseListQuery(`?fields=${value}`)
    const errors = [{ pointer: '/fields', detail: expect.stringMatching(/^must be /) }]
    expect(parsed).toEqual({ ok: false, errors })
  })
})

describe('a link', () => {
  it('repeats what was asked for, and leads to another page', () => {
    const query = read('?fields=id,title&search=a&offset=3&cursor=x&_=1&limit=7')
    expect(linkTo('https://edge.example/api', query, { cursor: 'abc' })).toBe(
      'https://edge.example/api/v1/sessions?search=a&limit=7&fields=id,title&cursor=abc',
    )
    expect(linkTo('https://edge.example', read(''), {})).toBe('https://edge.example/v1/sessions')
  })

  it('holds a URI: what no URI may hold is percent-encoded, and means the same', () => {
    const search = 'é|{}^`"<>\\ \ud83d\ude00%%4%zz%C3'
    const link = linkTo('https://edge.example', read(`?search=${search}`), {})
    expect(link).toMatch(/^https:\/\/edge\.example\/v1\/sessions\?search=[\w.~%-]+$/)
    expect(link).not.toMatch(/%(?![\dA-F]{2})/)
    const meaning = 'é|{}^`"<>\\ \ud83d\ude00%%4%zz\ufffd'
    expect(new URL(link).searchParams.get('search')).toBe(meaning)
  })

  it('is one whatever the filters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const link = linkTo('https://edge.example', read(`?x=${text.replace(/[&#]/g, '')}`), {})
        expect(link).toMatch(/^[\w\-.~!$&'()*+,;=:@/?%]+$/)
      }),
      { numRuns: 500 },
    )
  })
})

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
