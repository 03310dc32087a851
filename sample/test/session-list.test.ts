import { describe, expect, it } from 'vitest'
import { USERS } from '../callers.ts'
import {
  AGENT_SHARED,
  AGENT_UNKNOWN,
  LARGEST_TIE,
  SESSION_COUNT_ONE,
  SESSION_COUNT_TWO,
  SESSIONS_ONE,
} from '../catalogue.ts'
import { parseInstant } from '../instant.ts'
import { type Bench, createBench } from './bench.ts'

const { ben } = USERS

interface Row {
  id: string
  title?: string
  status: string
  created_at: string
  updated_at: string
  is_pinned: boolean
  agent_id?: string
  owner: { subject_id: string }
}

interface Page {
  data: Row[]
  total: number
  offset: number
  limit: number
  next_url?: string
  prev_url?: string
}

async function readAll({ read }: Bench): Promise<Row[]> {
  const rows: Row[] = []
  for (let offset = 0; ; offset += 100) {
    const page = await read<Page>(`/v1/sessions?limit=100&offset=${offset}`)
    rows.push(...page.data)
    if (page.data.length < 100) return rows
  }
}

describe('paging', () => {
  it.each<[string, number, number]>([
    ['', 20, 20],
    ['?limit=3', 3, 3],
    ['?limit=%2B3', 3, 3],
    ['?limit=101', 100, 100],
    ['?limit=4294967295', 100, 100],
    ['?limit=0', 0, 0],
    [`?offset=${SESSION_COUNT_ONE}`, 0, 20],
    ['?offset=4294967295', 0, 20],
    ['?unknown=1&unknown=2', 20, 20],
  ])('answers %s with %i rows and limit %i', async (query, rows, limit) => {
    const page = await createBench().read<Page>(`/v1/sessions${query}`)
    expect([page.data.length, page.limit, page.total]).toEqual([rows, limit, SESSION_COUNT_ONE])
  })

  it.each([
    'limit=-1',
    'limit=abc',
    'limit=',
    'limit=4294967296',
    'limit=1.5',
    'offset=-1',
    'offset=',
    'limit=1&limit=2',
    'search=a&search=b',
    'mine=1',
    'include_archived=TRUE',
    'agent_id=agent_1',
    'agent_id=',
  ])('refuses %s in text/plain', async (query) => {
    const told = await createBench().ask(`/v1/sessions?${query}`)
    expect([told.status, told.headers.get('content-type')]).toEqual([
      400,
      'text/plain; charset=utf-8',
    ])
  })

  it.each(['order=size', 'status=archived', 'created_after=yesterday', 'order=constructor'])(
    'refuses %s as a problem',
    async (query) => {
      const told = await createBench().ask(`/v1/sessions?${query}`)
      expect([told.status, told.headers.get('content-type')]).toEqual([
        400,
        'application/problem+json',
      ])
    },
  )

  it('links to neighbours on the configured base, and omits what does not exist', async () => {
    const { read } = createBench({ publicBase: 'https://api.test/x' })
    const first = await read<Page>('/api/v1/sessions?search=refund&limit=2')
    expect(first.next_url).toBe('https://api.test/x/v1/sessions?search=refund&limit=2&offset=2')
    expect(first).not.toHaveProperty('prev_url')
    const second = await read<Page>('/v1/sessions?offset=1&limit=2')
    expect(second.prev_url).toBe('https://api.test/x/v1/sessions?offset=0&limit=2')
    const beyond = await read<Page>('/v1/sessions?offset=5000')
    expect(beyond).not.toHaveProperty('next_url')
    expect(beyond).toHaveProperty('prev_url')
    const none = await read<Page>('/v1/sessions?limit=0&offset=5')
    expect(Object.keys(none)).toEqual(['data', 'total', 'offset', 'limit'])
  })
})

