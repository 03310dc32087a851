import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moveEntityLinks } from '../../src/resources/entity-links.ts'

const EDGE = 'https://edge.example/api'
const UPSTREAM = 'https://api.upstream.example/base'
const DEFAULT = 'https://app.everruns.com/api'
const SCOPE = { apiBase: EDGE, upstreamUrl: UPSTREAM }
const LINK = `${UPSTREAM}/v1/sessions/s1`
const ON_EDGE = `${EDGE}/v1/sessions/s1`

const encode = (text: string) => new TextEncoder().encode(text)
const move = (json: string) => new TextDecoder().decode(moveEntityLinks(encode(json), SCOPE))
const moveAll = (value: unknown) => JSON.parse(move(JSON.stringify(value)))

describe('a link of an entity', () => {
  it.each([
    [LINK, ON_EDGE],
    [`${DEFAULT}/v1/sessions/s1`, ON_EDGE],
    [`${UPSTREAM}/v1/sessions?a=b&c=%27#d`, `${EDGE}/v1/sessions?a=b&c=%27#d`],
    ['https://public.example/v1/sessions/s1', ON_EDGE],
    [
      'http://10.0.0.1:9000/any/v1/agents/a1/health-checks/h1',
      `${EDGE}/v1/agents/a1/health-checks/h1`,
    ],
    ['https://public.example/v1/base/v1/harnesses/h1', `${EDGE}/v1/harnesses/h1`],
    ['/v1/sessions/s1', ON_EDGE],
    ['/base/v1/sessions/s1', ON_EDGE],
    ['/api/v1/sessions/s1', ON_EDGE],
  ])('%s is put on the edge', (link, moved) => {
    expect(moveAll({ self_url: link })).toEqual({ self_url: moved })
  })

  it.each([
    '',
    'n/a',
    'https://api.stripe.com/v1/customers/cus_1',
    'https://app.everruns.com/harnesses/h1',
    'https://app.everruns.com/v1/customers/c1',
    `${UPSTREAM}/v2/sessions/s1`,
    `${UPSTREAM}x/v1/customers/c1`,
    `${UPSTREAM}/v1`,
    'https://public.example/x?next=/v1/sessions/s1',
    'https://public.example/#/v1/sessions/s1',
    '//evil.example/v1/sessions/s1',
    'javascript:alert("/v1/sessions/s1")',
    'events',
    '../v1/sessions/s1',
    '/other/v1/sessions/s1',
    'urn:not a link \u0000 "quoted" \\ back',
  ])('%j, which leads elsewhere, stays', (link) => {
    const json = JSON.stringify({ self_url: link, allowed_actions: [{ href: link }] })
    expect(move(json)).toBe(json)
  })

  it('is one of an action where its base is that of the self_url, before it or behind', () => {
    const self_url = 'https://public.example/x/v1/sessions/s1'
    const actions = (base: string) => [
      { rel: 'events', href: `${base}/v1/sessions/s1/events` },
      { rel: 'docs', href: 'https://docs.example/v1/sessions' },
    ]
    const there = actions('https://public.example/x')
    const here = actions(EDGE)
    expect(moveAll({ allowed_actions: there, self_url })).toEqual({
      allowed_actions: here,
      self_url: ON_EDGE,
    })
    expect(moveAll({ self_url, allowed_actions: there })).toEqual({
      self_url: ON_EDGE,
      allowed_actions: here,
    })
  })

  it('has the base of its own entity, not of its neighbour', () => {
    const href = 'https://public.example/v1/sessions/s1'
    const rows = [{ self_url: href }, { self_url: LINK, allowed_actions: [{ href }] }]
    const moved = [{ self_url: ON_EDGE }, { self_url: ON_EDGE, allowed_actions: [{ href }] }]
    expect(moveAll(rows)).toEqual(moved)
    expect(moveAll({ data: rows })).toEqual({ data: moved })
    expect(moveAll({ run: rows[1], self_url: href })).toEqual({ run: moved[1], self_url: ON_EDGE })
  })
})

