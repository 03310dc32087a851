import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composePageText, cutPageText } from '../../src/sessions/page-text.ts'
import { JsonTextError } from '../../src/syntax/json-text.ts'

const SPACES = ['', '', ' ', '\n', '\t ', '\r\n  ']

// A value as JSON text with white space strewn between the tokens.
function spell(value: unknown, space: () => string): string {
  const pad = (text: string) => `${space()}${text}${space()}`
  if (Array.isArray(value)) {
    return pad(`[${value.map((item) => spell(item, space)).join(',') || space()}]`)
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([name, item]) => `${pad(JSON.stringify(name))}:${spell(item, space)}`,
    )
    return pad(`{${members.join(',') || space()}}`)
  }
  return pad(JSON.stringify(value))
}

const members = fc.dictionary(
  fc.string().filter((name) => name !== 'data'),
  fc.jsonValue(),
)

describe('the text of a page', () => {
  it('is cut into rows and members that mean what they meant', () => {
    const spaces = fc.infiniteStream(fc.constantFrom(...SPACES))
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        members,
        spaces,
        fc.boolean(),
        (data, others, run, isLast) => {
          const page = isLast ? { ...others, data } : { data, ...others }
          const text = spell(page, () => run.next().value)
          const cut = cutPageText(text)
          expect(cut.rows.map((row) => JSON.parse(row))).toEqual(JSON.parse(JSON.stringify(data)))
          const parsed = [...cut.members].map(([name, raw]) => [name, JSON.parse(raw)])
          const { data: _, ...rest } = JSON.parse(text)
          expect(parsed).toEqual(Object.entries(rest))
          for (const raw of [...cut.rows, ...cut.members.values()]) expect(text).toContain(raw)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('is put together again with every part as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), members, (data, others) => {
        const { rows, members } = cutPageText(JSON.stringify({ data, ...others }))
        const composed = cutPageText(composePageText(rows, members))
        expect(composed).toEqual({ rows, members })
      }),
      { numRuns: 300 },
    )
  })

  it('keeps numbers, escapes, order and repeated names inside a row', () => {
    const row =
      '{"z":1.0,"a":12345678901234567890,"a":1e2,"data":[{"data":[]}],"t":"\\u0041\\/\\"]}"}'
    const { rows, members } = cutPageText(` {"total" : 1.50 , "data" : [ ${row} , ${row} ] } `)
    expect(rows).toEqual([row, row])
    expect([...members]).toEqual([['total', '1.50']])
    expect(composePageText(rows, members)).toBe(`{"data":[${row},${row}],"total":1.50}`)
  })

  it.each([
    ['{"data":[]}', []],
    ['{"data":[ ]}', []],
    ['{"data":["\\\\"]}', ['"\\\\"']],
    ['{"data":["\\\\\\""," , "]}', ['"\\\\\\""', '" , "']],
    ['{"d\\u0061ta":[1]}', ['1']],
    ['{"data":[1],"data":[2]}', ['2']],
    [
      '{"nested":{"data":[1,2]},"data":[[1,[2]],null,true,-1.5e3]}',
      ['[1,[2]]', 'null', 'true', '-1.5e3'],
    ],
  ])('%s has the rows %j', (text, rows) => {
    expect(cutPageText(text).rows).toEqual(rows)
  })

  it.each(['[]', '"data"', '{}', '{"data":{}}', '{"data":null}', '', '{"data":[}', '{"data":["'])(
    '%s is no page',
    (text) => {
      expect(() => cutPageText(text)).toThrow(JsonTextError)
    },
  )

  it('is cut in time that grows with its length only', () => {
    const row = JSON.stringify({ id: 'session_1', preview: 'x"\\'.repeat(300) })
    const text = `{"data":[${Array.from({ length: 500 }, () => row).join(',')}],"total":500}`
    expect(cutPageText(text).rows).toEqual(Array.from({ length: 500 }, () => row))
  })
})
