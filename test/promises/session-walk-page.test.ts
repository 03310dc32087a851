import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EdgeStage, startEdgeStage } from '../support/edge-stage.ts'
import { secondsAgo, sessionId } from '../support/session-list.ts'
import { type ListedPage, listPage, rowsOf, walkList } from '../support/session-walk.ts'

let stage: EdgeStage
const ask = (path: string) => stage.ask(path, { as: 'ben' })
const askSample = (path: string) => stage.askSample(path, { as: 'ben' })

beforeAll(async () => {
  stage = await startEdgeStage()
})

afterAll(() => stage?.stop())

/** The `Link` header by relation; every target must be absolute and on the edge. */
function linksOf(header: string | null, origin: string): Record<string, string> {
  const links = [...(header ?? '').matchAll(/<([^<>\s]+)>; rel="([a-z]+)"(?:, |$)/g)]
  expect(links.map(([text]) => text).join('')).toBe(header)
  for (const [, target = ''] of links) expect(target.startsWith(`${origin}/v1/sessions`)).toBe(true)
  return Object.fromEntries(links.map(([, target, rel]) => [rel, target]))
}

const pathOf = (url: string) => new URL(url).pathname + new URL(url).search

/** A link's query, without the order of its parameters. */
const parametersOf = (url: string | undefined) =>
  url === undefined ? undefined : [...new URL(url).searchParams].sort()

it('has whole sessions as rows or, with `fields`, those members alone, and is described so', async () => {
  const rowsAt = async (path: string) =>
    (JSON.parse((await ask(path)).text) as { data: Record<string, unknown>[] }).data
  const whole = await rowsAt('/v1/sessions?limit=3')
  expect(Object.keys(whole[0] ?? {}).length).toBeGreaterThan(10)
  // That the description allows it is held against every answer at the stage's end.
  for (const row of await rowsAt('/v1/sessions?limit=3&fields=id,title')) {
    expect(['id', 'id,title']).toContain(Object.keys(row).join())
  }
})

describe('a page by offset has the numbers and links that the upstream’s own has', () => {
  // Organisation two has 36 sessions: a window of the edge's may hold the whole list.
  it.each([
    ...[
      '',
      'limit=0',
      'limit=0&offset=7',
      'limit=1',
      'limit=30',
      'limit=35',
      'limit=36',
      'limit=37',
    ],
    ...[
      'offset=1',
      'offset=16&limit=20',
      'offset=20&limit=16',
      'offset=35',
      'offset=36',
      'offset=400',
    ],
    ...['offset=4294967295', 'limit=100', 'limit=30&search=refund&x=1&x=2&offset=3'],
  ])('?%s', async (query) => {
    const own: ListedPage = JSON.parse((await askSample(`/v1/sessions?${query}`)).text)
    const page = await listPage(ask, query)
    const numbers = ({ data, total, offset, limit }: ListedPage) => [
      ...[data.length, total, offset, limit],
    ]
    expect(numbers(page)).toEqual(numbers(own))
    expect(parametersOf(page.next_url)).toEqual(parametersOf(own.next_url))
    expect(parametersOf(page.prev_url)).toEqual(parametersOf(own.prev_url))
    for (const link of [page.next_url, page.prev_url]) {
      if (link) expect(link.startsWith(`${stage.edge.origin}/v1/sessions?`)).toBe(true)
    }
    const isEnd = own.next_url === undefined
    expect([page.has_more, page.next_cursor === null]).toEqual([!isEnd, isEnd])
  })

  it('of the last number there is, however large the page', async () => {
    const page = await listPage(ask, 'offset=4294967290&limit=500')
    expect(page).toMatchObject({ data: [], total: 36, has_more: false, next_cursor: null })
  })
})

