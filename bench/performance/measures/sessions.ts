import { costFigures, type Figure, type Stage } from '../measure.ts'
import { CREDENTIAL } from '../requests.ts'

const MOST_OF_FIRST_PAGE = 1.7
const MOST_OF_CURSOR_PAGE = 2.1
const MOST_OF_LARGE_PAGE = 9
const MOST_LARGE_PAGE_MS = 6
const MOST_OF_SHORT_PAGE = 2

/** Milliseconds of CPU that a page of 100 takes about. */
const PAGE_MS = 1.5

/** The list as the upstream gives it: what the edge reads for a page of 100. */
const WINDOW = '/v1/sessions?limit=100'

/** Pages of sessions, beside the upstream's page of 100 fetched, decoded and parsed. */
export async function measurePages(stage: Stage): Promise<Figure[]> {
  const { edge, reader } = stage.sides
  const page = (query: string) => ({ side: edge, path: `/v1/sessions?${query}` })
  const compared = (name: string, query: string, theirs: string, most: number) =>
    costFigures(stage, {
      name: `sessions, ${name}, to the upstream's page of 100 parsed`,
      ours: page(query),
      theirs: { side: reader, path: theirs },
      most,
      aboutMs: PAGE_MS,
    })
  const first = await fetch(`${edge.origin}${WINDOW}`, { headers: CREDENTIAL })
  const { next_cursor: cursor } = (await first.json()) as { next_cursor: string }
  const onward = `limit=90&cursor=${cursor}`
  return [
    ...(await compared('first page of 100', 'limit=100', WINDOW, MOST_OF_FIRST_PAGE)),
    ...(await compared('cursor page of 90', onward, `${WINDOW}&offset=100`, MOST_OF_CURSOR_PAGE)),
    ...(await compared('twelve fields of 100', TWELVE_FIELDS, WINDOW, MOST_OF_SHORT_PAGE)),
  ]
}

const TWELVE_FIELDS = `limit=100&fields=${[
  ...['id', 'title', 'status', 'created_at', 'updated_at', 'harness_id', 'agent_id', 'is_pinned'],
  ...['tags', 'preview', 'owner_principal_id', 'usage'],
]}`

/** A page of 500, beside one of 100: it needs six windows of the upstream's. */
export async function measureLargePage(stage: Stage): Promise<Figure[]> {
  const { edge: side } = stage.sides
  const figures = await costFigures(stage, {
    name: 'sessions, page of 500, to a page of 100',
    ours: { side, path: '/v1/sessions?limit=500' },
    theirs: { side, path: WINDOW },
    most: MOST_OF_LARGE_PAGE,
    aboutMs: 5 * PAGE_MS,
  })
  const [cpu] = figures
  if (!cpu) return []
  const ms = Number.parseFloat(cpu.context)
  const absolute: Figure = {
    name: 'sessions, page of 500: CPU',
    value: ms,
    unit: 'ms',
    reach: ['<=', MOST_LARGE_PAGE_MS],
    context: 'an absolute time of this machine',
  }
  return [...figures, absolute]
}