describe('order', () => {
  it('is newest first, unstable among equal times, which come in runs up to forty', async () => {
    const bench = createBench()
    const rows = await readAll(bench)
    const times = rows.map(({ created_at }) => parseInstant(created_at) ?? 0)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    const runs = Object.values(Object.groupBy(times, String)).map((run) => run?.length ?? 0)
    expect(Math.max(...runs)).toBe(LARGEST_TIE)
    expect(runs.filter((size) => size > 1 && size <= 12).length).toBeGreaterThan(20)
    const at = times.findIndex((time, index) => time === times[index + LARGEST_TIE - 1])
    const path = `/v1/sessions?limit=${LARGEST_TIE}&offset=${at}`
    const ids = (page: Page) => page.data.map(({ id }) => id)
    const [a, b] = [ids(await bench.read<Page>(path)), ids(await bench.read<Page>(path))]
    expect(a).not.toEqual(b)
    expect(a.toSorted()).toEqual(b.toSorted())
  })

  it('writes times with no, three or six digits of a second', async () => {
    const rows = await readAll(createBench())
    const digits = new Set(rows.map(({ created_at }) => created_at.length))
    expect([...digits].toSorted((a, b) => a - b)).toEqual([20, 24, 27])
  })

  it('goes by activity when asked', async () => {
    const { read, ask } = createBench()
    const oldest = (await read<Page>(`/v1/sessions?offset=${SESSION_COUNT_ONE - 1}`)).data[0]
    await ask(`/v1/sessions/${oldest?.id}`, { method: 'PATCH', body: { title: 'Touched' } })
    const page = await read<Page>('/v1/sessions?order=last_activity&limit=1')
    expect(page.data[0]).toMatchObject({ id: oldest?.id, title: 'Touched' })
  })
})

describe('filters', () => {
  it.each<[string, (row: Row) => boolean]>([
    [`agent_id=${AGENT_SHARED}`, (row) => row.agent_id === AGENT_SHARED],
    ['search=REFUND', (row) => row.title?.includes('refund') ?? false],
    ['mine=true', (row) => row.owner.subject_id === ben.id],
    ['status=paused', (row) => row.status === 'paused'],
    ['status=running,paused', (row) => !['idle', 'started'].includes(row.status)],
    [
      'created_after=2026-10-01T00:00:00Z',
      (row) => Date.parse(row.created_at) >= Date.UTC(2026, 9, 1),
    ],
    [
      'created_before=2026-10-01T00:00:00%2B02:00',
      (row) => Date.parse(row.created_at) < Date.UTC(2026, 8, 30, 22),
    ],
  ])('keeps exactly what %s says', async (filter, keeps) => {
    const { read } = createBench()
    const path = '/v1/sessions?limit=100'
    const all = await read<Page>(path, { auth: ben.pat })
    const kept = await read<Page>(`${path}&${filter}`, { auth: ben.pat })
    const ids = (rows: Row[]) => rows.map(({ id }) => id).toSorted()
    expect(all.total).toBe(SESSION_COUNT_TWO)
    expect(ids(kept.data)).toEqual(ids(all.data.filter(keeps)))
    expect(kept.total).toBeGreaterThan(0)
    expect(kept.total).toBeLessThan(all.total)
  })

  it('finds nothing for an agent that nobody has', async () => {
    const page = await createBench().read<Page>(`/v1/sessions?agent_id=${AGENT_UNKNOWN}`)
    expect(page).toEqual({ data: [], total: 0, offset: 0, limit: 20 })
  })

  it('hides archived sessions until asked', async () => {
    const { ask, read } = createBench()
    await ask(`/v1/sessions/${SESSIONS_ONE.idle}/archive`, { method: 'POST' })
    const total = async (query: string) => (await read<Page>(`/v1/sessions${query}`)).total
    expect(await total('')).toBe(SESSION_COUNT_ONE - 1)
    expect(await total('?include_archived=true')).toBe(SESSION_COUNT_ONE)
    expect(await total('?archived_only=true')).toBe(1)
  })
})
