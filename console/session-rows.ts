/** A session as the list shows it. */
export interface SessionRow {
  id: string
  created_at: string
  updated_at?: string
  title?: string
  status?: string
  harness_id?: string
  agent_id?: string
  is_pinned?: boolean
  usage?: { input_tokens?: number; output_tokens?: number; effective_cost_usd?: number }
}

/** A page of the list. */
export interface SessionPage {
  data: SessionRow[]
  total?: number
  next_cursor?: string | null
}

/** What of the list is loaded, and what came since. */
export interface SessionList {
  rows: readonly SessionRow[]
  total: number | undefined
  /** Leads on; null at the end, undefined while nothing is loaded. */
  cursor: string | null | undefined
  /** Newest first: offered, not shown. */
  newcomers: readonly SessionRow[]
  /** Whether so many came that the first page does not reach down to what is loaded. */
  isCutOff: boolean
}

/** A list of which nothing is loaded. */
export const EMPTY_LIST: SessionList = {
  rows: [],
  total: undefined,
  cursor: undefined,
  newcomers: [],
  isCutOff: false,
}

/** Returns the list with one more page at its end; a row that is there already stays where it is. */
export function appendPage(list: SessionList, page: SessionPage): SessionList {
  const known = new Set(list.rows.map(({ id }) => id))
  const fresh = page.data.filter(({ id }) => {
    const isKnown = known.has(id)
    known.add(id)
    return !isKnown
  })
  return {
    ...list,
    rows: [...list.rows, ...fresh],
    total: page.total ?? list.total,
    cursor: page.next_cursor ?? null,
  }
}

/**
 * Returns the list with what a later look at its first page shows: rows that are loaded as they are now, and as
 * newcomers those that are later than everything that was loaded. Nothing moves.
 *
 * @param timeOf what the list is ordered by, an RFC 3339 text
 */
export function offerFirstPage(
  list: SessionList,
  page: SessionPage,
  timeOf: (row: SessionRow) => string,
): SessionList {
  const known = new Set(list.rows.map(({ id }) => id))
  const top = list.rows.reduce((latest, row) => later(latest, timeOf(row)), '')
  const newcomers = page.data.filter((row) => !known.has(row.id) && isLater(timeOf(row), top))
  const now = new Map(page.data.map((row) => [row.id, row]))
  return {
    ...list,
    rows: list.rows.map((row) => now.get(row.id) ?? row),
    total: page.total ?? list.total,
    newcomers,
    isCutOff: list.rows.length > 0 && newcomers.length === page.data.length && page.data.length > 0,
  }
}

/** Returns the list with the newcomers on top. */
export function takeNewcomers(list: SessionList): SessionList {
  const taken = new Set(list.newcomers.map(({ id }) => id))
  const rest = list.rows.filter(({ id }) => !taken.has(id))
  return { ...list, rows: [...list.newcomers, ...rest], newcomers: [], isCutOff: false }
}

/** Compares RFC 3339 times of one zone with fractions of any length, to the last digit. */
function isLater(a: string, b: string): boolean {
  if (b === '') return true
  const [aSeconds, bSeconds] = [a.slice(0, 19), b.slice(0, 19)]
  if (aSeconds !== bSeconds) return aSeconds > bSeconds
  return fractionOf(a) > fractionOf(b)
}

function later(a: string, b: string): string {
  return a === '' || isLater(b, a) ? b : a
}

function fractionOf(text: string): string {
  let end = 19
  if (text[end] !== '.') return ''
  end += 1
  while (end < text.length && (text[end] ?? '') >= '0' && (text[end] ?? '') <= '9') end += 1
  return text.slice(20, end).padEnd(9, '0')
}