describe('limits beyond the upstream’s own', () => {
  const askAda = (path: string) => stage.ask(path, { as: 'ada' })

  it.each([
    [101, 101],
    [500, 500],
    [501, 500],
    [4294967295, 500],
  ])('%i gives %i', async (limit, given) => {
    const page = await listPage(askAda, `limit=${limit}&offset=10`)
    expect(page).toMatchObject({ limit: given, offset: 10, total: 1200, has_more: true })
    expect(page.data).toHaveLength(given)
    expect(parametersOf(page.next_url)).toEqual([
      ['limit', `${given}`],
      ['offset', `${10 + given}`],
    ])
  })
})

describe('the Link header', () => {
  it('leads through the list and back to its first page', async () => {
    const query = 'limit=7&search=e&mine=false&offset=3'
    const ids = rowsOf(await walkList(ask, { query })).map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(20)
    const followed: string[] = []
    for (let path = `/v1/sessions?${query}`; path; ) {
      const { headers, text } = await ask(path)
      const page: ListedPage = JSON.parse(text)
      const { next, first = '' } = linksOf(headers.get('link'), stage.edge.origin)
      followed.push(...page.data.map(({ id }) => id))
      expect(parametersOf(first)).toEqual([
        ['limit', '7'],
        ['mine', 'false'],
        ['search', 'e'],
      ])
      expect(next && new URL(next).searchParams.get('cursor')).toBe(page.next_cursor ?? undefined)
      path = next ? pathOf(next) : ''
    }
    expect(followed.sort()).toEqual(ids.sort())
  })

  it('says the first page of a list that needs no second', async () => {
    const { headers } = await ask('/v1/sessions?limit=100')
    expect(linksOf(headers.get('link'), stage.edge.origin)).toEqual({
      first: `${stage.edge.origin}/v1/sessions?limit=100`,
    })
    expect(headers.get('cache-control')).toBe('private, no-cache')
    expect(headers.get('content-type')).toBe('application/json')
  })

  it('repeats filters that no header could hold as they came', async () => {
    const path = '/v1/sessions?limit=2&search=<>"\'; rel=%22next%22,%0d%0a'.replace(' ', '%20')
    const { headers, status } = await ask(path)
    expect(status).toBe(200)
    const { first = '' } = linksOf(headers.get('link'), stage.edge.origin)
    expect(new URL(first).searchParams.get('search')).toBe('<>"\'; rel="next",\r\n')
  })

  it('comes to HEAD too, with no body', async () => {
    const { status, headers, text } = await stage.ask('/v1/sessions?limit=3', {
      as: 'ben',
      method: 'HEAD',
    })
    expect([status, text]).toEqual([200, ''])
    const { next = '' } = linksOf(headers.get('link'), stage.edge.origin)
    expect((await listPage(ask, new URL(next).search.slice(1))).data).toHaveLength(3)
  })
})

describe('a client that knows data, total, offset and limit only', () => {
  it('reads what it reads from the upstream', async () => {
    const sessions = Array.from({ length: 45 }, (_, n) => ({
      ...{ id: sessionId(n), created_at: secondsAgo(n) },
      content: { title: 'for an SDK' },
    }))
    await stage.mutate({ op: 'insert_sessions', org: 'two', sessions })
    for (const limit of [undefined, 7, 100]) {
      const read: string[] = []
      for (let total = Number.POSITIVE_INFINITY; read.length < total; ) {
        const paging = limit === undefined ? '' : `&limit=${limit}`
        const page = await listPage(ask, `search=for+an+SDK${paging}&offset=${read.length}`)
        expect(page).toMatchObject({ offset: read.length, limit: limit ?? 20 })
        expect(page.data.length).toBeGreaterThan(0)
        total = page.total
        read.push(...page.data.map(({ id }) => id))
      }
      expect(read).toEqual(sessions.map(({ id }) => id))
    }
  })

  it('finds nothing where it looks for the wrong member, as upstream', async () => {
    const page = JSON.parse((await stage.ask('/api/v1/sessions', { as: 'ben' })).text)
    expect(page.sessions).toBeUndefined()
    expect(page.data).toHaveLength(20)
  })
})
