import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moveEntityLinks } from '../../src/resources/entity-links.ts'
import { composePage } from '../../src/sessions/page-bytes.ts'
import { readWindowBody, WindowShapeError } from '../../src/sessions/window-body.ts'
import { joinEdited } from '../../src/syntax/edited-bytes.ts'
import { JsonSyntaxError } from '../../src/syntax/json-bytes.ts'

const LINKS = { apiBase: 'https://edge.example', upstreamUrl: 'https://api.example/x' }
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const encode = (text: string) => new TextEncoder().encode(text)
const move = (json: string) => decoder.decode(moveEntityLinks(encode(json), LINKS))

/** A window as it is read, in texts. */
function read(text: string, fields?: string[], key: 'created_at' | 'updated_at' = 'created_at') {
  const reading = { key, fields: fields && new Set(fields), links: LINKS }
  const { rows, createdAt, members } = readWindowBody(encode(text), reading)
  return {
    rows: rows.map(({ bytes }) => decoder.decode(joinEdited([bytes]))),
    ids: rows.map(({ id }) => id),
    keys: rows.map((row) => row.key),
    createdAt,
    members: [...members].map(([name, bytes]) => [name, decoder.decode(bytes)]),
  }
}

type Members = [name: string, value: unknown][]

/** A string in one of its spellings. */
function spellText(text: string, choice: number): string {
  const plain = JSON.stringify(text)
  if (choice % 3 === 0) return plain.replaceAll('/', '\\/')
  if (choice % 3 === 1) return plain
  return `"${[...plain.slice(1, -1)].map((c) => (/[a-m]/.test(c) ? `\\u00${c.charCodeAt(0).toString(16)}` : c)).join('')}"`
}

/** Members as JSON, with blanks strewn between the tokens. */
function spellMembers(members: Members, next: () => number): string {
  const blank = () => ['', '', '', ' ', '  '][next() % 5]
  const texts = members.map(([name, value]) => {
    const json = typeof value === 'string' ? spellText(value, next()) : JSON.stringify(value)
    // An escape in a name would split one in two.
    const key = name.includes('\\') ? JSON.stringify(name) : spellName(name, next())
    return `${blank()}${key}${blank()}:${blank()}${json}${blank()}`
  })
  return `{${texts.join(',')}}`
}

const spellName = (name: string, choice: number) =>
  JSON.stringify(name) === `"${name}"` ? spellText(name, choice) : JSON.stringify(name)

const NAMES = ['id', 'created_at', 'updated_at', 'self_url', 'allowed_actions', 'data', 'hints']
const LINK = 'https://api.example/x/v1/sessions/s'
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(LINK, '/v1/x', 'n/a', '\u0000', '\\', '"}],', 'é😀', 'x\\"'),
  fc.constantFrom([{ href: LINK, body: { href: LINK } }, 7], { self_url: LINK }, [[], {}], []),
)
const others: fc.Arbitrary<Members> = fc.array(
  fc.tuple(fc.oneof(fc.constantFrom(...NAMES), fc.string()), value),
  { maxLength: 6 },
)
const row = fc
  .tuple(others, fc.uuid(), fc.nat({ max: 10 ** 9 }), fc.nat())
  .map(([members, id, at, place]): Members => {
    const own: Members = [
      ['id', id],
      ['created_at', new Date(at * 1000).toISOString()],
    ]
    // The last of a name counts: these come behind all others of theirs.
    const rest = members.filter(([name]) => name !== 'id' && name !== 'created_at')
    const early = members.filter(([name]) => name === 'id' || name === 'created_at')
    const at2 = place % (rest.length + 1)
    return [...early, ...rest.slice(0, at2), ...own, ...rest.slice(at2)]
  })

/** One window's text with what it was made from. */
const window = fc
  .record({
    rows: fc.array(row, { maxLength: 5 }),
    before: others,
    after: others,
    numbers: fc.infiniteStream(fc.nat({ max: 1000 })),
  })
  .map(({ rows, before, after, numbers }) => {
    const next = () => numbers.next().value
    const rowTexts = rows.map((members) => spellMembers(members, next))
    const isOther = ([name]: [string, unknown]) => name !== 'data'
    const outer = (members: Members) => spellMembers(members.filter(isOther), next).slice(1, -1)
    const parts = [outer(before), `"data" : [${rowTexts.join(' ,')}]`, outer(after)]
    return { text: ` {${parts.filter(Boolean).join(',')}}`, rowTexts }
  })

/** Reading over parsed JSON, as slow and as plain as can be. */
function twin(text: string, rowTexts: string[], fields?: string[]) {
  const parsed = JSON.parse(text)
  const moved = rowTexts.map((row) => move(`[${row}]`).slice(1, -1))
  const kept = fields === undefined ? moved : moved.map((row) => cutRow(row, fields))
  const { data: _, ...members } = JSON.parse(move(text))
  return { data: parsed.data, rows: kept, members }
}

/** Of an object's text the members of these names, found by trying where JSON.parse takes the rest. */
function cutRow(row: string, fields: string[]): string {
  const kept: string[] = []
  let start = row.indexOf('{') + 1
  for (let end = start; end < row.length; end += 1) {
    if (row[end] !== ',' && end !== row.length - 1) continue
    const member = row.slice(start, end)
    try {
      const [name] = Object.keys(JSON.parse(`{${member}}`))
      if (name !== undefined && fields.includes(name)) kept.push(member.trim())
      start = end + 1
    } catch {
      // A comma within a value.
    }
  }
  return `{${kept.join(',')}}`
}

