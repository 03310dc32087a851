import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LinkScope } from '../../src/problem/href.ts'
import { rewriteLinks } from '../../src/resources/links.ts'

const EDGE = 'https://edge.example'
const UPSTREAM = 'https://api.upstream.example/api'
const SCOPE: LinkScope = { apiBase: EDGE, upstreamUrl: UPSTREAM, path: '/v1/sessions' }
const LINK = `${UPSTREAM}/v1/sessions/s1`
const ON_EDGE = `${EDGE}/v1/sessions/s1`

/** The value of `self_url` once it has been rewritten. */
const selfUrl = (link: unknown) =>
  JSON.parse(rewriteLinks(JSON.stringify({ self_url: link }), SCOPE)).self_url

describe('a link', () => {
  it.each([
    [LINK, ON_EDGE],
    ['https://app.everruns.com/api/v1/sessions/s1', ON_EDGE],
    ['https://public.example/v1/sessions/s1', ON_EDGE],
    ['https://public.example/base/of/it/v1/sessions?a=b&c=%27', `${EDGE}/v1/sessions?a=b&c=%27`],
    ['http://localhost:9000/api/v1/x', `${EDGE}/v1/x`],
    ['/api/v1/x', `${EDGE}/v1/x`],
    ['/v1/x', `${EDGE}/v1/x`],
    ['events', `${EDGE}/v1/events`],
  ])('%s to the API is put on the edge', (link, moved) => {
    expect(selfUrl(link)).toBe(moved)
  })

  it.each([
    'https://app.everruns.com/harnesses/h1',
    'https://public.example/x?next=/v1/x',
    'https://public.example/x#/v1/x',
    'javascript:alert("/v1/x")',
    'mailto:a@b.example',
    'urn:not a link \u0000 "quoted" \\ back',
  ])('%j elsewhere stays', (link) => {
    expect(selfUrl(link)).toBe(link)
  })
})

describe('rewriting', () => {
  const cases: [string, string, string][] = [
    ['numbers keep their spelling', '{"n":[1.0,1e3,12345678901234567890,-0,1E+2,0.10]}', ''],
    ['blanks stay', ' { "a" :\t1 ,\r\n"b" : [ ] } \n', ''],
    ['escapes stay', '{"a":"\\u0041\\/\\ud83d\\ude00\\\\","b\\"":"\\n"}', ''],
    ['no link, no change', '{"self_url":null,"allowed_actions":{},"data":[]}', ''],
    [
      'a link in another spelling',
      `{"self_url" : "${LINK.replaceAll('/', '\\/')}"}`,
      `{"self_url" : "${ON_EDGE}"}`,
    ],
    [
      'a link in a list',
      `[{"self_url":"${LINK}"},{"self_url":"${LINK}"}]`,
      `[{"self_url":"${ON_EDGE}"},{"self_url":"${ON_EDGE}"}]`,
    ],
    ['pages stay', `{"view_url":"${LINK}","ui_link":"${LINK}","href":"${LINK}"}`, ''],
    [
      'text that speaks of a key stays',
      JSON.stringify({ a: `{"self_url":"${LINK}"}`, b: '"self_url":' }),
      '',
    ],
    [
      'text that ends in a backslash',
      `{"a":"x\\\\","self_url":"${LINK}"}`,
      `{"a":"x\\\\","self_url":"${ON_EDGE}"}`,
    ],
    [
      'a name that is a value stays',
      `{"a":"self_url","b":"${LINK}","c":["self_url","${LINK}"]}`,
      '',
    ],
    ['names that only look alike stay', `{"my_self_url":"${LINK}","self_url2":"${LINK}"}`, ''],
    ['a link that is no text stays', `{"self_url":["${LINK}"],"allowed_actions":"${LINK}"}`, ''],
    [
      'the href of an action',
      `{"allowed_actions":[{"rel":"self","href":"${LINK}","n":1.0}],"href":"${LINK}"}`,
      `{"allowed_actions":[{"rel":"self","href":"${ON_EDGE}","n":1.0}],"href":"${LINK}"}`,
    ],
    [
      'an href deeper inside an action stays',
      `{"allowed_actions":[{"body":{"href":"${LINK}"},"all":[{"href":"${LINK}"}],"href":"${LINK}"}]}`,
      `{"allowed_actions":[{"body":{"href":"${LINK}"},"all":[{"href":"${LINK}"}],"href":"${ON_EDGE}"}]}`,
    ],
    [
      'brackets inside text do not end the actions',
      `{"allowed_actions":[{"hint":"]}\\"]","href":"${LINK}"},{"href":"${LINK}"}],"x":"]"}`,
      `{"allowed_actions":[{"hint":"]}\\"]","href":"${ON_EDGE}"},{"href":"${ON_EDGE}"}],"x":"]"}`,
    ],
    [
      'a text that is called href is none',
      `{"allowed_actions":[{"rel":"href","x":"${LINK}","href":7,"y":"${LINK}"}]}`,
      '',
    ],
  ]
  it.each(cases)('%s', (_, json, expected) => {
    expect(rewriteLinks(json, SCOPE)).toBe(expected || json)
  })

  it('leaves a link of any other name, which may be anybody’s data', () => {
    const json = `{"hints":{"next_url":"${UPSTREAM}/v1/sessions?limit=5&offset=5"}}`
    expect(rewriteLinks(json, SCOPE)).toBe(json)
  })

  it('takes a list of actions that is deeper than any stack', () => {
    const depth = 50_000
    const json = `${'{"allowed_actions":['.repeat(depth)}${']}'.repeat(depth)}`
    expect(rewriteLinks(json, SCOPE)).toBe(json)
  })
})

