import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasControls, readJson } from '../../src/syntax/json-text.ts'

/** Whether the reader takes the whole text for one value. */
function isRead(text: string): boolean {
  const json = readJson(text)
  try {
    return json.skipSpace(json.valueEnd(json.skipSpace(0))) === text.length
  } catch {
    return false
  }
}

/** The same as a visitor of every object and array sees it. */
function isVisited(text: string): boolean {
  const json = readJson(text)
  function visit(at: number): number {
    if (text[at] === '{') return json.eachMember(at, (_, __, value) => visit(value))
    return text[at] === '[' ? json.eachElement(at, visit) : json.valueEnd(at)
  }
  try {
    return json.skipSpace(visit(json.skipSpace(0))) === text.length
  } catch {
    return false
  }
}

function isParsed(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Pieces of which valid and nearly valid JSON is made. */
const PIECES = [
  ...['{', '}', '[', ']', ',', ':', '"', '"a"', '"a":', '\\', '\\"', '\\\\', '\\u', '\\u00e9'],
  ...[
    '\\n',
    '\\x',
    ' ',
    '\n',
    '\t',
    '\r',
    '\f',
    '\u00a0',
    '\ufeff',
    '\u2028',
    'true',
    'tru',
    'null',
  ],
  ...[
    'false',
    '0',
    '00',
    '-',
    '-0',
    '1',
    '.',
    '.5',
    '1.5',
    'e',
    'E+',
    '1e3',
    '+',
    'é',
    '😀',
    'x',
    'NaN',
  ],
]

describe('a text of JSON', () => {
  it('is read exactly where JSON.parse reads it, pieced together at random', () => {
    const text = fc
      .array(fc.constantFrom(...PIECES), { maxLength: 12 })
      .map((pieces) => pieces.join(''))
      .filter((text) => !/"[^"]*[\n\t\r\f]/.test(text))
    fc.assert(
      fc.property(text, (text) => {
        expect([isRead(text), isVisited(text)]).toEqual([isParsed(text), isParsed(text)])
      }),
      { numRuns: 20_000 },
    )
  })

  it('is read exactly where JSON.parse reads it, valid but for one place', () => {
    const valid = fc.json({ maxDepth: 4 })
    const spaced = fc
      .tuple(fc.jsonValue(), fc.constantFrom('', ' ', '\t'))
      .map(([value, indent]) => JSON.stringify(value, null, indent).replaceAll('\n', ' '))
    const change = fc.record({
      at: fc.nat(),
      cut: fc.nat(2),
      piece: fc.constantFrom('', ...PIECES),
    })
    fc.assert(
      fc.property(fc.oneof(valid, spaced), change, (text, { at, cut, piece }) => {
        expect(isRead(text)).toBe(true)
        const place = at % (text.length + 1)
        const broken = text.slice(0, place) + piece + text.slice(place + cut)
        if (hasControls(broken)) return
        expect([isRead(broken), isVisited(broken)]).toEqual([isParsed(broken), isParsed(broken)])
      }),
      { numRuns: 10_000 },
    )
  })

  it('may nest deeper than any stack', () => {
    const depth = 200_000
    expect(isRead(`${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`)).toBe(true)
    expect(isRead('['.repeat(depth))).toBe(false)
  })

  it.each(['\u0000', '\u0001', '\t', '\n', '\r', '\u001f'])(
    'holds the control character %j',
    (code) => {
      expect(hasControls(`"a${code}"`)).toBe(true)
    },
  )

  it('holds no control character where none is below a blank', () => {
    expect(hasControls('" \u007f\u0080\u2028é😀"')).toBe(false)
  })
})