describe('somebody’s data', () => {
  const entity = { self_url: LINK, href: LINK, allowed_actions: [{ rel: 'self', href: LINK }] }

  it.each(['embedder_metadata', 'hints', 'tools', 'mcpServers', 'capabilities', 'data', 'run'])(
    'in %s of an entity in a list stays byte for byte',
    (name) => {
      for (const value of [entity, [entity], { a: entity }, [{ config: entity }]]) {
        const row = JSON.stringify({ id: 'x', [name]: value })
        for (const json of [`[${row}]`, `{"data":[${row}]}`, `{"run":${row}}`]) {
          expect(move(json)).toBe(json)
        }
      }
    },
  )

  it('in an entity that is the body stays byte for byte', () => {
    for (const value of [entity, [entity], { data: [entity] }, { run: entity }]) {
      const json = JSON.stringify({ embedder_metadata: value, data: { a: value }, run: [value] })
      expect(move(json)).toBe(json)
    }
  })

  it('in an action stays byte for byte', () => {
    const json = JSON.stringify({
      allowed_actions: [{ body: { href: LINK }, all: [{ href: LINK }], self_url: LINK }, [entity]],
    })
    expect(move(json)).toBe(json)
  })

  it('in view_url and ui_link stays: these lead to pages', () => {
    const json = JSON.stringify({ view_url: LINK, ui_link: LINK, next_url: LINK })
    expect(move(json)).toBe(json)
  })
})

describe('the text of an entity', () => {
  const row = `{"self_url":"${LINK}"}`
  const movedRow = `{"self_url":"${ON_EDGE}"}`
  const cases: [string, string, string][] = [
    ['keeps the spelling of numbers', '{"n":[1.0,1e3,12345678901234567890,-0,1E+2,0.10]}', ''],
    ['keeps blanks', ' { "a" :\t1 ,\r\n"b" : [ ] } \n', ''],
    ['keeps escapes', '{"a":"\\u0041\\/\\ud83d\\ude00\\\\","b\\"":"\\n"}', ''],
    ['keeps links that are none', '{"self_url":null,"allowed_actions":{},"data":[]}', ''],
    [
      'may spell a link with escapes',
      `{"self_url" : "${LINK.replaceAll('/', '\\/')}"}`,
      `{"self_url" : "${ON_EDGE}"}`,
    ],
    [
      'may spell a name with escapes',
      `{"self\\u005furl":"${LINK}","d\\u0061ta":[{"allowed\\u005Factions":[{"hre\\u0066":"${LINK}"}]}]}`,
      `{"self\\u005furl":"${ON_EDGE}","d\\u0061ta":[{"allowed\\u005Factions":[{"hre\\u0066":"${ON_EDGE}"}]}]}`,
    ],
    [
      'may have a name twice',
      `{"self_url":"${LINK}","self_url":"${LINK}","data":[${row}],"data":[${row}]}`,
      `{"self_url":"${ON_EDGE}","self_url":"${ON_EDGE}","data":[${movedRow}],"data":[${movedRow}]}`,
    ],
    [
      'may speak of a name in a string',
      JSON.stringify({ a: row, b: '"self_url":', c: ['self_url', LINK] }),
      '',
    ],
    [
      'may end a string in backslashes',
      `{"a":"x\\\\","b":"\\\\\\"","self_url":"${LINK}"}`,
      `{"a":"x\\\\","b":"\\\\\\"","self_url":"${ON_EDGE}"}`,
    ],
    [
      'may have brackets inside a string',
      `{"allowed_actions":[{"hint":"]}\\"]","href":"${LINK}"},{"href":"${LINK}"}],"x":"]"}`,
      `{"allowed_actions":[{"hint":"]}\\"]","href":"${ON_EDGE}"},{"href":"${ON_EDGE}"}],"x":"]"}`,
    ],
    ['may have names that only look alike', `{"my_self_url":"${LINK}","self_url2":"${LINK}"}`, ''],
    ['may be no JSON: cut', row.slice(0, -1), ''],
    ['may be no JSON: more than one', `${row}{}`, ''],
    ['may be no JSON: a comma too many', `{"self_url":"${LINK}",}`, ''],
    ['may be no JSON: an escape that is none', `{"self_url":"${LINK}","a":"\\x"}`, ''],
    ['may be empty', '', ''],
    ['may be a word', 'true', ''],
  ]
  it.each(cases)('%s', (_, json, expected) => {
    expect(move(json)).toBe(expected || json)
  })

  it('is the same object where nothing moves', () => {
    const json = encode(JSON.stringify({ self_url: 'n/a', allowed_actions: [{ href: 'n/a' }] }))
    expect(moveEntityLinks(json, SCOPE)).toBe(json)
  })

  it('may nest deeper than any stack', () => {
    const depth = 50_000
    const json = `${'{"allowed_actions":['.repeat(depth)}${']}'.repeat(depth)}`
    expect(move(json)).toBe(json)
  })
})

