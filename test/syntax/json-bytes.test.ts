import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJson } from '../../src/syntax/json-bytes.ts'

/** Whether the reader takes the whole text for one value. */
function isRead(text: string): boolean {
  const bytes = encode(text)
  const json = readJson(bytes)
  try {
    return json.skipSpace(json.valueEnd(json.skipSpace(0))) === bytes.length
  } catch {
    return false
  }
}

/** The same as a visitor of every object and array sees it. */
function isVisited(text: string): boolean {
  const bytes = encode(text)
  const json = readJson(bytes)
  function visit(at: number): number {
    if (bytes[at] === OPEN_OBJECT) return json.eachMember(at, undefined, (_, value) => visit(value))
    return bytes[at] === OPEN_ARRAY ? json.eachElement(at, visit) : json.valueEnd(at)
  }
  try {
    return json.skipSpace(visit(json.skipSpace(0))) === bytes.length
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

const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b

const encode = (text: string) => new TextEncoder().encode(text)

describe('a text of JSON', () => {
  it('is read exactly where JSON.parse reads it, pieced together at random', () => {
    const text = fc
      .array(fc.constantFrom(...PIECES), { maxLength: 12 })
      .map((pieces) => pieces.join(''))
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

  it('is told to be ASCII, and its strings to be plain', () => {
    const isPlain = (text: string) => {
      const json = readJson(encode(text))
      json.stringEnd(0)
      return [json.isPlain(), json.isAscii()]
    }
    expect(isPlain('"a\u007f"')).toEqual([true, true])
    expect(isPlain('"a\\n"')).toEqual([false, true])
    expect(isPlain('"é"')).toEqual([false, false])
  })
})
