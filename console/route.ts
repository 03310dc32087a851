/** Columns that the board sorts by. */
export const BOARD_SORTS = ['cost', 'tokens', 'sessions', 'active', 'name', 'used'] as const
/** One of {@link BOARD_SORTS}. */
export type BoardSort = (typeof BOARD_SORTS)[number]

/** Filters of the sessions list, as the API names them. */
export const SESSION_FILTERS = ['search', 'status', 'agent_id', 'order', 'mine'] as const
/** Values by name; absent means no filter. */
export type SessionFilters = Partial<Record<(typeof SESSION_FILTERS)[number], string>>

/** A view of the console, and what its address says. */
export type Route =
  | { view: 'harnesses'; sort?: BoardSort; search?: string; archived?: boolean }
  | { view: 'harness'; id: string }
  | { view: 'sessions'; filters: SessionFilters }
  | { view: 'session'; id: string }
  | { view: 'health-checks' }
  | { view: 'agent'; id: string; runId?: string }
  | { view: 'requests'; open?: number }

/** Returns the view that the fragment of an address stands for; what means nothing is the board. */
export function parseRoute(fragment: string): Route {
  const text = fragment.startsWith('#') ? fragment.slice(1) : fragment
  const mark = text.indexOf('?')
  const path = mark < 0 ? text : text.slice(0, mark)
  const query = new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1))
  const [view, id, runId] = path.split('/').filter(Boolean).map(decode)
  switch (view) {
    case 'sessions':
      return id ? { view: 'session', id } : { view, filters: readFilters(query) }
    case 'health-checks':
      return id ? { view: 'agent', id, ...(runId ? { runId } : {}) } : { view }
    case 'requests':
      return id && /^\d{1,9}$/.test(id) ? { view, open: Number(id) } : { view }
    case 'harnesses':
      return id ? { view: 'harness', id } : readBoard(query)
    default:
      return { view: 'harnesses' }
  }
}

/** Returns the fragment of a view; {@link parseRoute} reads it back. */
export function formatRoute(route: Route): string {
  switch (route.view) {
    case 'harness':
      return `#/harnesses/${encodeURIComponent(route.id)}`
    case 'session':
      return `#/sessions/${encodeURIComponent(route.id)}`
    case 'agent': {
      const run = route.runId ? `/${encodeURIComponent(route.runId)}` : ''
      return `#/health-checks/${encodeURIComponent(route.id)}${run}`
    }
    case 'sessions':
      return withQuery('#/sessions', { ...route.filters })
    case 'requests':
      return route.open === undefined ? '#/requests' : `#/requests/${route.open}`
    case 'health-checks':
      return '#/health-checks'
    case 'harnesses': {
      const { sort, search, archived } = route
      return withQuery('#/harnesses', { sort, search, archived: archived ? '1' : undefined })
    }
  }
}

/** Returns the link of the navigation to which a view belongs. */
export function sectionOf(route: Route): 'harnesses' | 'sessions' | 'health-checks' | 'requests' {
  if (route.view === 'harness') return 'harnesses'
  if (route.view === 'session') return 'sessions'
  return route.view === 'agent' ? 'health-checks' : route.view
}

/** Returns the view that shows what a GET of the API answers, where there is one. */
export function routeOfApi(path: string): Route | undefined {
  const [pathname = ''] = path.split('?')
  const segments = pathname.split('/').filter(Boolean).map(decode)
  if (segments[0] === 'api') segments.shift()
  const [version, family, id, part, runId] = segments
  if (version !== 'v1') return undefined
  if (family === 'harnesses') {
    if (!id) return { view: 'harnesses' }
    return part === undefined || part === 'stats' ? { view: 'harness', id } : undefined
  }
  if (family === 'sessions' && part === undefined) {
    if (id) return id.startsWith('session_') ? { view: 'session', id } : undefined
    const mark = path.indexOf('?')
    return { view: 'sessions', filters: readFilters(new URLSearchParams(path.slice(mark + 1))) }
  }
  if (family !== 'agents') return undefined
  if (!id) return { view: 'health-checks' }
  if (part !== 'health-checks') return undefined
  return { view: 'agent', id, ...(runId && runId !== 'latest' ? { runId } : {}) }
}

function readBoard(query: URLSearchParams): Route {
  const sort = BOARD_SORTS.find((each) => each === query.get('sort'))
  const search = query.get('search')
  return {
    view: 'harnesses',
    ...(sort ? { sort } : {}),
    ...(search ? { search } : {}),
    ...(query.get('archived') === '1' ? { archived: true } : {}),
  }
}

function readFilters(query: URLSearchParams): SessionFilters {
  const filters: SessionFilters = {}
  for (const name of SESSION_FILTERS) {
    const value = query.get(name)
    if (value) filters[name] = value
  }
  return filters
}

function withQuery(path: string, values: Record<string, string | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value)
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
