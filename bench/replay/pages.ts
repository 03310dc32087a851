import { ORG_ONE } from '../../sample/callers.ts'
import { AGENTS_ONE, HARNESSES_ONE } from '../../sample/catalogue.ts'

/** Calls that a page makes together, and when. */
export interface Calls {
  paths: readonly string[]
  /** Again after so many seconds, for as long as the page is open; absent: when it opens and on every focus. */
  everySeconds?: number
  /** For the first time so many seconds after the page was opened; absent: after `everySeconds`. */
  fromSeconds?: number
}

/** A page of the frontend. */
export interface Page {
  name: string
  calls: readonly Calls[]
}

/** How often a person comes back to the window. */
export const FOCUS_SECONDS = 60

const POLL_SECONDS = 5
const SIDEBAR_SECONDS = 15
const SIDEBAR = '/v1/sessions?limit=100'

const KINDS = ['agents', 'apps', 'harnesses', 'mcp-servers', 'models', 'providers', 'skills']

/** What every page asks for besides its own: two parts of it ask for agents. */
const SHELL_PATHS = [
  SIDEBAR,
  '/v1/agents',
  '/v1/agents',
  '/v1/capabilities',
  '/v1/models',
  '/v1/notifications',
  `/v1/orgs/${ORG_ONE}`,
  `/v1/orgs/${ORG_ONE}/feature-flags`,
  ...KINDS.map((kind) => `/v1/${kind}/config`),
]
const SHELL: readonly Calls[] = [
  { paths: SHELL_PATHS },
  { paths: [SIDEBAR], everySeconds: SIDEBAR_SECONDS },
]

const HARNESS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`
const HARNESS_PAGE = [
  HARNESS,
  `${HARNESS}/stats`,
  '/v1/harnesses',
  '/v1/apps',
  '/v1/sessions?limit=20',
  '/v1/sessions/facets',
]

const AGENT = `/v1/agents/${AGENTS_ONE.healthy}`
const AGENT_PAGE = [
  AGENT,
  `${AGENT}/stats`,
  `${AGENT}/versions`,
  `${AGENT}/health-checks`,
  `${AGENT}/health-checks/latest`,
  `/v1/sessions?agent_id=${AGENTS_ONE.healthy}&limit=20`,
  '/v1/harnesses',
]

const SESSIONS_PAGE = [
  '/v1/sessions?limit=50',
  '/v1/sessions/facets',
  '/v1/sessions/stats',
  '/v1/sessions/config',
]

/**
 * The pages that are replayed.
 *
 * @param harnessIds what is on the board
 */
export function createPages(harnessIds: readonly string[]): Page[] {
  const stats = harnessIds.map((id) => `/v1/harnesses/${id}/stats`)
  const board = ['/v1/harnesses', ...stats]
  return [
    page('board', [{ paths: board }, { paths: stats, everySeconds: POLL_SECONDS }]),
    page('harness', [{ paths: HARNESS_PAGE }]),
    page('agent', [{ paths: AGENT_PAGE }]),
    page('sessions', [{ paths: SESSIONS_PAGE }]),
    createRound([board, HARNESS_PAGE, AGENT_PAGE, SESSIONS_PAGE]),
  ]
}

/** All of them in turn, each for as long as the minute allows. */
function createRound(pages: readonly (readonly string[])[]): Page {
  const stay = FOCUS_SECONDS / pages.length
  const visits = pages.map((own, nth) => ({
    paths: [...SHELL_PATHS, ...own],
    everySeconds: FOCUS_SECONDS,
    fromSeconds: nth * stay,
  }))
  return { name: 'all in turn', calls: visits }
}

/** The board where each poll is one request. */
export function createBoardPage(): Page {
  const paths = ['/v1/harnesses?expand=stats']
  return page('board', [{ paths }, { paths, everySeconds: POLL_SECONDS }])
}

function page(name: string, own: readonly Calls[]): Page {
  return { name, calls: [...SHELL, ...own] }
}

/** Something that a page does at a time after it was opened. */
export interface Moment {
  atSeconds: number
  paths: readonly string[]
}

/** All that a page does in so many minutes, in its order. */
export function momentsOf({ calls }: Page, minutes: number): Moment[] {
  const moments = calls.flatMap(({ paths, everySeconds, fromSeconds }) => {
    const step = everySeconds ?? FOCUS_SECONDS
    const first = fromSeconds ?? everySeconds ?? 0
    const times: number[] = []
    for (let at = first; at < minutes * 60; at += step) times.push(at)
    return times.map((atSeconds) => ({ atSeconds, paths }))
  })
  return moments.toSorted((a, b) => a.atSeconds - b.atSeconds)
}