describe('the text of a window', () => {
  it('is read as over parsed JSON, every row byte for byte but for its own links', () => {
    fc.assert(
      fc.property(window, ({ text, rowTexts }) => {
        const expected = twin(text, rowTexts)
        const found = read(text)
        expect(found.rows).toEqual(expected.rows.map((row) => row.trim()))
        const sessions: { id: string; created_at: string }[] = expected.data
        expect(found.ids).toEqual(sessions.map(({ id }) => id))
        expect(found.keys).toEqual(sessions.map(({ created_at }) => created_at))
        expect(found.createdAt).toEqual(found.keys)
        const members = found.members.map(([name, json]) => [name, JSON.parse(json ?? '')])
        expect(new Map(members as [string, unknown][])).toEqual(
          new Map(Object.entries(expected.members)),
        )
      }),
      { numRuns: 2_000 },
    )
  })

  it('is cut down to fields as over parsed JSON', () => {
    const fields = fc.uniqueArray(fc.constantFrom(...NAMES, 'none'))
    fc.assert(
      fc.property(window, fields, ({ text, rowTexts }, fields) => {
        expect(read(text, fields).rows).toEqual(twin(text, rowTexts, fields).rows)
      }),
      { numRuns: 1_000 },
    )
  })

  it('makes a page again whose parts are as they were', () => {
    fc.assert(
      fc.property(window, ({ text }) => {
        const reading = { key: 'created_at', fields: undefined, links: LINKS } as const
        const { rows, members } = readWindowBody(encode(text), reading)
        const page = composePage(
          rows.map(({ bytes }) => bytes),
          members,
        )
        const again = read(decoder.decode(page))
        expect(again).toEqual(read(text))
      }),
      { numRuns: 500 },
    )
  })

  it('keeps numbers, escapes, order and repeated names inside a row', () => {
    const row =
      '{"z":1.0,"id":"a","a":12345678901234567890,"a":1e2,"data":[{"data":[]}],"t":"\\u0041\\/\\"]}","created_at":"x"}'
    const { rows, members } = read(` {"total" : 1.50 , "data" : [ ${row} , ${row} ] } `)
    expect(rows).toEqual([row, row])
    expect(members).toEqual([['total', '1.50']])
  })

  it('knows the time of the last change too, where it is ordered by that', () => {
    const row = '{"id":"a","created_at":"c","updated_at":"u"}'
    expect(read(`{"data":[${row}]}`, [], 'updated_at').keys).toEqual(['u'])
    expect(read('{"data":[{"id":"a","created_at":"c"}]}', [], 'updated_at').keys).toEqual([''])
  })

  const ROW = '{"id":"1","created_at":"c"}'
  it.each([
    ['{"data":[]}', []],
    ['{"data":[ ]}', []],
    [`{"d\\u0061ta":[${ROW}]}`, [ROW]],
    [`{"data":[${ROW},${ROW}],"data":[${ROW}]}`, [ROW]],
    [`{"nested":{"data":[1,2]},"data":[${ROW}]}`, [ROW]],
    [`{\n\t"data": [\r\n${ROW}\n]\n}\n`, [ROW]],
  ])('%s has the rows %j', (text, rows) => {
    expect(read(text).rows).toEqual(rows)
  })

  it.each([
    ...[
      '[]',
      '"data"',
      '{}',
      '{"data":{}}',
      '{"data":null}',
      '{"data":[1]}',
      '{"data":[[]]}',
      '{"data":[}',
      '{"data":["',
    ],
    ...['{"data":[{}]}', '{"data":[{"id":7,"created_at":"c"}]}', '{"data":[{"id":"1"}]}'],
    ...['{"data":[],"data":7}', '{"data":[{"id":"1","created_at":"c","id":7}]}'],
  ])('%s is no window', (text) => {
    expect(() => read(text)).toThrow(WindowShapeError)
  })

  it.each([
    ...['{"data":[]', '{"data":[]}x', '{"data":[],}', '{"a" 1,"data":[]}'],
    ...[`{"data":[${ROW} ${ROW}]}`, '{"data":[],"a":"\\x"}', '{"data":[],"a":01}'],
  ])('%s is no JSON', (text) => {
    expect(() => read(text)).toThrow(JsonSyntaxError)
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
  })

  it('is no JSON with a control character in a string, or where it is no UTF-8', () => {
    expect(() => read('{"data":[],"a":"\n"}')).toThrow(JsonSyntaxError)
    expect(read('{"data":[],"a":"\u007f\u2028"}').rows).toEqual([])
    const broken = encode('{"data":[],"a":"é"}').map((byte) => (byte === 0xa9 ? 0x41 : byte))
    const reading = { key: 'created_at', fields: undefined, links: LINKS } as const
    expect(() => readWindowBody(broken, reading)).toThrow(JsonSyntaxError)
  })

  it('may begin with a byte order mark', () => {
    expect(read(`\ufeff{"data":[${ROW}]}`).rows).toEqual([ROW])
  })

  it('is told apart from an empty one', () => {
    expect(() => read('')).toThrow(WindowShapeError)
  })
})