/** What a link becomes: the address it has for a reader of the upstream's answer, if below `/v1/`, on the edge. */
function moved(link: string): string {
  const base = `${UPSTREAM}${SCOPE.path}`
  const { origin, pathname, search } = URL.canParse(link, base)
    ? new URL(link, base)
    : new URL('urn:')
  const path = /^(?:\/api)?(\/v1(?:\/.*)?)$/s.exec(pathname)?.[1]
  const isApi = origin === new URL(UPSTREAM).origin || origin === 'https://app.everruns.com'
  return isApi && path ? EDGE + path + search : link
}

it('a link goes where a URL parser would lead, however it is spelt', () => {
  const base = fc.constantFrom(
    '',
    UPSTREAM,
    'https://api.upstream.example',
    'https://app.everruns.com/api',
  )
  const piece = fc.constantFrom(
    ...[
      'a',
      'b.c',
      '.',
      '..',
      '%2e',
      '%2E%2e',
      '',
      ';',
      '@',
      ':',
      '\\',
      ' ',
      '{x}',
      '"',
      'é',
      '%2f',
      "'",
    ],
  )
  const path = fc.array(piece, { maxLength: 5 }).map((pieces) => ['/v1', ...pieces].join('/'))
  const rest = fc.constantFrom('', '?', '?a=b', "?a='", '?a=b?c', '#d', '?a#b', '?a=/../b', '?a=|')
  fc.assert(
    fc.property(base, path, rest, (base, path, rest) => {
      expect(selfUrl(base + path + rest)).toBe(movedAnyhow(base + path + rest))
    }),
    { numRuns: 2_000 },
  )
})

/** As {@link moved}; a link that leads out of the API for a parser counts by its text. */
function movedAnyhow(link: string): string {
  const byParser = moved(link)
  const path = /^https?:\/\/[^/?#]+(?:\/[^?#]*?)?(\/v1\/.*)$/.exec(link)?.[1]
  return byParser === link && path !== undefined ? EDGE + path : byParser
}

/** Rewriting over parsed JSON, as simple as it can be said. */
function reference(value: unknown, isAction = false): unknown {
  if (Array.isArray(value)) return value.map((item) => reference(item))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([key, member]) => {
    if (key === 'allowed_actions' && Array.isArray(member)) {
      return [key, member.map((item) => reference(item, true))]
    }
    const isLink = key === 'self_url' || (isAction && key === 'href')
    return [key, isLink && typeof member === 'string' ? moved(member) : reference(member)]
  })
  return Object.fromEntries(members)
}

const KEYS = [
  'self_url',
  'next_url',
  'allowed_actions',
  'href',
  'view_url',
  'ui_link',
  // No quote and no backslash: V8 13.6 takes the key `"` for `\` where another object has that one.
  'a',
  'é b',
]
const blank = fc.constantFrom('', '', ' ', '\n\t')
const text = fc.oneof(
  fc.constantFrom(LINK, 'https://app.everruns.com/api/v1/x', `${UPSTREAM}/admin`),
  fc.constantFrom(...KEYS, ']', '}', '\\"', '"self_url":', `"href":"${LINK}"`),
  fc.string().map((value) => `urn:${value}`),
)
const scalar = fc.oneof(
  text.map((value) => JSON.stringify(value)),
  text.map((value) => JSON.stringify(value).replaceAll('/', '\\/')),
  fc.constantFrom('1.0', '1e3', '12345678901234567890', '-0', '0.10', 'true', 'null'),
)
const { json: document } = fc.letrec<{ json: string; object: string; array: string }>((tie) => ({
  json: fc.oneof({ maxDepth: 5 }, scalar, tie('object'), tie('array')),
  array: fc
    .tuple(fc.array(tie('json'), { maxLength: 3 }), blank)
    .map(([items, gap]) => `[${gap}${items.join(`${gap},`)}${gap}]`),
  object: fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...KEYS), { maxLength: 4 }),
      fc.array(tie('json'), { minLength: 4, maxLength: 4 }),
      blank,
    )
    .map(([keys, values, gap]) => {
      const members = keys.map(
        (key, at) => `${gap}${JSON.stringify(key)}${gap}:${gap}${values[at]}`,
      )
      return `{${members.join(',')}${gap}}`
    }),
}))

const rewritten = (json: string) => rewriteLinks(json, SCOPE)

/** Every token of a JSON text, strings whole and blanks too. */
const tokens = (json: string) => json.match(/"(?:[^"\\]|\\.)*"|\s+|[^"\s]/g) ?? []

describe('whatever the document', () => {
  it('only self_url, page links and the hrefs of actions change, as over parsed JSON', () => {
    fc.assert(
      fc.property(document, (json) => {
        expect(JSON.parse(rewritten(json))).toEqual(reference(JSON.parse(json)))
      }),
      { numRuns: 2_000 },
    )
  })

  it('every other byte stays: the order of members, blanks, numbers and escapes', () => {
    fc.assert(
      fc.property(document, (json) => {
        const before = tokens(json)
        const after = tokens(rewritten(json))
        expect(after).toHaveLength(before.length)
        for (const [at, token] of before.entries()) {
          if (after[at] === token) continue
          expect(moved(JSON.parse(token))).toBe(JSON.parse(after[at] ?? ''))
          expect(after[at]).toMatch(/^"https:\/\/edge\.example\/v1\//)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})