/** A link as `moveEntityLinks` says, in the words of its description. */
function movedLink(link: unknown, selfUrl: unknown): unknown {
  if (typeof link !== 'string') return link
  const path = String(selfUrl).search(/\/v1\/(?:agents|apps|harnesses|orgs|sessions)\//)
  const own = String(selfUrl).slice(0, path)
  const isBase = path > 0 && /^https?:\/\/./.test(own) && !/[?#]/.test(own)
  const bases = [...(isBase ? [own] : []), UPSTREAM, DEFAULT, '/base', '/api', '']
  const base = bases.find((base) => link.startsWith(`${base}/v1/`))
  return base === undefined ? link : EDGE + link.slice(base.length)
}

type Members = Record<string, unknown>
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An entity over parsed JSON, as simple as it can be said. */
function movedEntity(entity: unknown): unknown {
  if (!isObject(entity)) return entity
  const moved: Members = { ...entity }
  if ('self_url' in entity) moved.self_url = movedLink(entity.self_url, entity.self_url)
  if (Array.isArray(entity.allowed_actions)) {
    moved.allowed_actions = entity.allowed_actions.map((action) =>
      isObject(action) && 'href' in action
        ? { ...action, href: movedLink(action.href, entity.self_url) }
        : action,
    )
  }
  return moved
}

function movedBody(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(movedEntity)
  const moved = movedEntity(body)
  if (!isObject(moved)) return moved
  const { data, run } = moved
  return {
    ...moved,
    ...(Array.isArray(data) ? { data: data.map(movedEntity) } : {}),
    ...(isObject(run) ? { run: movedEntity(run) } : {}),
  }
}

const KEYS = ['self_url', 'allowed_actions', 'href', 'data', 'run', 'view_url', 'a', 'é b']
const blank = fc.constantFrom('', '', ' ', '\n\t')
const text = fc.oneof(
  fc.constantFrom(LINK, `${DEFAULT}/v1/x`, `${UPSTREAM}/admin`, '/v1/x', '/api/v1/x', '/base/v1/x'),
  fc.constantFrom(
    'https://a.example/v1/apps/1',
    'https://a.example/v1/x',
    'http://b/v1/v1/orgs/1?/v1/',
  ),
  fc.constantFrom(...KEYS, ']', '}', '\\"', '"self_url":', `"href":"${LINK}"`, 'x\\'),
  fc.string().map((value) => `urn:${value}`),
)
const spelled = (text: string) =>
  fc.constantFrom(
    JSON.stringify(text),
    JSON.stringify(text),
    JSON.stringify(text)
      .replaceAll('/', '\\/')
      .replaceAll(/(?<!\\u00.?)e/g, '\\u0065'),
  )
const scalar = fc.oneof(
  { weight: 3, arbitrary: text.chain(spelled) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('1.0', '1e3', '12345678901234567890', '-0', '0.10', 'true', 'null'),
  },
)
const { json: document } = fc.letrec<{ json: string; object: string; array: string }>((tie) => ({
  json: fc.oneof({ maxDepth: 6 }, scalar, tie('object'), tie('array')),
  array: fc
    .tuple(fc.array(tie('json'), { maxLength: 3 }), blank)
    .map(([items, gap]) => `[${gap}${items.join(`${gap},`)}${gap}]`),
  object: fc
    .tuple(
      // Names may come twice: the last counts.
      fc.array(fc.tuple(fc.constantFrom(...KEYS).chain(spelled), tie('json')), { maxLength: 5 }),
      blank,
    )
    .map(([members, gap]) => {
      const texts = members.map(([name, value]) => `${gap}${name}${gap}:${gap}${value}`)
      return `{${texts.join(',')}${gap}}`
    }),
}))

/** Every token of a JSON text, strings whole and blanks too. */
const tokens = (json: string) => json.match(/"(?:[^"\\]|\\.)*"|\s+|[^"\s]/g) ?? []

describe('whatever the text', () => {
  it('what moves is what moves over parsed JSON', () => {
    fc.assert(
      fc.property(document, (json) => {
        expect(JSON.parse(move(json))).toEqual(movedBody(JSON.parse(json)))
      }),
      { numRuns: 5_000 },
    )
  })

  it('every other byte stays: the order of members, blanks, numbers and escapes', () => {
    fc.assert(
      fc.property(document, (json) => {
        const before = tokens(json)
        const after = tokens(move(json))
        expect(after).toHaveLength(before.length)
        for (const [at, token] of before.entries()) {
          if (after[at] === token) continue
          expect(after[at]).toMatch(/^"https:\/\/edge\.example\/api\/v1\//)
          expect(JSON.parse(token)).toMatch(/\/v1\//)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('to move twice is to move once', () => {
    fc.assert(
      fc.property(document, (json) => {
        expect(move(move(json))).toBe(move(json))
      }),
      { numRuns: 2_000 },
    )
  })
})
